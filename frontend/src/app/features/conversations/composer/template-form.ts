import { Component, ElementRef, computed, effect, inject, input, model, output, signal, untracked, viewChild } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { ErrorText } from '../../../core/error-text';
import { I18n } from '../../../core/i18n';
import { EmptyState } from '../../../ui/empty-state';
import { ErrorState } from '../../../ui/error-state';
import { Control, Field } from '../../../ui/field';
import { Skeleton } from '../../../ui/skeleton';
import { Templates, complete, inputOf, keyOf, rendered, sendable, type Template, type Values, type Variable } from '../data/templates';
import type { ChosenTemplate } from './template-choice';
import { TemplatePreview } from './template-preview';

/** Chooses one of a channel's approved templates and fills its variables in; `chosen` is set while it can be sent. */
@Component({
  selector: 'mia-template-form',
  imports: [Control, EmptyState, ErrorState, Field, Skeleton, TemplatePreview, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @switch (state()) {
      @case ('loading') {
        <mia-skeleton shape="lines" [count]="5" />
      }
      @case ('failed') {
        <mia-error-state [text]="error()" (again)="load()" />
      }
      @default {
        @if (all().length === 0) {
          <mia-empty-state icon="template" [title]="t('template.none')" [text]="t('template.noneText')" />
        } @else if (offered().length === 0) {
          <mia-empty-state icon="template" [title]="t('template.onlyFileHeader')" [text]="t('template.fileHeaderText')" />
        } @else {
          <div class="sides">
            <div class="fields">
              <mia-field [label]="t('template.choose')" [hint]="withFile().length > 0 ? t('template.fileHeaderText') : null">
                <select miaControl #list data-testid="template" (change)="pick(list.value)">
                  @for (x of offered(); track x.id) {
                    <option [value]="x.id" [selected]="x.id === template()?.id">{{ x.name }} · {{ x.language }}</option>
                  }
                  @if (withFile().length > 0) {
                    <optgroup disabled [label]="t('template.fileHeader')">
                      @for (x of withFile(); track x.id) {
                        <option disabled [value]="x.id">{{ x.name }} · {{ x.language }}</option>
                      }
                    </optgroup>
                  }
                </select>
              </mia-field>
              @for (v of template()?.variables ?? []; track key(v)) {
                <mia-field
                  [label]="t('template.variable.' + v.part, { name: v.name })"
                  [hint]="v.example ? t('template.example', { text: v.example }) : null"
                >
                  <input
                    miaControl
                    #value
                    maxlength="1024"
                    autocomplete="off"
                    [value]="values()[key(v)] ?? ''"
                    [attr.data-variable]="key(v)"
                    (input)="fill(v, value.value)"
                    (keydown.enter)="enter($event)"
                  />
                </mia-field>
              }
            </div>
            @if (template(); as chosen) {
              <mia-template-preview [template]="chosen" [values]="values()" />
            }
          </div>
        }
      }
    }
  </ng-container>`,
  styles: `
    .sides {
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      gap: 20px;
    }
    .fields {
      display: grid;
      gap: 14px;
      align-content: start;
      min-width: 0;
    }
    :host-context(mia-new-conversation) .sides {
      grid-template-columns: minmax(0, 1fr);
    }
    @media (max-width: 640px) {
      .sides {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `,
})
export class TemplateForm {
  private readonly templates = inject(Templates);
  private readonly errors = inject(ErrorText);
  private readonly i18n = inject(I18n);
  readonly channelId = input.required<string>();
  /** The contact's name, for a first variable whose example looks like one. */
  readonly contactName = input('');
  /** Takes the focus once there is something to choose. */
  readonly focused = input(false);
  readonly chosen = model<ChosenTemplate | null>(null);
  readonly submitted = output();
  protected readonly state = signal<'loading' | 'ready' | 'failed'>('loading');
  protected readonly error = signal('');
  protected readonly all = signal<readonly Template[]>([]);
  protected readonly offered = computed(() => this.all().filter(sendable));
  /** Shown, so that nobody looks for them elsewhere. */
  protected readonly withFile = computed(() => this.all().filter((t) => !sendable(t)));
  protected readonly template = signal<Template | null>(null);
  protected readonly values = signal<Values>({});
  protected readonly key = keyOf;
  private readonly result = computed<ChosenTemplate | null>(() => {
    const template = this.template();
    if (!template || !complete(template, this.values())) return null;
    return { input: inputOf(template, this.values()), text: rendered(template, this.values()) };
  });
  private readonly list = viewChild<ElementRef<HTMLSelectElement>>('list');
  private run = 0;

  constructor() {
    effect(() => {
      this.channelId();
      untracked(() => void this.load());
    });
    effect(() => this.chosen.set(this.result()));
  }

  protected async load(): Promise<void> {
    const run = ++this.run;
    this.state.set('loading');
    this.template.set(null);
    try {
      const all = ownFirst(await this.templates.of(this.channelId()), this.i18n.language());
      if (run !== this.run) return;
      this.all.set(all);
      this.pick(this.offered()[0]?.id ?? '');
      this.state.set('ready');
      if (this.focused()) setTimeout(() => this.list()?.nativeElement.focus());
    } catch (error) {
      if (run !== this.run) return;
      this.error.set(this.errors.of(error));
      this.state.set('failed');
    }
  }

  protected pick(id: string): void {
    const template = this.offered().find((t) => t.id === id) ?? null;
    const [name = ''] = this.contactName().trim().split(/\s+/);
    const own = /^\p{L}/u.test(name) ? (template?.variables ?? []).filter((v) => isName(v, template)) : [];
    this.values.set(Object.fromEntries(own.map((v) => [keyOf(v), name])));
    this.template.set(template);
  }

  protected fill(v: Variable, text: string): void {
    this.values.update((all) => ({ ...all, [keyOf(v)]: text }));
  }

  protected enter(e: Event): void {
    e.preventDefault();
    if (this.result()) this.submitted.emit();
  }
}

/** A variable that is called a name, or the first one after a greeting, is nearly always the customer's. */
const isName = (v: Variable, t: Template | null): boolean => {
  const text = (v.part === 'header' ? t?.header : v.part === 'body' ? t?.body : null) ?? '';
  return (
    /name|nome/i.test(v.name) ||
    new RegExp(`^\\s*(?:ol[áa]|oi|hi|hello|bom dia|boa tarde)[^{]{0,4}\\{\\{\\s*${v.name}\\s*\\}\\}`, 'i').test(text)
  );
};

/** Templates in the language of the screen first. */
const ownFirst = (all: readonly Template[], language: string): readonly Template[] => {
  const own = (t: Template) => t.language.toLowerCase().startsWith(language.slice(0, 2));
  return [...all.filter(own), ...all.filter((t) => !own(t))];
};

import { Component, computed, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Shortcuts } from '../core/shortcuts';
import { DialogFrame } from '../ui/dialog-frame';

/** Every key that works here and now. */
@Component({
  selector: 'mia-shortcut-help',
  imports: [DialogFrame, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <mia-dialog-frame [title]="t('keys.title')" [actions]="false">
      <div class="groups">
        @for (g of groups(); track g.name) {
          <section>
            <h3>{{ t(g.name) }}</h3>
            <dl>
              @for (s of g.shortcuts; track s.keys) {
                <div>
                  <dt>{{ t(s.label) }}</dt>
                  <dd>
                    @for (way of [s.keys].concat(s.also ?? []); track way; let nth = $index) {
                      @if (nth > 0) {
                        <span class="muted">{{ t('keys.or') }}</span>
                      }
                      @for (key of parts(way); track $index) {
                        <kbd>{{ key }}</kbd>
                      }
                    }
                  </dd>
                </div>
              }
            </dl>
          </section>
        }
      </div>
    </mia-dialog-frame>
  </ng-container>`,
  styles: `
    .groups {
      columns: 2 240px;
      column-gap: 36px;
    }
    section {
      break-inside: avoid;
      margin-bottom: 18px;
    }
    h3 {
      margin-bottom: 6px;
      color: var(--mia-muted);
      font-size: 12.5px;
    }
    dl {
      margin: 0;
    }
    dl > div {
      display: flex;
      align-items: center;
      gap: 12px;
      min-height: 30px;
    }
    dt {
      flex: 1;
    }
    dd {
      display: flex;
      align-items: center;
      gap: 4px;
      margin: 0;
      font-size: 12px;
    }
  `,
})
export class ShortcutHelp {
  private readonly shortcuts = inject(Shortcuts);
  protected readonly groups = computed(() => [...this.shortcuts.groups()].map(([name, shortcuts]) => ({ name, shortcuts })));

  /** "Shift+e" and "g i" are two keys each; "?" is one. */
  protected parts(keys: string): readonly string[] {
    return keys.split(/ |(?<=.)\+(?=.)/).map((k) => (k.length === 1 ? k.toUpperCase() : k));
  }
}

import { NgTemplateOutlet } from '@angular/common';
import { Component, Directive, TemplateRef, computed, contentChildren, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { Skeleton } from './skeleton';

export interface Column {
  readonly id: string;
  readonly title: string;
  /** Left out on narrow screens. */
  readonly wide?: boolean;
  readonly align?: 'start' | 'end';
  /** CSS width. */
  readonly width?: string;
  /** The title is only read aloud (columns of buttons). */
  readonly quiet?: boolean;
}

/** The cell of one column: `<ng-template miaCell="name" let-row>`. */
@Directive({ selector: 'ng-template[miaCell]' })
export class Cell {
  readonly miaCell = input.required<string>();
  readonly template = inject<TemplateRef<{ $implicit: never }>>(TemplateRef);
}

/** A dense table with a sticky header, its loading rows, and "more" at its end. The first column names the row. Empty and error states are the caller's. */
@Component({
  selector: 'mia-data-table',
  imports: [MatButton, NgTemplateOutlet, Skeleton, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <div class="scroll" tabindex="0" role="region" [attr.aria-label]="label()">
      <table>
        <thead>
          <tr>
            @for (c of columns(); track c.id) {
              <th scope="col" [class.wide]="c.wide" [class.end]="c.align === 'end'" [style.width]="c.width">
                <span [class.sr-only]="c.quiet">{{ c.title }}</span>
              </th>
            }
          </tr>
        </thead>
        <tbody>
          @for (row of rows(); track key()(row)) {
            <tr [class.link]="clickable()" (click)="clicked($event, row)">
              @for (c of columns(); track c.id; let first = $first) {
                @if (first) {
                  <th scope="row">
                    <ng-container [ngTemplateOutlet]="cells().get(c.id) ?? null" [ngTemplateOutletContext]="{ $implicit: row }" />
                  </th>
                } @else {
                  <td [class.wide]="c.wide" [class.end]="c.align === 'end'">
                    <ng-container [ngTemplateOutlet]="cells().get(c.id) ?? null" [ngTemplateOutletContext]="{ $implicit: row }" />
                  </td>
                }
              }
            </tr>
          }
        </tbody>
      </table>
    </div>
    @if (loading()) {
      <mia-skeleton shape="table" [count]="rows().length > 0 ? 2 : 6" />
    } @else if (more()) {
      <p class="more">
        <button matButton type="button" (click)="wantMore.emit()">{{ t('ui.table.more') }}</button>
      </p>
    }
  </ng-container>`,
  styles: `
    :host {
      display: block;
      overflow: hidden;
    }
    .scroll {
      position: relative;
      overflow-x: auto;
    }
    .scroll:focus-visible {
      outline-offset: -2px;
    }
    table {
      width: 100%;
      border-collapse: separate;
      border-spacing: 0;
      font-size: 13.5px;
    }
    thead th {
      position: sticky;
      top: 0;
      z-index: 1;
      padding: 10px 16px;
      background: var(--mia-panel-2);
      color: var(--mia-muted);
      font-size: 12px;
      font-weight: 580;
      text-align: start;
      white-space: nowrap;
    }
    th,
    td {
      padding: 9px 16px;
      border-bottom: 1px solid var(--mia-line);
      text-align: start;
      vertical-align: middle;
      font-weight: 400;
      max-width: 360px;
    }
    tbody tr:last-child > * {
      border-bottom: 0;
    }
    .end {
      text-align: end;
    }
    .link {
      cursor: pointer;
    }
    .link:hover {
      background: var(--mia-panel-2);
    }
    .more {
      padding: 8px;
      border-top: 1px solid var(--mia-line);
      text-align: center;
    }
    @media (max-width: 760px) {
      .wide {
        display: none;
      }
      thead th,
      th,
      td {
        padding-inline: 12px;
      }
    }
  `,
})
export class DataTable<T> {
  readonly label = input.required<string>();
  readonly columns = input.required<readonly Column[]>();
  readonly rows = input.required<readonly T[]>();
  readonly key = input.required<(row: T) => string>();
  readonly loading = input(false);
  readonly more = input(false);
  /** Rows answer clicks; the first cell must hold a link for the keyboard. */
  readonly clickable = input(false);
  readonly wantMore = output();
  readonly picked = output<T>();
  private readonly templates = contentChildren(Cell);
  protected readonly cells = computed(() => new Map(this.templates().map((c) => [c.miaCell(), c.template])));

  protected clicked(e: MouseEvent, row: T): void {
    const onControl = e.target instanceof Element && e.target.closest('a, button, input, select, label') !== null;
    if (this.clickable() && !onControl && !globalThis.getSelection()?.toString()) this.picked.emit(row);
  }
}

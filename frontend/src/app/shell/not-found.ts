import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { EmptyState } from '../ui/empty-state';

@Component({
  selector: 'mia-not-found',
  imports: [EmptyState, MatButton, RouterLink, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <mia-empty-state [page]="true" icon="search" [title]="t('notFound.title')" [text]="t('notFound.text')">
      <a matButton="filled" routerLink="/">{{ t('notFound.back') }}</a>
    </mia-empty-state>
  </ng-container>`,
  styles: `
    :host {
      display: grid;
      height: 100%;
    }
  `,
})
export default class NotFound {}

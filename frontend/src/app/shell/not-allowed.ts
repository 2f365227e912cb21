import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { EmptyState } from '../ui/empty-state';

@Component({
  selector: 'mia-not-allowed',
  imports: [EmptyState, MatButton, RouterLink, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <mia-empty-state [page]="true" icon="lock" [title]="t('notAllowed.title')" [text]="t('notAllowed.text')">
      <a matButton="filled" routerLink="/">{{ t('notAllowed.back') }}</a>
    </mia-empty-state>
  </ng-container>`,
  styles: `
    :host {
      display: grid;
      height: 100%;
    }
  `,
})
export default class NotAllowed {}

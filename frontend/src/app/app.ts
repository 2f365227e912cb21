import { Component, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { Session } from './core/session';
import { Theme } from './core/theme';
import { ToastOutlet } from './shell/toast-outlet';
import { Unreachable } from './shell/unreachable';

/** The root: whatever the route shows, toasts, and a word when the server does not answer at the start. */
@Component({
  selector: 'mia-root',
  imports: [RouterOutlet, ToastOutlet, Unreachable],
  template: `
    @if (session.state() === 'unreachable') {
      <mia-unreachable />
    }
    <router-outlet />
    <mia-toast-outlet />
  `,
})
export class App {
  protected readonly session = inject(Session);
  protected readonly theme = inject(Theme);
}

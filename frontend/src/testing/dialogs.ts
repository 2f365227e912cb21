import { InteractivityChecker } from '@angular/cdk/a11y';
import { Injectable } from '@angular/core';

/** jsdom lays nothing out: what is there counts as visible, so that dialogs put the focus where they do in a browser. */
@Injectable()
class Shown extends InteractivityChecker {
  override isVisible(): boolean {
    return true;
  }
}
export const dialogsFocus = { provide: InteractivityChecker, useClass: Shown };

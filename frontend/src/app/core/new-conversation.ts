import { InjectionToken } from '@angular/core';

/** With whom, when it is known. */
export interface ConversationWith {
  readonly contactId?: string;
  readonly to?: string;
  readonly name?: string;
}

/** Opens "New conversation" over whatever is on the screen. Features do not know each other: `app.config.ts` says who does it. */
export const NEW_CONVERSATION = new InjectionToken<(who: ConversationWith) => Promise<void>>('new conversation');

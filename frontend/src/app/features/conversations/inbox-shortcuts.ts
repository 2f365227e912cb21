import type { Shortcut } from '../../core/shortcuts';
import type { InboxKey } from './data/inbox-keys';

/** What the keys of the inbox do; each does nothing where there is nothing to do it with. */
export interface InboxDoings {
  readonly step: (by: 1 | -1) => void;
  readonly close: (andNext: boolean) => void;
  readonly toMe: () => void;
  readonly start: () => void;
  readonly panel: () => void;
  readonly nextTab: () => void;
  readonly press: (key: InboxKey) => void;
}

/** The keys of the inbox: Gmail's single letters, Chatwoot's Alt variants beside them. */
export const inboxShortcuts = (d: InboxDoings): readonly Shortcut[] => {
  const list = 'keys.group.list';
  const talk = 'keys.group.conversation';
  return [
    { keys: 'j', also: ['Alt+j'], label: 'keys.next', group: list, run: () => d.step(1) },
    { keys: 'k', also: ['Alt+k'], label: 'keys.previous', group: list, run: () => d.step(-1) },
    { keys: '/', label: 'keys.search', group: list, run: () => d.press('search') },
    { keys: 'c', label: 'keys.start', group: list, run: d.start },
    { keys: 'Alt+n', label: 'keys.nextTab', group: list, typing: true, run: d.nextTab },
    { keys: 'r', also: ['Alt+l'], label: 'keys.reply', group: talk, run: () => d.press('reply') },
    { keys: 'n', also: ['Alt+p'], label: 'keys.note', group: talk, run: () => d.press('note') },
    { keys: 't', label: 'keys.template', group: talk, run: () => d.press('template') },
    { keys: 'Ctrl+Alt+a', label: 'keys.attach', group: talk, typing: true, run: () => d.press('attach') },
    { keys: 'e', also: ['Alt+e'], label: 'keys.close', group: talk, run: () => d.close(false) },
    { keys: 'Shift+e', also: ['Ctrl+Alt+e'], label: 'keys.closeNext', group: talk, run: () => d.close(true) },
    { keys: 'i', label: 'keys.toMe', group: talk, run: d.toMe },
    { keys: 'a', label: 'keys.assign', group: talk, run: () => d.press('assign') },
    { keys: 'l', label: 'keys.label', group: talk, run: () => d.press('label') },
    { keys: 's', also: ['Alt+m'], label: 'keys.snooze', group: talk, run: () => d.press('snooze') },
    { keys: 'Alt+o', label: 'keys.panel', group: talk, typing: true, run: d.panel },
    // Both are the composer's own: named here for the help.
    { keys: 'Ctrl+Enter', also: ['Enter'], label: 'keys.send', group: talk, run: () => undefined },
  ];
};

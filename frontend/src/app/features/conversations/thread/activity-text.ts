import { Component, computed, inject, input } from '@angular/core';
import { Format } from '../../../core/format';
import { I18n } from '../../../core/i18n';
import { ActivityLine } from '../../../ui/message/activity-line';
import { Directory } from '../data/directory';
import type { Line } from '../data/lines';

const ICONS: Readonly<Record<string, string>> = {
  opened: 'inbox',
  assigned: 'person',
  labelled: 'label',
  snoozed: 'schedule_snooze',
  woken: 'clock',
  closed: 'check_circle',
  reopened: 'refresh',
};

/** Something that happened in a conversation, in words. */
@Component({
  selector: 'mia-activity-text',
  imports: [ActivityLine],
  template: `<mia-activity-line [icon]="icon()" [text]="text()" [at]="line().at" [time]="format.time(line().at)" />`,
})
export class ActivityText {
  private readonly directory = inject(Directory);
  private readonly i18n = inject(I18n);
  protected readonly format = inject(Format);
  readonly line = input.required<Line>();
  protected readonly icon = computed(() => ICONS[this.line().activity ?? ''] ?? 'info');
  protected readonly text = computed(() => {
    const line = this.line();
    const who = line.author?.name ?? line.authorName ?? null;
    const data = (line.data ?? {}) as Readonly<Record<string, unknown>>;
    const say = (what: string, params: Record<string, unknown> = {}) => this.i18n.text(`activity.${what}`, { who: who ?? '', ...params });
    switch (line.activity) {
      case 'opened':
        return say(data['by'] === 'outbound' ? (who ? 'openedBy' : 'openedOut') : 'openedIn');
      case 'assigned': {
        const id = typeof data['assigneeId'] === 'string' ? data['assigneeId'] : null;
        if (id === null) return who ? say('unassignedBy') : say('unassigned');
        const name = this.directory.personName(id) ?? (line.author?.id === id ? who : null) ?? this.i18n.text('activity.someone');
        if (data['automatic'] === true) return say('assignedByAnswer', { name });
        if (line.author?.id === id) return say('took', { name });
        return who ? say('assignedBy', { name }) : say('assigned', { name });
      }
      case 'labelled': {
        const id = typeof data['labelId'] === 'string' ? data['labelId'] : '';
        const name = this.directory.label(id)?.name ?? this.i18n.text('activity.goneLabel');
        const on = data['on'] === true;
        return who ? say(on ? 'labelledBy' : 'unlabelledBy', { name }) : say(on ? 'labelled' : 'unlabelled', { name });
      }
      case 'snoozed': {
        const until = typeof data['until'] === 'string' ? data['until'] : line.at;
        const when = this.format.moment(until);
        return who ? say('snoozedBy', { when }) : say('snoozed', { when });
      }
      case 'woken':
        return say(data['by'] === 'message' ? 'wokenByMessage' : who ? 'wokenBy' : 'woken');
      case 'closed':
        return who ? say('closedBy') : say('closed');
      case 'reopened':
        return say(data['by'] === 'message' ? 'reopenedByMessage' : who ? 'reopenedBy' : 'reopened');
      default:
        return line.activity ?? '';
    }
  });
}

import { Apollo } from 'apollo-angular';
import { Observable } from 'rxjs';
import { ChannelChangedDocument } from '../features/channels/channels.gql';
import { follow } from './follow';

describe('following a subscription', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('begins again after the server ended it, and stops with its listener', () => {
    let begun = 0;
    let ended = 0;
    const apollo = {
      subscribe: () =>
        new Observable((to) => {
          begun++;
          if (begun === 1) to.next({ error: new Error('RESYNC') });
          else to.next({ data: { channelChanged: { id: 'c' } } });
          return () => ended++;
        }),
    } as unknown as Apollo;
    const seen: unknown[] = [];
    const listening = follow(apollo, ChannelChangedDocument, {}).subscribe((x) => seen.push(x));
    expect([begun, seen.length]).toEqual([1, 0]);
    jest.advanceTimersByTime(2_000);
    expect(seen).toEqual([{ channelChanged: { id: 'c' } }]);
    listening.unsubscribe();
    expect([begun, ended]).toEqual([2, 2]);
  });
});

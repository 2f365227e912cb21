import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Apollo } from 'apollo-angular';
import { Subject, of } from 'rxjs';
import { Live } from './live';
import { PageTitle } from './page-title';
import { Sound } from './sound';
import { Unread } from './unread';

const open = () => {
  const changes = new Subject<unknown>();
  const reconnected = new Subject<void>();
  const unread = signal(0);
  let chimes = 0;
  let counted = 0;
  TestBed.configureTestingModule({
    providers: [
      { provide: Live, useValue: { reconnected } },
      { provide: PageTitle, useValue: { unread } },
      { provide: Sound, useValue: { chime: () => chimes++ } },
      {
        provide: Apollo,
        useValue: { subscribe: () => changes, query: () => of({ data: { inboxCounts: { unread: ++counted, cap: 999 } } }) },
      },
    ],
  });
  const service = TestBed.inject(Unread);
  service.start();
  const change = (incoming: boolean) => changes.next({ data: { conversationChanged: { conversationId: 'c', incoming, position: '1' } } });
  return { service, change, reconnected, unread, chimes: () => chimes };
};

describe('Unread', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('counts at first, and once for a burst of changes', async () => {
    const u = open();
    await jest.advanceTimersByTimeAsync(0);
    expect(u.unread()).toBe(1);
    for (let i = 0; i < 20; i++) u.change(false);
    await jest.advanceTimersByTimeAsync(1_500);
    expect(u.unread()).toBe(2);
  });

  it('chimes for what comes in only', () => {
    const u = open();
    u.change(false);
    expect(u.chimes()).toBe(0);
    u.change(true);
    expect(u.chimes()).toBe(1);
  });

  it('counts again after a reconnect', async () => {
    const u = open();
    await jest.advanceTimersByTimeAsync(0);
    u.reconnected.next();
    await jest.advanceTimersByTimeAsync(1_500);
    expect(u.unread()).toBe(2);
  });
});

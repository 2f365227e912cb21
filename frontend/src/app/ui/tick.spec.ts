import { TestBed } from '@angular/core/testing';
import { texts } from '../../testing/texts';
import type { MessageStatus } from '../../gql/schema';
import { Tick } from './tick';

describe('Tick', () => {
  it.each<[MessageStatus, string | null, string]>([
    ['QUEUED', null, 'Na fila'],
    ['ACCEPTED', null, 'Aceita pelo provedor'],
    ['READ', null, 'Lida'],
    ['UNKNOWN', null, 'Não sabemos se foi enviada'],
    ['FAILED', 'O número não usa WhatsApp.', 'Não enviada: O número não usa WhatsApp.'],
  ])('of %s with reason %p reads "%s"', async (status, reason, words) => {
    TestBed.configureTestingModule({ imports: [Tick, texts()] });
    const f = TestBed.createComponent(Tick);
    f.componentRef.setInput('status', status);
    f.componentRef.setInput('reason', reason);
    await f.whenStable();
    const mark = (f.nativeElement as HTMLElement).querySelector('[role=img]');
    expect(mark?.getAttribute('aria-label')).toBe(words);
    expect(mark?.querySelector('path')?.getAttribute('d')).toBeTruthy();
  });
});

import { TestBed } from '@angular/core/testing';
import { texts } from '../../../testing/texts';
import { DaySeparator } from '../day-separator';
import { ActivityLine } from './activity-line';
import { Bubble } from './bubble';
import { DocumentTile } from './document-tile';
import { QuoteBox } from './quote';
import { Reactions } from './reactions';

beforeEach(() => TestBed.configureTestingModule({ imports: [texts()] }));
const show = async <T>(type: new () => T, inputs: Record<string, unknown>) => {
  const f = TestBed.createComponent(type);
  for (const [name, value] of Object.entries(inputs)) f.componentRef.setInput(name, value);
  await f.whenStable();
  return { it: f.componentInstance, root: f.nativeElement as HTMLElement };
};

describe('parts of a message', () => {
  it('a bubble shows its side and its author', async () => {
    const { root } = await show(Bubble, { side: 'note', author: 'Ana', joined: true });
    expect([root.classList.contains('note'), root.classList.contains('joined'), root.querySelector('.author')?.textContent]).toEqual([
      true,
      true,
      'Ana',
    ]);
  });

  it('a quote leads to its message, if that is here', async () => {
    const { it: quote, root } = await show(QuoteBox, { author: 'Ana', text: 'Oi' });
    let jumps = 0;
    quote.jump.subscribe(() => jumps++);
    root.querySelector('button')?.click();
    const away = await show(QuoteBox, { author: 'Ana', text: 'Oi', reachable: false });
    expect([jumps, away.root.querySelector('button')?.disabled]).toEqual([1, true]);
  });

  it('equal reactions are counted', async () => {
    const { root } = await show(Reactions, { emojis: ['👍', '❤️', '👍'] });
    expect([...root.querySelectorAll('i')].map((i) => i.textContent)).toEqual(['👍2', '❤️']);
  });

  it('a file is waited for, there, or failed', async () => {
    const pending = await show(DocumentTile, { name: 'orçamento.pdf' });
    expect(pending.root.textContent).toContain('Recebendo');
    const there = await show(DocumentTile, { name: 'orçamento.pdf', url: '/media/1', detail: 'PDF · 1,4 MB' });
    expect(there.root.querySelector('a')?.getAttribute('download')).toBe('orçamento.pdf');
    const failed = await show(DocumentTile, { name: 'orçamento.pdf', failure: 'Grande demais.' });
    expect([failed.root.textContent?.includes('Grande demais.'), failed.root.querySelector('a')]).toEqual([true, null]);
  });

  it('activities and days say when', async () => {
    const line = await show(ActivityLine, { icon: 'check_circle', text: 'Ana encerrou', at: '2026-11-21T14:00:00Z', time: '11:00' });
    expect(line.root.querySelector('time')?.getAttribute('datetime')).toBe('2026-11-21T14:00:00Z');
    const day = await show(DaySeparator, { label: 'Hoje' });
    expect([day.root.getAttribute('role'), day.root.textContent]).toEqual(['separator', 'Hoje']);
  });
});

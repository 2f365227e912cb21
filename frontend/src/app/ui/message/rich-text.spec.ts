import { TestBed } from '@angular/core/testing';
import { texts } from '../../../testing/texts';
import { RichText } from './rich-text';
import { isJumbo, piecesOf } from './rich-text-parse';

const marks = (text: string) => piecesOf(text).map((p) => `${p.mark}:${p.text}`);

describe('piecesOf', () => {
  it.each<[string, string[]]>([
    ['oi', ['plain:oi']],
    ['um *forte* e _leve_', ['plain:um ', 'bold:forte', 'plain: e ', 'italic:leve']],
    ['~não~ ```a*b*c```', ['strike:não', 'plain: ', 'code:a*b*c']],
    ['2*3*4 e snake_case_name', ['plain:2*3*4 e snake_case_name']],
    ['* não * é', ['plain:* não * é']],
    ['veja https://x.com/a_b_(c).', ['plain:veja ', 'link:https://x.com/a_b_(c)', 'plain:.']],
    ['(https://x.com)', ['plain:(', 'link:https://x.com', 'plain:)']],
    ['javascript:alert(1)', ['plain:javascript:alert(1)']],
    ['', []],
  ])('of %p', (text, pieces) => expect(marks(text)).toEqual(pieces));

  it('loses nothing of a text without marks and is quick on hostile ones', () => {
    const hostile = '*_~`'.repeat(16_000);
    const start = performance.now();
    expect(
      piecesOf(hostile)
        .map((p) => p.text)
        .join('').length,
    ).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe('isJumbo', () => {
  it.each([
    ['👍', true],
    ['👨‍👩‍👧 ❤️', true],
    ['👍👍👍👍', false],
    ['ok 👍', false],
    ['12', false],
    ['', false],
  ])('of %p is %p', (text, jumbo) => expect(isJumbo(text)).toBe(jumbo));
});

describe('RichText', () => {
  const open = async (text: string) => {
    TestBed.configureTestingModule({ imports: [RichText, texts()] });
    const f = TestBed.createComponent(RichText);
    f.componentRef.setInput('text', text);
    await f.whenStable();
    return { f, root: f.nativeElement as HTMLElement };
  };

  it('keeps the text exactly and never makes elements of it', async () => {
    const { root } = await open('<b>x</b>\n  {{ 1 + 1 }} *a*');
    expect(root.querySelector('p')?.textContent).toBe('<b>x</b>\n  {{ 1 + 1 }} a');
    expect(root.querySelector('b')).toBeNull();
  });

  it('opens links elsewhere, without a way back into the console', async () => {
    const { root } = await open('https://example.com');
    const a = root.querySelector('a');
    expect([a?.target, a?.rel]).toEqual(['_blank', 'noopener noreferrer nofollow']);
  });

  it('cuts a very long text until asked', async () => {
    const { f, root } = await open('x'.repeat(5_000));
    expect(root.querySelector('p')?.textContent).toHaveLength(1_201);
    root.querySelector('button')?.click();
    await f.whenStable();
    expect(root.querySelector('p')?.textContent).toHaveLength(5_000);
  });
});

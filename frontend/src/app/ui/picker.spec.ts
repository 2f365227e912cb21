import { TestBed } from '@angular/core/testing';
import { Picker } from './picker';

const entries = [
  { id: 'a', text: 'Orçamento', checked: true },
  { id: 'b', text: 'Entrega', checked: false },
];
const open = async (create = false) => {
  const f = TestBed.createComponent(Picker);
  f.componentRef.setInput('label', 'Etiquetas');
  f.componentRef.setInput('placeholder', 'Buscar');
  f.componentRef.setInput('entries', entries);
  if (create) f.componentRef.setInput('createText', (typed: string) => `Criar ${typed}`);
  const picked: string[] = [];
  f.componentInstance.picked.subscribe((id) => picked.push(id));
  f.componentInstance.created.subscribe((text) => picked.push(`new ${text}`));
  await f.whenStable();
  const button = (f.nativeElement as HTMLElement).querySelector('button') as HTMLButtonElement;
  button.click();
  await f.whenStable();
  const input = document.querySelector<HTMLInputElement>('[role=combobox]') as HTMLInputElement;
  const key = async (name: string) => {
    input.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
    await f.whenStable();
  };
  const type = async (text: string) => {
    input.value = text;
    input.dispatchEvent(new Event('input'));
    await f.whenStable();
  };
  const shown = () => [...document.querySelectorAll('[role=option]')].map((o) => o.textContent.trim());
  return { button, input, key, type, shown, picked };
};
beforeEach(() => {
  Element.prototype.scrollIntoView = () => undefined;
});

describe('Picker', () => {
  it('narrows by typing without accents and chooses with Enter', async () => {
    const p = await open();
    await p.type('orca');
    expect(p.shown()).toEqual(['Orçamento']);
    await p.key('Enter');
    expect(p.picked).toEqual(['a']);
  });

  it('moves with arrows and names the active choice', async () => {
    const p = await open();
    await p.key('ArrowDown');
    expect(p.input.getAttribute('aria-activedescendant')).toMatch(/-1$/);
    await p.key('Enter');
    expect(p.picked).toEqual(['b']);
  });

  it('makes something new only of what is not there', async () => {
    const p = await open(true);
    await p.type('entrega');
    expect(p.shown()).toEqual(['Entrega']);
    await p.type('VIP');
    await p.key('Enter');
    expect(p.picked).toEqual(['new VIP']);
  });

  it('leaves with Escape, back on its button', async () => {
    const p = await open();
    await p.key('Escape');
    expect(document.querySelector('[role=combobox]')).toBeNull();
    expect(document.activeElement?.outerHTML.slice(0, 200)).toBe(p.button.outerHTML.slice(0, 200));
  });
});

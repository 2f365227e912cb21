import { TestBed } from '@angular/core/testing';
import { texts } from '../../testing/texts';
import { Chip } from './chip';
import { EmptyState } from './empty-state';
import { ErrorState } from './error-state';
import { Skeleton } from './skeleton';

beforeEach(() => TestBed.configureTestingModule({ imports: [texts()] }));
const root = (f: { nativeElement: unknown }) => f.nativeElement as HTMLElement;

describe('EmptyState', () => {
  it('says what is missing', async () => {
    const f = TestBed.createComponent(EmptyState);
    f.componentRef.setInput('icon', 'inbox');
    f.componentRef.setInput('title', 'Nada aqui');
    f.componentRef.setInput('text', 'Tudo respondido.');
    await f.whenStable();
    expect(root(f).textContent).toMatch(/Nada aqui[\s\S]*Tudo respondido/);
  });
});

describe('ErrorState', () => {
  it('says what went wrong and tries again', async () => {
    const f = TestBed.createComponent(ErrorState);
    f.componentRef.setInput('text', 'Sem resposta.');
    let again = 0;
    f.componentInstance.again.subscribe(() => again++);
    await f.whenStable();
    expect(root(f).getAttribute('role')).toBe('alert');
    root(f).querySelector('button')?.click();
    expect([again, root(f).textContent?.includes('Sem resposta.')]).toEqual([1, true]);
  });
});

describe('Skeleton', () => {
  it('is announced once, its shapes not at all', async () => {
    const f = TestBed.createComponent(Skeleton);
    f.componentRef.setInput('shape', 'rows');
    f.componentRef.setInput('count', 4);
    await f.whenStable();
    expect(root(f).querySelectorAll('[aria-hidden=true]')).toHaveLength(4);
    expect(root(f).querySelector('.sr-only')?.textContent).toBe('Carregando');
  });
});

describe('Chip', () => {
  it('can be taken away, by name', async () => {
    const f = TestBed.createComponent(Chip);
    f.componentRef.setInput('removable', true);
    f.componentRef.setInput('name', 'VIP');
    let gone = 0;
    f.componentInstance.removed.subscribe(() => gone++);
    await f.whenStable();
    const button = root(f).querySelector('button');
    button?.click();
    expect([gone, button?.getAttribute('aria-label')]).toEqual([1, 'Remover VIP']);
  });
});

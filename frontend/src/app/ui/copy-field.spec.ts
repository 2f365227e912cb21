import { Clipboard } from '@angular/cdk/clipboard';
import { TestBed } from '@angular/core/testing';
import { texts } from '../../testing/texts';
import { CopyField } from './copy-field';

describe('CopyField', () => {
  it('copies the value, and covers a secret one', async () => {
    const copied: string[] = [];
    TestBed.configureTestingModule({
      imports: [CopyField, texts()],
      providers: [{ provide: Clipboard, useValue: { copy: (s: string) => (copied.push(s), true) } }],
    });
    const f = TestBed.createComponent(CopyField);
    f.componentRef.setInput('label', 'Token');
    f.componentRef.setInput('value', 'abc123');
    f.componentRef.setInput('secret', true);
    await f.whenStable();
    const root = f.nativeElement as HTMLElement;
    expect(root.textContent).not.toContain('abc123');
    const [eye, copy] = [...root.querySelectorAll('button')] as [HTMLButtonElement, HTMLButtonElement];
    copy.click();
    await f.whenStable();
    expect(copied).toEqual(['abc123']);
    expect(copy.textContent).toContain('Copiado');
    eye.click();
    await f.whenStable();
    expect(root.querySelector('code')?.textContent).toBe('abc123');
  });
});

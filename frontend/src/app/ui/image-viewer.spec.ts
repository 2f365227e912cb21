import { TestBed } from '@angular/core/testing';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { texts } from '../../testing/texts';
import { ImageViewer } from './image-viewer';

describe('ImageViewer', () => {
  it('walks through the pictures by key and stops at the ends', async () => {
    const images = ['a', 'b', 'c'].map((x) => ({ url: `/media/${x}`, alt: x, caption: x === 'b' ? 'Legenda' : null }));
    TestBed.configureTestingModule({
      imports: [ImageViewer, texts()],
      providers: [
        { provide: MAT_DIALOG_DATA, useValue: { images, start: 1 } },
        { provide: MatDialogRef, useValue: {} },
      ],
    });
    const f = TestBed.createComponent(ImageViewer);
    const root = f.nativeElement as HTMLElement;
    const shown = async () => (await f.whenStable(), root.querySelector('img')?.getAttribute('src'));
    const press = (key: string) => document.dispatchEvent(new KeyboardEvent('keydown', { key }));
    expect(await shown()).toBe('/media/b');
    expect(root.textContent).toContain('Legenda');
    press('ArrowRight');
    press('ArrowRight');
    expect(await shown()).toBe('/media/c');
    for (let i = 0; i < 5; i++) press('ArrowLeft');
    expect(await shown()).toBe('/media/a');
    (root.querySelector('.zoom') as HTMLElement).click();
    await f.whenStable();
    expect(root.querySelector('.zoom')?.getAttribute('aria-pressed')).toBe('true');
  });
});

import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Switch } from './switch';

@Component({
  selector: 'mia-host',
  imports: [Switch],
  template: `<mia-switch [on]="on()" [disabled]="off()" (flipped)="seen.push($event)">Avisar</mia-switch>`,
})
class Host {
  readonly on = signal(false);
  readonly off = signal(false);
  readonly seen: boolean[] = [];
}

describe('Switch', () => {
  it('is a switch named by its words, and tells what was chosen', async () => {
    const f = TestBed.createComponent(Host);
    await f.whenStable();
    const box = (f.nativeElement as HTMLElement).querySelector('input') as HTMLInputElement;
    expect([box.getAttribute('role'), box.labels?.[0]?.textContent?.trim()]).toEqual(['switch', 'Avisar']);
    box.click();
    expect(f.componentInstance.seen).toEqual([true]);
    f.componentInstance.off.set(true);
    await f.whenStable();
    box.click();
    expect(f.componentInstance.seen).toEqual([true]);
  });
});

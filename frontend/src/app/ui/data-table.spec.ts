import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { texts } from '../../testing/texts';
import { Cell, DataTable } from './data-table';

interface Row {
  readonly id: string;
  readonly name: string;
}

@Component({
  selector: 'mia-host',
  imports: [Cell, DataTable],
  template: `<mia-data-table
    label="Pessoas"
    [columns]="columns"
    [rows]="rows()"
    [key]="key"
    [more]="more()"
    [loading]="loading()"
    [clickable]="true"
    (picked)="picked.push($event.id)"
    (wantMore)="asked = asked + 1"
  >
    <ng-template miaCell="name" let-row
      ><a href="#x">{{ $any(row).name }}</a></ng-template
    >
    <ng-template miaCell="id" let-row>{{ $any(row).id }}</ng-template>
  </mia-data-table>`,
})
class Host {
  readonly columns = [
    { id: 'name', title: 'Nome' },
    { id: 'id', title: 'Código', wide: true },
  ];
  readonly rows = signal<readonly Row[]>([
    { id: '1', name: 'Ana' },
    { id: '2', name: 'Bruno' },
  ]);
  readonly more = signal(true);
  readonly loading = signal(false);
  readonly key = (r: Row) => r.id;
  readonly picked: string[] = [];
  asked = 0;
}

const open = async () => {
  TestBed.configureTestingModule({ imports: [Host, texts()] });
  const f = TestBed.createComponent(Host);
  await f.whenStable();
  return { f, root: f.nativeElement as HTMLElement };
};

describe('DataTable', () => {
  it('is a table whose first column names the row', async () => {
    const { root } = await open();
    expect([...root.querySelectorAll('tbody tr')].map((r) => r.textContent?.trim())).toEqual(['Ana1', 'Bruno2']);
    expect(root.querySelector('tbody th')?.getAttribute('scope')).toBe('row');
    expect(root.querySelector('[role=region]')?.getAttribute('aria-label')).toBe('Pessoas');
  });

  it('picks a row by a click beside its controls', async () => {
    const { f, root } = await open();
    (root.querySelector('tbody td') as HTMLElement).click();
    (root.querySelector('tbody a') as HTMLElement).click();
    expect(f.componentInstance.picked).toEqual(['1']);
  });

  it('asks for more, and shows that it comes', async () => {
    const { f, root } = await open();
    (root.querySelector('.more button') as HTMLElement).click();
    f.componentInstance.loading.set(true);
    await f.whenStable();
    expect(f.componentInstance.asked).toBe(1);
    expect(root.querySelector('mia-skeleton')).not.toBeNull();
    expect(root.querySelector('.more')).toBeNull();
  });
});

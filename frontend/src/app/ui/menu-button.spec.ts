import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed } from '@angular/core/testing';
import { MatMenuHarness } from '@angular/material/menu/testing';
import { MenuButton } from './menu-button';

describe('MenuButton', () => {
  it('tells which entry was picked', async () => {
    const f = TestBed.createComponent(MenuButton);
    f.componentRef.setInput('label', 'Mais');
    f.componentRef.setInput('entries', [
      { id: 'edit', text: 'Editar', icon: 'edit' },
      { id: 'delete', text: 'Excluir', danger: true },
    ]);
    const picked: string[] = [];
    f.componentInstance.picked.subscribe((id) => picked.push(id));
    const menu = await TestbedHarnessEnvironment.loader(f).getHarness(MatMenuHarness);
    await menu.open();
    await menu.clickItem({ text: /Excluir/ });
    expect(picked).toEqual(['delete']);
  });
});

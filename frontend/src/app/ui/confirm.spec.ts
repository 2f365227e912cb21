import { TestBed } from '@angular/core/testing';
import { MatDialog } from '@angular/material/dialog';
import { dialogsFocus } from '../../testing/dialogs';
import { button } from '../../testing/form';
import { texts } from '../../testing/texts';
import { until } from '../../testing/until';
import { Confirm, type ConfirmData } from './confirm';

const open = async (run: () => Promise<string | null>) => {
  TestBed.configureTestingModule({ imports: [texts()], providers: [dialogsFocus] });
  const data: ConfirmData = {
    title: 'Apagar?',
    text: 'Some para sempre.',
    points: ['Uma coisa', 'Outra'],
    yes: 'Apagar',
    danger: true,
    run,
  };
  const ref = TestBed.inject(MatDialog).open<Confirm, ConfirmData, boolean>(Confirm, { data });
  const closed: (boolean | undefined)[] = [];
  ref.afterClosed().subscribe((x) => closed.push(x));
  await until(() => document.activeElement?.closest('mat-dialog-container') !== null);
  return { root: document.querySelector('mat-dialog-container') as HTMLElement, closed };
};

describe('Confirm', () => {
  afterEach(() => TestBed.inject(MatDialog).closeAll());

  it('says what is about to happen, and begins at the harmless button', async () => {
    const { root } = await open(() => Promise.resolve(null));
    expect(root.textContent).toMatch(/Apagar\?[\s\S]*Some para sempre\.[\s\S]*Uma coisa[\s\S]*Outra/);
    expect(document.activeElement?.textContent?.trim()).toBe('Cancelar');
  });

  it('stays open with the reason when it could not be done', async () => {
    const { root, closed } = await open(() => Promise.resolve('Não deu.'));
    button(root.querySelector('mat-dialog-actions') as HTMLElement, 'Apagar').click();
    await until(() => root.textContent.includes('Não deu.'));
    expect(closed).toEqual([]);
  });

  it('closes with true when done', async () => {
    const { root, closed } = await open(() => Promise.resolve(null));
    button(root.querySelector('mat-dialog-actions') as HTMLElement, 'Apagar').click();
    await until(() => closed.length > 0);
    expect(closed).toEqual([true]);
  });
});

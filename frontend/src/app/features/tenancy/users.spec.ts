import { TestBed } from '@angular/core/testing';
import { MatDialog } from '@angular/material/dialog';
import type { Permission } from '@master-ia/schemas/permissions.ts';
import { dialogsFocus } from '../../../testing/dialogs';
import { button, control, send, type } from '../../../testing/form';
import { done, gateway, refused } from '../../../testing/gateway';
import { signedInAs } from '../../../testing/session';
import { settle } from '../../../testing/settle';
import { texts } from '../../../testing/texts';
import { until } from '../../../testing/until';
import Users from './users';

const user = (id: string, o: Record<string, unknown> = {}) => ({
  __typename: 'User',
  id,
  name: id,
  email: `${id}@example.com`,
  role: 'AGENT',
  visibility: 'OWN_AND_UNASSIGNED',
  state: 'ACTIVE',
  ...o,
});
const people = [
  user('user-1', { name: 'Ana', role: 'OWNER', visibility: 'ALL' }),
  user('bia', { state: 'INVITED' }),
  user('caio', { state: 'REMOVED' }),
];

const open = async (o: { permissions?: readonly Permission[]; answers?: Parameters<typeof gateway>[0] } = {}) => {
  const server = gateway({ Users: () => ({ users: people }), ...o.answers });
  const session = signedInAs(o.permissions ?? ['team.manage', 'company.manage']);
  TestBed.configureTestingModule({ imports: [texts()], providers: [server.providers, session.provider, dialogsFocus] });
  const f = TestBed.createComponent(Users);
  await settle(f);
  const root = f.nativeElement as HTMLElement;
  /** Opens the menu of the n-th person and takes an entry. */
  const take = async (n: number, entry: string) => {
    (root.querySelectorAll('mia-menu-button button')[n] as HTMLElement).click();
    await until(() => document.querySelector('.mat-mdc-menu-panel') !== null);
    button(document.querySelector('.mat-mdc-menu-panel') as HTMLElement, entry).click();
    return opened();
  };
  return { f, root, server, session, take };
};
/** The dialog, once it is open with its buttons. */
const opened = async (): Promise<HTMLElement> => {
  await until(() => document.querySelector('mat-dialog-container mat-dialog-actions') !== null);
  return document.querySelector('mat-dialog-container') as HTMLElement;
};

describe('the team', () => {
  afterEach(() => TestBed.inject(MatDialog).closeAll());

  it('lists who is in it and who is invited, with what they see', async () => {
    const { root } = await open();
    const rows = [...root.querySelectorAll('mia-data-table tbody tr')].map((r) => r.textContent?.replace(/\s+/g, ' ').trim() ?? '');
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatch(/Ana \(você\).*Dono.*Todas.*Ativo/);
    expect(rows[1]).toMatch(/bia@example\.com.*Atendente.*As suas e as sem responsável.*Convidado/);
  });

  it('gives no buttons to who may only look', async () => {
    const { root } = await open({ permissions: ['team.read'] });
    expect(root.querySelectorAll('button')).toHaveLength(0);
  });

  it('keeps the last owner, and says what to do', async () => {
    const { server, take } = await open({
      answers: { RemoveUser: () => ({ removeUser: { __typename: 'UserPayload', ...refused('last_owner'), user: null } }) },
    });
    const dialog = await take(0, 'Remover da equipe');
    expect(dialog.textContent).toContain('Você perde o acesso a esta empresa na hora.');
    button(dialog.querySelector('mat-dialog-actions') as HTMLElement, 'Sair da equipe').click();
    await until(() => dialog.textContent.includes('A empresa precisa de pelo menos um dono: primeiro dê esse papel a outra pessoa.'));
    expect(server.of('RemoveUser')).toMatchObject([{ input: { userId: 'user-1' } }]);
  });

  it('invites with a link that is shown once', async () => {
    const link = 'http://localhost:5000/invite#secret';
    const { f, root, server } = await open({
      answers: {
        InviteUser: () => ({ inviteUser: done({ __typename: 'InviteUserPayload', user: user('dora', { name: 'Dora' }), link }) }),
      },
    });
    button(root, 'Convidar').click();
    const dialog = await opened();
    // Who opens a form can type at once; the dialog takes the focus when it has opened.
    await until(() => document.activeElement === control(dialog, 'E-mail'));
    type(dialog, 'E-mail', ' ANA ');
    await send(f, dialog);
    expect(dialog.textContent).toContain('Este e-mail não é válido.');
    type(dialog, 'E-mail', 'User-1@example.com');
    await send(f, dialog);
    expect(dialog.textContent).toContain('Esta pessoa já faz parte da equipe.');
    type(dialog, 'E-mail', 'dora@example.com');
    await send(f, dialog);
    await until(() => dialog.querySelector('code') !== null);
    // The role's usual view is the role's business: it is not sent.
    expect(server.of('InviteUser')).toEqual([
      { input: { email: 'dora@example.com', role: 'AGENT', commandId: expect.any(String) as string } },
    ]);
    expect(dialog.querySelector('code')?.textContent).toBe(link);
    expect(dialog.textContent).toContain('Convite para Dora');
    // The form is gone: the focus is at the new heading.
    await until(() => document.activeElement?.textContent === 'Convite para Dora');
  });

  it('changes a role with its usual view', async () => {
    const { f, server, take } = await open({
      answers: {
        ChangeUserRole: () => ({
          changeUserRole: done({
            __typename: 'UserPayload',
            user: user('bia', { role: 'SUPERVISOR', visibility: 'ALL', state: 'INVITED' }),
          }),
        }),
      },
    });
    const dialog = await take(1, 'Mudar papel');
    const [role, sees] = [...dialog.querySelectorAll('select')] as [HTMLSelectElement, HTMLSelectElement];
    role.value = 'SUPERVISOR';
    role.dispatchEvent(new Event('change'));
    await settle(f);
    expect(sees.value).toBe('ALL');
    await send(f, dialog);
    expect(server.of('ChangeUserRole')).toMatchObject([{ input: { userId: 'bia', role: 'SUPERVISOR', visibility: null } }]);
  });

  it('lets only an owner make owners', async () => {
    const { take } = await open({ permissions: ['team.manage'] });
    const dialog = await take(1, 'Mudar papel');
    expect([...dialog.querySelectorAll('select')[0]!.options].map((x) => x.value)).toEqual(['ADMIN', 'SUPERVISOR', 'AGENT', 'ANALYST']);
  });
});

import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { MatMenuHarness } from '@angular/material/menu/testing';
import { provideRouter } from '@angular/router';
import { Apollo } from 'apollo-angular';
import { NEVER, of } from 'rxjs';
import { someMe } from '../../testing/me';
import { texts } from '../../testing/texts';
import { Live } from '../core/live';
import type { LiveState } from '../core/live-state';
import { PageTitle } from '../core/page-title';
import { Session, type Me } from '../core/session';
import { Unread } from '../core/unread';
import Shell from './shell';

const own = { company: { id: 'own', name: 'Minha', demo: false, hidden: false }, role: 'OWNER' as const, current: false };
const demo = { company: { id: 'demo', name: 'Empresa de demonstração', demo: true, hidden: false }, role: 'OWNER' as const, current: true };
const inDemo = { company: { ...demo.company, timeZone: 'America/Sao_Paulo' } };
const systemStatus = {
  ok: false,
  lagMs: 40,
  queued: 3,
  held: 2,
  head: '1',
  engines: [{ name: 'postgres', kind: 'pglite', ok: false, detail: 'disco cheio' }],
  views: [
    { name: 'inbox', version: 1, state: 'LIVE', position: '1', lag: 0, lagMs: 40, parked: 0 },
    { name: 'old', version: 1, state: 'RETIRED', position: '1', lag: 0, lagMs: 0, parked: 0 },
  ],
};

const open = async (me: Me) => {
  const state = signal<LiveState>('live');
  const switched: string[] = [];
  const mutations: unknown[] = [];
  TestBed.configureTestingModule({
    imports: [Shell, texts()],
    providers: [
      provideRouter([]),
      {
        provide: Session,
        useValue: {
          me: signal(me),
          company: signal(me.company),
          user: signal(me.user),
          companies: signal(me.memberships.filter((m) => m.current || !m.company.hidden)),
          can: (p: string) => me.permissions.includes(p),
          switchTo: (id: string) => (switched.push(id), Promise.resolve(true)),
          refresh: () => Promise.resolve(),
        },
      },
      { provide: Unread, useValue: { start: () => undefined } },
      { provide: Live, useValue: { state, lagMs: signal(0), latencyMs: signal(20) } },
      {
        provide: Apollo,
        useValue: {
          watchQuery: () => ({ valueChanges: of({ data: { systemStatus }, dataState: 'complete' }) }),
          subscribe: () => NEVER,
          mutate: (m: { variables: unknown }) => (mutations.push(m.variables), of({ data: { hideCompany: { refusal: null } } })),
        },
      },
    ],
  });
  const f = TestBed.createComponent(Shell);
  await f.whenStable();
  return { f, root: f.nativeElement as HTMLElement, state, switched, mutations, loader: TestbedHarnessEnvironment.loader(f) };
};

describe('Shell', () => {
  it('shows the areas that a person may see', async () => {
    const { root } = await open(someMe({ permissions: ['contacts.read'] }));
    expect([...root.querySelectorAll('nav a')].map((a) => a.getAttribute('href'))).toEqual(['/contacts', '/settings']);
  });

  it('counts the unread in the rail', async () => {
    const { f, root } = await open(someMe());
    TestBed.inject(PageTitle).unread.set(120);
    await f.whenStable();
    expect(root.querySelector('.badge [aria-hidden]')?.textContent).toBe('99+');
  });

  it('leads from the demo to one’s own company, until there is one', async () => {
    const first = await open(someMe({ ...inDemo, memberships: [demo] }));
    expect(first.root.querySelector('.own button')?.textContent).toContain('Criar minha empresa');
    TestBed.resetTestingModule();
    const later = await open(someMe({ ...inDemo, memberships: [demo, own] }));
    expect(later.root.querySelector('.own')).toBeNull();
  });

  it('switches company and hides the demo', async () => {
    const { loader, switched, mutations } = await open(someMe({ ...inDemo, memberships: [demo, own] }));
    const menu = await loader.getHarness(MatMenuHarness.with({ selector: '.trigger', triggerText: /demonstração/ }));
    await menu.open();
    await menu.clickItem({ text: /Minha/ });
    await menu.open();
    await menu.clickItem({ text: /Ocultar/ });
    expect(switched).toEqual(['own']);
    expect(mutations).toEqual([{ input: { commandId: expect.any(String) as string, companyId: 'demo', hidden: true } }]);
  });

  it('keeps the way to hide the demo for who has another company', async () => {
    const { loader } = await open(someMe({ ...inDemo, memberships: [demo] }));
    const menu = await loader.getHarness(MatMenuHarness.with({ selector: '.trigger', triggerText: /demonstração/ }));
    await menu.open();
    expect(await menu.getItems({ text: /Ocultar/ })).toHaveLength(0);
  });

  it('says how live the screen is, and why', async () => {
    const { f, root, state } = await open(someMe());
    const chip = root.querySelector('.chip') as HTMLElement;
    expect(chip.textContent?.trim()).toBe('Ao vivo');
    state.set('offline');
    chip.click();
    await f.whenStable();
    expect(chip.textContent?.trim()).toBe('Sem conexão');
    const panel = document.querySelector('.panel')?.textContent ?? '';
    expect(panel).toContain('Envios esperando uma pessoa: 2');
    expect(panel).toContain('disco cheio');
    expect(panel).toContain('inbox');
    expect(panel).not.toContain('old');
  });
});

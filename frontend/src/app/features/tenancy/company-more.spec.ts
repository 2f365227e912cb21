import { TestBed } from '@angular/core/testing';
import { done, gateway } from '../../../testing/gateway';
import { signedInAs } from '../../../testing/session';
import { settle } from '../../../testing/settle';
import { texts } from '../../../testing/texts';
import { CompanyMore } from './company-more';

const member = (id: string, demo: boolean, role: 'OWNER' | 'AGENT' = 'OWNER') => ({
  company: { id, name: id, demo, hidden: false },
  role,
  current: false,
});
const open = async (memberships: ReturnType<typeof member>[]) => {
  const server = gateway({
    HideCompany: () => ({
      hideCompany: done({ __typename: 'CompanyPayload', company: { __typename: 'Company', id: 'demo', hidden: true } }),
    }),
  });
  const session = signedInAs([], { memberships });
  TestBed.configureTestingModule({ imports: [texts()], providers: [server.providers, session.provider] });
  const f = TestBed.createComponent(CompanyMore);
  await f.whenStable();
  const root = f.nativeElement as HTMLElement;
  return { f, root, server, session, box: () => root.querySelector<HTMLInputElement>('[role=switch]') };
};

describe('beside the company', () => {
  it('hides the demo, once there is a company of one’s own', async () => {
    const first = await open([member('demo', true)]);
    expect(first.box()?.disabled).toBe(true);
    expect(first.root.textContent).toContain('Primeiro crie a sua empresa.');
    TestBed.resetTestingModule();
    const { f, server, session, box } = await open([member('demo', true), member('own', false)]);
    box()?.click();
    await settle(f);
    expect(server.of('HideCompany')).toMatchObject([{ input: { companyId: 'demo', hidden: true } }]);
    expect(session.refreshed.times).toBe(1);
  });

  it('does not offer it to who does not own the demo', async () => {
    expect((await open([member('demo', true, 'AGENT'), member('own', false)])).box()).toBeNull();
  });
});

import { TestBed } from '@angular/core/testing';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { of } from 'rxjs';
import { send, type } from '../../../testing/form';
import { done, gateway } from '../../../testing/gateway';
import { texts } from '../../../testing/texts';
import { ChannelCredentials } from './channel-credentials';

const open = async (appId = '') => {
  const server = gateway({ UpdateChannel: () => ({ updateChannel: done({ __typename: 'ChannelPayload', channel: null }) }) });
  let closed = 0;
  TestBed.configureTestingModule({
    imports: [texts()],
    providers: [
      server.providers,
      { provide: MAT_DIALOG_DATA, useValue: { channelId: 'channel-1', appId, focus: 'appSecret' } },
      { provide: MatDialogRef, useValue: { close: () => closed++, afterOpened: () => of(undefined) } },
    ],
  });
  const f = TestBed.createComponent(ChannelCredentials);
  await f.whenStable();
  return { f, root: f.nativeElement as HTMLElement, server, closed: () => closed };
};

describe('new credentials', () => {
  it('sends only what was filled in', async () => {
    const { f, root, server, closed } = await open();
    type(root, 'Novo token', '  EAAnew ');
    await send(f, root);
    expect(server.of('UpdateChannel')).toEqual([
      { input: { channelId: 'channel-1', accessToken: 'EAAnew', commandId: expect.any(String) as string } },
    ]);
    expect(closed()).toBe(1);
  });

  it('takes the app id away when it was emptied', async () => {
    const { f, root, server } = await open('123456');
    type(root, 'ID do aplicativo', '');
    await send(f, root);
    expect(server.of('UpdateChannel')).toMatchObject([{ input: { appId: null } }]);
  });

  it('says that nothing was filled in', async () => {
    const { f, root, server, closed } = await open('123456');
    await send(f, root);
    expect(root.textContent).toContain('Preencha o que quer trocar.');
    expect([server.asked.length, closed()]).toEqual([0, 0]);
  });

  it('never shows what is stored, and begins at what has to be replaced', async () => {
    const { root } = await open();
    const secrets = [...root.querySelectorAll<HTMLInputElement>('mia-secret-field input')];
    expect(secrets.map((x) => [x.type, x.value])).toEqual([
      ['password', ''],
      ['password', ''],
    ]);
    expect(root.querySelectorAll('mia-secret-field')[1]?.hasAttribute('cdkFocusInitial')).toBe(true);
  });
});

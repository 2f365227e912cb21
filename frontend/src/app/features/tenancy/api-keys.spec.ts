import { TestBed } from '@angular/core/testing';
import { MatDialog } from '@angular/material/dialog';
import { dialogsFocus } from '../../../testing/dialogs';
import { button, control, send, type } from '../../../testing/form';
import { done, gateway } from '../../../testing/gateway';
import { settle } from '../../../testing/settle';
import { texts } from '../../../testing/texts';
import { until } from '../../../testing/until';
import ApiKeys from './api-keys';

const key = (id: string, o: Record<string, unknown> = {}) => ({
  __typename: 'ApiKey',
  id,
  name: id,
  scopes: ['READ'],
  hint: 'abcd',
  createdAt: '2026-11-21T11:00:00Z',
  revokedAt: null,
  ...o,
});
const open = async (keys: readonly object[], more: Parameters<typeof gateway>[0] = {}) => {
  const server = gateway({ ApiKeys: () => ({ apiKeys: keys }), ...more });
  TestBed.configureTestingModule({ imports: [texts()], providers: [server.providers, dialogsFocus] });
  const f = TestBed.createComponent(ApiKeys);
  await settle(f);
  return { f, root: f.nativeElement as HTMLElement, server };
};
/** The dialog, once it is open with its buttons. */
const opened = async (): Promise<HTMLElement> => {
  await until(() => document.querySelector('mat-dialog-container mat-dialog-actions') !== null);
  return document.querySelector('mat-dialog-container') as HTMLElement;
};

describe('API keys', () => {
  afterEach(() => TestBed.inject(MatDialog).closeAll());

  it('lists those that work first; a revoked one cannot be revoked again', async () => {
    const { root } = await open([key('velha', { revokedAt: '2026-11-20T11:00:00Z' }), key('site')]);
    const rows = [...root.querySelectorAll('tbody tr')];
    expect(rows.map((r) => r.querySelector('strong')?.textContent)).toEqual(['site', 'velha']);
    expect(rows.map((r) => r.querySelectorAll('button').length)).toEqual([1, 0]);
    expect(rows[1]?.textContent).toContain('Revogada em 20/11/2026');
  });

  it('shows a new key this once', async () => {
    const { f, root, server } = await open([], {
      CreateApiKey: () => ({ createApiKey: done({ __typename: 'CreateApiKeyPayload', apiKey: key('site'), secret: 'mia_secret' }) }),
    });
    button(root, 'Nova chave').click();
    const dialog = await opened();
    control(dialog, 'Ler').click();
    type(dialog, 'Nome', 'Site');
    await send(f, dialog);
    expect(dialog.textContent).toContain('Escolha pelo menos uma permissão.');
    control(dialog, 'Enviar').click();
    control(dialog, 'Ler').click();
    await send(f, dialog);
    await until(() => dialog.querySelector('code') !== null);
    expect(server.of('CreateApiKey')).toEqual([
      { input: { name: 'Site', scopes: ['READ', 'SEND'], commandId: expect.any(String) as string } },
    ]);
    expect(dialog.querySelector('code')?.textContent).toBe('mia_secret');
    expect(dialog.textContent).toContain('mostrada só desta vez');
  });

  it('asks before it revokes', async () => {
    const { root, server } = await open([key('site')], {
      RevokeApiKey: () => ({
        revokeApiKey: done({ __typename: 'ApiKeyPayload', apiKey: key('site', { revokedAt: '2026-11-21T12:00:00Z' }) }),
      }),
    });
    button(root, 'Revogar').click();
    const dialog = await opened();
    expect(server.of('RevokeApiKey')).toEqual([]);
    button(dialog.querySelector('mat-dialog-actions') as HTMLElement, 'Revogar').click();
    await until(() => root.textContent.includes('Revogada em'));
    expect(server.of('RevokeApiKey')).toMatchObject([{ input: { apiKeyId: 'site' } }]);
  });
});

import { TestBed } from '@angular/core/testing';
import { done, gateway, refused } from '../../testing/gateway';
import { texts } from '../../testing/texts';
import { Command } from './command';
import { UpdateAccountDocument } from './me.gql';

const account = { __typename: 'Account', id: 'user-1', name: 'Ana', locale: null, hasPassword: true };
const setUp = (answer: () => Record<string, unknown> | Error) => {
  const server = gateway({ UpdateAccount: answer });
  TestBed.configureTestingModule({ imports: [texts()], providers: [server.providers] });
  return { server, command: TestBed.inject(Command) };
};

describe('a command', () => {
  it('carries an id of its own and answers the payload', async () => {
    const { server, command } = setUp(() => ({ updateAccount: done({ __typename: 'AccountPayload', account }) }));
    const answer = await command.run(UpdateAccountDocument, { name: 'Ana' });
    expect(answer.why).toBeNull();
    expect(answer.done?.account?.name).toBe('Ana');
    expect(server.of('UpdateAccount')).toEqual([{ input: { name: 'Ana', commandId: expect.stringMatching(/^[\da-f-]{36}$/) as string } }]);
  });

  it('says why it was refused, with code, field and payload', async () => {
    const { command } = setUp(() => ({
      updateAccount: { __typename: 'AccountPayload', ...refused('forbidden', { field: 'name' }), account: null },
    }));
    const answer = await command.run(UpdateAccountDocument, { name: 'Ana' });
    expect(answer).toMatchObject({ done: null, why: 'Você não tem permissão para isso.', code: 'forbidden', field: 'name' });
    expect(answer.why === null ? null : answer.payload?.account).toBeNull();
  });

  it('does not throw when the server is away', async () => {
    const { command } = setUp(() => new Error('Failed to fetch'));
    expect(await command.run(UpdateAccountDocument, { name: 'Ana' })).toMatchObject({
      done: null,
      why: 'Sem resposta do servidor. Tente de novo em instantes.',
      code: null,
    });
  });
});

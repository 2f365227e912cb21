import type { FactShapes } from '@master-ia/schemas/facts/index.ts';
import { systemIds, uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { COMPANY, INSTALLER, memoryService } from '../testing/memory-service.ts';

const [A, B, C] = ['106540352242922', '106540352242933', '106540352242944'];
const setUp = async () => {
  const s = memoryService();
  const owner = await s.found();
  const holderOf = async (n: string) => (await s.facts.one<FactShapes['number']>(COMPANY, 'number', n))?.channelId;
  const correct = (channelId: string, phoneNumberId: string) => s.send('UpdateChannel', { channelId, phoneNumberId }, { actor: owner });
  return { s, owner, holderOf, correct, connect: (phoneNumberId: string) => s.channel({ phoneNumberId }) };
};
const taken = { ok: false, refusal: { code: 'number_taken', field: 'phoneNumberId' } };
const connectedAlready = { message: expect.stringContaining('already_connected') as unknown };

describe('a number that is corrected', () => {
  it('is routed to its channel from then on, and the former one to nobody', async () => {
    const { s, correct, holderOf, connect } = await setUp();
    const channelId = await connect(A);
    expect(await correct(channelId, B)).toMatchObject({ ok: true, result: { channelId } });
    expect([await holderOf(A), await holderOf(B)]).toEqual([undefined, channelId]);
    expect(await s.facts.one(COMPANY, 'channel', channelId)).toMatchObject({ phoneNumberId: B, proved: false });
    await correct(channelId, A);
    expect([await holderOf(A), await holderOf(B)]).toEqual([channelId, undefined]);
  });

  it('is refused when another channel has it, until that one is disconnected', async () => {
    const { s, owner, correct, holderOf, connect } = await setUp();
    const [one, two] = [await connect(A), await connect(B)];
    expect(await correct(one, B)).toMatchObject(taken);
    expect([await holderOf(A), await holderOf(B)]).toEqual([one, two]);
    await s.done('DisconnectChannel', { channelId: two }, { actor: owner });
    expect(await correct(one, B)).toMatchObject({ ok: true });
    expect(await holderOf(B)).toBe(one);
    // Who comes back finds it taken.
    await expect(connect(B)).rejects.toMatchObject(connectedAlready);
  });

  it('leaves the former number to be connected anew, each with a channel of its own', async () => {
    const { s, correct, holderOf, connect } = await setUp();
    const first = await connect(A);
    await correct(first, B);
    const second = await connect(A);
    expect(second).not.toBe(first);
    expect([await holderOf(A), await holderOf(B)]).toEqual([second, first]);
    await expect(connect(A)).rejects.toMatchObject(connectedAlready);
    await expect(connect(B)).rejects.toMatchObject(connectedAlready);
    expect(await correct(first, A)).toMatchObject(taken);
    await s.done('DisconnectChannel', { channelId: second });
    expect(await connect(A)).toBe(second);
  });

  it('is one channel’s when two are corrected to it at the same time, over two processes', async () => {
    for (const facts of ['kept', 'stopped']) {
      const { s, owner, connect } = await setUp();
      const channels = [await connect(A), await connect(B)];
      if (facts === 'stopped') await s.stopFacts();
      const answers = await Promise.all(
        channels.map((channelId) =>
          s.handler().send({
            name: 'UpdateChannel',
            id: uuidFrom(facts, channelId),
            tenant: COMPANY,
            actor: owner,
            data: { channelId, phoneNumberId: C },
          }),
        ),
      );
      expect(answers.filter((a) => a.ok)).toHaveLength(1);
      expect(answers.find((a) => !a.ok)).toMatchObject(taken);
      const types = (await s.raw()).map((e) => e.type);
      expect([types.filter((t) => t === 'ChannelNumberChanged').length, types.filter((t) => t === 'NumberClaimed').length]).toEqual([1, 3]);
    }
  });

  it('is one channel’s when it is connected and corrected to, and connected twice, at the same time', async () => {
    const { s, owner, connect } = await setUp();
    const channelId = await connect(A);
    const first = { name: 'Loja', phoneNumber: '+5511988887777', phoneNumberId: B, businessAccountId: '102290129340398' };
    const data = { ...first, accessToken: 't', appSecret: 's' };
    const send = (name: string, body: object) =>
      s.handler().send({ name, id: systemIds.random(), tenant: COMPANY, actor: owner, data: body });
    const answers = await Promise.all([
      send('ConnectWhatsAppCloudChannel', data),
      send('UpdateChannel', { channelId, phoneNumberId: B }),
      send('ConnectWhatsAppCloudChannel', data),
    ]);
    expect(answers.filter((a) => a.ok)).toHaveLength(1);
    const codes = answers.flatMap((a) => (a.ok ? [] : [a.refusal.code]));
    expect(codes.filter((code) => code !== 'already_connected' && code !== 'number_taken')).toEqual([]);
    const at = (await s.events()).flatMap((e) =>
      e.type === 'ChannelConnected' || e.type === 'ChannelNumberChanged' ? (e.data as { phoneNumberId: string }).phoneNumberId : [],
    );
    expect(at).toEqual([A, B]);
  });

  it('is free for another as soon as its channel has left, and for that one again only as long as nobody took it', async () => {
    const { s, correct, connect } = await setUp();
    const [one, two] = [await connect(A), await connect(B)];
    await s.stopFacts();
    expect(await correct(one, C)).toMatchObject({ ok: true });
    expect(await correct(two, A)).toMatchObject({ ok: true });
    expect(await correct(one, A)).toMatchObject(taken);
    expect(await correct(one, B)).toMatchObject({ ok: true });
    expect(await correct(two, C)).toMatchObject({ ok: true });
    expect(await correct(one, A)).toMatchObject({ ok: true });
  });

  it('that was claimed for a channel that was never made is completed with the id that was named', async () => {
    const { s, connect, correct } = await setUp();
    const [channelId, other] = [uuidFrom('cut off'), await connect(B)];
    await s.done('ClaimNumber', { numberId: uuidFrom(COMPANY, 'number', A), phoneNumberId: A, channelId }, { actor: INSTALLER });
    expect(await correct(other, A)).toMatchObject(taken);
    expect(await connect(A)).toBe(channelId);
  });

  it('claims nothing when the correction is refused for another reason', async () => {
    const { s, owner, connect } = await setUp();
    const channelId = await connect(A);
    const before = (await s.raw()).length;
    for (const [data, code] of [
      [{ phoneNumberId: B, phoneNumber: 'x' }, 'phone_invalid'],
      [{ phoneNumberId: '999000012345678' }, 'simulated_number'],
    ] as const)
      expect(await s.send('UpdateChannel', { channelId, ...data }, { actor: owner })).toMatchObject({ ok: false, refusal: { code } });
    expect((await s.raw()).length).toBe(before);
  });

  it('does not change what the command that connected it answers when it is repeated', async () => {
    const { s, owner, correct } = await setUp();
    const command = {
      name: 'ConnectWhatsAppCloudChannel',
      id: '7b1f9c1e-3a52-4d3e-9d6b-0d4b1e0c9a55',
      tenant: COMPANY,
      actor: owner,
      data: {
        name: 'Loja',
        phoneNumber: '+5511988887777',
        phoneNumberId: A,
        businessAccountId: '102290129340398',
        accessToken: 't',
        appSecret: 's',
      },
    };
    const first = await s.commands.send(command);
    const { channelId } = (first as unknown as { result: { channelId: string } }).result;
    await correct(channelId, B);
    const before = (await s.raw()).length;
    expect(await s.commands.send(command)).toMatchObject({ ok: true, result: { channelId } });
    expect((await s.raw()).length).toBe(before);
  });

  it('keeps no secret of a connection that is refused', async () => {
    const { s, connect } = await setUp();
    const channelId = await connect(A);
    await expect(connect(A)).rejects.toMatchObject(connectedAlready);
    expect(await s.secrets.get(COMPANY, `channel:${channelId}:accessToken`, 2)).toBeNull();
  });
});

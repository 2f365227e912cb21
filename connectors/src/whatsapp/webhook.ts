import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Router, type Request, type Response } from 'express';
import type { Cache } from '@master-ia/platform/ports/cache.ts';
import type { Clock, Ids } from '@master-ia/platform/ports/clock.ts';
import type { Commands } from '@master-ia/platform/ports/commands.ts';
import type { Log } from '@master-ia/platform/ports/log.ts';
import type { RawDeliveries } from '@master-ia/platform/ports/raw-deliveries.ts';
import type { Database } from '@master-ia/platform/ports/sql.ts';
import type { ChannelAccess, ChannelFact } from './channel-access.ts';
import { MAX_DELIVERY_BYTES } from './cloud/json.ts';
import { signatureHeaders, verifySignature } from './cloud/signature.ts';
import { answerChallenge } from './cloud/subscription-challenge.ts';

const BODY_TIMEOUT_MS = 10_000;
/** A changed secret counts after this long at the latest. */
const CHANNEL_KEPT_MS = 1000;
const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

type Known = { readonly tenant: string; readonly channel: ChannelFact; readonly appSecret: string | null };
export type WebhookPorts = {
  readonly db: Database;
  readonly access: ChannelAccess;
  readonly raw: RawDeliveries;
  readonly commands: Commands;
  readonly cache: Cache;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly verifyToken: (tenant: string, channelId: string) => Promise<string | undefined>;
};

const problem = (res: Response, status: number, code: string): void => {
  res
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', status, code }));
};
/** The exact bytes on the wire; null: more than the limit. */
const bytesOf = (req: IncomingMessage): Promise<Buffer | null> =>
  new Promise((done, failed) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => {
      failed(new Error('the body took too long'));
      req.destroy();
    }, BODY_TIMEOUT_MS);
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_DELIVERY_BYTES) chunks.push(chunk);
    });
    req.on('end', () => {
      clearTimeout(timer);
      done(size > MAX_DELIVERY_BYTES ? null : Buffer.concat(chunks));
    });
    req.on('error', (error) => {
      clearTimeout(timer);
      failed(error);
    });
  });

/** Meta's callbacks: verified over the exact bytes, kept, recorded, answered; parsed afterwards. */
export const whatsappWebhook = (ports: WebhookPorts) => {
  const reached = new Map<string, Date>();
  const known = (channelId: string): Promise<Known | null> =>
    ports.cache.get(`webhook:${channelId}`, CHANNEL_KEPT_MS, async () => {
      const { rows } = await ports.db.query<{ tenant: string; value: ChannelFact }>(
        "select tenant, value from work.fact where fact = 'channel' and key = $1",
        [channelId],
        { name: 'webhook_channel' },
      );
      const row = rows[0];
      if (!row || row.value.state === 'disconnected') return null;
      return {
        tenant: row.tenant,
        channel: row.value,
        appSecret: await ports.access.secret(row.tenant, channelId, 'appSecret', row.value.secrets.appSecret),
      };
    });
  const idOf = (req: Request): string => (uuidShape.test(String(req.params['channelId'])) ? String(req.params['channelId']) : '');

  const receive = async (req: Request, res: Response): Promise<void> => {
    const channelId = idOf(req);
    const body = await bytesOf(req);
    if (body === null) return problem(res, 413, 'too_large');
    const channel = channelId === '' ? null : await known(channelId);
    // An unknown channel costs the same as a known one.
    const verdict = verifySignature({ secret: channel?.appSecret ?? undefined, headers: signatureHeaders(req.rawHeaders), body });
    if (!channel) return problem(res, 404, 'unknown_channel');
    if (!verdict.ok) {
      ports.log.warn({ channel: channelId, why: verdict.why }, 'a delivery was not signed by the app');
      return problem(res, 401, 'bad_signature');
    }
    const sha256 = createHash('sha256').update(body).digest('hex');
    const deliveryId = ports.ids.from('delivery', channelId, sha256);
    const now = ports.clock.now();
    await ports.raw.put({ id: deliveryId, tenant: channel.tenant, channelId, at: now, body });
    const answer = await ports.commands.send({
      name: 'ReceiveDelivery',
      id: ports.ids.from(deliveryId, 'receive'),
      tenant: channel.tenant,
      data: { deliveryId, channelId, size: body.length, sha256 },
      actor: { kind: 'connector', id: 'whatsapp_webhook' },
    });
    if (!answer.ok) throw new Error(`a delivery was refused: ${answer.refusal.code}`);
    reached.set(channelId, now);
    res.status(200).type('text/plain').send('EVENT_RECEIVED');
  };
  const verify = async (req: Request, res: Response): Promise<void> => {
    const channelId = idOf(req);
    const channel = channelId === '' ? null : await known(channelId);
    const answer = answerChallenge(req.query, channel ? await ports.verifyToken(channel.tenant, channelId) : undefined);
    if (!channel) return problem(res, 404, 'unknown_channel');
    if (answer.status !== 200) return problem(res, answer.status, answer.status === 403 ? 'wrong_verify_token' : 'bad_challenge');
    reached.set(channelId, ports.clock.now());
    res.status(200).type('text/plain').send(answer.text);
  };
  const guarded = (handle: (req: Request, res: Response) => Promise<void>) => (req: Request, res: Response) => {
    handle(req, res).catch((error: unknown) => {
      ports.log.error({ error }, 'a callback could not be kept');
      if (!res.headersSent) problem(res, 503, 'try_again');
    });
  };
  const router = Router();
  router.get('/webhooks/whatsapp/:channelId', guarded(verify));
  router.post('/webhooks/whatsapp/:channelId', guarded(receive));
  return { router, lastReached: (channelId: string): Date | null => reached.get(channelId) ?? null };
};

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router, type Request, type Response } from 'express';
import {
  bareType,
  HEAD_BYTES,
  headMatches,
  outboundKindOf,
  outboundMaxBytes,
  outboundRules,
} from '@master-ia/schemas/channels/media-rules.ts';
import { visible, type Permission } from '@master-ia/schemas/permissions.ts';
import type { Log } from '@master-ia/platform/ports/log.ts';
import { authorOf, MediaTooLarge, type MediaInfo, type MediaStore } from '@master-ia/platform/ports/media-store.ts';
import type { ReadModelDb } from '@master-ia/platform/ports/sql.ts';
import type { Identities } from '../auth/identity.ts';
import type { Identity, Views } from '../graphql/context.ts';
import { isUuid } from '../graphql/paging.ts';
import { byteRange } from './byte-range.ts';
import type { OriginCheck } from './origin.ts';
import { HttpProblem } from './problem.ts';
import type { RequestRate } from './request-rate.ts';

/** Types that a browser shows without running anything; all others are saved as files. */
const SHOWN = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'audio/aac',
  'audio/amr',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
  'video/mp4',
  'video/3gpp',
]);
const FILE_POLICY = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";
const CONVERSATIONS_LOOKED_AT = 100;
const POSITION = /^\d{20,41}$/;
const VIEWS_WAIT_MS = 2000;

export type MediaPorts = {
  readonly identities: Identities;
  readonly isOurs: OriginCheck;
  readonly rate: RequestRate;
  readonly readDb: ReadModelDb;
  readonly media: MediaStore;
  readonly views: Views;
  readonly log: Log;
};

const queried = (req: Request, name: string): string => {
  const value = req.query[name];
  return typeof value === 'string' ? value : '';
};

/** The first bytes of a body, and the whole of it. Whoever does not read the whole leaves the connection to the answer. */
const beginning = async (req: Request): Promise<{ readonly head: Buffer; readonly body: Readable }> => {
  const rest = req.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
  const read: Buffer[] = [];
  let size = 0;
  while (size < HEAD_BYTES) {
    const next = await rest.next();
    if (next.done === true) break;
    read.push(next.value);
    size += next.value.length;
  }
  const start = Buffer.concat(read, size);
  const all = async function* (): AsyncGenerator<Buffer> {
    yield start;
    yield* rest;
  };
  return { head: start.subarray(0, HEAD_BYTES), body: Readable.from(all(), { objectMode: false }) };
};

/** Files go in for a conversation and come out for who may see one of the same contact. */
export const mediaRoutes = (ports: MediaPorts): Router => {
  const { readDb, media } = ports;
  const known = async (req: Request, permission: Permission): Promise<Identity> => {
    const identity = await ports.identities.ofRequest(req);
    if (!identity) throw new HttpProblem(401, 'unauthenticated');
    await ports.rate.known(identity);
    if (!identity.permissions.has(permission)) throw new HttpProblem(403, 'forbidden');
    return identity;
  };
  const contactOf = async (identity: Identity, conversationId: string, minPosition: unknown): Promise<string> => {
    if (!isUuid(conversationId)) throw new HttpProblem(400, 'invalid', { field: 'conversationId' });
    if (typeof minPosition === 'string' && POSITION.test(minPosition)) await ports.views.reached(['inbox'], minPosition, VIEWS_WAIT_MS);
    const [row] = await readDb.query<{ contact_id: string; assignee_id: string | null }>(
      { tenant: identity.tenant },
      'select contact_id, assignee_id from rm.inbox where conversation_id = $1::uuid',
      [conversationId],
      {
        name: 'media_conversation',
      },
    );
    if (!row || !visible(identity.viewer, { assigneeId: row.assignee_id }))
      throw new HttpProblem(404, 'not_found', { field: 'conversationId' });
    return row.contact_id;
  };
  const mayUse = async (identity: Identity, file: MediaInfo): Promise<boolean> => {
    if (identity.viewer.visibility === 'all') return true;
    if (file.subject.kind !== 'contact') return false;
    const rows = await readDb.query<{ assignee_id: string | null }>(
      { tenant: identity.tenant },
      `select assignee_id from rm.inbox where contact_id = $1::uuid limit ${String(CONVERSATIONS_LOOKED_AT)}`,
      [file.subject.id],
      {
        name: 'media_conversations',
      },
    );
    return rows.some((r) => visible(identity.viewer, { assigneeId: r.assignee_id }));
  };

  const upload = async (req: Request, res: Response): Promise<void> => {
    if (!ports.isOurs(req)) throw new HttpProblem(403, 'foreign_origin');
    const identity = await known(req, 'conversations.reply');
    const mime = req.headers['content-type'] ?? '';
    const kind = outboundKindOf(mime);
    if (kind === null) throw new HttpProblem(415, 'unsupported_type');
    const { maxBytes } = outboundRules[kind];
    const announced = req.headers['content-length'];
    if (announced !== undefined && Number(announced) > maxBytes) throw new HttpProblem(413, 'too_large');
    const contactId = await contactOf(identity, queried(req, 'conversationId'), req.headers['x-min-position']);
    // Voice notes keep their codec: `audio/ogg; codecs=opus`.
    const type =
      mime.length <= 100 &&
      /^[\w.+/-]+(; ?codecs="?[\w.,+-]+"?)?$/i.test(mime) &&
      bareType(mime) === mime.split(';')[0]?.trim().toLowerCase()
        ? mime
        : bareType(mime);
    const { head, body } = await beginning(req);
    if (head.length === 0) throw new HttpProblem(422, 'empty');
    if (!headMatches(type, head)) throw new HttpProblem(415, 'content_mismatch');
    const stored = await media.put(identity.tenant, { kind: 'contact', id: contactId }, body, {
      maxBytes: outboundMaxBytes(kind, head),
      mime: type,
      author: authorOf(identity.actor),
    });
    res.status(201).json({ id: stored.id, mime: type, size: stored.size });
  };
  const serve = async (req: Request, res: Response): Promise<void> => {
    const identity = await known(req, 'conversations.read');
    const id = String(req.params['id']);
    const file = isUuid(id) ? await media.info(identity.tenant, id) : null;
    if (!file || !(await mayUse(identity, file))) throw new HttpProblem(404, 'not_found');
    const bare = bareType(file.mime);
    const etag = `"${file.sha256}"`;
    res.set({
      'content-security-policy': FILE_POLICY,
      'content-type': SHOWN.has(bare) || outboundKindOf(bare) === 'document' ? file.mime : 'application/octet-stream',
      'content-disposition': SHOWN.has(bare) ? 'inline' : 'attachment',
      // Who loses the right to see it keeps what the browser has for an hour at most.
      'cache-control': 'private, max-age=3600',
      'accept-ranges': 'bytes',
      etag,
    });
    if (req.headers['if-none-match'] === etag) return void res.status(304).end();
    const same = req.headers['if-range'] === undefined || req.headers['if-range'] === etag;
    const range = same ? byteRange(req.headers.range, file.size) : null;
    if (range === 'none') {
      res.set({ 'content-range': `bytes */${String(file.size)}`, 'content-disposition': 'inline' });
      throw new HttpProblem(416, 'range_not_satisfiable');
    }
    const length = range ? range.to - range.from + 1 : file.size;
    res.status(range ? 206 : 200).set('content-length', String(length));
    if (range) res.set('content-range', `bytes ${String(range.from)}-${String(range.to)}/${String(file.size)}`);
    if (req.method === 'HEAD') return void res.end();
    const opened = await media.get(identity.tenant, id, range ?? undefined);
    if (!opened) {
      for (const name of ['content-length', 'content-range', 'etag']) res.removeHeader(name);
      throw new HttpProblem(404, 'not_found');
    }
    await pipeline(opened.body, res);
  };

  const router = Router();
  router.post('/', (req, res, next) => {
    upload(req, res).catch((error: unknown) => {
      // What is still on its way is not read: the connection ends with the answer.
      res.set('connection', 'close');
      next(
        error instanceof MediaTooLarge
          ? new HttpProblem(413, 'too_large')
          : error instanceof Error && error.name === 'SubjectErased'
            ? new HttpProblem(410, 'erased')
            : error,
      );
    });
  });
  router.get('/:id', (req, res, next) => {
    serve(req, res).catch((error: unknown) => {
      // Players close the connection as soon as they have heard enough.
      if (res.headersSent) {
        if (!res.destroyed) ports.log.warn({ error }, 'a file was not served to its end');
        res.destroy();
      } else next(error);
    });
  });
  return router;
};

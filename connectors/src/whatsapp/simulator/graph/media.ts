import busboy from 'busboy';
import { createHash, createHmac } from 'node:crypto';
import { readFile, unlink } from 'node:fs/promises';
import type { Request, Response } from 'express';
import { graphId } from '../ids.ts';
import { bareType, maxBytesOf } from '../media-types.ts';
import type { Media } from '../records.ts';
import type { World } from '../world.ts';
import { authenticate, MESSAGING, requireScope } from './auth.ts';
import { badParameter } from './checked.ts';
import { noSuchObject, refuse, refuseMessage } from './errors.ts';
import { cutConnection, faultFor, faultUsed, meetsFault, wait } from './faulted.ts';

const DAY_MS = 86_400_000;
/** Ids live 30 days when the business uploaded the file, 7 when a customer sent it; a download address 5 minutes. */
const LIFE_MS = { business: 30 * DAY_MS, customer: 7 * DAY_MS };
const URL_LIFE_MS = 300_000;
/** The largest document. */
const MAX_UPLOAD = 100 * 1024 * 1024;
/** How long a stalled download stalls, unless the client leaves earlier. */
const STALL_MS = 120_000;

/** Stores a file of either side under a new id. */
export const storeMedia = async (
  world: World,
  o: { phoneNumberId: string; mime: string; bytes: Buffer; filename?: string; by: Media['by'] },
): Promise<Media> => {
  const media: Media = {
    id: graphId(),
    phoneNumberId: o.phoneNumberId,
    mime: o.mime,
    size: o.bytes.length,
    sha256: createHash('sha256').update(o.bytes).digest('hex'),
    ...(o.filename === undefined ? {} : { filename: o.filename }),
    by: o.by,
    expiresAt: Date.now() + LIFE_MS[o.by],
  };
  await world.writeMedia(media.id, o.bytes);
  await world.commit({ kind: 'media', media });
  return media;
};

type Upload = {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: { readonly bytes: Buffer; readonly mime: string; readonly filename: string } | null;
};
const readUpload = (req: Request): Promise<Upload> =>
  new Promise((resolve, reject) => {
    const fields: Record<string, string> = {};
    let file: Upload['file'] = null;
    let parser: busboy.Busboy;
    try {
      parser = busboy({ headers: req.headers, limits: { files: 1, fields: 20, fileSize: MAX_UPLOAD + 1 } });
    } catch {
      reject(badParameter('The parameter file is required.'));
      return;
    }
    parser.on('field', (name, value) => (fields[name] = value));
    parser.on('file', (name, stream, info) => {
      const chunks: Buffer[] = [];
      stream.on('data', (c: Buffer) => chunks.push(c));
      stream.on('end', () => {
        if (name === 'file') file = { bytes: Buffer.concat(chunks), mime: info.mimeType, filename: info.filename };
      });
    });
    parser.on('close', () => resolve({ fields, file }));
    parser.on('error', () => reject(badParameter('The request is not a valid multipart/form-data body.')));
    req.on('aborted', () => reject(badParameter('The upload was cut off.')));
    req.pipe(parser);
  });

export const mediaEndpoints = (world: World) => {
  const { state } = world;
  const signature = (id: string, expires: string): string =>
    createHmac('sha256', state.app?.mediaKey ?? '')
      .update(`${id} ${expires}`)
      .digest('base64url');
  const alive = (id: string): Media | null => {
    const media = state.media.get(id);
    return media && media.expiresAt > Date.now() ? media : null;
  };

  return {
    isMedia: (id: string): boolean => alive(id) !== null,

    /** `POST /{phone_number_id}/media` → `{id}`. */
    upload: async (req: Request, res: Response): Promise<void> => {
      const id = String(req.params['id']);
      const { fields, file } = await readUpload(req);
      req.body = fields;
      if (!state.numbers.has(id)) throw noSuchObject('post', id);
      requireScope(authenticate(state, req), MESSAGING);
      const work = async (): Promise<Media> => {
        if (fields['messaging_product'] !== 'whatsapp') throw badParameter('The parameter messaging_product is required.');
        if (!file) throw badParameter('The parameter file is required.');
        // The part's own type says more (codecs); the field decides when the part has none.
        const mime = file.mime === 'application/octet-stream' ? (fields['type'] ?? file.mime) : file.mime;
        const max = maxBytesOf(mime);
        if (max === null)
          throw badParameter(`Param file must be a file with one of the types that WhatsApp takes. Received file of type '${mime}'.`);
        if (fields['type'] !== undefined && fields['type'].includes('/') && bareType(fields['type']) !== bareType(mime))
          throw badParameter(`Param type does not match the file's type '${mime}'.`);
        if (file.bytes.length === 0 || file.bytes.length > max)
          throw refuseMessage(131053, `The file has ${file.bytes.length} bytes; ${max} are allowed for ${mime}`);
        return storeMedia(world, { phoneNumberId: id, mime, bytes: file.bytes, filename: file.filename, by: 'business' });
      };
      if (await meetsFault(world, 'upload', id, req, res, work)) return;
      res.json({ id: (await work()).id });
    },

    /** `GET /{media_id}`: where to download, for five minutes. */
    info: async (req: Request, res: Response, id: string): Promise<void> => {
      requireScope(authenticate(state, req), MESSAGING);
      const media = alive(id);
      const forNumber = req.query['phone_number_id'];
      if (!media || (forNumber !== undefined && forNumber !== media.phoneNumberId)) throw noSuchObject('get', id);
      if (await meetsFault(world, 'media', media.phoneNumberId, req, res, () => Promise.resolve())) return;
      const expires = String(Date.now() + URL_LIFE_MS);
      res.json({
        url: `${req.protocol}://${req.get('host') ?? ''}/whatsapp_business/attachments/?mid=${id}&ext=${expires}&hash=${signature(id, expires)}`,
        mime_type: media.mime,
        sha256: media.sha256,
        file_size: String(media.size),
        id,
        messaging_product: 'whatsapp',
      });
    },

    remove: async (req: Request, res: Response, id: string): Promise<void> => {
      requireScope(authenticate(state, req), MESSAGING);
      const media = alive(id);
      if (!media) throw noSuchObject('delete', id);
      if (await meetsFault(world, 'media', media.phoneNumberId, req, res, () => Promise.resolve())) return;
      await world.commit({ kind: 'media_deleted', id });
      await unlink(world.mediaPath(id)).catch(() => undefined);
      res.json({ success: true });
    },

    /** The download address: needs the bearer token, and lies in the ways that faults ask for. */
    download: async (req: Request, res: Response): Promise<void> => {
      requireScope(authenticate(state, req), MESSAGING);
      const { mid, ext, hash } = req.query;
      if (typeof mid !== 'string' || typeof ext !== 'string' || hash !== signature(mid, ext) || Number(ext) < Date.now()) {
        throw refuse(404, 100, 'The media address has expired');
      }
      const media = alive(mid);
      if (!media) throw noSuchObject('get', mid);
      const bytes = await readFile(world.mediaPath(mid));
      const fault = faultFor(state, 'download', media.phoneNumberId);
      if (fault) await world.commit(...faultUsed(fault));
      const lie = fault?.kind === 'download' ? fault.lie : null;
      if (fault?.kind === 'delay') await wait(res, fault.ms);
      if (fault?.kind === 'cut' && fault.when === 'before') {
        cutConnection(res);
        return;
      }
      res.set('content-type', lie === 'type' ? 'text/html' : media.mime);
      if (lie === 'stall' || fault?.kind === 'cut') {
        res.set('content-length', String(bytes.length));
        await new Promise((resolve) => res.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), resolve));
        if (lie === 'stall') await wait(res, STALL_MS);
        res.socket?.end();
        return;
      }
      if (lie === 'bytes') res.end(Buffer.from(bytes.map((b, i) => (i === bytes.length - 1 ? b ^ 0xff : b))));
      else if (lie === 'size') res.end(Buffer.concat([bytes, Buffer.alloc(bytes.length + 1)]));
      else if (lie === 'type') res.end('<!doctype html><script>alert(1)</script>');
      else res.end(bytes);
    },
  };
};

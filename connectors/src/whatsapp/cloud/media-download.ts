import type { Readable } from 'node:stream';
import { bareType } from '@master-ia/schemas/channels/media-rules.ts';
import type { MediaKind } from '@master-ia/schemas/conversations/content.ts';
import type { MediaInfo } from './graph-answers.ts';
import { failed, interpret, type GraphResult } from './graph-result.ts';
import type { GraphTransport } from './graph-transport.ts';
import { asNumber, asText } from './lenient.ts';
import { mediaRules } from './media-rules.ts';
import { verifiedMedia, type MediaFault } from './verified-media.ts';

/** Of a download that never began: what is wrong with what was announced. */
export type MediaRefused = {
  readonly kind: 'rejected';
  readonly why: Extract<MediaFault, 'too_large' | 'type_mismatch' | 'size_mismatch'> | 'host_not_allowed';
};
/** `body` ends with `MediaRejected` when the file is not what was announced; to be read or destroyed. `size` in bytes, when told. */
export type Download = GraphResult<{ readonly mime: string; readonly size: number | null; readonly body: Readable }> | MediaRefused;

type Announced = { readonly kind: MediaKind; readonly mime: string; readonly sha256?: string };
type Head = { readonly type: string | undefined; readonly length: number | undefined };

/** What the answer's headers already contradict. */
const contradiction = (head: Head, info: MediaInfo, announced: Announced): MediaRefused['why'] | null => {
  // Servers name documents loosely; their bytes are looked at all the same.
  const typed = head.type !== undefined && announced.kind !== 'document' && !bareType(head.type).endsWith('/octet-stream');
  if (typed && bareType(head.type) !== bareType(announced.mime)) return 'type_mismatch';
  if (head.length === undefined) return null;
  if (head.length > mediaRules.inbound[announced.kind].maxBytes) return 'too_large';
  return info.size !== undefined && head.length !== info.size ? 'size_mismatch' : null;
};

/** One download, with the bearer token, from an address that the caller has allowed. */
export const download = async (
  transport: GraphTransport,
  info: MediaInfo,
  announced: Announced,
  o: { readonly token: string; readonly timeoutMs: number; readonly stallMs: number; readonly signal?: AbortSignal },
): Promise<Download> => {
  const maxBytes = mediaRules.inbound[announced.kind].maxBytes;
  if (info.size !== undefined && info.size > maxBytes) return { kind: 'rejected', why: 'too_large' };
  const ours = new AbortController();
  const signal = o.signal ? AbortSignal.any([o.signal, ours.signal]) : ours.signal;
  const release = (): void => {
    ours.abort();
  };
  const answer = await transport.download({
    method: 'GET',
    url: info.url,
    headers: { authorization: `Bearer ${o.token}` },
    timeoutMs: o.timeoutMs,
    maxBytes,
    signal,
  });
  if (!answer.ok) return failed(answer);
  if (answer.status !== 200) {
    release();
    return interpret<never>({ status: answer.status, headers: answer.headers, body: new Uint8Array() }, () => undefined);
  }
  const single = (name: string): string | undefined => asText(answer.headers[name], 400);
  const head: Head = { type: single('content-type'), length: asNumber(single('content-length')) };
  const why = contradiction(head, info, announced);
  if (why !== null) {
    release();
    return { kind: 'rejected', why };
  }
  const sha256 = info.sha256 ?? announced.sha256;
  const sizes = [info.size, head.length].filter((s) => s !== undefined);
  const told = { kind: announced.kind, mime: bareType(announced.mime), sizes, ...(sha256 === undefined ? {} : { sha256 }) };
  return {
    kind: 'ok',
    value: { mime: told.mime, size: sizes[0] ?? null, body: verifiedMedia(answer.body, told, { stallMs: o.stallMs, release }) },
  };
};

import type { Outcome } from '@master-ia/platform/kernel/effect.ts';
import { explainGraphError, suspensionFor } from '@master-ia/schemas/channels/graph-errors.ts';
import type { WhatsAppDriver } from '../driver.ts';
import { composeMessage, composeRead } from './compose.ts';
import type { GraphClient } from './graph-client.ts';
import { aboutProof, type GraphFailure, type GraphRefused } from './graph-result.ts';

type Failure = Exclude<Outcome<never>, { kind: 'done' }>;
type Refused = Extract<Failure, { kind: 'refused' }>;

/** Nothing left this machine, or the address of a file is out of date: soon again. */
const SOON_MS = 2_000;

const ours = (code: string): Refused => ({ kind: 'refused', code, retry: 'never' });

/** A file that Meta does not know (its id lives 7 days) says nothing about the number; a token that fails does. */
const suspensionOf = (f: GraphRefused, about: 'number' | 'file'): Pick<Refused, 'suspend'> => {
  if (f.code === null) return {};
  const known = explainGraphError(f.code, f.subcode ?? undefined);
  const reason = about === 'file' && known.class !== 'auth' ? null : suspensionFor(known);
  return reason === null ? {} : { suspend: { reason, code: String(f.code) } };
};

type About = { readonly safety: 'once' | 'repeatable'; readonly about: 'number' | 'file' };
const aSend: About = { safety: 'once', about: 'number' };
const aRepeatable: About = { safety: 'repeatable', about: 'number' };
const aFile: About = { safety: 'repeatable', about: 'file' };

/** Graph's outcome in the driver's terms: what may happen twice is tried again whenever its refusal is only for now. */
const failureOf = (f: GraphFailure, { safety, about }: About): Failure => {
  if (f.kind === 'not_sent') return { kind: 'refused', code: 'not_sent', reason: f.why, retry: { afterMs: SOON_MS } };
  if (f.kind === 'ambiguous')
    return { kind: 'ambiguous', why: f.told === undefined || f.told.code === null ? f.why : `${f.why}:${f.told.code}` };
  // The secret proves who we are: refused for it, the message itself was not looked at, and is not to blame.
  if (aboutProof(f)) return { ...ours('app_secret_wrong'), reason: f.message };
  const again = f.retry === 'not_processed' || (safety === 'repeatable' && f.retry === 'backoff');
  return {
    kind: 'refused',
    code: f.code === null ? `http_${f.status}` : String(f.code),
    reason: f.details === null ? f.message : `${f.message} — ${f.details}`,
    retry: again ? { afterMs: f.afterMs ?? SOON_MS } : 'never',
    ...suspensionOf(f, about),
  };
};

/** The Cloud API as a driver, for one number. `boundary` makes a random text for each upload. */
export const cloudDriver = (
  client: GraphClient,
  d: { readonly phoneNumberId: string; readonly boundary: () => string },
): WhatsAppDriver => ({
  send: async (m, signal) => {
    const composed = composeMessage(m);
    if (!composed.ok) return { ...ours(composed.code), reason: composed.field };
    const answer = await client.sendMessage(d.phoneNumberId, composed.body, signal);
    return answer.kind === 'ok'
      ? { kind: 'done', value: { providerId: answer.value.providerMessageId, held: answer.value.held } }
      : failureOf(answer, aSend);
  },
  uploadMedia: async (file, signal) => {
    const answer = await client.uploadMedia(d.phoneNumberId, file, d.boundary(), signal);
    return answer.kind === 'ok' ? { kind: 'done', value: { providerMediaId: answer.value.mediaId } } : failureOf(answer, aRepeatable);
  },
  fetchMedia: async (file, signal) => {
    const info = await client.mediaInfo(file.providerMediaId, d.phoneNumberId, signal);
    if (info.kind !== 'ok') return failureOf(info, aFile);
    const found = await client.downloadMedia(info.value, file, signal);
    if (found.kind === 'ok') return { kind: 'done', value: found.value };
    if (found.kind === 'rejected') return ours(found.why);
    const failure = failureOf(found, aFile);
    // The address of a file lives five minutes: a new look-up gives a new one.
    return failure.kind === 'refused' && found.kind === 'refused' && found.code === null
      ? { ...failure, retry: { afterMs: SOON_MS } }
      : failure;
  },
  markRead: async (providerMessageId, typing, signal) => {
    const answer = await client.markRead(d.phoneNumberId, composeRead(providerMessageId, typing), signal);
    return answer.kind === 'ok' ? { kind: 'done', value: true } : failureOf(answer, aRepeatable);
  },
});

import { createHash } from 'node:crypto';
import { apiKey as aggregate } from '@master-ia/schemas/tenancy/api-key.ts';
import { decider, none, refuse } from '@master-ia/platform/kernel/decider.ts';

/** 256 random bits. */
const SECRET_BYTES = 32;
const PREFIX = 'mia_';
type State = { readonly apiKeyId: string | null; readonly hash: string; readonly revoked: boolean };

export const apiKey = decider<
  typeof aggregate,
  'not_found',
  { CreateApiKey: { readonly secret: string }; RevokeApiKey: undefined }
>()<State>({
  aggregate,
  initial: { apiKeyId: null, hash: '', revoked: false },
  target: { CreateApiKey: (d, c) => ({ id: d.apiKeyId ?? c.newId(0) }), RevokeApiKey: (d) => ({ id: d.apiKeyId }) },
  prepare: { CreateApiKey: (_, io) => Promise.resolve({ secret: `${PREFIX}${io.secret(SECRET_BYTES)}` }), RevokeApiKey: none },
  decide: {
    CreateApiKey: (s, d, { prepared, newId }) =>
      s.apiKeyId !== null
        ? []
        : [
            {
              type: 'ApiKeyCreated',
              data: {
                apiKeyId: d.apiKeyId ?? newId(0),
                name: d.name,
                scopes: d.scopes,
                hash: createHash('sha256').update(prepared.secret).digest('hex'),
                hint: prepared.secret.slice(-4),
              },
            },
          ],
    RevokeApiKey: (s, d) =>
      s.apiKeyId === null
        ? refuse('not_found')
        : s.revoked
          ? []
          : [{ type: 'ApiKeyRevoked', data: { apiKeyId: d.apiKeyId, hash: s.hash } }],
  },
  evolve: {
    ApiKeyCreated: (_, e) => ({ apiKeyId: e.data.apiKeyId, hash: e.data.hash, revoked: false }),
    ApiKeyRevoked: (s) => ({ ...s, revoked: true }),
  },
  result: {
    CreateApiKey: (s, d, c) => ({ apiKeyId: s.apiKeyId ?? d.apiKeyId ?? c.newId(0), secret: c.prepared?.secret ?? null }),
    RevokeApiKey: (_, d) => ({ apiKeyId: d.apiKeyId }),
  },
});

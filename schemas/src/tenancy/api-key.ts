import { z } from 'zod';
import { aggregate, command, event } from '../contract.ts';
import { typed, uuid } from '../ids.ts';
import { NAME_MAX } from '../names.ts';
import { scopes } from '../permissions.ts';

/** A key for programs. Only its SHA-256 is kept: the key itself is 256 random bits. */
export const apiKey = aggregate({
  category: 'apikey',
  events: {
    ApiKeyCreated: event(
      1,
      z.object({ apiKeyId: z.string(), name: z.string(), scopes: z.array(z.enum(scopes)), hash: z.string(), hint: z.string() }),
      { exposure: 'internal' },
    ),
    ApiKeyRevoked: event(1, z.object({ apiKeyId: z.string(), hash: z.string() }), { exposure: 'internal' }),
  },
  commands: {
    /** `secret` is answered once; a repeat answers null. */
    CreateApiKey: command<{ apiKeyId: string; secret: string | null }>('apikeys.manage')(
      z.object({ apiKeyId: uuid.optional(), name: typed(NAME_MAX), scopes: z.array(z.enum(scopes)).min(1).max(10) }),
    ),
    RevokeApiKey: command<{ apiKeyId: string }>('apikeys.manage')(z.object({ apiKeyId: uuid })),
  },
});

import { Router, type Request, type RequestHandler } from 'express';
import { channelProcesses } from '@master-ia/schemas/channels/channel.ts';
import { contactProcesses } from '@master-ia/schemas/contacts/contact.ts';
import type { CommandDef, Domain, Position } from '@master-ia/schemas/contract.ts';
import { conversationProcesses } from '@master-ia/schemas/conversations/conversation.ts';
import { domains } from '@master-ia/schemas/domains.ts';
import { permissions } from '@master-ia/schemas/permissions.ts';
import { tenancyProcesses } from '@master-ia/schemas/tenancy/processes.ts';
import type { Ids } from '@master-ia/platform/ports/clock.ts';
import type { Commands } from '@master-ia/platform/ports/commands.ts';
import type { Identities } from '../auth/identity.ts';
import type { Identity } from '../graphql/context.ts';
import { isUuid } from '../graphql/paging.ts';
import { jsonBody } from './json-body.ts';
import { HttpProblem, refusalProblem } from './problem.ts';
import type { RequestRate } from './request-rate.ts';

const BODY_BYTES = 256 * 1024;
const POSITION = /^\d{20,41}$/;

const definitions = (): readonly (readonly [string, CommandDef])[] => [
  ...(domains as readonly Domain[]).flatMap((d) => d.aggregates.flatMap((a) => Object.entries(a.commands))),
  ...Object.entries({ ...tenancyProcesses, ...channelProcesses, ...contactProcesses, ...conversationProcesses } as Readonly<
    Record<string, CommandDef>
  >),
];
/** Commands that programs may send: those that a permission of people and keys allows; not those of the installation, or of a person about themselves. */
export const publicCommands: ReadonlySet<string> = new Set(
  definitions()
    .filter(([, def]) => permissions.some((p) => p === def.permission))
    .map(([name]) => name),
);

export type PublicCommandPorts = {
  readonly identities: Identities;
  readonly commands: Commands;
  readonly ids: Ids;
  readonly rate: RequestRate;
};

const header = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** `POST /v1/commands/{CommandName}` with an API key. The same `Idempotency-Key` (a uuid) with the same body answers the same again. */
export const commandRoutes = (ports: PublicCommandPorts): Router => {
  const { identities, commands, ids } = ports;
  const router = Router();
  const callers = new WeakMap<Request, Identity>();
  // Who asks is known before anything of the body is read.
  const known: RequestHandler = async (req, res, next) => {
    // A browser's session is not asked: other sites could ride on it.
    const shown = identities.credentials(req);
    const identity = await identities.identify(shown.kind === 'key' ? shown : { kind: 'none' }, req);
    if (!identity) {
      res.set('www-authenticate', 'Bearer');
      throw new HttpProblem(401, 'unauthenticated');
    }
    await ports.rate.known(identity);
    callers.set(req, identity);
    next();
  };
  router.post('/commands/:name', known, ...jsonBody(BODY_BYTES), async (req, res) => {
    const identity = callers.get(req) as Identity;
    const name = String(req.params['name']);
    if (!publicCommands.has(name)) throw refusalProblem({ code: 'unknown_command' });
    const key = header(req.headers['idempotency-key']);
    const id = key?.toLowerCase() ?? ids.random();
    if (!isUuid(id)) throw new HttpProblem(400, 'invalid', { field: 'Idempotency-Key' });
    const after = header(req.headers['x-min-position']);
    if (after !== undefined && !POSITION.test(after)) throw new HttpProblem(400, 'invalid', { field: 'x-min-position' });
    const body: unknown = req.body;
    if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new HttpProblem(400, 'invalid');
    // A member's stream is named by company and person, never by the caller.
    const userId: unknown = (body as Record<string, unknown>)['userId'];
    const data =
      name.endsWith('Member') || name === 'ChangeMemberRole'
        ? { ...body, memberId: ids.from(identity.tenant, 'member', String(userId)) }
        : body;
    const answer = await commands.send({
      name,
      id,
      tenant: identity.tenant,
      data,
      actor: identity.actor,
      ...(after !== undefined && { after: after as Position }),
    });
    if (!answer.ok) throw refusalProblem(answer.refusal);
    res
      .set('cache-control', 'no-store')
      .json({ commandId: answer.commandId, position: answer.position, result: answer.result ?? null, repeated: answer.repeated });
  });
  router.use('/commands/:name', (_req, res) => {
    res.set('allow', 'POST');
    throw new HttpProblem(405, 'method_not_allowed');
  });
  return router;
};

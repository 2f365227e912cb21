import type { Actor, CommandDef, Meta, NewEvent, EventMap, Position } from '@master-ia/schemas/contract.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { CommandEnvelope, CommandResult, Commands, Refusal } from '../ports/commands.ts';
import { EventTooLarge, type EventStore } from '../ports/event-store.ts';
import type { FactStore } from '../ports/facts.ts';
import type { KeyVault, SecretVault } from '../ports/key-vault.ts';
import type { Log } from '../ports/log.ts';
import { authorOf, type MediaStore } from '../ports/media-store.ts';
import { isRefused, none, type AnyDecider, type Ctx, type Naming, type Prepare, type Refused } from './decider.ts';
import type { EventSealer } from './events.ts';
import { SubjectErased } from './events.ts';
import { StepRefused, type AnyProcesses, type ProcessIo } from './process.ts';
import type { Registry } from './registry.ts';
import type { Folded, StoredAny, StreamCache } from './streams.ts';

const CONFLICT_RETRIES = 8;
const FACTS_WAIT_MS = 2000;

export type Authorise = (c: {
  readonly actor: Actor;
  readonly tenant: string;
  readonly permission: string;
  readonly data: unknown;
  readonly facts: FactStore;
}) => Promise<boolean>;
export type CommandHandlerPorts = {
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly secrets: SecretVault;
  readonly facts: FactStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly registry: Registry;
  readonly streams: StreamCache;
  readonly sealer: EventSealer;
  readonly passwords: { hash(password: string): Promise<string>; check(password: string, hash: string): Promise<boolean> };
  readonly authorise: Authorise;
  readonly media: Pick<MediaStore, 'uploaded'>;
};
type Granted = CommandEnvelope & { /** A process's step: its process was authorised. */ readonly granted?: boolean };

/** Runs one task after another per key. */
const oneAtATime = () => {
  const tails = new Map<string, Promise<unknown>>();
  return async <T>(key: string, task: () => Promise<T>): Promise<T> => {
    const before = tails.get(key) ?? Promise.resolve();
    const mine = before.then(task, task);
    tails.set(key, mine);
    try {
      return await mine;
    } finally {
      if (tails.get(key) === mine) tails.delete(key);
    }
  };
};

/** parse → wait for facts → authorise → load → decide → append; idempotent by command id. */
export const commandHandler = (
  deciders: readonly AnyDecider[],
  processes: readonly AnyProcesses[],
  ports: CommandHandlerPorts,
): Commands => {
  const { store, vault, facts, clock, ids, log, registry, streams, sealer } = ports;
  const single = new Map<string, { readonly decider: AnyDecider; readonly def: CommandDef }>();
  const several = new Map<string, { readonly run: (d: never, io: ProcessIo) => Promise<unknown>; readonly def: CommandDef }>();
  const byCategory = new Map<string, AnyDecider>();
  for (const d of deciders) {
    byCategory.set(d.aggregate.category, d);
    for (const [name, def] of Object.entries(d.aggregate.commands)) single.set(name, { decider: d, def });
  }
  for (const p of processes) for (const [name, def] of Object.entries(p.definitions)) several.set(name, { run: p.run[name] as never, def });
  const perStream = oneAtATime();

  const prepareIo = (c: CommandEnvelope, now: Date): Prepare => ({
    tenant: c.tenant,
    actor: c.actor,
    now,
    facts: { one: (fact, key) => facts.one(c.tenant, fact, key) },
    hmac: (text) => vault.hmac(c.tenant, text),
    secret: (bytes) => ids.secret(bytes),
    id: (...parts) => ids.from(...parts),
    secrets: ports.secrets,
    hashPassword: ports.passwords.hash,
    checkPassword: ports.passwords.check,
    head: () => store.head(),
    upload: (id) => ports.media.uploaded(c.tenant, id, authorOf(c.actor)),
    state: async <S>(category: string, id: string) => {
      const decider = byCategory.get(category);
      if (!decider) throw new Error(`no decider has the category ${category}`);
      const f = await streams.load(decider, id);
      return f && f.tenant === c.tenant ? (f.state as S) : undefined;
    },
  });
  const namingOf = (c: CommandEnvelope): Naming => ({
    tenant: c.tenant,
    actor: c.actor,
    newId: (n) => ids.from(c.tenant, c.id, String(n)),
    id: (...parts) => ids.from(...parts),
  });
  const fingerprintOf = (c: CommandEnvelope, def: CommandDef, data: unknown): Promise<string> => {
    const body = def.secrets ? Object.fromEntries(Object.entries(data as object).filter(([k]) => !def.secrets?.includes(k))) : data;
    return vault.hmac(c.tenant, `${c.name} ${JSON.stringify(body)}`);
  };
  const refusalOf = ({ refused: code, ...more }: Refused): Refusal => ({ code, ...more });
  const refused = (c: CommandEnvelope, refusal: Refusal): CommandResult => {
    log.info(
      { command: c.name, tenant: c.tenant, actor: c.actor.kind, correlation: c.correlationId ?? c.id, refused: refusal.code },
      'refused',
    );
    return { ok: false, refusal };
  };

  const runSingle = (c: Granted, decider: AnyDecider, def: CommandDef, data: unknown): Promise<CommandResult> => {
    const naming = namingOf(c);
    const name = c.name;
    const target = decider.target[name]?.(data as never, naming);
    if (!target) throw new Error(`${name} has no target`);
    const stream = `${decider.aggregate.category}-${target.id}`;
    return perStream(stream, async () => {
      const [loaded, fingerprint] = await Promise.all([streams.load(decider, target.id), fingerprintOf(c, def, data)]);
      let before = loaded;
      let prepared: { readonly value: unknown } | undefined;
      for (let attempt = 0; attempt < CONFLICT_RETRIES; attempt++) {
        if (before && before.tenant !== c.tenant) return refused(c, { code: 'not_found' });
        const domain = registry.domainOf(decider.aggregate.category);
        const done = (f: Folded, repeated: boolean): CommandResult => ({
          ok: true,
          commandId: c.id,
          result: decider.result[name]?.(
            f.state as never,
            data as never,
            { ...naming, prepared: repeated ? undefined : prepared?.value } as never,
          ),
          position: f.position,
          seen: { storeId: store.storeId, at: [{ position: f.position, domain, key: f.key }] },
          repeated,
        });
        const known = before?.commands.get(c.id);
        if (before && known !== undefined) {
          const trusted = c.actor.kind === 'reaction' || c.actor.kind === 'connector';
          if (known !== fingerprint && !trusted) return refused(c, { code: 'id_reused' });
          return done(before, true);
        }
        const now = clock.now();
        if (!prepared) {
          const prepare = decider.prepare[name];
          prepared = { value: prepare === none || prepare === undefined ? undefined : await prepare(data as never, prepareIo(c, now)) };
        }
        const state: unknown = before ? before.state : decider.initial;
        const ctx: Ctx<unknown> = { ...naming, now, prepared: prepared.value };
        const decision = decider.decide[name]?.(state as never, data as never, ctx as never);
        if (decision === undefined) throw new Error(`${name} is not decided`);
        if (isRefused(decision)) return refused(c, refusalOf(decision));
        if (decision.length === 0) {
          if (before) return done(before, false);
          const head = await store.head();
          return {
            ok: true,
            commandId: c.id,
            result: decider.result[name]?.(state as never, data as never, { ...naming, prepared: prepared.value } as never),
            position: head,
            seen: { storeId: store.storeId, at: [{ position: head, domain, key: target.key ?? stream }] },
            repeated: false,
          };
        }
        const outcome = await append(c, decider, domain, stream, target, before, decision, fingerprint, now);
        if (outcome.ok) {
          log.debug({ command: name, tenant: c.tenant, stream, events: decision.length, correlation: c.correlationId ?? c.id }, 'decided');
          return done(streams.advance(decider, target.id, before, outcome.events, fingerprint), false);
        }
        if (!outcome.conflict) return refused(c, { code: outcome.code });
        before = await streams.load(decider, target.id);
      }
      return refused(c, { code: 'conflict' });
    });
  };

  const append = async (
    c: CommandEnvelope,
    decider: AnyDecider,
    domain: string,
    stream: string,
    target: { readonly id: string; readonly key?: string },
    before: Folded | undefined,
    decision: readonly NewEvent<EventMap>[],
    fingerprint: string,
    now: Date,
  ): Promise<{ ok: true; events: readonly StoredAny[] } | { ok: false; conflict: true } | { ok: false; conflict: false; code: string }> => {
    const key = before?.key ?? target.key ?? stream;
    const occurredAt = c.occurredAt && c.occurredAt < now ? c.occurredAt : now;
    const revision = before ? before.revision : -1;
    const drafts = decision.map((e, i) => ({ id: ids.from(c.tenant, stream, c.id, String(i)), type: e.type, data: e.data }));
    try {
      const raws = await sealer.seal(
        drafts.map((e) => ({ ...e, tenant: c.tenant, stream, domain, key, at: now })),
        {
          c: c.id,
          b: fingerprint,
          a: c.actor,
          r: c.correlationId ?? c.id,
          ...(c.causationId !== undefined && { p: c.causationId }),
          ...(occurredAt < now && { o: occurredAt.toISOString() }),
        },
      );
      const answer = await store.append(stream, before ? before.revision : 'none', raws);
      if (!answer.ok) return { ok: false, conflict: true };
      const events = drafts.map((e, i): StoredAny => {
        const meta: Meta = {
          id: e.id,
          tenant: c.tenant,
          stream,
          revision: revision + 1 + i,
          // The handler folds only the last position; those of earlier events of the same append are not looked at.
          position: answer.position,
          key,
          at: now,
          occurredAt,
          actor: c.actor,
          commandId: c.id,
          correlationId: c.correlationId ?? c.id,
        };
        return { type: e.type, data: e.data, meta };
      });
      return { ok: true, events };
    } catch (error) {
      if (error instanceof EventTooLarge) return { ok: false, conflict: false, code: 'too_large' };
      if (error instanceof SubjectErased) return { ok: false, conflict: false, code: 'erased' };
      throw error;
    }
  };

  const runSeveral = async (c: Granted, run: (d: never, io: ProcessIo) => Promise<unknown>, data: unknown): Promise<CommandResult> => {
    const places: { position: Position; domain: string; key: string }[] = [];
    let repeated = true;
    let any = false;
    const io: ProcessIo = {
      ...prepareIo(c, clock.now()),
      commandId: c.id,
      factsReached: async (position) => {
        if (!(await facts.reached(position, FACTS_WAIT_MS))) throw new StepRefused(c.name, { code: 'facts_behind' });
      },
      hmacOf: (tenant, text) => vault.hmac(tenant, text),
      step: async (command, fact, body, o) => {
        const answer = await handle({
          ...c,
          name: command,
          id: ids.from(c.id, command, fact),
          data: body,
          granted: true,
          ...(o?.tenant !== undefined && { tenant: o.tenant }),
          ...(o?.occurredAt && { occurredAt: o.occurredAt }),
        });
        if (!answer.ok) throw new StepRefused(command, answer.refusal);
        places.push(...answer.seen.at);
        any = true;
        repeated &&= answer.repeated;
        return { result: answer.result as never, repeated: answer.repeated, position: answer.position };
      },
    };
    try {
      const result = await run(data as never, io);
      if (isRefused(result)) return refused(c, refusalOf(result));
      const position =
        places.reduce<Position | undefined>((max, p) => (max === undefined || p.position > max ? p.position : max), undefined) ??
        (await store.head());
      return { ok: true, commandId: c.id, result, position, seen: { storeId: store.storeId, at: places }, repeated: any && repeated };
    } catch (error) {
      if (error instanceof StepRefused) return refused(c, error.refusal);
      throw error;
    }
  };

  const handle = async (c: Granted): Promise<CommandResult> => {
    const one = single.get(c.name);
    const many = several.get(c.name);
    const def = one?.def ?? many?.def;
    if (!def) return refused(c, { code: 'unknown_command' });
    const parsed = def.data.safeParse(c.data);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return refused(c, { code: 'invalid', ...(issue && { message: issue.message, field: issue.path.join('.') }) });
    }
    if (c.after !== undefined && !(await facts.reached(c.after, FACTS_WAIT_MS))) return refused(c, { code: 'facts_behind' });
    if (!c.granted && !(await ports.authorise({ actor: c.actor, tenant: c.tenant, permission: def.permission, data: parsed.data, facts })))
      return refused(c, { code: 'forbidden' });
    return one ? runSingle(c, one.decider, def, parsed.data) : runSeveral(c, (many as NonNullable<typeof many>).run, parsed.data);
  };
  // Only this process's own steps are granted: whoever sends from outside is always authorised.
  return {
    send: ({ name, id, tenant, data, actor, after, correlationId, causationId, occurredAt }) =>
      handle({
        name,
        id,
        tenant,
        data,
        actor,
        ...(after !== undefined && { after }),
        ...(correlationId !== undefined && { correlationId }),
        ...(causationId !== undefined && { causationId }),
        ...(occurredAt !== undefined && { occurredAt }),
      }),
  };
};

import type { KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { logLevels, type LogLevel } from './log.ts';
import { MASTER_KEY_FILE, MasterKeyRefused, foundMasterKey, keptMasterKey, parseMasterKey } from './master-key.ts';

/** One readable line per variable that is wrong; `message` has them all. Values of secrets are never repeated. */
export class InvalidConfiguration extends Error {
  override readonly name = 'InvalidConfiguration';
  readonly lines: readonly string[];
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

export type Config = {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  /** Origin under which browsers and providers reach us, without a slash at the end; unset: see {@link publicUrl}. */
  readonly publicUrl: string | undefined;
  /** Absolute. */
  readonly dataDir: string;
  readonly demo: boolean;
  readonly masterKey: KeyObject;
  /** First owner, only on an empty store. */
  readonly admin: { readonly email: string; readonly password: string; readonly company: string } | undefined;
  /** Unset: the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | undefined;
  readonly logLevel: LogLevel;
  readonly metaGraphVersion: string;
  /** Addresses of providers, set to simulators; a tenant can never set them. */
  readonly providerUrls: {
    readonly metaGraph: string | undefined;
    readonly twilio: string | undefined;
    readonly retell: string | undefined;
    readonly openai: string | undefined;
    readonly gemini: string | undefined;
  };
  /** Bearer token for `/metrics`; unset: loopback only. */
  readonly metricsToken: string | undefined;
};
/** Where this installation is reached, once the port is known. */
export const publicUrl = (config: Pick<Config, 'publicUrl' | 'host' | 'port'>, port = config.port): string => {
  if (config.publicUrl !== undefined) return config.publicUrl;
  const local = ['127.0.0.1', '::1', '0.0.0.0', '::', 'localhost'].includes(config.host);
  return `http://${local ? 'localhost' : isIP(config.host) === 6 ? `[${config.host}]` : config.host}:${port}`;
};

/** Where programs on this machine reach us: at the one address that is listened on, at loopback when it is all of them. */
export const ownUrl = (config: Pick<Config, 'host'>, port: number): string => {
  const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[config.host] ?? config.host;
  return `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
};
/** Whether nobody but this machine can reach us. */
export const isLoopback = (config: Pick<Config, 'host'>): boolean =>
  config.host === 'localhost' || config.host === '::1' || /^127\./.test(config.host);

/** Engines of later versions; ignoring them would mean to write somewhere else than one was told to. */
const NOT_YET = ['EVENTSTORE_URL', 'REDIS_URL', 'COMMAND_URL', 'SERVICE_TOKEN'];
const notYet = (name: string): boolean => NOT_YET.includes(name) || name.startsWith('KAFKA_');
/** Passwords of examples, lower case. */
const SAMPLE =
  /^(change[-_ ]?me|change[-_ ]?this|password|passw0rd|secret|admin|administrator|example|test|senha|mudar|master-?ia|12345678|123456789012|correct horse battery staple)[0-9!.]*$/;

const url = (protocols: readonly string[]) =>
  z.string().refine((t) => URL.canParse(t) && protocols.includes(new URL(t).protocol) && new URL(t).hostname !== '', {
    error: `must be a URL that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`,
  });
const isOrigin = (t: string): boolean => {
  const u = new URL(t);
  return u.pathname === '/' && u.search === '' && u.hash === '' && u.username === '' && u.password === '';
};
const httpOrigin = url(['http:', 'https:'])
  .refine((t) => !URL.canParse(t) || isOrigin(t), { error: 'must have no path, query or credentials (https://example.com)' })
  .transform((t) => new URL(t).origin);
const httpBase = url(['http:', 'https:']).transform((t) => t.replace(/\/+$/, ''));
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .refine((t) => /^\d{1,9}$/.test(t) && Number(t) >= min && Number(t) <= max, { error: `must be a whole number from ${min} to ${max}` })
    .transform(Number);
const noSample = (t: string): boolean => !SAMPLE.test(t.trim().toLowerCase());
const hostName = z
  .string()
  .refine((t) => isIP(t) !== 0 || /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(t), {
    error: 'must be an IP address or a host name, without a port',
  });

const variables = z.object({
  PORT: wholeNumber(0, 65_535).default(5000),
  HOST: hostName.default('127.0.0.1'),
  PUBLIC_URL: httpOrigin.optional(),
  DATA_DIR: z
    .string()
    .refine((t) => !t.includes('\0'), { error: 'must be a path' })
    .default('./data'),
  DEMO: z.enum(['on', 'off'], { error: 'must be on or off' }).optional(),
  MASTER_KEY: z.string().optional(),
  ADMIN_EMAIL: z.email({ error: 'must be an email address' }).max(320).optional(),
  ADMIN_PASSWORD: z
    .string()
    .refine(noSample, { error: 'is a known sample; choose another' })
    .refine((t) => [...t].length > 9 && [...t].length <= 256, { error: 'must have 10 to 256 characters' })
    .optional(),
  ADMIN_COMPANY: z
    .string()
    .trim()
    .min(1, { error: 'must not be blank' })
    .max(200, { error: 'must have at most 200 characters' })
    .optional(),
  DATABASE_URL: url(['postgres:', 'postgresql:']).optional(),
  MEDIA_URL: z.string().optional(),
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('info'),
  META_GRAPH_VERSION: z
    .string()
    .regex(/^v\d{1,3}\.\d$/, { error: 'must look like v23.0' })
    .default('v23.0'),
  META_GRAPH_URL: httpBase.optional(),
  TWILIO_API_URL: httpBase.optional(),
  RETELL_API_URL: httpBase.optional(),
  OPENAI_BASE_URL: httpBase.optional(),
  GEMINI_BASE_URL: httpBase.optional(),
  METRICS_TOKEN: z
    .string()
    .refine(noSample, { error: 'is a known sample; choose another' })
    .refine((t) => /^[\x21-\x7e]{16,512}$/.test(t), { error: 'must have 16 to 512 printable characters without blanks' })
    .optional(),
});
const SECRET = new Set(['MASTER_KEY', 'ADMIN_PASSWORD', 'METRICS_TOKEN', 'DATABASE_URL']);
const shown = (name: string, value: string): string =>
  SECRET.has(name) ? '' : ` (it is ${JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)})`;

type Environment = Readonly<Record<string, string | undefined>>;
type Values = z.output<typeof variables>;

const contradictions = (v: Partial<Values>): string[] => {
  const lines: string[] = [];
  const admin = (['ADMIN_EMAIL', 'ADMIN_PASSWORD', 'ADMIN_COMPANY'] as const).filter((n) => v[n] === undefined);
  if (admin.length > 0 && admin.length < 3)
    lines.push(...admin.map((n) => `${n}: must be set too: ADMIN_EMAIL, ADMIN_PASSWORD and ADMIN_COMPANY belong together`));
  if (v.MEDIA_URL !== undefined) lines.push('MEDIA_URL: not supported by this version (media are kept in DATA_DIR)');
  if (v.DATABASE_URL !== undefined && v.MASTER_KEY === undefined) {
    lines.push('MASTER_KEY: required when DATABASE_URL is set: 32 bytes as base64; make one with: openssl rand -base64 32');
  }
  return lines;
};

const masterKey = (v: Values, dataDir: string): KeyObject => {
  if (v.DATABASE_URL !== undefined) return parseMasterKey(v.MASTER_KEY!);
  if (v.MASTER_KEY === undefined) return keptMasterKey(dataDir);
  const given = parseMasterKey(v.MASTER_KEY);
  const kept = foundMasterKey(dataDir);
  if (kept && !kept.equals(given))
    throw new MasterKeyRefused(`is another key than the one kept in ${dataDir}/${MASTER_KEY_FILE}; unset one of them`);
  return given;
};

/**
 * The configuration from the environment, the only place that reads it. Empty variables count as unset. In embedded mode the master key is made and kept in the data directory.
 * Throws {@link InvalidConfiguration}.
 */
export const readConfig = (env: Environment = process.env, o: { readonly cwd?: string } = {}): Config => {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined && value.trim() !== '') given[name] = value;

  const lines = Object.keys(given)
    .filter(notYet)
    .sort()
    .map((name) => `${name}: not supported by this version`);
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const name = String(issue.path[0]);
      // The first thing that is wrong with a variable is enough.
      if (!lines.some((l) => l.startsWith(`${name}:`))) lines.push(`${name}: ${issue.message}${shown(name, given[name] ?? '')}`);
    }
  }
  for (const line of contradictions(parsed.success ? parsed.data : { ...given })) if (!lines.includes(line)) lines.push(line);
  if (!parsed.success || lines.length > 0) {
    if (given.MASTER_KEY !== undefined) lines.push(...keyProblem(() => parseMasterKey(given.MASTER_KEY!)));
    throw new InvalidConfiguration(lines);
  }

  const v = parsed.data;
  const dataDir = resolve(o.cwd ?? process.cwd(), v.DATA_DIR);
  let key: KeyObject | undefined;
  lines.push(...keyProblem(() => (key = masterKey(v, dataDir))));
  if (!key) throw new InvalidConfiguration(lines);
  return {
    port: v.PORT,
    host: v.HOST,
    publicUrl: v.PUBLIC_URL,
    dataDir,
    demo: v.DEMO === undefined ? v.DATABASE_URL === undefined : v.DEMO === 'on',
    masterKey: key,
    admin: v.ADMIN_EMAIL === undefined ? undefined : { email: v.ADMIN_EMAIL, password: v.ADMIN_PASSWORD!, company: v.ADMIN_COMPANY! },
    databaseUrl: v.DATABASE_URL,
    logLevel: v.LOG_LEVEL,
    metaGraphVersion: v.META_GRAPH_VERSION,
    providerUrls: {
      metaGraph: v.META_GRAPH_URL,
      twilio: v.TWILIO_API_URL,
      retell: v.RETELL_API_URL,
      openai: v.OPENAI_BASE_URL,
      gemini: v.GEMINI_BASE_URL,
    },
    metricsToken: v.METRICS_TOKEN,
  };
};

const keyProblem = (read: () => unknown): string[] => {
  try {
    read();
    return [];
  } catch (e) {
    if (e instanceof MasterKeyRefused) return [`MASTER_KEY: ${e.message}`];
    const code = (e as NodeJS.ErrnoException).code;
    if (code !== undefined && typeof code === 'string') return [`DATA_DIR: cannot keep the master key there (${code})`];
    throw e;
  }
};

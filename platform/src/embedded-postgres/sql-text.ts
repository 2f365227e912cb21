/** What the gateway has to know about an SQL text before the one session runs it. */
export interface SqlText {
  readonly listen: readonly string[];
  /** Channels, or '*'. */
  readonly unlisten: readonly string[];
  /** Why the statement must not reach the shared session; null when it may. */
  readonly refused: string | null;
}

const PLAIN: SqlText = { listen: [], unlisten: [], refused: null };
const INTERESTING = /\b(?:listen|unlisten|copy|discard|deallocate)\b/i;
/** Comments, string constants and dollar quotes. Nested comments end early, which only makes the text look longer than it is. */
const OPAQUE = /--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$|\be'(?:[^'\\]|''|\\[\s\S])*'|'(?:[^']|'')*'/gi;
const IDENTIFIER = /"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/u.source;
const LISTEN = new RegExp(`(?:^|;)\\s*listen\\s+(${IDENTIFIER})`, 'giu');
const UNLISTEN = new RegExp(`(?:^|;)\\s*unlisten\\s+(${IDENTIFIER}|\\*)`, 'giu');
/** The grammar takes STDIN and STDOUT in either direction; the file name of a COPY from a file was a string constant and is gone. */
const COPY_FROM_CLIENT = /(?:^|;)\s*copy\b[^;]*\bfrom\s+(?:stdin|stdout)\b/i;
const OF_EVERYBODY = /(?:^|;)\s*(discard\s+\w+|deallocate\s+(?:prepare\s+)?all)\b/i;

const channel = (identifier: string) =>
  identifier.startsWith('"') ? identifier.slice(1, -1).replaceAll('""', '"') : identifier.toLowerCase();

export function readSql(sql: string): SqlText {
  if (!INTERESTING.test(sql)) return PLAIN;
  const bare = sql.replace(OPAQUE, (_, tag) => (tag === undefined ? ' ' : " '' "));
  const names = (pattern: RegExp) => [...bare.matchAll(pattern)].map((match) => channel(match[1] ?? ''));
  const shared = OF_EVERYBODY.exec(bare)?.[1];
  const refused = COPY_FROM_CLIENT.test(bare)
    ? 'COPY FROM STDIN is not supported by the embedded database'
    : shared
      ? `${shared.toUpperCase()} is not supported by the embedded database: all connections share one session`
      : null;
  return { listen: names(LISTEN), unlisten: names(UNLISTEN), refused };
}

/** A statement that fails where the refused one stood, so that an open transaction fails with it. */
export const refusal = (why: string): string =>
  `do $refusal$ begin raise exception using errcode = '0A000', message = '${why.replaceAll("'", "''")}'; end $refusal$`;

import { Pool } from 'undici';
import { answerParent } from './child.ts';
import { consoleOperations } from './console-operations.ts';
import { dice, quantile } from './numbers.ts';

export type Asked = {
  readonly name: string;
  readonly group: 'inbox' | 'thread' | 'search';
  readonly operation: 'InboxPage' | 'OpenThread' | 'SearchMessages' | 'SearchPeople';
  /** Asked by people who see their own and unassigned conversations only. */
  readonly byAgents?: true;
  /** One of them for every request, by chance. */
  readonly variables: readonly Readonly<Record<string, unknown>>[];
};
export type PagesTask = {
  readonly url: string;
  readonly cookies: readonly string[];
  readonly agents: readonly string[];
  readonly asked: readonly Asked[];
  readonly warmMs: number;
  readonly ms: number;
  /** Each client rests so long between two requests, on average. */ readonly restMs: number;
};
export type PageTimes = {
  readonly name: string;
  readonly group: Asked['group'];
  readonly requests: number;
  readonly rows: number;
  readonly p50: number;
  readonly p99: number;
  readonly perSecond: number;
};

type Connection = {
  readonly edges: readonly unknown[];
  readonly pageInfo: { readonly hasNextPage?: boolean; readonly endCursor?: string | null };
};
type Answer = {
  readonly data?: {
    readonly conversations?: Connection;
    readonly conversation?: { readonly messages: Connection };
    readonly searchMessages?: Connection;
  };
  readonly errors?: unknown;
  readonly extensions?: unknown;
};

/** Clients that ask one kind of page after the other; a list is leafed through: every second request is the page behind the last one. */
const measure = async (t: PagesTask): Promise<readonly PageTimes[]> => {
  const operation = consoleOperations();
  const pool = new Pool(t.url, { connections: t.cookies.length, pipelining: 1 });
  const results: PageTimes[] = [];
  for (const asked of t.asked) {
    const query = operation(asked.operation);
    const latencies: number[] = [];
    let rows = 0;
    const client = async (cookie: string, seed: number, until: number, keep: boolean): Promise<void> => {
      const random = dice(seed);
      let after: { readonly of: Readonly<Record<string, unknown>>; readonly cursor: string } | null = null;
      while (performance.now() < until) {
        const first: Readonly<Record<string, unknown>> = asked.variables[Math.floor(random() * asked.variables.length)]!;
        const variables: Readonly<Record<string, unknown>> = after === null ? first : { ...after.of, after: after.cursor };
        const body = JSON.stringify({ operationName: asked.operation, query, variables });
        const at = performance.now();
        const answer = await pool.request({
          path: '/graphql',
          method: 'POST',
          headers: { 'content-type': 'application/json', cookie },
          body,
        });
        const told = (await answer.body.json()) as Answer;
        if (keep) latencies.push(performance.now() - at);
        const page = told.data?.conversations ?? told.data?.conversation?.messages ?? told.data?.searchMessages;
        if (told.errors !== undefined || !page)
          throw new Error(`${asked.name} was answered ${answer.statusCode}: ${JSON.stringify(told).slice(0, 500)}`);
        if (keep) rows += page.edges.length;
        const { endCursor } = page.pageInfo;
        after =
          after === null && page.pageInfo.hasNextPage === true && typeof endCursor === 'string'
            ? { of: variables, cursor: endCursor }
            : null;
        if (t.restMs > 0) await new Promise((done) => setTimeout(done, random() * 2 * t.restMs));
      }
    };
    const all = (ms: number, keep: boolean): Promise<unknown> =>
      Promise.all(
        (asked.byAgents ? t.agents : t.cookies).map((cookie, i) => client(cookie, i + (keep ? 100 : 1), performance.now() + ms, keep)),
      );
    await all(t.warmMs, false);
    const began = performance.now();
    await all(t.ms, true);
    const seconds = (performance.now() - began) / 1000;
    results.push({
      name: asked.name,
      group: asked.group,
      requests: latencies.length,
      rows: rows / latencies.length,
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
      perSecond: latencies.length / seconds,
    });
  }
  await pool.close();
  return results;
};
answerParent<PagesTask, readonly PageTimes[]>(measure);

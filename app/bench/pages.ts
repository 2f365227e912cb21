import { randomUUID } from 'node:crypto';
import { byEngine, type Bench, type Figure } from './bench.ts';
import { inChild } from './child.ts';
import { makeCompany, type Company } from './company.ts';
import { writer } from './history/words.ts';
import { conversationIdOf, fillReadModel, type Filled } from './history/read-model.ts';
import { dice, rounded } from './numbers.ts';
import type { Asked, PagesTask, PageTimes } from './pages.child.ts';
import { withProduct } from './product.ts';
import { serveProduct } from './serve.ts';

const PROGRAM = new URL('./pages.child.ts', import.meta.url);
const CLIENTS = 8;
/** The console's pages. */
const ROWS = 30;
const LINES = 50;
const FOUND = 20;
const AGENTS = 8;
const LABELS = 12;
const LIMITS = { embedded: { inbox: 30, thread: 30, search: 150 }, postgresql: { inbox: 15, thread: 15, search: 100 } };

const sizes = (quick: boolean) => (quick ? { conversations: 500, messages: 3_000 } : { conversations: 100_000, messages: 1_000_000 });

/** A company's people, channels and labels by commands; its conversations go straight into the read model. */
const makeMain = async (company: Company, quick: boolean): Promise<Filled> => {
  const agents: string[] = [];
  while (agents.length < AGENTS) agents.push(await company.person('agent'));
  const channels: string[] = [];
  for (let i = 0; i < 3; i++) channels.push(await company.channel(i));
  const labels: string[] = [];
  for (let i = 0; i < LABELS; i++)
    labels.push(
      (
        await company.send<{ labelId: string }>(
          'SaveLabel',
          { name: `Etiqueta ${i}`, color: '#5653d4' },
          { actor: { kind: 'user', id: company.owner } },
        )
      ).labelId,
    );
  await company.settled();
  return { tenant: company.companyId, ...sizes(quick), agents, channels, labels };
};
const makeSmall = (quick: boolean): Filled => ({
  tenant: randomUUID(),
  conversations: sizes(quick).conversations / 20,
  messages: sizes(quick).messages / 20,
  agents: [randomUUID()],
  channels: [randomUUID()],
  labels: [randomUUID()],
});

const questions = (c: Filled): readonly Asked[] => {
  const random = dice(5);
  const { words } = writer(dice(7));
  const list = (name: string, filters: readonly Readonly<Record<string, unknown>>[]): Asked => ({
    name,
    group: 'inbox',
    operation: 'InboxPage',
    variables: filters.map((filter) => ({ filter, first: ROWS })),
  });
  const some = (from: number, to: number): readonly string[] =>
    Array.from({ length: 40 }, () => words[from + Math.floor(random() * (to - from))]!);
  const search = (name: string, queries: readonly string[]): Asked => ({
    name,
    group: 'search',
    operation: 'SearchMessages',
    variables: queries.map((query) => ({ query, first: FOUND })),
  });
  const open = { state: ['OPEN'] };
  return [
    list('all', [{}]),
    { ...list('all, as an agent', [{}]), byAgents: true },
    list('open', [open]),
    { ...list('mine', [{ ...open, tab: 'MINE' }]), byAgents: true },
    list('unassigned', [{ ...open, tab: 'UNASSIGNED' }]),
    list('unread', [{ unread: true }]),
    list(
      'assignee',
      c.agents.map((assigneeId) => ({ assigneeId })),
    ),
    list(
      'channel',
      c.channels.map((channelId) => ({ channelId })),
    ),
    list('frequent label', [{ labelId: c.labels[0] }]),
    list('rare label', [{ labelId: c.labels.at(-1) }]),
    { ...list('closed, mine, unread', [{ state: ['CLOSED'], tab: 'MINE', unread: true }]), byAgents: true },
    {
      name: 'people by name',
      group: 'inbox',
      operation: 'SearchPeople',
      variables: some(200, 5_000).map((w) => ({ filter: { search: w.slice(0, 5) }, first: FOUND })),
    },
    {
      name: 'people by phone',
      group: 'inbox',
      operation: 'SearchPeople',
      variables: Array.from({ length: 40 }, () => ({
        filter: { search: String(10_000_000 + Math.floor(random() * c.conversations)).slice(0, 7) },
        first: FOUND,
      })),
    },
    {
      name: 'thread',
      group: 'thread',
      operation: 'OpenThread',
      variables: Array.from({ length: 500 }, () => ({
        id: conversationIdOf(c, Math.floor(random() * c.conversations)),
        last: LINES,
        unread: true,
      })),
    },
    {
      name: 'long thread',
      group: 'thread',
      operation: 'OpenThread',
      variables: Array.from({ length: 20 }, (_, i) => ({ id: conversationIdOf(c, i), last: LINES, unread: true })),
    },
    search('common word', words.slice(5, 45)),
    search('word', some(100, 2_000)),
    search('rare word', some(10_000, 20_000)),
    search(
      'prefix',
      some(100, 5_000).map((w) => w.slice(0, 3)),
    ),
    search(
      'two words',
      some(50, 500).map((w, i) => `${w} ${words[60 + i]!}`),
    ),
    search('no such word', ['xylofonqz', 'inexistentezz']),
  ];
};

export const pages: Bench = {
  name: 'pages',
  what: "the console's own queries as whole HTTP requests by 8 clients in a process of their own, each asking again at once; rows generated straight into the read model; every second request of a list is its second page",
  run: ({ engine, quick, say }) =>
    withProduct(engine, async (product): Promise<readonly Figure[]> => {
      const served = await serveProduct(product);
      const company = await makeCompany(product, served);
      const main = await makeMain(company, quick);
      const small = Array.from({ length: 4 }, () => makeSmall(quick));
      await fillReadModel(product.engines.liveDb, [...small, main], new Date());
      say(
        `${rounded(main.messages)} messages in ${rounded(main.conversations)} conversations, four companies with ${rounded(small[0]!.messages)} each`,
      );
      const cookies: string[] = [];
      const agents: string[] = [];
      for (let i = 0; i < CLIENTS; i++) {
        cookies.push(await company.cookieOf(company.owner));
        agents.push(await company.cookieOf(main.agents[i % main.agents.length]!));
      }
      const task: PagesTask = {
        url: served.url,
        cookies,
        agents,
        asked: questions(main),
        warmMs: quick ? 100 : 1_000,
        ms: quick ? 150 : 5_000,
        restMs: 0,
      };
      const times = await inChild<PagesTask, readonly PageTimes[]>(PROGRAM, task);
      const rested = await inChild<PagesTask, readonly PageTimes[]>(PROGRAM, { ...task, restMs: 100 });
      const limits = byEngine(engine, LIMITS);
      const tell = (list: readonly PageTimes[], group: Asked['group']): string =>
        list
          .filter((t) => t.group === group)
          .map((t) => `${t.name} ${rounded(t.p50)}/${rounded(t.p99)}`)
          .join(', ');
      const worst = (list: readonly PageTimes[], group: Asked['group']): number =>
        Math.max(...list.filter((t) => t.group === group).map((t) => t.p99));
      return (['inbox', 'thread', 'search'] as const).flatMap((group): readonly Figure[] => [
        {
          what: `${group} page, 8 clients at once, p99 of the slowest kind`,
          value: worst(times, group),
          unit: 'ms',
          limit: { at: 'most', value: limits[group] },
          note: `p50/p99 ms: ${tell(times, group)}`,
        },
        {
          what: `${group} page, 8 clients that rest 100 ms on average, p99 of the slowest kind`,
          value: worst(rested, group),
          unit: 'ms',
          note: `p50/p99 ms: ${tell(rested, group)}`,
        },
      ]);
    }),
};

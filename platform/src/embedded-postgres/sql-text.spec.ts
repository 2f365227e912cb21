import { readSql } from './sql-text.ts';

describe('what the gateway reads in an SQL text', () => {
  it.each([
    ['listen a', ['a']],
    ['LISTEN Changes', ['changes']],
    ['listen "Any ""thing"""', ['Any "thing"']],
    ['select 1; listen b; listen c', ['b', 'c']],
    ["select 'listen x'", []],
    ['-- listen y\nselect 1', []],
    ['notify listen, $$; listen z$$', []],
  ])('%s listens to %j', (sql, channels) => expect(readSql(sql).listen).toEqual(channels));

  it.each([
    ['unlisten a', ['a']],
    ['unlisten *', ['*']],
  ])('%s stops listening to %j', (sql, channels) => expect(readSql(sql).unlisten).toEqual(channels));

  it.each([
    'copy t from stdin',
    'COPY t (a, b)\nFROM STDIN WITH (format csv)',
    'select 1; copy t from/* x */stdin',
    'copy t from stdout',
    'discard all',
    'deallocate prepare all',
  ])('refuses %s', (sql) => expect(readSql(sql).refused).toMatch(/not supported by the embedded database/));

  it.each([
    'copy t to stdout',
    "insert into t values ('copy t from stdin')",
    'select copy from stdin_table',
    'deallocate p',
    "do $$ begin raise notice 'discard all'; end $$",
  ])('lets %s through', (sql) => expect(readSql(sql).refused).toBeNull());
});

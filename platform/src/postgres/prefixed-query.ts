import { Query, type Connection, type QueryConfig } from 'pg';

/** A parameter-less-result statement that runs before a query, in the same round trip; prepared under its name. */
export type Prefix = { readonly name: string; readonly text: string; readonly values?: readonly string[] };

type Wire = Connection & { parsedStatements: Record<string, string | undefined> };
type Statement = { readonly name: string; readonly text: string };
/** What `pg` calls on a query and leaves out of its types. */
type Handlers = {
  handleDataRow(m: unknown): void;
  handleCommandComplete(m: unknown, con: unknown): void;
  handleError(e: Error, con: Wire): void;
  handleReadyForQuery(con: Wire): void;
  submit(con: Wire): Error | null;
};
const base = Query.prototype as unknown as Handlers;

/**
 * Statements and a query under one Sync: one round trip. Without a BEGIN among them they are one implicit transaction, so that a role and a setting made
 * "local" hold for the query and no longer; an error in a prefix skips the query.
 */
export class PrefixedQuery extends Query {
  readonly #prefixes: readonly Prefix[];
  readonly #main: Statement | undefined;
  /** Statements being parsed, in order: `pg` takes the first ParseComplete for the query's own. */
  readonly #parsing: Statement[] = [];
  #passed = 0;
  #onParsed: (() => void) | undefined;

  constructor(prefixes: readonly Prefix[], config: QueryConfig & { readonly callback: (e: Error | null, result: unknown) => void }) {
    super({ ...config, queryMode: 'extended' } as QueryConfig);
    this.#prefixes = prefixes;
    this.#main = config.name === undefined ? undefined : { name: config.name, text: config.text };
  }

  override submit = (connection: Connection): Error | null => {
    const con = connection as Wire;
    const known = this.#main && con.parsedStatements[this.#main.name];
    if (this.#main && known !== undefined && known !== this.#main.text)
      return new Error(`prepared statement ${this.#main.name} was used for a different text`);
    con.stream.cork();
    try {
      for (const p of this.#prefixes) {
        if (con.parsedStatements[p.name] === undefined) {
          con.parse({ name: p.name, text: p.text, types: [] }, true);
          this.#parsing.push(p);
        }
        con.bind({ portal: '', statement: p.name, values: [...(p.values ?? [])], valueMapper: (v: unknown) => v }, true);
        con.execute({ portal: '', rows: '' }, true);
      }
      if (known === undefined) this.#parsing.push(this.#main ?? { name: '', text: '' });
      this.#onParsed = () => {
        const s = this.#parsing.shift();
        if (s && s.name !== '') con.parsedStatements[s.name] = s.text;
      };
      con.on('parseComplete', this.#onParsed);
      return base.submit.call(this, con);
    } finally {
      con.stream.uncork();
    }
  };

  handleDataRow(m: unknown): void {
    if (this.#passed === this.#prefixes.length) base.handleDataRow.call(this, m);
  }
  handleCommandComplete(m: unknown, con: unknown): void {
    if (this.#passed === this.#prefixes.length) base.handleCommandComplete.call(this, m, con);
    else this.#passed++;
  }
  handleError(e: Error, con: Wire): void {
    this.#stopListening(con);
    for (const s of this.#parsing) delete con.parsedStatements[s.name];
    base.handleError.call(this, e, con);
  }
  handleReadyForQuery(con: Wire): void {
    this.#stopListening(con);
    base.handleReadyForQuery.call(this, con);
  }
  #stopListening(con: Wire): void {
    if (this.#onParsed) con.off('parseComplete', this.#onParsed);
    this.#onParsed = undefined;
  }
}

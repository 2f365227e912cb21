import { closeStatement } from './backend-messages.ts';

export interface StatementNames {
  /** The message with its statement name made unique to this connection; other messages as they are. */
  rename(type: string, message: Buffer): Buffer;
  /** Close messages for everything that this connection has prepared and not closed. */
  closeAll(): readonly Buffer[];
}

/** All connections share one session, where a prepared statement's name exists once; short names, because PostgreSQL cuts them at 63 bytes. */
export function createStatementNames(connection: number): StatementNames {
  const names = new Map<string, string>();
  const prepared = new Set<string>();

  const replace = (message: Buffer, at: number, use: (unique: string) => void): Buffer => {
    const end = message.indexOf(0, at);
    if (end <= at) return message;
    const name = message.toString('latin1', at, end);
    let unique = names.get(name);
    if (!unique) names.set(name, (unique = `c${connection}_${names.size}`));
    use(unique);
    const renamed = Buffer.concat([message.subarray(0, at), Buffer.from(unique), message.subarray(end)]);
    renamed.writeInt32BE(renamed.length - 1, 1);
    return renamed;
  };

  return {
    rename(type, message) {
      if (type === 'P') return replace(message, 5, (name) => prepared.add(name));
      if (type === 'B') return replace(message, message.indexOf(0, 5) + 1, () => undefined);
      const ofStatement = message[5] === 0x53;
      if (type === 'D' && ofStatement) return replace(message, 6, () => undefined);
      if (type === 'C' && ofStatement) return replace(message, 6, (name) => prepared.delete(name));
      return message;
    },
    closeAll: () => [...prepared].map(closeStatement),
  };
}

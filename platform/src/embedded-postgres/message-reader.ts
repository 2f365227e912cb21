/** Larger messages end the connection: the wasm memory never shrinks again, and nothing of ours comes near (events are refused over 256 KiB, pages of them are a few MB). */
export const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
const MAX_STARTUP_BYTES = 10_000;

export class ProtocolViolation extends Error {}

export interface MessageReader {
  push(chunk: Buffer): void;
}

/**
 * Cuts what a client sends into messages. The first packets have no type byte (`startup` returns false until the real startup message has come).
 * Chunks are joined once per message: joining on every chunk is quadratic for large parameters.
 */
export function createMessageReader(on: {
  startup(code: number, packet: Buffer): boolean;
  message(type: string, message: Buffer): void;
}): MessageReader {
  let chunks: Buffer[] = [];
  let have = 0;
  let need = 1;
  let started = false;

  /** Bytes of the packet that begins at `at`; as long as that is unknown, more than there is. */
  const lengthAt = (bytes: Buffer, at: number): number => {
    const header = started ? 5 : 4;
    if (bytes.length - at < header) return header;
    const length = bytes.readInt32BE(at + header - 4) + header - 4;
    if (length < (started ? 5 : 8) || length > (started ? MAX_MESSAGE_BYTES : MAX_STARTUP_BYTES))
      throw new ProtocolViolation(`message of ${length} bytes`);
    return length;
  };

  return {
    push(chunk) {
      chunks.push(chunk);
      have += chunk.length;
      if (have < need) return;
      const bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks);
      let at = 0;
      let length = lengthAt(bytes, at);
      while (bytes.length - at >= length) {
        const packet = bytes.subarray(at, at + length);
        at += length;
        if (started) on.message(String.fromCharCode(packet[0] ?? 0), packet);
        else started = on.startup(packet.readInt32BE(4), packet);
        length = lengthAt(bytes, at);
      }
      chunks = at < bytes.length ? [bytes.subarray(at)] : [];
      have = bytes.length - at;
      need = length;
    },
  };
}

/** Name and value pairs of a startup message. */
export function startupParameters(packet: Buffer): ReadonlyMap<string, string> {
  const words = packet.toString('utf8', 8).split('\0');
  const pairs = new Map<string, string>();
  for (let i = 0; i + 1 < words.length && words[i]; i += 2) pairs.set(words[i] ?? '', words[i + 1] ?? '');
  return pairs;
}

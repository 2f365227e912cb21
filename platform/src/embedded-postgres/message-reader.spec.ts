import { message, query } from './backend-messages.ts';
import { createMessageReader, MAX_MESSAGE_BYTES, ProtocolViolation, startupParameters } from './message-reader.ts';

const startup = Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 3, 0, 0]), Buffer.from('user\0me\0application_name\0log\0\0')]);
startup.writeInt32BE(startup.length, 0);

function read(chunks: readonly Buffer[]) {
  const seen: string[] = [];
  const reader = createMessageReader({
    startup: (_, packet) => (seen.push([...startupParameters(packet)].map((pair) => pair.join('=')).join(' ')), true),
    message: (type, bytes) => void seen.push(`${type}${bytes.length}`),
  });
  for (const chunk of chunks) reader.push(chunk);
  return seen;
}

describe('the message reader', () => {
  const stream = Buffer.concat([startup, query('select 1'), message('S'), query('x'.repeat(5000)), message('X')]);
  const expected = ['user=me application_name=log', 'Q14', 'S5', 'Q5006', 'X5'];

  it.each([1, 2, 3, 7, 64, 4096, stream.length])('cuts a stream that arrives in chunks of %d bytes', (size) => {
    const chunks = Array.from({ length: Math.ceil(stream.length / size) }, (_, i) => stream.subarray(i * size, (i + 1) * size));
    expect(read(chunks)).toEqual(expected);
  });

  it('refuses a message that is larger than the limit before it has come', () => {
    const header = Buffer.from([0x51, 0, 0, 0, 0]);
    header.writeInt32BE(MAX_MESSAGE_BYTES, 1);
    expect(() => read([startup, header])).toThrow(ProtocolViolation);
  });

  it('refuses a negative length', () => expect(() => read([startup, Buffer.from([0x51, 0xff, 0, 0, 0])])).toThrow(ProtocolViolation));
});

import { BlockList, isIP } from 'node:net';

/** One list per family: a rule for IPv4-mapped addresses would match every IPv4 address. */
const unreachable4 = new BlockList();
const unreachable6 = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  unreachable4.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  unreachable6.addSubnet(net, bits, 'ipv6');

/** Names that no public resolver answers (RFC 2606, 6761, 6762, 8375 and the habits of home routers). */
const privateSuffixes = ['localhost', 'local', 'internal', 'lan', 'home', 'home.arpa', 'intranet', 'corp', 'test', 'example', 'invalid'];

const isPrivate = (host: string): boolean => {
  const family = isIP(host);
  if (family === 4) return unreachable4.check(host, 'ipv4');
  if (family === 6) return unreachable6.check(host, 'ipv6');
  return !host.includes('.') || privateSuffixes.some((s) => host.endsWith(`.${s}`));
};

export type CallbackVerdict = 'ok' | 'not_https' | 'not_public' | 'malformed';

/** Whether Meta can deliver to this address, as far as the address itself tells: https, and a host that is reachable from outside. */
export const judgeCallback = (address: string): CallbackVerdict => {
  if (!URL.canParse(address)) return 'malformed';
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'malformed';
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isPrivate(host)) return 'not_public';
  return url.protocol === 'https:' ? 'ok' : 'not_https';
};

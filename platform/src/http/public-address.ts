import ipaddr from 'ipaddr.js';

/** Whether an address (IPv4 or IPv6, with brackets or zone) belongs to the public internet; everything that is not plainly so does not. */
export const isPublicAddress = (text: string): boolean => {
  const bare = text.replace(/^\[|\]$/g, '').split('%')[0]!;
  if (!ipaddr.isValid(bare)) return false;
  const address = ipaddr.process(bare);
  if (address.range() !== 'unicast') return false;
  // Of IPv6 only 2000::/3 is handed out; `::7f00:1` (IPv4-compatible) would pass as unicast.
  return address.kind() === 'ipv4' || ((address as ipaddr.IPv6).parts[0]! & 0xe000) === 0x2000;
};

import ipaddr from 'ipaddr.js';

/** Azure answers its machines here, among public addresses. Other clouds use link-local, private or reserved ones. */
const insideClouds = new Set(['168.63.129.16']);
/** All that IANA has given out for hosts: whatever lies outside, such as `::127.0.0.1`, leads to no site. */
const globalIpv6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * True for an address that anyone on the internet could mean: no private, loopback, link-local, shared, multicast,
 * documentation, translated or tunnelled one. Only what is known as public passes, so that new ranges are refused.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.parse(address);
  if (ip.range() !== 'unicast') return false;
  return ip instanceof ipaddr.IPv6 ? ip.match(globalIpv6) : !insideClouds.has(ip.toString());
}

export function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.parse(address).range() === 'loopback';
}

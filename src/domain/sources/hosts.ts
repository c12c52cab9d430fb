import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The host name, or the IP address without brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/**
 * Where clouds serve their machines keys and settings, at addresses that look public or private: Azure, Alibaba, AWS,
 * Google, Scaleway, Oracle. Others, such as 169.254.169.254, are link-local. Never read, whatever is listed.
 */
const insideClouds = new Set([
  '168.63.129.16',
  '100.100.100.200',
  'fd00:ec2::254',
  'fd20:ce::254',
  'fd00:42::42',
  'fd00:c1::a9fe:a9fe',
]);
/** All IPv6 space that IANA has allocated to hosts; anything else, such as `::127.0.0.1`, is no website. */
const globalIpv6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * True for public unicast addresses only: no private, loopback, link-local, shared, multicast, documentation,
 * translated or tunnelled ones. An allow-list, so that new special ranges are refused.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.parse(address);
  if (ip.range() !== 'unicast') return false;
  return ip instanceof ipaddr.IPv6 ? ip.match(globalIpv6) : !insideClouds.has(ip.toString());
}

/** True for what a listed host may be at: this machine, or its network. */
export function isPrivateAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.parse(address);
  return privateRanges.has(ip.range()) && !insideClouds.has(ip.toString());
}

/** The last is that of carriers, which private networks use too. */
const privateRanges = new Set(['loopback', 'private', 'uniqueLocal', 'carrierGradeNat']);

/**
 * A host, or a host and a port, of the operator's own network: `feeds.example.internal`, `10.1.2.3:8080`, `[fd00::1]`.
 * Undefined for anything else, also for a range, a pattern, and an address of a cloud's own services.
 */
export function readPrivateHost(text: string): string | undefined {
  const url = /[\s/?#@*\\]/.test(text) ? null : URL.parse(`http://${text}`);
  const [, port] = /:(\d+)$/.exec(text) ?? [];
  const host = url && hostOf(url).replace(/\.+$/, '');
  if (!url || !host || (isIP(host) > 0 && !isPublicAddress(host) && !isPrivateAddress(host)))
    return undefined;
  const written = isIP(host) === 6 ? `[${host}]` : host;
  return port === undefined ? written : `${written}:${Number(port)}`;
}

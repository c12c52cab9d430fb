import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Addresses } from '../domain/ports/imports.ts';
import { type ImportFault, refused } from './fault.ts';

export interface UrlRules {
  /** Ports besides 80 and 443. */
  allowPorts?: readonly number[];
  /** Only ever set by tests, which serve pages on this machine. */
  allowLoopback?: boolean;
}

const longest = 2000;
/** Names that only mean something inside a house; whatever they resolve to is none of ours. */
const insideNames = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)$/;

/**
 * The address as it is asked for: http(s), without credentials and fragment, no odd port, no name of an inside host.
 * `URL` has turned decimal, octal, hexadecimal and full-width forms of IP addresses into the plain one by then.
 */
export function readPageUrl(
  text: string,
  rules: UrlRules,
): { ok: true; url: URL } | { ok: false; fault: ImportFault } {
  const typed = text.trim();
  const url = typed.length <= longest ? URL.parse(typed) : null;
  if (!url) return refused('bad_address');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refused('not_web');
  if (url.username !== '' || url.password !== '') return refused('credentials');
  if (url.port !== '' && !['80', '443'].includes(url.port) && !rules.allowPorts?.includes(Number(url.port)))
    return refused('port');
  url.hostname = url.hostname.replace(/\.+$/, '');
  url.hash = '';
  const host = hostOf(url);
  if (host === '') return refused('bad_address');
  const inside = isIP(host) === 0 && (insideNames.test(host) || !host.includes('.'));
  return inside && !rules.allowLoopback ? refused('private_address') : { ok: true, url };
}

/** The host name, or the IP address without brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

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

/** What newsletters, networks and shops add to an address to know who followed it. */
const tracking =
  /^(utm_.*|at_(medium|campaign|custom\d*)|mc_[ce]id|mkt_tok|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|ysclid|_openstat|igshid|igsh|twclid|ttclid|li_fat_id|_hs(enc|mi)|vero_id|oly_(anon|enc)_id|ref_src|ref_url|cmpid|ocid|smid|ncid|sr_share|spm|wt_mc|xtor|ito|guccounter|guce_.*)$/i;

/** The address without fragment and tracking parameters; undefined for what is no public web address. */
export function cleanUrl(address: string, base?: string, rules: UrlRules = {}): string | undefined {
  const whole = URL.parse(address, base)?.href;
  const read = whole === undefined ? undefined : readPageUrl(whole, rules);
  if (!read?.ok) return undefined;
  const { url } = read;
  for (const name of [...url.searchParams.keys()]) if (tracking.test(name)) url.searchParams.delete(name);
  return url.href;
}

/**
 * The page's canonical address where it is plausible: of the same site, and not the front page of it. A page can name
 * any other site there, by mistake or to be credited with its articles.
 */
export function plausibleCanonical(canonical: string | undefined, page: string): string | undefined {
  const claimed = canonical === undefined ? undefined : cleanUrl(canonical, page);
  if (claimed === undefined) return undefined;
  const [there, here] = [new URL(claimed), new URL(page)];
  const front = there.pathname === '/' && there.search === '' && here.pathname !== '/';
  return isSameSite(there.hostname, here.hostname) && !front ? claimed : undefined;
}

/** `m.news.example`, `amp.news.example` and `news.example` are one site; two hosts under `co.uk` are not. */
function isSameSite(a: string, b: string): boolean {
  const [first, second] = [a, b].map((host) => host.replace(/^(www\d?|m|amp|mobile|en)\./, ''));
  return first === second;
}

/** One form for all ways to write an address, to tell whether two articles are the same one. Never shown. */
export function addressKey(address: string): string | undefined {
  const clean = cleanUrl(address);
  if (clean === undefined) return undefined;
  const url = new URL(clean);
  url.searchParams.sort();
  const host = url.hostname.replace(/^(www\d?|m|amp|mobile)\./, '');
  const path = url.pathname.replace(/\/(amp|index\.html?)?\/?$/, '');
  return `${host}${path}${url.search}`;
}

/** `rules` loosens what may be read; only tests do, which serve pages on this machine. */
export const createAddresses = (rules: UrlRules = {}): Addresses => ({
  clean: (address) => cleanUrl(address, undefined, rules),
  // An address that only a test may read has no other way to be written.
  key: (address) => addressKey(address) ?? address,
});

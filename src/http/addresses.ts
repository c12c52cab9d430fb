import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Addresses } from '../domain/ports/imports.ts';
import { type ImportFault, refused } from './fault.ts';

export interface UrlRules {
  /** Ports other than 80 and 443. */
  allowPorts?: readonly number[];
  /** Set only by tests, which serve pages on this machine. */
  allowLoopback?: boolean;
}

const longest = 2000;
/** Private host names, refused whatever they resolve to. */
const insideNames = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)$/;

/**
 * Parses a web address: http(s), no credentials, no fragment, no unusual port, no private host name. `URL` has already
 * normalised decimal, octal, hexadecimal and full-width IP addresses.
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
  // Behind `#/` a page of one address keeps its routes; anything else is a place within the page.
  if (!/^#!?\//.test(url.hash)) url.hash = '';
  const host = hostOf(url);
  if (host === '') return refused('bad_address');
  const inside = isIP(host) === 0 && (insideNames.test(host) || !host.includes('.'));
  return inside && !rules.allowLoopback ? refused('private_address') : { ok: true, url };
}

/** The host name, or the IP address without brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/**
 * Azure serves its virtual machines at this address, which looks public. Other clouds use link-local, private or
 * reserved ones.
 */
const insideClouds = new Set(['168.63.129.16']);
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

export function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.parse(address).range() === 'loopback';
}

/** Query parameters that newsletters, networks and shops add for tracking. */
const tracking =
  /^(utm_.*|at_(medium|campaign|custom\d*)|mc_[ce]id|mkt_tok|fbclid|gclid|gclsrc|gad_.*|srsltid|_g[al]|mibextid|__twitter_impression|gbraid|wbraid|dclid|msclkid|yclid|ysclid|_openstat|igshid|igsh|twclid|ttclid|li_fat_id|_hs(enc|mi)|vero_id|oly_(anon|enc)_id|ref_src|ref_url|cmpid|ocid|smid|ncid|sr_share|spm|wt_mc|xtor|ito|guccounter|guce_.*)$/i;

/** The article behind a redirect of Google's, which its alerts name in place of the article. */
function unwrapped(address: string, base: string | undefined): URL | null {
  const url = URL.parse(address, base);
  if (url?.pathname !== '/url' || !/^(www\.)?google\.(com?\.)?[a-z]{2,3}$/.test(url.hostname)) return url;
  return URL.parse(url.searchParams.get('url') ?? url.searchParams.get('q') ?? '') ?? url;
}

/** The address without fragment and tracking parameters; undefined if it is not a public web address. */
export function cleanUrl(address: string, base?: string, rules: UrlRules = {}): string | undefined {
  const whole = unwrapped(address, base)?.href;
  const read = whole === undefined ? undefined : readPageUrl(whole, rules);
  if (!read?.ok) return undefined;
  const { url } = read;
  for (const name of [...url.searchParams.keys()]) if (tracking.test(name)) url.searchParams.delete(name);
  return url.href;
}

/**
 * The page's canonical address if plausible: on the same site, and not its front page. Pages may name any other site
 * there, by mistake or to be credited with its articles.
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

/** A key equal for all spellings of an address, to recognise the same article. Never shown. */
export function addressKey(address: string): string | undefined {
  const clean = cleanUrl(address);
  if (clean === undefined) return undefined;
  const url = new URL(clean);
  url.searchParams.sort();
  const host = url.hostname.replace(/^(www\d?|m|amp|mobile)\./, '');
  const path = url.pathname.replace(/\/(amp|index\.html?)?\/?$/, '');
  return `${host}${path}${url.search}${url.hash}`;
}

/** `rules`: loosened only by tests, which serve pages on this machine. */
export const createAddresses = (rules: UrlRules = {}): Addresses => ({
  clean: (address) => cleanUrl(address, undefined, rules),
  // An address that only tests may read has a single spelling.
  key: (address) => addressKey(address) ?? address,
});

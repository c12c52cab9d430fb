import { isIP } from 'node:net';
import type { Addresses } from '../domain/ports/imports.ts';
import { hostOf, isPublicAddress } from '../domain/sources/hosts.ts';
import { failedWith, type ImportFault } from './fault.ts';

export interface UrlRules {
  /** Hosts that may be in a private network, as `readPrivateHost` writes them; also their ports. */
  privateHosts?: readonly string[];
}

/** Private host names, refused whatever they resolve to. */
const insideNames = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)$/;
const longest = 2000;

/**
 * Parses a web address: http(s), no credentials, no fragment, no unusual port, no private host. `URL` has already
 * normalised decimal, octal, hexadecimal and full-width IP addresses.
 */
export function readPageUrl(text: string, rules: UrlRules): ReadUrl {
  const read = readWebUrl(text);
  if (!read.ok || isListed(read.url, rules)) return read;
  const { url } = read;
  if (!['', '80', '443'].includes(url.port)) return failedWith('port');
  const host = hostOf(url);
  const isInside = isIP(host) === 0 ? insideNames.test(host) || !host.includes('.') : !isPublicAddress(host);
  return isInside ? failedWith('private_address') : read;
}

type ReadUrl = { ok: true; url: URL } | { ok: false; fault: ImportFault };

/** Parses a web address without a judgement of where it leads. */
function readWebUrl(text: string): ReadUrl {
  const typed = text.trim();
  const url = typed.length <= longest ? URL.parse(typed) : null;
  if (!url) return failedWith('bad_address');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return failedWith('not_web');
  if (url.username !== '' || url.password !== '') return failedWith('credentials');
  url.hostname = url.hostname.replace(/\.+$/, '');
  // Behind `#/` a page of one address keeps its routes; anything else is a place within the page.
  if (!/^#!?\//.test(url.hash)) url.hash = '';
  return url.hostname === '' ? failedWith('bad_address') : { ok: true, url };
}

/** A host without a port is listed for both usual ones. */
export function isListed(url: URL, { privateHosts = [] }: UrlRules): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const isUsual = port === '80' || port === '443';
  return privateHosts.includes(`${url.hostname}:${port}`) || (isUsual && privateHosts.includes(url.hostname));
}

/** Only what is at a listed host may lead to one: an outside page never chooses what is asked within. */
export const rulesFrom = (from: string, rules: UrlRules): UrlRules => {
  const url = URL.parse(from);
  return url && isListed(url, rules) ? rules : {};
};

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
  return read?.ok ? untracked(read.url).href : undefined;
}

function untracked(url: URL): URL {
  for (const name of [...url.searchParams.keys()]) if (tracking.test(name)) url.searchParams.delete(name);
  return url;
}

/**
 * The page's canonical address if plausible: on the same site, and not its front page. Pages may name any other site
 * there, by mistake or to be credited with its articles.
 */
export function plausibleCanonical(canonical: string | undefined, page: string): string | undefined {
  // The page itself was read, so its own host may be named, wherever that is.
  const own = { privateHosts: [new URL(page).host] };
  const claimed = canonical === undefined ? undefined : cleanUrl(canonical, page, own);
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

/** A key equal for all spellings of an address, to recognise the same article. Never shown, and never asked. */
export function addressKey(address: string): string | undefined {
  const whole = unwrapped(address, undefined)?.href;
  const read = whole === undefined ? undefined : readWebUrl(whole);
  if (!read?.ok) return undefined;
  const url = untracked(read.url);
  url.searchParams.sort();
  const host = url.hostname.replace(/^(www\d?|m|amp|mobile)\./, '');
  const port = ['', '80', '443'].includes(url.port) ? '' : `:${url.port}`;
  const path = url.pathname.replace(/\/(amp|index\.html?)?\/?$/, '');
  return `${host}${port}${path}${url.search}${url.hash}`;
}

/** `rules`: what the operator opens of a private network. */
export const createAddresses = (rules: UrlRules = {}): Addresses => ({
  clean: (address, from) => cleanUrl(address, undefined, from === undefined ? rules : rulesFrom(from, rules)),
  key: (address) => addressKey(address) ?? address,
});

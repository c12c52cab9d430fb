import { readPageUrl, type UrlRules } from './page-url.ts';

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

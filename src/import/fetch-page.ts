import { isIP } from 'node:net';
import type { Web, WebResponse } from '../domain/ports/web.ts';
import { decodePage } from './decode-page.ts';
import { type ImportFault, refused } from './import-fault.ts';
import { hostOf, readPageUrl, type UrlRules } from './page-url.ts';
import { isLoopback, isPublicAddress } from './public-address.ts';
import { acceptedEncodings, readBody } from './read-body.ts';

const mostRedirects = 5;
const mostMs = 10_000;

const pageTypes: Record<string, Page['kind']> = {
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'text/plain': 'plain',
};

const headers = {
  'user-agent': 'Deskwire/0.1 (reads one page when an editor asks for it)',
  accept: 'text/html, application/xhtml+xml, text/plain;q=0.8',
  'accept-encoding': acceptedEncodings,
};

export interface Page {
  /** Where the redirects ended. */
  url: string;
  kind: 'html' | 'plain';
  text: string;
  /** The charset it was read in, by its WHATWG name. */
  charset: string;
}

export type Fetched = { ok: true; page: Page } | { ok: false; fault: ImportFault };

/**
 * Reads one page for an editor. Every address on the way is checked, and only what was checked is connected to. At
 * most 5 redirects, 10 seconds and 5 MB. All that a site or a network can do wrong comes back as a fault.
 */
export async function fetchPage(address: string, web: Web, rules: UrlRules = {}): Promise<Fetched> {
  const signal = web.deadline(mostMs);
  let next = address;
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const opened = await open(next, web, rules, signal);
    if (!opened.ok) return opened;
    const { url, response } = opened;
    try {
      const target = redirectTarget(response, url);
      if (target === undefined) return await readPage(url, response, signal);
      next = target;
    } finally {
      response.close();
    }
  }
  return refused('too_many_redirects');
}

type Opened = { ok: true; url: URL; response: WebResponse } | { ok: false; fault: ImportFault };

async function open(text: string, web: Web, rules: UrlRules, signal: AbortSignal): Promise<Opened> {
  const read = readPageUrl(text, rules);
  if (!read.ok) return read;
  const { url } = read;
  const host = hostOf(url);
  const addresses = isIP(host) ? [host] : await settled(web.resolve(host), signal);
  if (addresses === 'late') return refused('too_slow');
  const [first] = addresses === 'failed' ? [] : addresses;
  if (addresses === 'failed' || first === undefined) return refused('no_such_host');
  // One inside address among public ones is an attempt to be connected to it.
  const mayAsk = (ip: string) => isPublicAddress(ip) || (rules.allowLoopback === true && isLoopback(ip));
  if (!addresses.every(mayAsk)) return refused('private_address');
  const response = await settled(web.request({ url, address: first, headers, signal }), signal);
  if (response === 'late') return refused('too_slow');
  return response === 'failed' ? refused('unreachable') : { ok: true, url, response };
}

/** The network fails in a hundred ways; for an editor they are two. */
async function settled<T>(work: Promise<T>, signal: AbortSignal): Promise<T | 'late' | 'failed'> {
  const { promise: late, resolve } = Promise.withResolvers<'late'>();
  const expire = () => resolve('late');
  signal.addEventListener('abort', expire, { once: true });
  if (signal.aborted) expire();
  try {
    return await Promise.race([
      late,
      work.catch((): 'late' | 'failed' => (signal.aborted ? 'late' : 'failed')),
    ]);
  } finally {
    signal.removeEventListener('abort', expire);
  }
}

function redirectTarget(response: WebResponse, from: URL): string | undefined {
  if (![301, 302, 303, 307, 308].includes(response.status)) return undefined;
  const location = response.headers.location;
  return location === undefined ? undefined : (URL.parse(location, from.href)?.href ?? location);
}

async function readPage(url: URL, response: WebResponse, signal: AbortSignal): Promise<Fetched> {
  const { status } = response;
  if ([401, 402, 403, 407, 451].includes(status)) return refused('site_refuses');
  if (status === 404 || status === 410) return refused('page_gone');
  if (status !== 200 && status !== 203) return refused('site_error');
  const type = response.headers['content-type'] ?? '';
  const kind = pageTypes[(type.split(';')[0] ?? '').trim().toLowerCase()];
  if (!kind) return refused('not_a_page');
  const body = await readBody(response, signal);
  if (!body.ok) return body;
  return { ok: true, page: { url: url.href, kind, ...decodePage(body.bytes, type) } };
}

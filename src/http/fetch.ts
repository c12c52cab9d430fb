import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { Web, WebRequest, WebResponse } from '../domain/ports/runtime.ts';
import { hostOf, isPrivateAddress, isPublicAddress } from '../domain/sources/hosts.ts';
import { isListed, readPageUrl, rulesFrom, type UrlRules } from './addresses.ts';
import { acceptedEncodings } from './body.ts';
import { failedWith, type ImportFault } from './fault.ts';

const mostRedirects = 5;
const mostMs = 10_000;

interface Following {
  web: Web;
  rules: UrlRules;
  /** Headers besides User-Agent and Accept-Encoding. */
  headers: Record<string, string>;
}

/** Reads the final response; its connection is closed afterwards. */
type ReadResponse<T> = (url: URL, response: WebResponse, signal: AbortSignal) => Promise<T>;

/**
 * Fetches an address and follows redirects. Checks every address on the way and connects only to the checked IP. At
 * most 5 redirects and 10 seconds. Every failure of the site or network is returned as a fault.
 */
export async function followRedirects<T>(
  address: string,
  { web, rules, headers }: Following,
  read: ReadResponse<T>,
): Promise<T | { ok: false; fault: ImportFault }> {
  const signal = web.deadline(mostMs);
  const asking = {
    web,
    rules,
    signal,
    headers: { 'user-agent': userAgent, 'accept-encoding': acceptedEncodings, ...headers },
  };
  let next = address;
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const opened = await openAddress(next, asking);
    if (!opened.ok) return opened;
    const { url, response } = opened;
    try {
      const target = redirectTarget(response, url);
      if (target === undefined) return await read(url, response, signal);
      asking.rules = rulesFrom(url.href, asking.rules);
      next = target;
    } finally {
      response.close();
    }
  }
  return failedWith('too_many_redirects');
}

const userAgent = 'Deskwire/0.1 (reads for an editor what the editor asked for)';

type Opened = { ok: true; url: URL; response: WebResponse } | { ok: false; fault: ImportFault };

interface Asking extends Following {
  signal: AbortSignal;
}

async function openAddress(text: string, { web, rules, headers, signal }: Asking): Promise<Opened> {
  const read = readPageUrl(text, rules);
  if (!read.ok) return read;
  const { url } = read;
  const host = hostOf(url);
  const addresses = isIP(host) ? [host] : await settled(web.resolve(host), signal);
  if (addresses === 'late') return failedWith('too_slow');
  const [first] = addresses === 'failed' ? [] : addresses;
  if (addresses === 'failed' || first === undefined) return failedWith('no_such_host');
  // A private address among public ones is an attempt to reach it.
  const mayAsk = (ip: string) => isPublicAddress(ip) || (isListed(url, rules) && isPrivateAddress(ip));
  if (!addresses.every(mayAsk)) return failedWith('private_address');
  const response = await settled(web.request({ url, address: first, headers, signal }), signal);
  if (response === 'late') return failedWith('too_slow');
  return response === 'failed' ? failedWith('unreachable') : { ok: true, url, response };
}

/** The network fails in many ways; for an editor there are two. */
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

/** The real network. IPv4 first, because many networks lack IPv6. */
export const nodeWeb: Web = {
  async resolve(host) {
    const found = await lookup(host, { all: true, order: 'ipv4first' });
    return found.map(({ address }) => address);
  },
  request,
  deadline: (ms) => AbortSignal.timeout(ms),
};

/** A separate connection to that one IP address, without a second DNS lookup, a proxy or cookies. */
function request({ url, address, headers, signal }: WebRequest): Promise<WebResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<WebResponse>();
  const family = isIP(address);
  const { request: ask } = url.protocol === 'https:' ? https : http;
  ask(url, {
    headers,
    signal,
    agent: false,
    lookup: (_host, options, done) =>
      options.all ? done(null, [{ address, family }]) : done(null, address, family),
  })
    .on('response', (response) =>
      resolve({
        status: response.statusCode ?? 0,
        headers: flat(response.headers),
        body: response,
        close: () => response.destroy(),
      }),
    )
    // Also if the connection fails during the response: the body then fails too, and is handled by its reader.
    .on('error', reject)
    .end();
  return promise;
}

function flat(headers: http.IncomingHttpHeaders): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

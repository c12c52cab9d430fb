import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { Web, WebRequest, WebResponse } from '../domain/ports/web.ts';

/** The network itself. IPv4 first, because many houses have no IPv6. */
export const nodeWeb: Web = {
  async resolve(host) {
    const found = await lookup(host, { all: true, order: 'ipv4first' });
    return found.map(({ address }) => address);
  },
  request,
  deadline: (ms) => AbortSignal.timeout(ms),
};

/** A connection of its own to the one address, without a second look-up, without a proxy and without cookies. */
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
    // Also when the other end fails after the response has begun: its body then fails too, and is read elsewhere.
    .on('error', reject)
    .end();
  return promise;
}

function flat(headers: http.IncomingHttpHeaders): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Web } from '../../src/domain/ports/runtime.ts';
import { nodeWeb } from '../../src/http/fetch.ts';

/** A site on this machine. `host`, which a setting or `rules` must list, lets a test read it. */
export async function servePages(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  return {
    ...{ port, host },
    at: (path: string) => `http://${host}${path}`,
    rules: { privateHosts: [host] },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The real client with names from a list and a deadline that passes when a test says so. */
export function webWith(names: Record<string, string[]>) {
  const late = new AbortController();
  const asked: string[] = [];
  const connected: string[] = [];
  const web: Web = {
    async resolve(host) {
      asked.push(host);
      const found = names[host];
      if (!found) throw new Error(`no such host: ${host}`);
      return found;
    },
    request(request) {
      connected.push(request.address);
      return nodeWeb.request(request);
    },
    deadline: () => late.signal,
  };
  return { web, asked, connected, expire: () => late.abort() };
}

import { createServer, type RequestListener, type Server } from 'node:http';

/** What `/readyz` asks: false while the store cannot be read, no desk serves, or a platform refuses us. */
export type Readiness = () => Promise<{
  ready: boolean;
  desks: string[];
  /** Which installation answers. */
  installation: string;
  faults?: string[];
}>;

interface WebApp extends Port {
  /** Gives a path to a platform that answers there by itself. */
  mount(path: string, listener: RequestListener): void;
}

/** The service's own HTTP door: `/healthz` says that the process lives, `/readyz` that it can answer. */
export function createWebApp({
  host,
  port,
  ready,
}: {
  host: string;
  port: number;
  ready: Readiness;
}): WebApp {
  const mounted = new Map<string, RequestListener>();
  const server = createServer((request, response) => {
    const send = (status: number, body: object) =>
      response
        .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
        .end(`${JSON.stringify(body)}\n`);
    const path = request.url?.split('?')[0] ?? '';
    const listener = mounted.get(path);
    if (listener) return void listener(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return send(405, { error: 'only GET is answered here' });
    if (path === '/healthz') return send(200, { status: 'ok' });
    if (path === '/readyz') {
      ready().then(
        (state) => send(state.ready ? 200 : 503, state),
        () => send(503, { ready: false, desks: [] }),
      );
      return;
    }
    send(404, { error: 'nothing here; try /healthz or /readyz' });
  });

  return { mount: (path, listener) => void mounted.set(path, listener), ...listening(server, host, port) };
}

/** Something that listens on a port of ours. */
export interface Port {
  /** Resolves to the port in use once it listens. */
  start(): Promise<number>;
  stop(): Promise<void>;
}

export const listening = (server: Server, host: string, port: number): Port => ({
  start: () =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        const address = server.address();
        resolve(typeof address === 'object' && address ? address.port : port);
      });
    }),
  stop: () =>
    new Promise((resolve) => {
      // Answers that are being written get a moment.
      const cut = setTimeout(() => server.closeAllConnections(), 300);
      server.close(() => {
        clearTimeout(cut);
        resolve();
      });
      server.closeIdleConnections();
    }),
});

/**
 * The door for Prometheus. It has a port of its own, since on the other one nothing tells a proxy that serves the world
 * from a process on this machine.
 */
export function createMetricsDoor({
  host,
  port,
  scrape,
}: {
  host: string;
  port: number;
  scrape(): Promise<{ type: string; text: string }>;
}): Port {
  const server = createServer((request, response) => {
    const send = (status: number, type: string, text: string) =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics')
      return void send(404, 'text/plain', 'nothing here; try GET /metrics\n');
    scrape().then(
      ({ type, text }) => send(200, type, text),
      () => send(500, 'text/plain', 'the figures could not be put together; the log says why\n'),
    );
  });
  return listening(server, host, port);
}

import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';

/** What `/readyz` asks: false while the store cannot be read, no desk serves, or a platform refuses us. */
export type Readiness = () => Promise<{ ready: boolean; desks: string[]; faults?: string[] }>;

export interface WebApp {
  /** Resolves to the port in use once it listens. */
  start(): Promise<number>;
  /** Gives a path to a platform that answers there by itself. */
  mount(path: string, listener: RequestListener): void;
  stop(): Promise<void>;
}

/** The service's own HTTP door: `/healthz` says that the process lives, `/readyz` that it can answer. */
export function createWebApp({
  host,
  port,
  ready,
  metrics,
  metricsTo = 'local',
}: {
  host: string;
  port: number;
  ready: Readiness;
  /** Prometheus text. */
  metrics?: () => Promise<string>;
  /** Who may read them: this machine alone, or all who reach the port. */
  metricsTo?: 'local' | 'all';
}): WebApp {
  const mounted = new Map<string, RequestListener>();
  const server: Server = createServer((request, response) => {
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
    if (path === '/metrics' && metrics && (metricsTo === 'all' || isLocal(request))) {
      metrics().then(
        (text) =>
          response
            .writeHead(200, { 'content-type': 'text/plain; version=0.0.4', 'cache-control': 'no-store' })
            .end(text),
        () => send(503, { error: 'the store cannot be read' }),
      );
      return;
    }
    send(404, { error: 'nothing here; try /healthz or /readyz' });
  });

  return {
    mount: (path, listener) => void mounted.set(path, listener),
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
  };
}

/** From this machine, and not handed on by a proxy on it. */
function isLocal({ socket, headers }: IncomingMessage): boolean {
  const handedOn = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => name in headers);
  return !handedOn && /^(?:::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '');
}

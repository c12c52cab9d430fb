import { createServer, type RequestListener } from 'node:http';
import { type Door, listening } from './listening.ts';

/** What `/readyz` asks: false while the store cannot be read, no desk serves, or a platform refuses us. */
export type Readiness = () => Promise<{ ready: boolean; desks: string[]; faults?: string[] }>;

export interface WebApp extends Door {
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

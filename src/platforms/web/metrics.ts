import { createServer } from 'node:http';
import { type Door, listening } from './listening.ts';

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
}): Door {
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

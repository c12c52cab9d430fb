import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { deskwireProcess } from './cli/deskwire.ts';
import { startTcpProxy } from './fakes/tcp-proxy.ts';
import { type PostgresServer, startPostgres } from './store/postgres-server.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

test('the service waits for its database, outlives its connections, and is ready again by itself', async () => {
  const proxy = await startTcpProxy(await server.database());
  proxy.refuse();
  const deskwire = deskwireProcess({ DATABASE_URL: proxy.url });
  onTestFinished(async () => {
    deskwire.end();
    await proxy.stop();
  });
  const service = deskwire.start('start');
  expect(await service.said('waiting for the database')).toContain('PostgreSQL cannot be reached');

  proxy.accept();
  const { port } = JSON.parse(await service.said('"serving"')) as { port: number };
  const ready = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status;
  expect(await ready()).toBe(200);

  for (let cuts = 0; cuts < 3; cuts += 1) {
    const asked = ready();
    proxy.cut();
    await asked;
    expect(await ready()).toBe(200);
  }
  proxy.refuse();
  await vi.waitFor(async () => expect(await ready()).toBe(503));
  proxy.accept();
  await vi.waitFor(async () => expect(await ready()).toBe(200));
  expect(await service.said('PostgreSQL answers again')).toContain('"seconds"');

  service.child.kill('SIGTERM');
  expect((await service.ended).code).toBe(0);
});

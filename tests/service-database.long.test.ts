import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { startService } from '../src/app/service.ts';
import { readConfig } from '../src/config.ts';
import { createMetrics } from '../src/runtime/metrics.ts';
import { deskwireProcess, type Started } from './cli/deskwire.ts';
import { startTcpProxy } from './fakes/tcp-proxy.ts';
import { silent } from './store/fixture.ts';
import { type OwnPostgresServer, startOwnPostgres } from './store/postgres-server.ts';

let server: OwnPostgresServer;
beforeAll(async () => {
  server = await startOwnPostgres();
});
afterAll(() => server?.stop());

const count = (text: string, words: string) => text.split(words).length - 1;

/** What `/readyz` answers. Where no answer comes, the error says what the service printed. */
async function readiness(service: Started): Promise<{ status: number; faults: string[] | undefined }> {
  const { port } = JSON.parse(await service.said('"serving"')) as { port: number };
  try {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`);
    return { status: response.status, faults: ((await response.json()) as { faults?: string[] }).faults };
  } catch (cause) {
    throw new Error(`no answer; the service printed: ${service.printed()}`, { cause });
  }
}

test('while the database is away a start says once for what it waits and ends when told to, and `run` fails', async () => {
  const proxy = await startTcpProxy(await server.database());
  proxy.refuse();
  const deskwire = deskwireProcess({ DATABASE_URL: proxy.url });
  onTestFinished(async () => {
    deskwire.end();
    await proxy.stop();
  });
  const service = deskwire.start('start');
  await service.said('waiting for the database');
  expect(await deskwire.run('run', '/centralasia latest')).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/^deskwire: PostgreSQL cannot be reached: .+\ncheck DATABASE_URL.+\n$/),
  });
  service.child.kill('SIGTERM');
  const { code, out } = await service.ended;
  expect({ code, warnings: count(out, '"level":40'), away: count(out, 'cannot be reached') }).toEqual({
    code: 0,
    warnings: 1,
    away: 1,
  });
});

test('a restart of the server ends nothing, is told once, and the service is ready again by itself', async () => {
  const deskwire = deskwireProcess({ DATABASE_URL: await server.database() });
  onTestFinished(() => deskwire.end());
  const service = deskwire.start('start');
  const ready = () => readiness(service);
  expect(await ready()).toEqual({ status: 200, faults: undefined });
  await server.down();
  for (let times = 0; times < 5; times += 1)
    expect(await ready()).toEqual({
      status: 503,
      faults: [expect.stringContaining('PostgreSQL cannot be reached')],
    });
  await server.up();
  await vi.waitFor(async () => expect(await ready()).toEqual({ status: 200, faults: undefined }), {
    timeout: 10_000,
  });
  service.child.kill('SIGTERM');
  const { code, out } = await service.ended;
  expect(code).toBe(0);
  expect(count(out, 'commands fail until it answers again')).toBe(1);
  expect(count(out, 'PostgreSQL answers again')).toBe(1);
});

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
  const ready = async () => (await readiness(service)).status;
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

test('jobs whose first run meets a database that is away end nothing', async () => {
  const proxy = await startTcpProxy(await server.database());
  const data = await mkdtemp(join(tmpdir(), 'deskwire-away-'));
  const opened = new AsyncDisposableStack();
  onTestFinished(async () => {
    await opened.disposeAsync();
    await proxy.stop();
    await rm(data, { recursive: true, force: true });
  });
  const config = readConfig({ DATABASE_URL: proxy.url, DESKWIRE_DATA: data, PORT: '0', METRICS_PORT: 'off' });
  if (!config.ok) throw new Error(config.faults.join());
  const failed: unknown[] = [];
  const service = await startService({
    config: config.config,
    log: { ...silent, error: (fields) => void failed.push(fields) },
    metrics: createMetrics('0'),
    ...{ interactive: false, opened, show: () => {}, agrees: async () => true },
  });
  proxy.refuse();
  service.begin();
  await vi.waitFor(() =>
    expect(failed).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ job: 'ledger' }),
        expect.objectContaining({ job: 'imports' }),
      ]),
    ),
  );
});

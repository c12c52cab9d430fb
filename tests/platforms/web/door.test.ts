import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { expect, onTestFinished, test } from 'vitest';
import { addressFile } from '../../../src/app/page/page.ts';
import { pageFound } from '../../../src/cli/doctor/machine.ts';
import { createDoor, isLoopback } from '../../../src/platforms/web/door.ts';
import { localPage, openedPage } from './local-page.ts';

/** fetch sets Host itself. */
const statusWith = (port: number, headers: Record<string, string>) =>
  new Promise<number>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/', headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });

test('nothing is served but through the printed address, which opens one browser once', async () => {
  const page = await localPage();
  for (const path of ['/', '/page.js', '/page.css', '/icon.svg', '/nothing', '/?key=', '/?key=guess'])
    expect((await fetch(page.base + path)).status, path).toBe(403);
  const post = {
    method: 'POST',
    body: '{}',
    headers: { origin: page.base, 'content-type': 'application/json' },
  };
  expect((await fetch(`${page.base}/act`, post)).status).toBe(403);

  const first = page.address();
  const opened = await fetch(first);
  expect(opened.status).toBe(200);
  expect(opened.headers.get('set-cookie')).toMatch(
    /^deskwire_\d+=[\w-]{24}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
  );
  expect((await fetch(first)).status).toBe(403);
  expect(page.addresses).toHaveLength(2);
  expect((await fetch(page.address())).status).toBe(200);
});

test('only a request to this very address is answered', async () => {
  const page = await localPage();
  const { cookie } = await openedPage(page);
  const own = `127.0.0.1:${page.port}`;
  const status = (headers: Record<string, string>) => statusWith(page.port, { cookie, ...headers });
  expect(await status({ host: own })).toBe(200);
  expect(await status({ host: `localhost:${page.port}` })).toBe(200);
  expect(await status({ host: `rebound.example:${page.port}` })).toBe(421);
  expect(await status({ host: '127.0.0.1' })).toBe(421);
  expect(await status({ host: own, 'x-forwarded-for': '10.0.0.1' })).toBe(403);
  expect(await status({ host: own, via: '1.1 proxy' })).toBe(403);
});

test('only the page itself can do something', async () => {
  const page = await localPage();
  const { post } = await openedPage(page);
  const body = { line: '/centralasia v' };
  expect((await post('/complete', body)).status).toBe(200);
  const other = `http://127.0.0.1:${page.port + 1}`;
  expect((await post('/complete', body, { origin: other })).status).toBe(403);
  expect((await post('/complete', body, { origin: 'null' })).status).toBe(403);
  expect((await post('/complete', body, { 'sec-fetch-site': 'same-site' })).status).toBe(403);
  expect((await post('/complete', body, { 'x-csrf': 'x'.repeat(24) })).status).toBe(403);
  expect((await post('/complete', body, { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await post('/act', { do: { act: 'everything' }, since: {} })).status).toBe(400);
});

test('the browser runs and loads what the page has, and nothing else', async () => {
  const page = await localPage();
  const { get, html } = await openedPage(page);
  const policy = (await get('/')).headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  expect(html).not.toMatch(/ style=| on\w+=|<style|<script>/);
  const loaded = [...html.matchAll(/(?:src|href)="([^"#]+\.\w+)"/g)].map(([, path]) => path ?? '');
  expect(loaded.sort()).toEqual(['/icon.svg', '/page.css', '/page.js']);
  const parts = await Promise.all(loaded.map(async (path) => (await get(path)).arrayBuffer()));
  const size = [Buffer.from(html), ...parts.map((part) => Buffer.from(part))].map(
    (part) => gzipSync(part).length,
  );
  expect(size.reduce((a, b) => a + b)).toBeLessThan(200_000);
});

test('a request of more than 100 kB is refused with a sentence', async () => {
  const { post } = await openedPage(await localPage());
  const answer = await post('/complete', { line: 'x'.repeat(100_000) });
  expect(answer.status).toBe(413);
  expect(await answer.json()).toEqual({ fault: 'That is too much at once: send less than 100 kB.' });
});

test('doctor tells the page of a running Deskwire from another program on its port', async () => {
  const { port } = await localPage();
  const host = '127.0.0.1';
  const data = mkdtempSync(join(tmpdir(), 'deskwire-door-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  expect(await pageFound({ host, data, page: { port, asked: true } })).toMatchObject([
    { state: 'fault', says: `another Deskwire listens on 127.0.0.1:${port}` },
  ]);
  writeFileSync(addressFile({ data }), `http://127.0.0.1:${port}/?key=one\n`);
  expect(await pageFound({ host, data, page: { port, asked: true } })).toEqual([
    { state: 'ok', says: `Deskwire serves the local page on 127.0.0.1:${port}` },
  ]);
  const other = createServer((_, response) => response.end('hello')).listen(0, host);
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const taken = (other.address() as AddressInfo).port;
  const says = `another program listens on 127.0.0.1:${taken}`;
  expect(await pageFound({ host, data, page: { port: taken, asked: true } })).toMatchObject([
    { state: 'fault', says },
  ]);
  expect(await pageFound({ host, data, page: { port: taken, asked: false } })).toMatchObject([
    { state: 'warn', says: `${says}: no local page is served` },
  ]);
  expect(await pageFound({ host: '0.0.0.0', data, page: { port: taken, asked: true } })).toMatchObject([
    { state: 'ok' },
  ]);
  expect(await pageFound({ host, data })).toMatchObject([{ state: 'ok', says: 'off' }]);
});

test('loopback is this machine alone', () => {
  for (const host of ['127.0.0.1', '127.1.2.3', 'localhost', '::1'])
    expect(isLoopback(host), host).toBe(true);
  for (const host of ['0.0.0.0', '::', '192.168.1.2', '127.0.0.1.example', 'localhost.example'])
    expect(isLoopback(host), host).toBe(false);
});

/** A door of its own, opened by any number of browsers. */
function doorOnly() {
  let hour = 0;
  const door = createDoor({ port: () => 80, onUsed: () => {}, elapsed: () => 1 + hour * 3_600_000 });
  const app = new Hono().use(door.guard).get('/', (c) => c.text('inside'));
  const get = (path: string, cookie = '', more = {}) =>
    app.request(path, { headers: { host: '127.0.0.1:80', cookie, ...more } });
  return {
    async open() {
      const { pathname, search } = new URL(door.address());
      const opened = await get(pathname + search);
      return opened.headers.get('set-cookie')?.split(';')[0] ?? '';
    },
    status: async (cookie: string, headers = {}) => (await get('/?line=x', cookie, headers)).status,
    later(hours: number) {
      hour += hours;
    },
  };
}

test('a browser is shut out after twelve hours, whatever it still sends', async () => {
  const door = doorOnly();
  const cookie = await door.open();
  door.later(11);
  expect(await door.status(cookie)).toBe(200);
  door.later(2);
  expect(await door.status(cookie)).toBe(403);
});

test('of many browsers those used last stay open', async () => {
  const door = doorOnly();
  const [first, second] = [await door.open(), await door.open()];
  for (let more = 0; more < 19; more += 1) {
    await door.open();
    expect(await door.status(first)).toBe(200);
  }
  expect(await door.status(second)).toBe(403);
});

test('a link on another page, also one served by this machine, does not ask in the reader’s name', async () => {
  const door = doorOnly();
  const cookie = await door.open();
  for (const site of ['same-origin', 'none'])
    expect(await door.status(cookie, { 'sec-fetch-site': site }), site).toBe(200);
  for (const site of ['same-site', 'cross-site'])
    expect(await door.status(cookie, { 'sec-fetch-site': site }), site).toBe(403);
});

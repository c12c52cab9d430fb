import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { fetchPage } from '../../src/import/article-reader.ts';
import { webWith } from './page-server.ts';

/** For news.example, signed by itself. Its key is public, and good for nothing but this test. */
const folder = new URL('./tls/', import.meta.url);
const own = {
  key: readFileSync(new URL('key.pem', folder)),
  cert: readFileSync(new URL('cert.pem', folder), 'utf8'),
};
const trusted = getCACertificates('default');
beforeAll(() => setDefaultCACertificates([...trusted, own.cert]));
afterAll(() => setDefaultCACertificates(trusted));

async function secureSite() {
  const named: unknown[] = [];
  const server = createServer(own, (request, response) => {
    named.push((request.socket as { servername?: unknown }).servername);
    response.writeHead(200, { 'content-type': 'text/plain' }).end('A line was agreed.');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { web, connected } = webWith({
    'news.example': ['127.0.0.1'],
    'other.example': ['127.0.0.1'],
  });
  const read = async (host: string) => {
    const fetched = await fetchPage(`https://${host}:${port}/a`, web, {
      privateHosts: [`${host}:${port}`],
    });
    return fetched.ok ? fetched.page.text : fetched.fault.code;
  };
  return { read, named, connected };
}

test('a page over TLS is read from the address that was checked, by the name that was asked for', async () => {
  const { read, named, connected } = await secureSite();
  expect(await read('news.example')).toBe('A line was agreed.');
  expect({ named, connected }).toEqual({ named: ['news.example'], connected: ['127.0.0.1'] });
});

test('a site with the certificate of another is not read', async () => {
  const { read, named } = await secureSite();
  expect(await read('other.example')).toBe('unreachable');
  expect(named).toEqual([]);
});

test('a site whose certificate nobody vouches for is not read', async () => {
  setDefaultCACertificates(trusted);
  onTestFinished(() => setDefaultCACertificates([...trusted, own.cert]));
  const { read } = await secureSite();
  expect(await read('news.example')).toBe('unreachable');
});

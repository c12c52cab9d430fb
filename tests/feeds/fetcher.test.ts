import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { createFeedFetcher } from '../../src/feeds/fetcher.ts';
import { largestPage } from '../../src/http/body.ts';
import { servePages, webWith } from '../import/page-server.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function site(listener: Parameters<typeof servePages>[0]) {
  const served = await servePages(listener);
  closing.push(served.close);
  const { web, connected, expire } = webWith({ 'inside.example': ['10.0.0.7'] });
  return { ...served, connected, expire, fetcher: createFeedFetcher(web, served.rules) };
}

const rss = '<rss version="2.0"><channel><title>t</title></channel></rss>';
const xml = { 'content-type': 'application/rss+xml; charset=utf-8' };

test('a feed is fetched with what its site said of it, and asked with the same the next time', async () => {
  const asked: unknown[] = [];
  const { at, fetcher } = await site((request, response) => {
    asked.push([request.headers['if-none-match'], request.headers['if-modified-since']]);
    response.writeHead(asked.length === 1 ? 200 : 304, {
      ...xml,
      ...{ etag: 'W/"1"', 'last-modified': 'Mon, 23 Nov 2026 08:00:00 GMT', 'cache-control': 'max-age=60' },
    });
    response.end(asked.length === 1 ? rss : undefined);
  });
  const first = await fetcher.fetch(at('/rss'), {});
  const headers = {
    ...{ etag: 'W/"1"', modified: 'Mon, 23 Nov 2026 08:00:00 GMT', cacheControl: 'max-age=60' },
  };
  expect(first).toEqual({ outcome: 'read', url: at('/rss'), text: rss, headers });
  expect(await fetcher.fetch(at('/rss'), headers)).toEqual({ outcome: 'unchanged', headers });
  expect(asked).toEqual([
    [undefined, undefined],
    ['W/"1"', 'Mon, 23 Nov 2026 08:00:00 GMT'],
  ]);
});

test.each([
  [410, { outcome: 'gone' }],
  [404, { outcome: 'failed', says: expect.stringContaining('nothing at this address') }],
  [403, { outcome: 'failed', says: expect.stringContaining('refuses') }],
  [429, { outcome: 'failed', says: expect.stringContaining('error'), headers: { retryAfter: '120' } }],
  [500, { outcome: 'failed', says: expect.stringContaining('error') }],
])('%i is told as what it is', async (status, expected) => {
  const { at, fetcher } = await site((_, response) =>
    response.writeHead(status, status === 429 ? { 'retry-after': '120' } : {}).end(),
  );
  expect(await fetcher.fetch(at('/rss'), {})).toMatchObject(expected);
});

test('what a site says is kept only where it can be sent back', async () => {
  const { at, fetcher } = await site((_, response) =>
    response
      .writeHead(200, { ...xml, etag: `"${'x'.repeat(600)}"`, 'last-modified': 'demain à midi' })
      .end(rss),
  );
  expect(await fetcher.fetch(at('/rss'), {})).toMatchObject({ outcome: 'read', headers: {} });
});

test('the rules of pages hold: no way inside, not too large, not too slow, nothing but documents', async () => {
  const answers: Record<string, () => [number, Record<string, string>, (Buffer | string)?]> = {
    '/inside': () => [302, { location: 'http://10.0.0.1/' }],
    '/named': () => [302, { location: 'http://inside.example/' }],
    '/metadata': () => [302, { location: 'http://169.254.169.254/latest' }],
    '/file': () => [302, { location: 'file:///etc/passwd' }],
    '/large': () => [200, { ...xml, 'content-length': String(largestPage + 1) }, 'x'],
    '/bomb': () => [200, { ...xml, 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(largestPage + 1))],
    '/picture': () => [200, { 'content-type': 'image/png' }, 'x'],
    '/moved': () => [301, { location: '/rss' }],
    '/rss': () => [200, { 'content-type': 'text/plain' }, rss],
  };
  const { at, fetcher, connected, expire } = await site((request, response) => {
    const [status, headers, body] = answers[request.url ?? '']?.() ?? [500, {}];
    response.writeHead(status, headers).end(body);
  });
  const says = async (path: string) => {
    const fetched = await fetcher.fetch(at(path), {});
    return fetched.outcome === 'failed' ? fetched.says : fetched.outcome;
  };
  for (const path of ['/inside', '/named', '/metadata'])
    expect(await says(path), path).toContain('DESKWIRE_PRIVATE_HOSTS');
  expect(await says('/file')).toContain('Only https:// and http://');
  for (const path of ['/large', '/bomb']) expect(await says(path), path).toContain('larger than 5 MB');
  expect(await says('/picture')).toContain('neither a feed');
  expect(await says('/moved')).toBe('read');
  expect(new Set(connected)).toEqual(new Set(['127.0.0.1']));
  expire();
  expect(await says('/rss')).toContain('10 seconds');
});

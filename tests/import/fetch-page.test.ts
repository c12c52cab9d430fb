import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { Web } from '../../src/domain/ports/runtime.ts';
import { isPublicAddress } from '../../src/domain/sources/hosts.ts';
import { createAddresses } from '../../src/http/addresses.ts';
import { fetchPage } from '../../src/import/article-reader.ts';
import { servePages, webWith } from './page-server.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function site(listener: Parameters<typeof servePages>[0]) {
  const served = await servePages(listener);
  closing.push(served.close);
  return served;
}

const html = { 'content-type': 'text/html; charset=utf-8' };
const codeOf = (fetched: Awaited<ReturnType<typeof fetchPage>>) => (fetched.ok ? 'read' : fetched.fault.code);

/** A network that must not be touched. */
const offLimits: Web = {
  resolve: async (host) => expect.unreachable(`asked for ${host}`),
  request: async ({ address }) => expect.unreachable(`connected to ${address}`),
  deadline: () => new AbortController().signal,
};

test('a page is read, and its site is told who asks', async () => {
  let agent: string | undefined;
  const { at, rules } = await site((request, response) => {
    agent = request.headers['user-agent'];
    response.writeHead(200, html).end('<p>Ashgabat');
  });
  const fetched = await fetchPage(at('/a?b=1#c'), webWith({}).web, rules);
  expect(fetched).toEqual({
    ok: true,
    page: { url: at('/a?b=1'), kind: 'html', text: '<p>Ashgabat', charset: 'utf-8' },
  });
  expect(agent).toMatch(/^Deskwire\//);
});

test.each([
  ['not a url', 'bad_address'],
  ['', 'bad_address'],
  [`https://example.org/${'a'.repeat(2000)}`, 'bad_address'],
  ['ftp://example.org/a', 'not_web'],
  ['file:///etc/passwd', 'not_web'],
  ['javascript:alert(1)', 'not_web'],
  ['data:text/html,hi', 'not_web'],
  ['https://admin:secret@example.org/', 'credentials'],
  ['https://admin@example.org/', 'credentials'],
  ['http://example.org:22/', 'port'],
  ['https://example.org:8443/', 'port'],
])('%s is refused as %s before anything is asked', async (address, code) => {
  expect(codeOf(await fetchPage(address, offLimits))).toBe(code);
});

test.each([
  'http://127.0.0.1/',
  'http://127.1/',
  'http://2130706433/',
  'http://017700000001/',
  'http://0x7f.0.0.1/',
  'http://0x7f000001/',
  'http://１２７.0.0.1/',
  'http://127.0.0.1./',
  'http://%31%32%37.0.0.1/',
  'http://0/',
  'http://10.1.2.3/',
  'http://172.31.255.255/',
  'http://192.168.1.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://100.64.0.1/',
  'http://100.100.100.200/',
  'http://192.0.0.192/',
  'http://168.63.129.16/',
  'http://198.18.0.1/',
  'http://203.0.113.9/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[64:ff9b:1::a00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:0:7f00:1::]/',
  'http://[fe80::1]/',
  'http://[fec0::1]/',
  'http://[fc00::1]/',
  'http://[fd00:ec2::254]/',
  'http://[ff02::1]/',
  'http://[2001:db8::1]/',
  'http://localhost/',
  'http://LOCALHOST./',
  'http://a.localhost/',
  'http://metadata.google.internal/',
  'http://printer.local/',
  'http://router/',
])('%s leads inside and is never asked', async (address) => {
  expect(codeOf(await fetchPage(address, offLimits))).toBe('private_address');
});

test('a name is judged by its addresses, and one inside address spoils them all', async () => {
  const { web, connected } = webWith({
    'inside.example': ['10.0.0.7'],
    'mixed.example': ['93.184.215.14', '127.0.0.1'],
    'mapped.example': ['::ffff:192.168.0.1'],
    'odd.example': ['not an address'],
    'empty.example': [],
  });
  for (const host of ['inside', 'mixed', 'mapped', 'odd'])
    expect(codeOf(await fetchPage(`http://${host}.example/`, web))).toBe('private_address');
  expect(codeOf(await fetchPage('http://empty.example/', web))).toBe('no_such_host');
  expect(codeOf(await fetchPage('http://unknown.example/', web))).toBe('no_such_host');
  expect(connected).toEqual([]);
});

test('the address that was checked is the one connected to, by one look-up', async () => {
  const { port } = await site((request, response) =>
    response.writeHead(200, html).end(`host ${request.headers.host}`),
  );
  const rules = { privateHosts: [`news.example:${port}`] };
  const { web, asked, connected } = webWith({ 'news.example': ['127.0.0.1'] });
  const fetched = await fetchPage(`http://news.example.:${port}/`, web, rules);
  expect(fetched).toMatchObject({ ok: true, page: { text: expect.stringMatching(/^host news\.example:/) } });
  expect(asked).toEqual(['news.example']);
  expect(connected).toEqual(['127.0.0.1']);
});

test('each redirect is judged like the first address', async () => {
  const targets: Record<string, string> = {
    '/inside': 'http://10.0.0.1/',
    '/metadata': 'http://169.254.169.254/',
    '/rebound': 'http://rebound.example/',
    '/file': 'file:///etc/passwd',
    '/credentials': 'http://a:b@news.example/',
    '/port': 'http://news.example:6379/',
    '/broken': 'http://[',
  };
  const { at, rules } = await site((request, response) =>
    response.writeHead(302, { location: targets[request.url ?? ''] }).end(),
  );
  const { web, connected } = webWith({ 'rebound.example': ['192.168.0.1'] });
  const codes = [];
  for (const path of Object.keys(targets)) codes.push(codeOf(await fetchPage(at(path), web, rules)));
  expect(codes).toEqual([
    'private_address',
    'private_address',
    'private_address',
    'not_web',
    'credentials',
    'port',
    'bad_address',
  ]);
  expect(new Set(connected)).toEqual(new Set(['127.0.0.1']));
});

test.each([
  ['http://feeds.example.internal/', 'unreachable'],
  ['https://feeds.example.internal./a', 'unreachable'],
  ['http://10.1.2.3:8080/', 'unreachable'],
  ['http://[fd00::1]/', 'unreachable'],
  ['http://100.64.0.9/', 'unreachable'],
  ['http://feeds.example.internal:8080/', 'port'],
  ['http://10.1.2.3/', 'private_address'],
  ['http://10.1.2.3:8081/', 'port'],
  ['http://10.1.2.4/', 'private_address'],
  ['http://a.feeds.example.internal/', 'private_address'],
  ['http://turned.example/', 'private_address'],
  // A listed name may not lead to what clouds serve their machines, to a broadcast, or to one good address of two.
  ['http://metadata.internal/', 'private_address'],
  ['http://aws.internal/', 'private_address'],
  ['http://alibaba.internal/', 'private_address'],
  ['http://azure.internal/', 'private_address'],
  ['http://mapped.internal/', 'private_address'],
  ['http://any.internal/', 'private_address'],
  ['http://mixed.internal/', 'private_address'],
])('of private hosts those that are listed are read: %s is %s', async (address, code) => {
  const inside = {
    'feeds.example.internal': ['10.0.0.7', '127.0.1.1', '93.184.215.14'],
    'metadata.internal': ['169.254.169.254'],
    'aws.internal': ['fd00:ec2::254'],
    'alibaba.internal': ['100.100.100.200'],
    'azure.internal': ['168.63.129.16'],
    'mapped.internal': ['::ffff:10.0.0.7'],
    'any.internal': ['0.0.0.0'],
    'mixed.internal': ['10.0.0.7', '169.254.169.254'],
  };
  const { web } = webWith({ ...inside, 'turned.example': ['10.0.0.7'] });
  web.request = async () => {
    throw new Error('nothing is there');
  };
  const privateHosts = [...Object.keys(inside), '10.1.2.3:8080', '[fd00::1]', '100.64.0.9'];
  expect(codeOf(await fetchPage(address, web, { privateHosts }))).toBe(code);
});

test('no page outside the listed hosts leads to one: by a redirect, or as what a feed names', async () => {
  const { port, host } = await site((request, response) =>
    response.writeHead(request.url === '/in' ? 302 : 200, { ...html, location: `http://${host}/` }).end('x'),
  );
  const { web } = webWith({ 'wiki.internal': ['127.0.0.1'], 'news.example': ['93.184.215.14'] });
  const { request } = web;
  web.request = (asked) =>
    request({ ...asked, address: '127.0.0.1', url: new URL(asked.url.pathname, `http://${host}`) });
  const rules = { privateHosts: [`wiki.internal:${port}`, host] };
  expect(codeOf(await fetchPage(`http://wiki.internal:${port}/in`, web, rules))).toBe('read');
  expect(codeOf(await fetchPage('http://news.example/in', web, rules))).toBe('port');
  const { clean } = createAddresses(rules);
  expect(clean(`http://${host}/a`)).toBe(`http://${host}/a`);
  expect(clean(`http://${host}/a`, `http://wiki.internal:${port}/rss`)).toBe(`http://${host}/a`);
  expect(clean(`http://${host}/a`, 'https://news.example/rss')).toBeUndefined();
});

test('five redirects are followed, six are not', async () => {
  const { at, rules } = await site((request, response) => {
    const left = Number(request.url?.slice(1));
    if (left > 0) response.writeHead(307, { location: `/${left - 1}` }).end();
    else response.writeHead(200, html).end('there');
  });
  const { web } = webWith({});
  expect(await fetchPage(at('/5'), web, rules)).toMatchObject({ ok: true, page: { url: at('/0') } });
  expect(codeOf(await fetchPage(at('/6'), web, rules))).toBe('too_many_redirects');
});

test.each([
  [200, 'application/pdf', 'not_a_page'],
  [200, 'image/png', 'not_a_page'],
  [200, 'application/json', 'not_a_page'],
  [200, '', 'not_a_page'],
  [200, 'Text/HTML ; charset="utf-8"', 'read'],
  [200, 'application/xhtml+xml', 'read'],
  [200, 'text/plain', 'read'],
  [403, 'text/html', 'site_refuses'],
  [451, 'text/html', 'site_refuses'],
  [404, 'text/html', 'page_gone'],
  [204, 'text/html', 'site_error'],
  [500, 'text/html', 'site_error'],
])('status %i with type "%s" is %s', async (status, type, code) => {
  const { at, rules } = await site((_, response) =>
    response.writeHead(status, { 'content-type': type }).end(status === 204 ? undefined : 'x'),
  );
  expect(codeOf(await fetchPage(at('/'), webWith({}).web, rules))).toBe(code);
});

test.each([
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
])('a page packed as %s is unpacked, and a bomb of it is dropped', async (encoding, pack) => {
  const bodies: Record<string, Buffer> = {
    '/page': pack(Buffer.from('<p>Dushanbe')),
    '/bomb': pack(Buffer.alloc(60_000_000)),
    '/broken': Buffer.from('this was never packed at all'),
    '/cut': pack(Buffer.from('<p>Dushanbe'.repeat(99))).subarray(0, 20),
  };
  const { at, rules } = await site((request, response) =>
    response.writeHead(200, { ...html, 'content-encoding': encoding }).end(bodies[request.url ?? '']),
  );
  const read = (path: string) => fetchPage(at(path), webWith({}).web, rules);
  expect(await read('/page')).toMatchObject({ ok: true, page: { text: '<p>Dushanbe' } });
  expect(codeOf(await read('/bomb'))).toBe('too_large');
  expect(codeOf(await read('/broken'))).toBe('unreadable');
  expect(codeOf(await read('/cut'))).toBe('unreadable');
});

test('packing that is not known, or done twice, is not guessed at', async () => {
  const { at, rules } = await site((request, response) =>
    response.writeHead(200, { ...html, 'content-encoding': request.url?.slice(1) ?? '' }).end('x'),
  );
  for (const encoding of ['zstd', 'gzip,gzip', 'constructor'])
    expect(codeOf(await fetchPage(at(`/${encoding}`), webWith({}).web, rules))).toBe('unreadable');
});

test('more than 5 MB is refused, announced or not', async () => {
  const { at, rules } = await site((request, response) => {
    if (request.url === '/announced') {
      response.writeHead(200, { ...html, 'content-length': 5_000_001 });
      response.write('<p>');
    } else response.writeHead(200, html).end(Buffer.alloc(5_000_001, 'a'));
  });
  expect(codeOf(await fetchPage(at('/announced'), webWith({}).web, rules))).toBe('too_large');
  expect(codeOf(await fetchPage(at('/endless'), webWith({}).web, rules))).toBe('too_large');
});

test('time that runs out is told, whatever it was spent on', async () => {
  const { at, rules } = await site((request, response) => {
    if (request.url !== '/slow-body') return;
    response.writeHead(200, html);
    response.write('<p>');
  });
  const stuck = webWith({});
  stuck.web.resolve = () => new Promise(() => {});
  const looking = fetchPage('http://news.example/', stuck.web);
  stuck.expire();
  expect(codeOf(await looking)).toBe('too_slow');

  for (const path of ['/no-answer', '/slow-body']) {
    const { web, expire } = webWith({});
    const begun = Promise.withResolvers<void>();
    const { request } = web;
    web.request = async (asked) => {
      const response = request(asked);
      if (path === '/no-answer') begun.resolve();
      const opened = await response;
      begun.resolve();
      return opened;
    };
    const reading = fetchPage(at(path), web, rules);
    await begun.promise;
    expire();
    expect(codeOf(await reading)).toBe('too_slow');
  }
});

test('a site that hangs up or does not listen is unreachable', async () => {
  const { at, rules, close } = await site((request, response) => {
    if (request.url === '/mid') response.writeHead(200, { ...html, 'content-length': 99 }).write('<p>');
    setImmediate(() => request.socket.destroy());
  });
  for (const path of ['/', '/mid'])
    expect(codeOf(await fetchPage(at(path), webWith({}).web, rules))).toBe('unreachable');
  closing.length = 0;
  await close();
  expect(codeOf(await fetchPage(at('/'), webWith({}).web, rules))).toBe('unreachable');
});

const declared: [string, string, string, Buffer][] = [
  ['the header', 'text/html; charset=windows-1251', 'Қазақстан'.slice(2, 4), Buffer.from([0xe7, 0xe0])],
  ['a meta element', 'text/html', 'Алматы', meta('koi8-r', [0xe1, 0xcc, 0xcd, 0xc1, 0xd4, 0xd9])],
  ['an XML declaration', 'application/xhtml+xml', 'é', xml('iso-8859-1', [0xe9])],
  ['a byte order mark, over the header', 'text/html; charset=koi8-r', 'Ош', utf16('Ош')],
  ['nothing, in UTF-8', 'text/html', 'Бишкек', Buffer.from('Бишкек')],
  ['nothing, in Latin', 'text/html', 'café', Buffer.from([0x63, 0x61, 0x66, 0xe9])],
  ['a charset that nobody knows', 'text/html; charset=x-klingon', 'Ош', Buffer.from('Ош')],
];
function meta(charset: string, bytes: number[]) {
  return Buffer.concat([Buffer.from(`<head><meta charset="${charset}">`), Buffer.from(bytes)]);
}
function xml(charset: string, bytes: number[]) {
  return Buffer.concat([Buffer.from(`<?xml version="1.0" encoding="${charset}"?>`), Buffer.from(bytes)]);
}
function utf16(text: string) {
  return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
}

test.each(declared)('the charset is told by %s', async (_, type, text, bytes) => {
  const { at, rules } = await site((_request, response) =>
    response.writeHead(200, { 'content-type': type }).end(bytes),
  );
  const fetched = await fetchPage(at('/'), webWith({}).web, rules);
  expect(fetched.ok && fetched.page.text).toContain(text);
});

test('any IPv4 address of an inside range is refused in every IPv6 dress', () => {
  const inside = fc
    .tuple(fc.constantFrom(0, 10, 127, 224, 240, 255), fc.nat(255), fc.nat(255), fc.nat(255))
    .map((parts) => parts.join('.'));
  fc.assert(
    fc.property(inside, (ip) => {
      const dressed = [ip, `::ffff:${ip}`, `::${ip}`, `64:ff9b::${ip}`, `::ffff:0:${ip}`];
      return dressed.every((address) => !isPublicAddress(address));
    }),
  );
  expect(['93.184.215.14', '1.1.1.1', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'].map(isPublicAddress)).toEqual(
    [true, true, true],
  );
});

test('no address text at all makes it throw or reach inside', async () => {
  const { signal } = new AbortController();
  const web: Web = {
    resolve: async () => ['10.0.0.1'],
    request: async ({ address }) => {
      if (!isPublicAddress(address)) expect.unreachable(`connected to ${address}`);
      throw new Error('nothing is there');
    },
    deadline: () => signal,
  };
  const bits = fc.constantFrom(
    'http://',
    'https:',
    '//',
    '@',
    ':',
    '.',
    '[',
    ']',
    '%00',
    '127.1',
    '0x7f',
    '::1',
  );
  const mess = fc
    .array(fc.oneof(bits, fc.string({ unit: 'binary', maxLength: 4 })))
    .map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        mess,
        fc.webUrl(),
        fc.ipV4().map((ip) => `http://${ip}/`),
      ),
      async (text) => {
        expect(codeOf(await fetchPage(text, web))).not.toBe('read');
      },
    ),
    { numRuns: 500 },
  );
});

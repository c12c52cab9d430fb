import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from '../../src/app/app.ts';
import { readConfig } from '../../src/config.ts';
import { feedSite } from '../feeds/feed-site.ts';
import { silent } from '../store/fixture.ts';
import { initIn } from './init-in.ts';

const now = new Date('2026-11-28T12:00:00Z');
const clock = () => now;
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const region = { name: 'Horn of Africa', countries: 'Ethiopia, Somalia, DJ, Kenya' };

let site: Awaited<ReturnType<typeof feedSite>>;
let data: string;
beforeEach(async () => {
  site = await feedSite();
  data = mkdtempSync(join(tmpdir(), 'deskwire-init-data-'));
});
afterEach(async () => {
  await site.close();
  rmSync(data, { recursive: true, force: true });
});

const configOf = (env: Record<string, string>) => {
  const read = readConfig(env);
  if (!read.ok) throw new Error(read.faults.join());
  return read.config;
};
const made = (options: Parameters<typeof initIn>[0]) =>
  initIn(
    { ...region, ...options },
    { env: { DESKWIRE_DATA: data, DESKWIRE_PRIVATE_HOSTS: site.host }, clock },
  );

/** Titles of what waits for an editor of the desk, newest first. */
async function waiting(desk: string) {
  const app = await createApp(configOf({ DESKWIRE_DATA: data }), { log: silent, clock });
  try {
    const { items } = await app.store.feedItems.waiting(desk, { limit: 200, offset: 0 });
    return items.map(({ title }) => title);
  } finally {
    await app.close();
  }
}

test('a feed of sixty: what it brings is told, the last 30 days wait, and names that it repeats are offered', async () => {
  const titles = [
    'Ethiopia and Somalia sign a port accord in Berbera',
    'Abiy Ahmed meets traders in Berbera, says port will grow',
    'Kenyan shilling holds as Abiy Ahmed visits Nairobi',
    'Talks on the dam resume after Abiy Ahmed writes to Cairo',
  ];
  site.feeds.set('/rss', {
    items: Array.from({ length: 60 }, (_, at) => ({
      name: `n${at}`,
      title: titles[at] ?? `A story of day ${at} about something else`,
      date: daysAgo(at * 0.75),
    })),
  });
  using desk = await made({ feeds: `${site.at('/rss')}, ${site.at('/none.pdf')}` });
  expect(desk.code, desk.text).toBe(0);
  expect(desk.text).toMatch(
    /60 articles, 15 October 2026 to 28 November 2026; 2 of the region, such as "Ethiopia/,
  );
  expect(desk.text).toContain('1 feed followed; 41 articles of the last 30 days wait');
  const [first, second] = desk.text.split('does not know:\n')[1]?.split('\n') ?? [];
  expect(first).toBe('  1 Abiy Ahmed (3 headlines)');
  expect(second).toBe('  2 Berbera (2 headlines; a place in SO)');
  const items = await waiting('horn-of-africa');
  expect(items).toHaveLength(41);
  expect(items[0]).toBe(titles[0]);
});

test('a page that names a feed and a list in a file; an address that brings nothing is told and stops nothing', async () => {
  const story = { name: 'one', title: 'Somalia opens its new parliament in Mogadishu', date: daysAgo(1) };
  site.feeds.set('/a', { items: [story, { name: 'two', date: daysAgo(2) }] });
  site.feeds.set('/b', {
    items: [{ name: 'b1', title: 'Somalia opens new parliament in Mogadishu', date: daysAgo(1.5) }],
  });
  const link = '<link rel="alternate" type="application/rss+xml" title="All" href="/a">';
  site.documents.set('/', { type: 'text/html', text: `<html><head>${link}</head><body>Hello` });
  site.documents.set('/plain', { type: 'text/plain', text: 'nothing' });
  const list = join(data, 'feeds.opml');
  writeFileSync(
    list,
    `<opml version="2.0"><body><outline text="B" xmlUrl="${site.at('/b')}"/><outline text="Gone" xmlUrl="${site.at('/plain')}"/></body></opml>`,
  );
  using desk = await made({ feeds: [site.at('/'), list, 'http://10.0.0.1/rss'].join(', ') });
  expect(desk.code, desk.text).toBe(0);
  expect(desk.text).toContain('http://10.0.0.1/rss: The address leads into a private network');
  expect(desk.text).toContain('DESKWIRE_PRIVATE_HOSTS');
  expect(desk.text).toMatch(/Gone \(http:.*\): No feed is at its address\./);
  expect(desk.text).toContain('2 feeds followed; 2 articles');
  expect(await waiting('horn-of-africa')).toEqual([story.title, 'Article two']);
});

test('where no feed can be read it is asked once more, and says why', async () => {
  site.feeds.set('/rss', { items: [{ name: 'one', title: 'Somalia opens a school', date: daysAgo(1) }] });
  const file = join(data, 'feed.xml');
  writeFileSync(
    file,
    '<rss version="2.0"><channel><title>F</title><item><title>A</title></item></channel></rss>',
  );
  const typed = ['The Courier', `${file}, http://10.0.0.1/rss`, site.at('/rss')];
  const lines = ['Horn', 'Somalia', '', '', 'so', '', '', ...typed];
  const input = Readable.from(lines.map((line) => `${line}\n`));
  using desk = await initIn(
    {},
    { env: { DESKWIRE_DATA: data, DESKWIRE_PRIVATE_HOSTS: site.host }, clock, input },
  );
  expect(desk.code, desk.text).toBe(0);
  for (const said of [
    'A feed in a file cannot be followed',
    'No feed can be read there',
    '1 feed followed',
    'is a name',
  ])
    expect(desk.text).toContain(said);
});

test('people and places that were picked stand in desk.yaml', async () => {
  using desk = await made({ people: 'Abiy Ahmed (ET), Hassan Sheikh', places: 'Berbera (SO)' });
  expect(desk.text).toContain('Added: Abiy Ahmed, Hassan Sheikh and Berbera');
  const file = readFileSync(join(desk.out, desk.id, 'desk.yaml'), 'utf8');
  expect(file).toMatch(/id: abiy-ahmed\n +name: Abiy Ahmed\n +country: ET/);
  expect(file).toMatch(/id: berbera\n +name: Berbera\n +country: SO/);
  for (const [typed, says] of [
    [{ places: 'Berbera' }, '--places: write the country of Berbera after it, such as Berbera (Ethiopia)'],
    [{ places: 'Berbera (SO), Gao (XX)' }, '--places: Gao: no country is called "XX"; write one of the desk'],
    [{ people: 'Joe (XX)' }, '--people: Joe: no country is called "XX"'],
    [{ people: 'Joe (Kennya), …' }, 'did you mean Joe (Kenya)? "…" is no name.\n'],
    [{ people: 'Joe (Mali)' }, 'Joe: Mali is no country of the desk; write one of it, or Joe alone'],
  ] as const) {
    using unknown = await made({ ...typed, out: join(data, 'other') });
    expect(unknown.code).toBe(2);
    expect(unknown.text).toContain(says);
    expect(existsSync(join(data, 'other'))).toBe(false);
  }
});

/** Answers to the questions before that for feeds. */
const before = ['Horn', 'Somalia, Kenya', '', '', 'so', '', ''];
const typing = (...lines: string[]) => Readable.from([...before, ...lines].map((line) => `${line}\n`));

test('of people and places only the one at fault is asked again, and countries have their names in any language', async () => {
  const titles = ['Aden Duale opens Garissa', 'Aden Duale in Garissa', 'Garissa thanks Aden Duale'];
  site.feeds.set('/rss', {
    items: titles.map((title, at) => ({ name: `n${at}`, title, date: daysAgo(1 + at) })),
  });
  const people = ['1 (XX), Joe Bile (Soomaaliya)，Amina (Kennya), 77', '1 (Kenya)', 'y', ''];
  const places = ['Timbuktu (XX), Garissa (肯尼亚)', ''];
  const input = typing(site.at('/rss'), ...people, ...places);
  const env = { DESKWIRE_DATA: data, DESKWIRE_PRIVATE_HOSTS: site.host };
  using desk = await initIn({}, { env, clock, input });
  expect(desk.code, desk.text).toBe(0);
  for (const said of ['Did you mean Amina (Kenya)?', '"77" is no number of the list', 'Timbuktu: no country'])
    expect(desk.text).toContain(said);
  expect(desk.text).toContain('Added: Aden Duale, Joe Bile, Amina and Garissa');
  const file = readFileSync(join(desk.out, desk.id, 'desk.yaml'), 'utf8');
  for (const [name, country] of Object.entries({ 'Joe Bile': 'SO', Amina: 'KE', Garissa: 'KE' }))
    expect(file).toMatch(new RegExp(`name: ${name}\n +country: ${country}`));
});

test('whoever leaves at the question for other feeds has written nothing', async () => {
  using desk = await initIn(
    {},
    { env: { DESKWIRE_DATA: data }, clock, input: typing('http://10.0.0.1/rss') },
  );
  expect(desk.code).toBe(2);
  expect(desk.text).toContain('No feed can be read there');
  expect([desk.out, join(desk.folder, '.env')].filter(existsSync)).toEqual([]);
});

test('a private host that is written into .env meanwhile is read when the line is typed again', async () => {
  site.feeds.set('/rss', { items: [{ name: 'one', title: 'Somalia opens a school', date: daysAgo(1) }] });
  const around = { env: { DESKWIRE_DATA: data }, clock, input: typing(site.at('/rss'), site.at('/rss')) };
  using desk = await initIn({}, around, (folder) =>
    writeFileSync(join(folder, '.env'), `DESKWIRE_PRIVATE_HOSTS=${site.host}\n`),
  );
  expect(desk.code, desk.text).toBe(0);
  expect(desk.text).toContain('1 feed followed; 1 article');
});

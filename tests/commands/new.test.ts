import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fact } from '../../src/domain/entry.ts';
import { isShareable } from '../../src/domain/reply.ts';
import { fact } from '../store/entries-made.ts';
import { now, type OpenDesk, openDesk, rows, words } from './desk.ts';
import { button, buttons } from './import-desk.ts';

let desk: OpenDesk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.end());

let readers = 0;
/** A reader who has asked nothing yet. */
function reader() {
  readers += 1;
  const person = `slack:T1:UREADER${readers}`;
  return (line: string) => desk.ask(line.replace('/centralasia ', ''), { person, pageSize: 5 });
}

const bases = new Map<string, number>();
async function publish(id: string, changes: Partial<Fact> = {}) {
  const title = `News of ${id}`;
  const body = fact(id, {
    title,
    topics: ['minerals'],
    countries: ['KZ'],
    published: '2026-11-28',
    ...changes,
  });
  const base = bases.get(id) ?? 0;
  const written = await desk.store.writer.write({ desk: 'centralasia', body, actor: 'test', base }, now);
  if (written.outcome !== 'written') throw new Error(`${id} is outdated`);
  bases.set(id, written.revision);
}
const shown = async (reply: ReturnType<OpenDesk['ask']>) =>
  rows(await reply)
    .filter((line) => line.includes('News of '))
    .join('\n');

test('the first answer says what it begins and gives the latest week; the second has nothing', async () => {
  const ask = reader();
  const first = await ask('new');
  expect(first).toMatchObject({ outcome: 'ok', visibility: 'private', personal: true });
  expect(words(first).join('\n')).toMatch(
    /From now on, “new” shows.*\/deskwire me.*This is the latest week/s,
  );
  const week = await desk.ask('latest since 2026-11-21', { pageSize: 5 });
  expect(rows(first).slice(1, -1)).toEqual(rows(week).slice(1));
  expect(words(await ask('new')).join('\n')).toMatch(
    /Since you last asked, on 28 November 2026\.\nNothing new\./,
  );
});

test('each reader is told once what was announced since, the last first; of others nothing changes', async () => {
  const [ask, other] = [reader(), reader()];
  await ask('new');
  await other('new');
  await publish('ann-one');
  await publish('ann-two');
  const news = await ask('new');
  expect(await shown(Promise.resolve(news))).toMatch(/ann-two[\s\S]*ann-one/);
  expect(news.blocks[0]).toMatchObject({ text: 'New for you (2 entries)' });
  expect(await shown(ask('new'))).toBe('');
  expect(await shown(other('new'))).toContain('ann-one');
});

test('what was shown is one press away afterwards, and so are its further forms', async () => {
  const ask = reader();
  await ask('new');
  for (const id of ['six-a', 'six-b', 'six-c', 'six-d', 'six-e', 'six-f']) await publish(id);
  const news = await ask('new');
  expect(await shown(ask(button(news, 'All 6')))).toMatch(/six-f[\s\S]*six-a/);
  expect(words(await ask(button(news, 'Details'))).join('\n')).toContain('six-e');
  const none = await ask('new');
  expect(await shown(ask(button(none, 'What was new before')))).toContain('six-f');
  expect(buttons(await reader()('new')).map(({ label }) => label)).not.toContain('What was new before');
});

test('filters and days as of latest; with them the reader’s place stays', async () => {
  const ask = reader();
  await ask('new');
  await publish('on-gas', { topics: ['energy'], countries: ['TM'] });
  await publish('on-ores');
  for (const line of ['new minerals', 'new kazakhstan', 'new topic:minerals since 27 nov'])
    expect(await shown(ask(line)), line).toMatch(/^(?!.*on-gas).*on-ores/s);
  expect(words(await ask('new minerals')).join('\n')).toContain('Only “new” alone moves on');
  expect(await shown(ask('new until 2026-11-01'))).toBe('');
  expect((await ask('new 1')).blocks[0]).toMatchObject({
    text: 'New for you (1 entry)',
  });
  expect(await shown(ask('new'))).toMatch(/on-ores[\s\S]*on-gas/);
  const unread = await reader()('new minerals');
  expect(words(unread).join('\n')).toContain('You have not used “new” alone yet');
});

test('a correction is news, what came and went in between is none', async () => {
  const ask = reader();
  await publish('known');
  await ask('new');
  const corrections = [{ on: '2026-11-28', note: 'It was two.' }];
  await publish('known', { state: 'corrected', corrections });
  await publish('passing');
  await publish('passing', { state: 'retracted', corrections });
  expect(await shown(ask('new'))).toMatch(/^(?!.*passing).*known/s);
});

test('it is for whoever asks alone, also where a channel shows everything', async () => {
  const person = 'slack:T1:UCHANNEL';
  const reply = await desk.ask('new', { person, audience: 'channel' });
  expect(reply).toMatchObject({ outcome: 'ok', visibility: 'private', personal: true });
  expect(isShareable(reply)).toBe(false);
});

test('a disk that is full keeps nobody from reading', async () => {
  const { set } = desk.store.readMarks;
  desk.store.readMarks.set = async () => {
    throw Object.assign(new Error('the disk is full'), { passing: true });
  };
  const reply = await reader()('new');
  desk.store.readMarks.set = set;
  expect(reply.outcome).toBe('ok');
  expect(words(reply).join('\n')).toContain('Nothing can be written at the moment');
});

test.each(['new zealand', 'new silk road projects'])('%s is no wish for news', async (line) => {
  expect(words(await desk.ask(line)).join('\n')).not.toContain('New for you');
});

test('news from yesterday are those of that day, and none is said of that day', async () => {
  const said = words(await desk.ask('news from yesterday')).join('\n');
  expect(said).toContain('Nothing was published 27 November 2026.');
  expect(said).not.toContain('latest week');
});

test('of one day the later event is first, in latest as in new, and the first line says the day', async () => {
  const ask = reader();
  await ask('new');
  const on = (edtf: string) => ({
    dates: [{ edtf, sources: [] }],
    published: '2026-11-27',
  });
  await publish('of-march', { ...on('2026-03-01'), weight: 1 });
  await publish('of-2022', { ...on('2022-07-11'), weight: 5 });
  expect(await shown(ask('new'))).toMatch(/of-march[\s\S]*of-2022/);
  const latest = desk.ask('latest topic:minerals since 2026-11-27 until 2026-11-27', { pageSize: 5 });
  expect(await shown(latest)).toMatch(/of-march[\s\S]*of-2022/);
  expect(words(await desk.ask('latest 2', { pageSize: 5 }))[0]).toBe('Latest 2 (2 entries)');
});

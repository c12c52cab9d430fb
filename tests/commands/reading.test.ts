import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Reply } from '../../src/domain/reply.ts';
import { type OpenDesk, openDesk, rows, words } from './desk.ts';

let desk: OpenDesk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.end());

const offered = ({ blocks }: Reply) =>
  blocks.flatMap((block) => (block.type === 'choices' ? block.options.map(({ command }) => command) : []));
const titleOf = ({ blocks }: Reply) => blocks.find(({ type }) => type === 'heading');

test('a word of a topic that is no name of it is looked for in the texts; the topic is offered', async () => {
  const held = await desk.ask('timeline middle corridor');
  expect(titleOf(held)).toMatchObject({ text: 'Timeline: “middle corridor” (3 facts)' });
  expect(offered(held)).toContain('/centralasia timeline topic:corridors');
  const none = await desk.ask('facts nuclear power');
  expect(rows(none)).toContain('No fact says “nuclear power”.');
  expect(offered(none)).toContain('/centralasia facts topic:energy');
  expect(titleOf(await desk.ask('facts oil kazakhstan since 2020'))).toMatchObject({
    text: 'Facts: Kazakhstan, since 1 January 2020, “oil” (1 fact)',
  });
  // The line behind its buttons reads the same.
  expect(words(await desk.ask('timeline saying:"middle corridor"'))).toEqual(words(held));
  // In another script no text has the word.
  expect(titleOf(await desk.ask('facts нефть'))).toMatchObject({
    text: expect.stringMatching(/^Facts: Energy/),
  });
});

test('two persons are compared as two countries are', async () => {
  const persons = await desk.ask('compare Tokayev and Mirziyoyev');
  expect(persons.outcome).toBe('ok');
  expect(rows(persons).join('\n')).toMatch(/Kassym-Jomart Tokayev: 2 visits recorded; \d+ other facts/);
  expect(rows(await desk.ask('compare kz uz')).join('\n')).toMatch(
    /26 and 14 visits recorded\nKazakhstan: 13 to it, 13 from it; \d+ other facts/,
  );
});

test('more filters than a profile takes are a list of facts', async () => {
  for (const line of ['country kg --topic energy', 'country kg energy']) {
    const reply = await desk.ask(line);
    expect(rows(reply)[0]).toBe('“country” does not take all of this: answered by “facts”.');
    expect(titleOf(reply)).toMatchObject({ text: expect.stringMatching(/^Facts: Energy, Kyrgyzstan/) });
  }
  expect((await desk.ask('who tokayev nonsense')).outcome).toBe('not_found');
});

test('entries on two countries name both, however they are joined', async () => {
  const both = await desk.ask('facts tajikistan uzbekistan', { pageSize: 100 });
  expect(titleOf(both)).toMatchObject({
    text: expect.stringMatching(/^Facts: Tajikistan and Uzbekistan \(/),
  });
  const { items } = await desk.entries.list(
    desk.scope,
    { type: 'fact', order: 'event-newest' },
    { limit: 1000, offset: 0 },
  );
  const naming = items.filter(({ body }) => {
    const visit = body.type === 'fact' ? body.visit : undefined;
    const named = [...body.countries, visit?.host, visit?.from];
    return ['TJ', 'UZ'].every((country) => named.includes(country));
  });
  expect(naming.length).toBeGreaterThan(5);
  const ids = naming.map(({ body }) => body.id);
  for (const line of ['in tajikistan and uzbekistan', 'tajikistan,uzbekistan', 'country:"TJ,UZ"']) {
    const reply = await desk.ask(`facts ${line} show:all`, { pageSize: 100 });
    const shown = reply.blocks.flatMap((block) => (block.type === 'entries' ? block.items : []));
    expect([line, [...new Set(shown.map(({ id }) => id))].sort()]).toEqual([line, ids.toSorted()]);
  }
});

test.each([
  ['latest kazakhstan kyrgyzstan', /^Latest: Kazakhstan and Kyrgyzstan \(\d+ entries\)/],
  ['timeline kazakhstan kyrgyzstan', /^Timeline: Kazakhstan and Kyrgyzstan \(\d+ facts\)/],
  ['upcoming kazakhstan kyrgyzstan', /^Upcoming: Kazakhstan and Kyrgyzstan: \d+ dates? ahead/],
  ['new kazakhstan kyrgyzstan', /^New for you: Kazakhstan and Kyrgyzstan/],
  ['facts in tajikistan and uzbekistan and energy', /^Facts: Energy, Tajikistan and Uzbekistan/],
  ['search water country:TJ,UZ', /^Search: water \(1 entry\)/],
  ['search water country:TJ and security', /^Search: water and security/],
])('%s', async (line, title) => {
  expect(titleOf(await desk.ask(line))).toMatchObject({ text: expect.stringMatching(title) });
});

test('of several countries each that is not covered is said', async () => {
  const said = async (line: string) => words(await desk.ask(line)).join('\n');
  expect(await said('facts turkmenistan peru brazil')).toContain(
    'Peru and Brazil are not covered by the Central Asia desk.',
  );
  expect(await said('latest russia china turkmenistan')).toContain(
    'Russia and China are not covered by this desk, only their dealings with the region: these entries mention them.',
  );
  expect(await said('upcoming turkmenistan peru')).toContain('Peru is not covered by the Central Asia desk.');
});

test('what lies ahead is asked by any name', async () => {
  expect(words(await desk.ask('upcoming SCO'))).toContain(
    'The desk has recorded nothing on this that lies ahead.',
  );
  expect(rows(await desk.ask('upcoming tokayev')).join('\n')).toContain('G20 summit in Miami');
});

test('a phrase that no entry says in a row is looked for word by word, saying so', async () => {
  const said = rows(await desk.ask('search "nuclear power plant"'));
  expect(said[1]).toBe('No entry says “nuclear power plant”. Without the quotes:');
  expect(said.length).toBeGreaterThan(3);
});

test('who passes a claim on does not hold it, and one stop is a visit', async () => {
  expect(rows(await desk.ask('facts speculation')).join('\n')).toContain('speculation reported by 24.kg');
  expect(rows(await desk.ask('how often did gore visit kazakhstan')).join('\n')).toContain(
    '1 visit recorded.',
  );
});

test.each(['who', 'visits', 'facts', 'latest'])('%s: a son is not his father', async (command) => {
  const reply = await desk.ask(`${command} Donald Trump Jr`);
  expect(reply.outcome).toBe('not_found');
  expect(offered(reply)).toContain(`/centralasia ${command} person:donald-trump`);
  expect((await desk.ask(`${command} Albert Gore, Jr.`)).outcome).toBe('ok');
});

test('a word that resembles some country of the world is no slip for it', async () => {
  expect(offered(await desk.ask('visits macron')).join()).not.toContain('country:MO');
  expect(rows(await desk.ask('country Frence'))[0]).toBe('Read “Frence” as France.');
});

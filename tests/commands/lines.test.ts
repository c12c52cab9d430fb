import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Reply } from '../../src/domain/reply.ts';
import { items, type OpenDesk, openDesk, rows, words } from './desk.ts';

let desk: OpenDesk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.end());

const offered = ({ blocks }: Reply) =>
  blocks.flatMap((block) => (block.type === 'choices' ? block.options.map(({ command }) => command) : []));

describe('a line without a command', () => {
  test.each([
    ['kz', 'Kazakhstan'],
    ['🇺🇿', 'Uzbekistan'],
    ['Мирзиёев', 'Shavkat Mirziyoyev'],
    ['Tokayev, K.', 'Kassym-Jomart Tokayev'],
    ['Хилари Клинтон', 'Hillary Clinton'],
    ['who Barack Hussein Obama', 'Barack Obama'],
    ['who Мирзиёев Шавкат Миромонович', 'Shavkat Mirziyoyev'],
    ['who Ш. М. Мирзиёев', 'Shavkat Mirziyoyev'],
    ['who Serdar Berdymuhamedow', 'Serdar Berdimuhamedov'],
    ['visits 🇰🇿', 'Kazakhstan'],
    ['visits tashkent', 'Tashkent'],
    ['visits early 1990s', '1 January 1990 to 31 December 1993'],
    ['facts kazakhstan march', 'Facts: Kazakhstan, 1 March 2026 to 31 March 2026'],
    ['who Sərdar Berdiməhəmmədov', 'Serdar Berdimuhamedov'],
    ['who Joseph Biden, Jr.', 'Joe Biden'],
    ['board of peace', 'Latest: Board of Peace'],
    ['minerals', 'Latest: Minerals'],
    ['astana', 'Latest: Astana'],
    ['us secretary of state', 'US Secretary of State'],
    ['last visit to tajikistan', 'Tajikistan, to the region'],
    ['since 13.05.2010 visits kazakhstan', 'Kazakhstan, since 13 May 2010'],
  ])('%s opens %s', async (line, title) => {
    const reply = await desk.ask(line);
    expect(reply.outcome).toBe('ok');
    expect(reply.blocks.find(({ type }) => type === 'heading')).toMatchObject({
      text: expect.stringMatching(new RegExp(`^${title}(?: \\(|:|$)`)),
    });
  });

  test.each([
    ['topics:', 'topics'],
    ['facts topics:energy', 'facts topic:energy'],
    ['facts countries:KZ', 'facts country:KZ'],
    ['latest people:tokayev', 'latest person:tokayev'],
  ])('%s says the same as %s', async (typed, plain) => {
    const [asked, meant] = [await desk.ask(typed), await desk.ask(plain)];
    expect(asked.outcome).toBe('ok');
    expect(words(asked)).toEqual(words(meant));
  });

  test.each([
    ['turkmen president', 'Serdar Berdimuhamedov, President of Turkmenistan since March 2022.'],
    [
      'foreign minister of uzbekistan',
      'Nearest: Abdulaziz Kamilov, Minister of Foreign Affairs of Uzbekistan',
    ],
  ])('an office of the region asks who holds it: %s', async (line, says) =>
    expect(words(await desk.ask(line)).join()).toContain(says),
  );

  test('a misspelt command is offered with the words after it; other words are a question', async () => {
    expect(offered(await desk.ask('vists kazakhstan'))).toContain('/centralasia visits kazakhstan');
    expect(words(await desk.ask('rare earths for Washington')).join()).toContain(
      'Read as: Washington · rare earths',
    );
  });
});

test('a question that begins with “who” is answered as one, without a note', async () => {
  const said = words(await desk.ask('who signed the border deal of 2025?')).join();
  expect(said).not.toContain('answered as a question');
  expect(said).toContain('border');
});

test('what a profile says comes next is what ends first', async () => {
  const [next] = rows(await desk.ask('who tokayev')).filter((row) => row.startsWith('Next: '));
  expect(next).toContain('G20 summit in Miami, Dec 2026');
});

test('an exact name that begins with the word of an option is read whole', async () => {
  expect(words(await desk.ask('facts Organization of Turkic States'))[0]).toBe(
    'Read “Organization of Turkic States” as Organisation of Turkic States.',
  );
});

describe('what means nothing here is never left out', () => {
  test.each([
    ['visits kazakhstan 🎉', '“🎉”', '/centralasia visits kazakhstan'],
    ['facts kazakhstan blorp', '“blorp”', '/centralasia facts kazakhstan'],
    ['timeline rice peace', '“peace”', '/centralasia timeline rice'],
  ])('%s names %s and offers %s', async (line, token, without) => {
    const reply = await desk.ask(line);
    expect(reply.outcome).toBe('invalid');
    expect(items(reply)).toEqual([]);
    expect(words(reply)[0]).toContain(token);
    expect(offered(reply)).toContain(without);
  });

  test.each([
    [
      'visits Kazan',
      '“Kazan” is a place in Russia or Turkey, none of this desk.',
      '/centralasia search Kazan',
    ],
    [
      'facts Bokhtar',
      '“Bokhtar” is a place in Tajikistan that this desk does not list.',
      '/centralasia facts country:TJ',
    ],
    ['who Liz Cheney', 'The desk has no person “Liz Cheney”.', '/centralasia who person:dick-cheney'],
    ['who John Kelly', 'The desk has no person “John Kelly”.', '/centralasia who person:john-kerry'],
    [
      'who Dariga Nazarbayeva',
      'The desk has no person “Dariga Nazarbayeva”.',
      '/centralasia who person:nursultan-nazarbayev',
    ],
    [
      'who Ilham Aliyev',
      'The desk has no person “Ilham Aliyev”. An editor adds people with /deskwire-edit add person.',
      '/centralasia search "Ilham Aliyev"',
    ],
    [
      'who Recep Tayyip Erdogan',
      'The desk has no person “Recep Tayyip Erdogan”.',
      '/centralasia search "Recep Tayyip Erdogan"',
    ],
    ['who Angela Merkel', 'The desk has no person “Angela Merkel”.', '/centralasia search "Angela Merkel"'],
    ['facts Angela Merkel', 'The desk has no name “Angela Merkel”.', '/centralasia search "Angela Merkel"'],
    [
      'facts OPEC',
      'This desk does not know “OPEC”. An editor adds names with /deskwire-edit add.',
      '/centralasia search OPEC',
    ],
    ['facts minrals', 'This desk does not know “minrals”.', '/centralasia facts topic:minerals'],
    ['who peace', 'The desk has no person “peace”.', '/centralasia search peace'],
  ])('%s: %s', async (line, says, instead) => {
    const reply = await desk.ask(line);
    expect(words(reply)[0]?.startsWith(says), words(reply)[0]).toBe(true);
    expect(offered(reply)).toContain(instead);
  });

  test.each([
    'who Ilham Aliyev',
    'who Aliyev',
    'who Aliev',
    'facts Ilham Aliyev',
    'who Recep Tayyip Erdogan',
  ])('%s offers nobody else, nor a line without what was asked', async (line) => {
    const lines = offered(await desk.ask(line));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\/centralasia search /);
  });
});

test.each([
  ['facts c5+1', 'Facts: C5+1'],
  ['timeline tashkent', 'Timeline: Tashkent'],
  ['latest osh', 'Latest: Osh'],
  ['visits samarkand', 'Samarkand'],
  ['visits to tashkent', 'Tashkent, to the region'],
  ['visits :flag-kz:', 'Kazakhstan'],
  ['facts Узбекистане', 'Facts: Uzbekistan'],
])('%s is about %s', async (line, title) => {
  expect((await desk.ask(line)).blocks[0]).toMatchObject({
    type: 'heading',
    text: expect.stringMatching(new RegExp(`^${title.replace('+', '\\+')}(?: \\(|: )`)),
  });
});

test('the stops of a place are those that name it', async () => {
  const shown = items(await desk.ask('visits bukhara'));
  expect(shown.length).toBeGreaterThan(0);
  for (const item of shown) expect(JSON.stringify(item)).toContain('Bukhara');
});

describe('visits tell what the register forgets', () => {
  const told = async (line: string) =>
    (await desk.ask(line)).blocks
      .flatMap((block) => (block.type === 'entries' && block.only !== 'details' ? block.items : []))
      .flatMap(({ row, id }) => (row?.label ? [`${row.label}: ${id}`] : []));

  test('whom a person received, and what is announced', async () => {
    expect(await told('visits trump kazakhstan')).toEqual([
      'Received: tokayev-2025-11',
      'Announced: g20-invitation-2026',
    ]);
    expect(await told('visits rubio')).toEqual(['Ahead: rubio-tour-2026']);
    expect(await told('visits tajikistan rubio')).toEqual(['Ahead: rubio-tour-2026']);
    expect(await told('visits rubio until 2024')).toEqual([]);
  });

  test('only for the office, the way and the time asked about', async () => {
    expect(await told('visits turkmenistan vice president')).toEqual([]);
    expect(await told('visits uzbekistan secretary of state')).toContain('Ahead: rubio-tour-2026');
    expect(await told('visits kazakhstan from-region')).not.toContain('Ahead: rubio-tour-2026');
  });

  test('the last one before a time without any', async () => {
    const line = 'who visited tashkent in 2025';
    expect((await told(line))[0]).toMatch(/^Last recorded before that: /);
    expect(words(await desk.ask(line)).join('\n')).not.toContain('may fall outside');
  });
});

describe('latest by days of publication and by number', () => {
  const title = async (line: string) =>
    (await desk.ask(line)).blocks.flatMap((block) => (block.type === 'heading' ? block.text : []))[0];

  test.each([
    ['latest 3', /^Latest 3 \(3 entries\)$/],
    ['latest 2 kazakhstan', /^Latest 2: Kazakhstan \(2 entries\)$/],
    ['latest 2026', /^Latest: published 1 January 2026 to 31 December 2026 \(\d+ entries\)$/],
    ['latest since 2026-11-21', /^Latest: published since 21 November 2026 \(\d+ entries\)$/],
    ["what's new this week", /^Latest: published 23 November 2026 to 29 November 2026/],
    ['compare kazakhstan uzbekistan', /^Kazakhstan and Uzbekistan: 26 and 14 visits recorded$/],
    ['compare tj and tm', /^Tajikistan and Turkmenistan: \d+ and \d+ visits recorded$/],
  ])('%s', async (line, expected) => {
    expect(await title(line)).toMatch(expected);
  });

  test('a time without any names the day of the last', async () => {
    expect(words(await desk.ask('latest until 2020')).join('\n')).toMatch(
      /Nothing published until 31 December 2020; the last was published on \d+ November 2026\./,
    );
  });

  test('more than fifty are refused', async () => {
    expect((await desk.ask('latest 51')).outcome).toBe('invalid');
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shownIn } from '../../src/domain/reply.ts';
import { centralAsia } from '../search/desks.ts';
import { items, type OpenDesk, openDesk, said, words } from './desk.ts';

let desk: OpenDesk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.end());

const ids = async (line: string) => items(await desk.ask(line)).map(({ id }) => id);

describe('facts', () => {
  test('an opinion names its author and says that it is one', async () => {
    const shown = items(await desk.ask('facts minerals standing opinion'));
    expect(shown.map(({ id }) => id)).toEqual(['sanchez-02', 'sanchez-35', 'sanchez-41']);
    for (const { standing, lines } of shown) {
      expect(standing).toBe('opinion');
      expect(lines[0]?.[0]).toEqual({ text: 'Opinion of Wilder Alejandro Sánchez: ', style: 'emphasis' });
    }
  });

  test('so does speculation, or who passed it on', async () => {
    const said = words(await desk.ask('facts rubio standing speculation'));
    expect(said.join('\n')).toContain('Speculation, reported by 24.kg: On 5 November 2025');
  });

  test('a disputed fact shows each version with its sources', async () => {
    const said = words(await desk.ask('facts standing disputed'));
    expect(said).toContain('sources disagree on the date');
    expect(said.join('\n')).toMatch(
      /21 September 2023, says US Department of State, Office of the Historian \[\d\]/,
    );
    expect(said.join('\n')).toMatch(/19 September 2023, says MENAFN, TASS and Qalampir\.uz \[\d\]/);
    expect(said.join('\n')).toMatch(/2024, says Wilder Alejandro Sánchez \[\d\]/);
  });

  test('a country the desk only deals with is said to be no part of it, and what mentions it is shown', async () => {
    const reply = await desk.ask('facts russia');
    expect(reply.outcome).toBe('ok');
    expect(words(reply)[1]).toBe(
      'Russia is not covered by this desk, only its dealings with the region: these entries mention it.',
    );
    expect(await ids('facts russia until 2023')).toContain('eaeu-members-2023');
  });

  test('a country of which it holds nothing is not covered', async () => {
    expect((await desk.ask('facts turkey')).outcome).toBe('not_covered');
    expect((await desk.ask('facts brazil')).outcome).toBe('not_covered');
  });

  test('nothing on a question that is covered: a gap of the record, not of the world', async () => {
    const reply = await desk.ask('facts energy tajikistan since 2026-06');
    expect(words(reply)[1]).toMatch(/^The desk has recorded no fact of this kind. That does not mean/);
  });

  test('what has no end may still hold in a time to come, or may not', async () => {
    const open = items(await desk.ask('facts since 2030')).filter(({ when }) => when?.startsWith('since'));
    expect(open.length).toBeGreaterThan(0);
    for (const { remarks } of open) {
      expect(remarks).toContain('may no longer hold in the time asked; no end recorded');
    }
    expect(words(await desk.ask('facts since 2026-06')).join()).not.toContain('may no longer hold');
  });
});

describe('latest and topics', () => {
  test('by the day the desk published, the newest first', async () => {
    const headings = (await desk.ask('latest', { pageSize: 200 })).blocks.flatMap((block) =>
      block.type === 'heading' && block.level === 2 ? [block.text] : [],
    );
    expect(headings).toEqual([
      'Added to the desk 28 November 2026',
      'Added to the desk 22 November 2026',
      'Added to the desk 21 November 2026',
      'Added to the desk 20 November 2026',
    ]);
  });

  test('topics with how much is held, the most first', async () => {
    const lines = words(await desk.ask('topics'));
    expect(lines.find((line) => line.startsWith('Minerals'))).toBe('Minerals (minerals): 14 entries');
    const counts = lines.flatMap((line) => line.match(/: (\d+) entr/)?.[1] ?? []).map(Number);
    expect(counts).toHaveLength(centralAsia.topics.length);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
  });
});

describe('brief', () => {
  test('what the author argues stands apart from what the author reports', async () => {
    const said = words(await desk.ask('brief sanchez-2026-visit'));
    const reports = said.indexOf('What Wilder Alejandro Sánchez reports');
    const argues = said.indexOf('What Wilder Alejandro Sánchez argues');
    expect(said).toContain(
      'An opinion piece: what it argues is the view of Wilder Alejandro Sánchez, not a finding of the desk.',
    );
    expect(reports).toBeGreaterThan(0);
    expect(said.slice(reports, argues).join('\n')).toContain('Dick Cheney was in Astana in May 2006');
    expect(said.slice(argues).join('\n')).toContain('A visit by a sitting US president should follow now');
  });

  test('its facts are listed, and where to read all of its author', async () => {
    const reply = await desk.ask('brief sanchez-2026-visit');
    expect(items(reply).map(({ id }) => id)).toEqual(
      expect.arrayContaining(['sanchez-06', 'c5-presidents-2023', 'hsg-t-4127', 'visa-pause-2026']),
    );
    expect(said(shownIn(reply))).toContain(
      'Facts: Sánchez → /centralasia facts person:wilder-alejandro-sanchez',
    );
  });

  test('a fact whole', async () => {
    const said = words(await desk.ask('brief c5-presidents-2023'));
    expect(said).toContain('Why it matters');
    expect(said).toContain('When: 21 September 2023, 3 years 2 months ago');
    expect(said).toContain('Published: 21 November 2026');
    expect(said).toContain(
      'People: Joe Biden, Kassym-Jomart Tokayev, Sadyr Japarov, Emomali Rahmon, Serdar Berdimuhamedov and Shavkat Mirziyoyev',
    );
  });

  test('an unknown id: the nearest ones', async () => {
    const reply = await desk.ask('brief hsg-t-4217');
    expect(reply.outcome).toBe('not_found');
    expect(words(reply).at(2)).toBe('hsg-t-4127: Antony Blinken in Astana → /centralasia brief hsg-t-4127');
  });

  test('an id that is like no other is offered nothing', async () => {
    expect(words(await desk.ask('brief nope'))).toEqual([
      'No such entry',
      'The desk has no entry with the id “nope”.',
    ]);
  });

  test('as the desk had it before it was published: not found, but not denied', async () => {
    const reply = await desk.ask('brief sanchez-12 as-of 2020');
    expect(reply.outcome).toBe('not_found');
    expect(words(reply).slice(0, 2)).toEqual([
      'Not published yet',
      'The desk had not published “sanchez-12” by 31 December 2020. It was first published on 22 November 2026.',
    ]);
    expect((await desk.ask('brief sanchez-2026-visit as-of 2026-11-20')).outcome).toBe('not_found');
    expect(words(await desk.ask('brief no-such-entry as-of 2020'))[0]).toBe('No such entry');
  });
});

describe('timeline and upcoming', () => {
  test('a glance at a time line has its years and goes back from the latest step and the next', async () => {
    const reply = shownIn(await desk.ask('timeline summits', { pageSize: 5 }));
    expect(words(reply)[0]).toMatch(/^Timeline: Summits \(\d+ facts\), 1999 to 202\d, newest first$/);
    const rows = reply.blocks.flatMap((block) => (block.type === 'entries' ? block.items : []));
    const [latest, next, ...before] = rows.map(({ row }) => row);
    expect(latest?.when).toMatch(/ 202[56]$/);
    expect(next).toMatchObject({ label: 'Next', when: 'Dec 2026' });
    expect(before[0]?.when).toMatch(/ 202[56]$/);
    const all = shownIn(await desk.ask('timeline summits show:all', { pageSize: 5 }));
    const [first] = all.blocks.flatMap((block) => (block.type === 'entries' ? block.items : []));
    expect(first?.row?.when).toBe('23–25 Apr 1999');
  });

  test('oldest first, under the years', async () => {
    const reply = await desk.ask('timeline summits', { pageSize: 100 });
    const years = reply.blocks.flatMap((block) =>
      block.type === 'heading' && block.level === 2 ? [block.text] : [],
    );
    expect(years).toEqual([...years].sort());
    expect(years).toEqual(expect.arrayContaining(['1999', '2010', '2023', '2025', '2026']));
  });

  test('plans and dates ahead, the soonest due first', async () => {
    expect(await ids('upcoming')).toEqual([
      'g20-invitation-2026',
      'rubio-tour-2026',
      'digital-kazakhstan-2028',
      'sanchez-20',
    ]);
    expect(await ids('upcoming turkmenistan')).toEqual(['rubio-tour-2026']);
    expect(await ids('upcoming 2028')).toContain('digital-kazakhstan-2028');
    expect(await ids('upcoming until 2026')).not.toContain('digital-kazakhstan-2028');
  });

  test('nothing is counted as zero, and no outside country is taken for a covered one', async () => {
    for (const line of ['upcoming', 'upcoming tajikistan', 'upcoming 1995']) {
      expect(words(await desk.ask(line)).join('\n'), line).not.toMatch(/\b0 /);
    }
    const reply = await desk.ask('upcoming mongolia');
    expect(reply.outcome).toBe('not_covered');
    expect(words(reply)[1]).toMatch(/^Mongolia is not covered by the Central Asia desk/);
  });
});

describe('the ids offered while one is typed', () => {
  test.each([
    ['hsg-t-4127', 'hsg-t-4127'],
    ['hsg-t-41727', 'hsg-t-4127'],
    ['sanchz', /^sanchez-/],
    ['visit case', 'sanchez-2026-visit'],
    ['Назарбаев', /^hsg-v-/],
  ])('for %s begin with %s', async (typed, expected) => {
    expect((await desk.completeId(typed))[0]).toMatch(expected);
  });

  test('are none where nothing is like it', async () => {
    expect(await desk.completeId('qwertyuiop')).toEqual([]);
  });
});

describe('search', () => {
  test('names in any spelling; the words that matched are marked', async () => {
    const reply = await desk.ask('search nazarbaev astana');
    expect(items(reply).map(({ id }) => id)).toContain('cheney-2006-05');
    const marked = items(reply).flatMap(({ headline, lines }) =>
      [headline, ...lines].flat().flatMap(({ text, style }) => (style === 'mark' ? [text] : [])),
    );
    expect(marked).toContain('Astana');
    expect(marked).toContain('Nursultan Nazarbayev');
  });

  test('marks change no word', async () => {
    const found = items(await desk.ask('search mineral'));
    const plain = items(await desk.ask('facts minerals'));
    const said = (all: typeof found) =>
      new Map(all.map(({ id, lines }) => [id, lines.map((line) => line.map(({ text }) => text).join(''))]));
    const shown = said(plain);
    for (const [id, lines] of said(found)) if (shown.has(id)) expect(lines).toEqual(shown.get(id));
    expect(found.length).toBeGreaterThan(2);
  });

  test('nothing to look for, and nothing found', async () => {
    expect((await desk.ask('search the')).outcome).toBe('invalid');
    expect((await desk.ask("search ' OR 1=1 --")).outcome).toBe('invalid');
    expect(words(await desk.ask('search gooseberry')).at(-1)).toMatch(/^No entry holds any of these words/);
  });

  test.each(['morning', 'Kazan', 'Bokhtar'])('“%s”, a word of its own, is read as no other', async (word) => {
    expect(words(await desk.ask(`search ${word} gooseberry`)).join(' ')).not.toContain('is read as');
  });

  test.each([
    ['C5+1 summit', ['washington-summit-2025', 'c5-presidents-2023']],
    ['visa ban', ['visa-pause-announced-2026', 'visa-pause-2026']],
  ])('“%s” has first what it asks for, each event once', async (line, first) => {
    const found = [...new Set(items(await desk.ask(`search ${line}`)).map(({ id }) => id))];
    expect(found.slice(0, first.length)).toEqual(first);
  });

  test('a word that is listed for a topic is looked for in texts; where none says it, the topic is offered', async () => {
    const said = words(await desk.ask('search tungsten'));
    expect(said).toContainEqual(expect.stringMatching(/^No entry says “tungsten”\. On Minerals: \d+\.$/));
    expect(said.join(' ')).toContain('latest topic:minerals');
  });

  test('filters, phrases and ranks', async () => {
    const found = items(await desk.ask('search visit country:uzbekistan since:2019'));
    expect(found.length).toBeGreaterThan(0);
    for (const { flags } of found) expect(flags).toContain('UZ');
    expect(words(await desk.ask('search visa ban --why')).join('\n')).toMatch(
      /1\. The United States announces a pause of immigrant visas: visa \d.* = \d+\.\d\d, without ban/,
    );
    expect(words(await desk.ask('search "peace gas"')).join(' ')).toContain('Without the quotes:');
    expect(items(await desk.ask('search "Board of Peace" charter')).length).toBeGreaterThan(0);
    const all = items(await desk.ask('search mineral')).map(({ id }) => id);
    const some = items(await desk.ask('search mineral -uranium -kazakhstan')).map(({ id }) => id);
    expect(some.length).toBeLessThan(all.length);
  });

  test('of a very long question only the beginning is read, and that is said', async () => {
    const long = await desk.ask(`search ${'minerals and more '.repeat(70)}`);
    expect(words(long)).toContain('Only the first 1,000 characters were read.');
    expect(items(long).length).toBeGreaterThan(2);
  });

  test('a misspelt word is read as the nearest that entries hold, and that is said', async () => {
    const reply = await desk.ask('search gooseberry minerasl');
    expect(words(reply)).toContain('“minerasl” is read as minerals.');
    expect(items(reply).length).toBeGreaterThan(2);
  });
});

describe('sources and help', () => {
  test('registers first, each with grade, coverage, who added it and when it was checked', async () => {
    const said = words(await desk.ask('sources', { pageSize: 20 }));
    expect(said.slice(2, 5)).toEqual([
      '1. Travels Abroad of the President',
      'Id: hsg-presidents',
      'Publisher: US Department of State, Office of the Historian',
    ]);
    expect(said).toContain('Kind and grade: official; A, reliable');
    expect(said).toContain(
      "Lists completely: US President, from the United States to the region, from 1906 to 4 December 2024. The record has none of Donald Trump's trips after February 2020.",
    );
    expect(
      said.filter((line) => /^Kept: added .* by Central Asia desk; last checked /.test(line)),
    ).toHaveLength(20);
  });

  test('help names every command and five lines to try', async () => {
    const reply = await desk.ask('help');
    const tries = reply.blocks.find((block) => block.type === 'choices');
    expect(tries?.type === 'choices' && tries.options.map(({ command }) => command)).toEqual([
      '/centralasia visits Kazakhstan',
      '/centralasia latest',
      '/centralasia country Kazakhstan',
      '/centralasia search Russian pipeline',
      '/centralasia upcoming',
    ]);
    const write =
      'Write what you know: /deskwire-edit add fact; from an article: /deskwire-edit import ADDRESS';
    expect(words(reply)).not.toContain(write);
    expect(words(await desk.ask('help', { role: 'editor' }))).toContain(write);
  });

  test('help on a command says how its options are written', async () => {
    const said = words(await desk.ask('help visits'));
    expect(said).toContain(
      '/centralasia visits Kazakhstan and /centralasia visits country:Kazakhstan are the same.',
    );
    expect(said).toContain('country: Country, or two, in any spelling. Aliases: in');
  });

  test('help on a command that does not exist', async () => {
    const reply = await desk.ask('help visit');
    expect(reply.outcome).toBe('invalid');
    expect(words(reply)).toContain('Explain visits → /centralasia help visits');
    expect(words(await desk.ask('help foo'))).toEqual(['Help', 'There is no command “foo”.']);
  });
});

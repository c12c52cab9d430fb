import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { items, type OpenDesk, openDesk, rows, whole, words } from './desk.ts';

let desk: OpenDesk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.end());

describe('the register counts what the official data hold, and what other sources add', () => {
  // Official rows, then beside them: Gore 1993 and Cheney 2006 in Kazakhstan, and each president in November 2025.
  test.each([
    ['kazakhstan', 11 + 2, 12 + 1],
    ['kyrgyzstan', 5, 3 + 1],
    ['tajikistan', 4, 3 + 1],
    ['turkmenistan', 2, 2 + 1],
    ['uzbekistan', 8, 5 + 1],
  ])('%s: %i to it, %i from it', async (country, there, back) => {
    expect((await desk.ask(`visits ${country}`)).paging?.total).toBe(there + back);
    expect((await desk.ask(`visits ${country} to-region`)).paging?.total).toBe(there);
    expect((await desk.ask(`visits ${country} to-us`)).paging?.total).toBe(back);
  });

  test('as the desk had it before the other sources: the 55 official rows', async () => {
    const official = await desk.ask('visits as-of 2026-11-20');
    expect(official.paging?.total).toBe(55);
    expect(words(official)).toContain('The record as the desk had published it by 20 November 2026.');
    expect((await desk.ask('visits to-us as-of 2026-11-20')).paging?.total).toBe(25);
  });

  test('stops of one journey are one trip', async () => {
    expect(words(await desk.ask('visits secretary of state'))).toContain(
      'To the region: 30 stops on 13 trips.',
    );
    expect(words(await desk.ask('visits rice'))).toContain('To the region: 4 stops on 2 trips.');
  });
});

describe('last and first recorded, the date first and the reach always', () => {
  test('a secretary of state in Kazakhstan', async () => {
    const said = words(await desk.ask('visits kazakhstan secretary of state'));
    expect(said).toContain(
      'Last recorded visit: 27 February 2023 (3 years 9 months ago); the register of travel as US Secretary of State ends in February 2025.',
    );
    expect(said).toContain(
      'First recorded visit: some day within 10–16 September 1991 (35 years 2 months ago).',
    );
  });

  test('a row later than the register does not seem to contradict it', async () => {
    expect(words(await desk.ask('visits tajikistan to-us'))).toContain(
      'Last recorded visit: 6 November 2025 (1 year ago); the register of travel as President of Tajikistan ends on 12 November 2024, and later visits come from other sources.',
    );
  });

  test('nothing asked about the office: each register with its own end', async () => {
    const said = words(await desk.ask('visits kyrgyzstan'));
    expect(said).toContain(
      'US Secretary of State, from the United States to the region: recorded to February 2025.',
    );
    expect(said).toContain('President of Kyrgyzstan, to the United States: recorded to 12 November 2024.');
    expect(said.join(' ')).toContain('Other offices, such as US Vice President, are in no register');
  });
});

describe('at a glance', () => {
  test('how far the register reaches is said once', async () => {
    const said = rows(await desk.ask('visits japarov', { pageSize: 5 })).join('\n');
    expect(said.match(/12 Nov(?:ember)? 2024/g)).toHaveLength(1);
  });

  test('of two countries both ways at once, one of them a press away', async () => {
    const reply = await desk.ask('visits usa turkmenistan', { pageSize: 5 });
    expect(rows(reply).slice(0, 3)).toEqual([
      'Turkmenistan-US: 5 visits recorded, 2 from US, 3 to US',
      expect.stringMatching(/^Last recorded to US: .* → Washington, 6 Nov 2025/),
      expect.stringMatching(/^Last recorded from US: Kerry → Ashgabat, 3 Nov 2015/),
    ]);
    expect(JSON.stringify(reply)).toContain('/centralasia visits country:TM direction:to-region');
  });

  test('the answer first, the last of each way, then the rows and how far the records reach', async () => {
    expect(rows(await desk.ask('visits kazakhstan', { pageSize: 5 }))).toEqual([
      'Kazakhstan: 26 visits recorded, 13 each way',
      'Last recorded from Kazakhstan: Tokayev → Washington, 6 Nov 2025 [1][2][3][4]',
      'Last recorded to Kazakhstan: Blinken → Astana, 27–28 Feb 2023 [5]',
      "Registers end: US President 4 Dec 2024, US Secretary of State Feb 2025, President of Kazakhstan 12 Nov 2024; only of travel with the United States. The record has none of Donald Trump's trips after February 2020. Other offices: single reports. Later visits come from other sources.",
      'Before that',
      '21 Sep 2023 · Tokayev → New York (or 19 Sep) [6][7][8][9]',
      '1–2 Feb 2020 · Pompeo → Astana [10]',
      'Announced: Tokayev and Mirziyoyev are asked to the G20 summit in Miami, Dec 2026 · 📰 reported [3]',
      '⚠️ may be out of date since 29 Apr 2026',
    ]);
  });

  test('a standing other than confirmed is said, and one name for two people is the whole name', async () => {
    const all = rows(await desk.ask('visits kazakhstan show:all', { pageSize: 30 })).join('\n');
    expect(all).toContain('Dec 1993 · Gore → Kazakhstan · 📰 reported [');
    expect(all).toContain('Hillary Clinton → Astana');
  });

  test.each([
    ['visits rice', 'Condoleezza Rice: 4 visits recorded'],
    ['visits', 'Visits: 62 visits recorded, 32 to the region, 30 from it'],
    ['visits tajikistan to-us', 'Tajikistan, to the United States: 4 visits recorded'],
    ['visits uzbekistan', 'Uzbekistan: 14 visits recorded, 8 to it, 6 from it'],
  ])('%s: %s', async (line, title) => {
    expect(rows(await desk.ask(line))[0]).toBe(title);
  });

  test('as of a day, and what was not covered in the days asked, are said there too', async () => {
    expect(rows(await desk.ask('visits as-of 2026-11-20'))[1]).toBe(
      'The record as the desk had published it by 20 November 2026.',
    );
    expect(rows(await desk.ask('visits uzbekistan since 2023')).join()).toContain(
      'President of Uzbekistan: not covered after 12 November 2024.',
    );
  });
});

describe('no row is never "no"', () => {
  test('none recorded, and beside it what the register lacks', async () => {
    const reply = await desk.ask('visits us president');
    expect(reply.outcome).toBe('ok');
    const said = words(reply);
    expect(said.slice(0, 2)).toEqual([
      'Visits: US President',
      "None recorded to 4 December 2024, but the record has none of Donald Trump's trips after February 2020.",
    ]);
    expect(said.slice(-2)).toEqual([
      'How far the record reaches',
      "US President, from the United States to the region: recorded from 1906 to 4 December 2024. The record has none of Donald Trump's trips after February 2020.",
    ]);
  });

  test('it cites the registers it rests on, and shows what the desk has stated on them', async () => {
    const reply = await desk.ask('visits us president');
    expect(reply.citations.map(({ source }) => source)).toContain('hsg-presidents');
    expect(items(reply).map(({ id }) => id)).toEqual(['sanchez-06', 'presidents-none-recorded']);
    const secretary = await desk.ask('visits rubio');
    expect(secretary.citations.map(({ source }) => source)).toContain('hsg-secretaries');
  });

  test.each([
    [
      'visits trump since 2020-06 until 2020-12',
      'not_covered',
      "none of Donald Trump's trips after February",
    ],
    ['visits us president since 2020-03 until 2020-12', 'not_covered', "none of Donald Trump's trips after"],
    [
      'visits us president since 2020-03 until 2021-01',
      'ok',
      "but the record has none of Donald Trump's trips",
    ],
    ['visits trump since 2025', 'not_covered', "none of Donald Trump's trips after February 2020"],
    [
      'visits trump since 2022 until 2023',
      'not_covered',
      'no term of office of Donald Trump in the time asked',
    ],
    [
      'visits trump',
      'ok',
      'the register of travel as US President ends in February 2020. US President: not covered after February 2020.',
    ],
    ['visits rubio', 'ok', 'US Secretary of State: not covered after February 2025.'],
    [
      'visits biden',
      'ok',
      'No register here has travel as US Vice President from 20 January 2009 to 20 January 2017',
    ],
    ['visits biden since 2010 until 2012', 'not_covered', 'No register here has travel as US Vice President'],
    [
      'visits tillerson',
      'ok',
      'None recorded as US Secretary of State from February 2017 to March 2018: that time is in the register.',
    ],
    [
      'visits us president since 2010 until 2015',
      'ok',
      'None recorded; the register of travel as US President ends on 4 December 2024.',
    ],
  ])('%s: %s, and the first words say why', async (line, outcome, says) => {
    const reply = await desk.ask(line);
    expect(reply.outcome).toBe(outcome);
    expect(words(reply)[1]).toContain(says);
  });

  test('"none" within the reach is an answer; only what is not covered is a gap', async () => {
    const tone = async (line: string) =>
      (await desk.ask(line)).blocks.flatMap((block) => (block.type === 'notice' ? [block.tone] : []))[0];
    expect(await tone('visits us president since 2010 until 2015')).toBe('info');
    expect(await tone('visits us president')).toBe('gap');
    expect(await tone('visits rubio')).toBe('gap');
    expect(await tone('search xylophone')).toBe('info');
  });

  test('a person still in office: rows, and from when on nothing is known', async () => {
    expect(words(await desk.ask('visits tokayev'))).toContain(
      'President of Kazakhstan: not covered after 12 November 2024.',
    );
  });

  test('after the record ends: not covered', async () => {
    const reply = await desk.ask('visits us president since 2025');
    expect(reply.outcome).toBe('not_covered');
    expect(words(reply)[1]).toBe(
      'Not covered. US President: not covered in the time asked; the record ends on 4 December 2024.',
    );
  });

  test('partly after it: from when on it is not covered', async () => {
    const reply = await desk.ask('visits secretary of state since 2024');
    expect(reply.outcome).toBe('ok');
    expect(words(reply)[1]).toBe(
      'None recorded; the register of travel as US Secretary of State ends in February 2025. US Secretary of State: not covered after February 2025.',
    );
    expect(whole(await desk.ask('visits uzbekistan since 2023'))).toContain(
      'President of Uzbekistan: not covered after 12 November 2024.',
    );
  });

  test('vice presidents are in no register: the two rows are shown and nothing is concluded', async () => {
    const reply = await desk.ask('visits vice president');
    expect(items(reply).map(({ id }) => id)).toEqual(['cheney-2006-05', 'gore-1993-12']);
    expect(words(reply).at(-1)).toBe(
      'No register here has travel as US Vice President; single rows come from single sources.',
    );
    expect(words(reply)).toContain('First recorded visit: December 1993 (about 33 years ago).');
  });

  test('a vice president without a row', async () => {
    const reply = await desk.ask('visits person harris');
    expect(reply.outcome).toBe('not_covered');
    expect(words(reply)).toEqual([
      'Visits: Kamala Harris',
      "Not covered: no register here has Kamala Harris's travel as US Vice President.",
    ]);
  });

  test.each([
    ['visits putin to kazakhstan', "Not covered: no register here has Vladimir Putin's travel.", undefined],
    [
      'visits putin',
      "Not covered: no register here has Vladimir Putin's travel.",
      'Also stated: CIS leaders meet in Bishkek, where Putin offers to mediate, 13 Oct 2023',
    ],
    [
      'visits wang yi to tajikistan',
      "Not covered: no register here has Wang Yi's travel.",
      'Also stated: In Dushanbe, China asks the Taliban to cut ties with terrorists, 14 Jul 2021',
    ],
    [
      'visits person:tokayev country:russia',
      "Not covered: no register here has Kassym-Jomart Tokayev's travel as President of Kazakhstan with Russia.",
      undefined,
    ],
  ])('%s: travel that no register lists', async (line, none, beside) => {
    const reply = await desk.ask(line);
    expect(reply.outcome).toBe('not_covered');
    const said = rows(reply);
    expect(said[1]).toBe(none);
    expect(said.join('\n')).not.toContain('US president');
    if (beside) expect(said.join('\n')).toContain(beside);
    else expect(said).toHaveLength(2);
  });

  test('what happened in the time asked is told beside what no register covers', async () => {
    expect(rows(await desk.ask('visits uzbekistan since 2026')).join('\n')).toContain(
      "Also stated: Rahmon and Mirziyoyev open Tajikistan's embassy in Tashkent, 26 Mar 2026",
    );
  });

  test('a country of another region', async () => {
    const reply = await desk.ask('visits brazil');
    expect(reply.outcome).toBe('not_covered');
    expect(words(reply)[1]).toBe(
      'Brazil is not covered by the Central Asia desk. It covers Kazakhstan, Kyrgyzstan, Tajikistan, Turkmenistan and Uzbekistan.',
    );
  });

  test('between two countries without a register: what names both, and nobody of a third one', async () => {
    for (const line of ['tajikistan uzbekistan', 'from Uzbekistan to Tajikistan', 'country:TJ,UZ']) {
      const reply = await desk.ask(`visits ${line}`);
      expect(reply.outcome).toBe('not_covered');
      expect(words(reply)[0]).toMatch(
        /^Visits between (Tajikistan and Uzbekistan|Uzbekistan and Tajikistan)$/,
      );
      expect(words(reply)[1]).toMatch(/^Not covered: no register here has travel between \w+ and \w+\.$/);
      expect(items(reply).map(({ id }) => id)).toEqual(['tj-uz-embassy-2026-03']);
      expect(words(reply).join()).toMatch(/facts country:"(TJ,UZ|UZ,TJ)"/);
    }
    for (const line of [
      'china kazakhstan',
      'kazakhstan brazil',
      'us china',
      'tokayev uzbekistan kazakhstan',
    ]) {
      const reply = await desk.ask(`visits ${line}`);
      expect([line, reply.outcome, items(reply)]).toEqual([line, 'not_covered', []]);
    }
    expect((await desk.ask('visits kazakhstan uzbekistan us')).outcome).toBe('question');
    expect((await desk.ask('visits us kazakhstan uzbekistan')).outcome).toBe('question');
  });

  test('between two countries with a register: the rows between them', async () => {
    const lantern = await openDesk({ briefs: 'tests/ask/second-desk', id: 'lantern' });
    try {
      const both = await lantern.ask('visits norhaven marevna');
      const [title, last] = rows(both);
      expect(title).toMatch(/^Marevna-Norhaven: \d+ visits recorded, \d+ from Norhaven, \d+ to Norhaven$/);
      expect(last).toMatch(/^Last recorded (to|from) Norhaven: /);
      const one = await lantern.ask('visits from norhaven to marevna');
      const other = await lantern.ask('visits from marevna to norhaven');
      expect(one.paging?.total).toBeGreaterThan(0);
      expect(other.paging?.total).toBeGreaterThan(0);
      expect((one.paging?.total ?? 0) + (other.paging?.total ?? 0)).toBe(both.paging?.total);
      expect((await lantern.ask('visits tolvik marevna')).outcome).toBe('not_covered');
    } finally {
      await lantern.end();
    }
  });

  test('a country the desk deals with: which way, or where it is mentioned', async () => {
    const us = await desk.ask('visits usa');
    expect(us.outcome).toBe('not_covered');
    expect(words(us)).toContain('From the region to the United States → /centralasia visits to-us');
    expect(words(await desk.ask('visits russia'))).toContain(
      'Facts that mention Russia → /centralasia facts country:RU',
    );
    const mongolia = await desk.ask('visits mongolia');
    expect(mongolia.outcome).toBe('not_covered');
    expect(words(mongolia).join()).not.toContain('Facts that mention');
    expect((await desk.ask('visits to the united states')).paging?.total).toBe(30);
    expect((await desk.ask('visits from the us')).paging?.total).toBe(32);
  });
});

describe('a row', () => {
  test('who, in which office, from where to where, when, why and by which source', async () => {
    const reply = await desk.ask('visits blinken kazakhstan');
    expect(items(reply)).toEqual([
      {
        id: 'hsg-t-4127',
        type: 'visit',
        flags: ['US', 'KZ'],
        when: '27–28 February 2023',
        headline: [{ text: 'Antony Blinken', style: 'strong' }, { text: ', US Secretary of State' }],
        lines: [
          [{ text: 'United States → Kazakhstan (Astana)' }],
          [
            {
              text: 'Antony Blinken attended a C5+1 meeting of foreign ministers in Astana and held talks with officials of Kazakhstan.',
            },
          ],
        ],
        standing: 'confirmed',
        remarks: [],
        cites: [1],
      },
    ]);
    expect(reply.citations).toEqual([
      {
        n: 1,
        source: 'hsg-secretaries',
        title: 'Travels Abroad of the Secretary of State',
        publisher: 'US Department of State, Office of the Historian',
        date: 'reaches to February 2025',
        at: 'row hsg-t-4127',
        url: 'https://history.state.gov/departmenthistory/travels/secretary/blinken-antony-j',
      },
    ]);
  });

  test('sources that disagree on the day are all named', async () => {
    const [row] = items(await desk.ask('visits tokayev until 2024'));
    expect(row?.remarks).toEqual(['sources disagree on the date']);
    const said = row?.lines.map((line) => line.map(({ text }) => text).join('')) ?? [];
    expect(said).toContain('21 September 2023, says US Department of State, Office of the Historian [1]');
    expect(said.join(' ')).toContain('19 September 2023, says MENAFN, TASS and Qalampir.uz [2][3][4]');
  });

  test('a date wider than the days asked says "may"', async () => {
    const wide = items(await desk.ask('visits baker kazakhstan since 1991-09-12 until 1991-09-13'));
    expect(wide.map(({ id, remarks }) => [id, remarks])).toEqual([
      ['hsg-t-429-kz', ['may fall outside the dates asked']],
    ]);
    const lasted = items(await desk.ask('visits blinken since 2023-02-28 until 2023-02-28'));
    expect(lasted.map(({ id, remarks }) => [id, remarks])).toEqual([
      ['hsg-t-4128', []],
      ['hsg-t-4127', []],
    ]);
  });
});

describe('asked the way people type', () => {
  test.each([
    ['visits "republic of kazakhstan"', 26],
    ['visits country:KG since:2010', 5],
    ['visits turkmenistan secretary of state', 2],
    ['visits from 1994-01-01 to 1995-06', 1],
    ['visits person akayev', 1],
    ['visits to kirghizia', 5],
    ['visits uzbekistan since 2005', 8],
    ['visits kazakhstan since january 2025', 1],
  ])('%s: %i', async (line, total) => {
    expect((await desk.ask(line)).paging?.total).toBe(total);
  });

  test('a misspelt name is read, and said', async () => {
    expect(words(await desk.ask('visits uzbekstan'))[0]).toBe('Read “uzbekstan” as Uzbekistan.');
  });

  test('two people of one name: a question, not a guess', async () => {
    expect((await desk.ask('visits person clinton')).outcome).toBe('question');
  });
});

describe('as of another day', () => {
  test.each([
    'visits kazakhstan',
    'visits us president',
    'country kazakhstan',
    'who tokayev',
    'facts minerals',
  ])('%s, before the desk published anything', async (line) => {
    const reply = await desk.ask(`${line} as-of 1999`);
    expect(reply.outcome).toBe('not_covered');
    expect(words(reply)[1]).toBe(
      'The desk had published nothing by 31 December 1999; its first entry is of 20 November 2026.',
    );
  });

  test('a day to come is read as today, and said', async () => {
    const reply = await desk.ask('visits kazakhstan as-of 2030');
    expect(reply.paging?.total).toBe(26);
    expect(words(reply)[1]).toBe(
      '31 December 2030 is still to come: “as-of” is read as today, 28 November 2026.',
    );
  });
});

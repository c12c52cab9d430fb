import { afterAll, beforeAll, expect, test } from 'vitest';
import { answered } from '../../commands/ask.ts';
import type { CommandContext } from '../../src/command/define.ts';
import { type OpenDesk, openDesk, rows } from '../commands/desk.ts';
import { contextOf } from './judge.ts';

let desk: OpenDesk;
let context: CommandContext;
beforeAll(async () => {
  desk = await openDesk();
  context = contextOf(desk);
});
afterAll(() => desk.end());

const ask = async (line: string) => {
  const { answer, reply } = await answered(line, context);
  return { outcome: answer.outcome, says: answer.says ?? '', text: rows(reply).join('\n'), answer };
};

test.each(['new president of Turkmenistan', 'Kazakhstan new constitution', 'новый президент Туркменистана'])(
  '“new” among other words asks for no news: %s',
  async (line) => {
    const { says, outcome } = await ask(line);
    expect(outcome).toBe('ok');
    expect(says).not.toMatch(/^New since/);
  },
);

test.each([
  "what's new",
  'what is new in Kazakhstan',
  'новости',
  'Kazakhstan news',
  'new',
  'new entries',
  'anything new since monday',
])('the news: %s', async (line) => expect((await ask(line)).says).toMatch(/^New since/));

test('a date alone asks what happened then', async () => {
  for (const line of ['6 november 2025', '6.11.2025']) {
    const { answer } = await ask(line);
    const first = answer.rows.map(({ entry }) => `${entry.earliest} ${entry.latest}`);
    expect([...new Set(first)]).toEqual(['2025-11-06 2025-11-06']);
  }
  expect((await ask('yesterday')).says).toBe('No entry is of that time.');
});

test.each([
  [
    'who met Tokayev in November 2026',
    /^No meeting is recorded in that time: November 2026/,
    'Last recorded',
  ],
  ['mirziyoyev visits 2026', /^Not covered/, 'Last recorded before that'],
  ['визиты Мирзиёева в 2026 году', /^Not covered/, 'Last recorded before that'],
  ['where is Tokayev now', /^Where anyone is now is not recorded/, 'Last recorded'],
])('what is in no register is said so, and what was last: %s', async (line, says, label) => {
  const { outcome, answer } = await ask(line);
  expect(outcome).toBe('not_covered');
  expect(answer.says).toMatch(says);
  expect(answer.rows[0]).toMatchObject({ label, entry: { earliest: '2025-11-06' } });
});

test.each(['price of gas in Almaty', 'price of oil in Kazakhstan', 'gas price in Almaty'])(
  'a price needs a price: %s',
  async (line) => expect((await ask(line)).outcome).toBe('not_found'),
);

test('“when is” asks ahead, and one kind of vote is not another', async () => {
  const { outcome, says, answer } = await ask('when is the kyrgyzstan presidential election');
  expect([outcome, says]).toEqual(['not_found', 'None ahead is recorded.']);
  expect(answer.rows.map(({ entry, label }) => `${label} ${entry.earliest}`)).toEqual([
    'Last recorded 2021-01-10',
  ]);
  expect((await ask('When is the G20 summit to which Tokayev was invited?')).outcome).toBe('ok');
});

test('an organisation that elects is no election of the country where it meets', async () => {
  expect((await ask('Uzbekstan elections')).text).not.toContain('UNESCO');
});

test('a refusal shows the words as typed, and nothing near that shares one word', async () => {
  const { says, answer } = await ask('Zeppelin Погода in Kazakhstan');
  expect(says).toContain('“Zeppelin”');
  expect(says).toContain('“Погода”');
  expect(answer.rows).toEqual([]);
});

test('who met somebody is told with each meeting, and not who was met beside them', async () => {
  const { text } = await ask('who met tokayev');
  expect(text).toMatch(/^Mike Pompeo, Joe Biden and Donald Trump\./);
  expect(text).toContain('Tokayev → Washington');
});

test.each(['foreign minister of turkmenistan since when', 'foreign minister of kazakhstan'])(
  'a post that the desk does not list is held by nobody who was met: %s',
  async (line) => expect((await ask(line)).outcome).toBe('not_found'),
);

test('of several that say it the one that matters comes first, and no vote is denied that is told', async () => {
  const signed = await ask('when was the tajik kyrgyz border agreement signed');
  expect(signed.text).toMatch(/^13 Mar 2025 · Sadyr Japarov and Emomali Rahmon signed/);
  const won = await ask('Who won the last presidential election in Turkmenistan?');
  expect(won.text).toMatch(/^Last recorded: Turkmenistan voted for a president/);
});

test('what happened between two persons asks for no visits, and a nearest is of the country named', async () => {
  const { outcome, text } = await ask('Japarov vs Tashiev what happened');
  expect(outcome).toBe('not_found');
  expect(text).not.toContain('visits');
  expect((await ask('who is the prime minister of Georgia')).text).not.toContain('Nearest');
});

test.each([
  ['how many secretaries of state visited more than once', /^3 of 9: James Baker \(3 trips\)/],
  ['which secretary of state visited most countries', /^Most countries recorded: James Baker 5/],
  ['japarov term', /^Sadyr Japarov, President of Kyrgyzstan since January 2021/],
  ['trump tokayev phone call', /^23 Dec 2025 · Donald Trump spoke by telephone/],
  ['foreign ministers c5+1 meeting 2023', /^27–28 Feb 2023 · Antony Blinken attended/],
  ['when did kazakhstan abolish the death penalty', /^2 Jan 2021 · Kazakhstan formally gave up/],
  ['who runs Turkmenistan, the father or the son?', /Serdar Berdimuhamedov, who was expected to win/],
  ['how many tajiks arrested in the us', /Eight people from Tajikistan/],
  ['wat happend at kumtor', /^The newest of \d+ recorded/],
  ['кто заменил назарбаева', /^Kassym-Jomart Tokayev, President/],
  ['when is next summit', /G20 summit of December 2026/],
  ['what changed since last week', /^New since 16 November 2026/],
])('what is asked is what is counted and quoted: %s', async (line, says) =>
  expect((await ask(line)).text).toMatch(says),
);

test.each(['when did they leave', 'what did they discuss'])(
  '“they” of another line are asked for: %s',
  async (line) => expect((await ask(line)).outcome).toBe('question'),
);

test('a form of an everyday word is no misspelling of another', async () =>
  expect((await ask('has traffic between Kyrgyzstan and Tajikistan resumed')).text).not.toContain('renamed'));

test('of two persons with one family name only the one who is read is answered for', async () => {
  const { outcome, text } = await ask('has gurbanguly berdimuhamedov ever been to the white house');
  expect(outcome).toBe('not_found');
  expect(text).not.toContain('C5+1');
  expect((await ask('has serdar berdimuhamedov ever been to the white house')).outcome).toBe('ok');
});

test.each([
  ['putin visit to bishkek', 'cis-bishkek-2023-10'],
  ['визит Путина в Бишкек', 'cis-bishkek-2023-10'],
  ['mirziyoyev reelection 2023', 'uz-election-2023-07'],
  ['mirziyoyev re-election 2023', 'uz-election-2023-07'],
  ['term limits uzbekistan', 'uz-election-2023-07'],
])('what an entry holds is found: %s', async (line, id) => {
  const { outcome, answer } = await ask(line);
  expect(outcome).toBe('ok');
  expect(answer.rows.map(({ entry }) => entry.body.id)).toEqual([id]);
});

test.each([['pamir gbao protests 2022', 'gbao-2022-05']])(
  'what lacks a word asked is no answer but the nearest: %s',
  async (line, id) => {
    const { outcome, answer } = await ask(line);
    expect(outcome).toBe('not_found');
    expect(answer.rows[0]).toMatchObject({ label: 'Nearest', entry: { body: { id } } });
  },
);

test.each(['critical minerals deal us kazakhstan', 'term limits kazakhstan'])(
  'neither a view on the topic nor half of a term is an answer: %s',
  async (line) => expect((await ask(line)).outcome).toBe('not_found'),
);

test.each(['how far does your record go', 'what period do you cover', 'how far back do your registers go'])(
  'how far the record goes: %s',
  async (line) => {
    const { says, text } = await ask(line);
    expect(says).toBe('Events from a day of 10–16 Sep 1991 to 26 Mar 2026. The newest:');
    expect(text).toContain('registers of travel end on 4 December 2024');
  },
);

test('the sources are asked for, also of one country', async () =>
  expect((await ask('what sources do you use for kazakhstan')).says).toMatch(
    /^Kazakhstan: from \d+ sources/,
  ));

test('between two countries of the region no register covers, so nothing is said to be none', async () => {
  const { outcome, text } = await ask('compare kazakhstan uzbekistan visits to the region');
  expect(outcome).not.toBe('not_found');
  expect(text).not.toContain('None recorded');
  expect(text).toMatch(/^Kazakhstan: 13 visits; Uzbekistan: 8 visits/);
  expect(text).toContain('only of travel with the United States.');
  expect((await ask('has uzbekistan visited kazakhstan')).text).not.toMatch(/None recorded|Yes/);
});

test.each([
  'When did a US president first meet all five Central Asian leaders?',
  'When did a US president first meet the five presidents?',
  'has a US president ever met central asian leaders',
])(
  'a meeting without a journey is in no register of travel, and is answered by those who tell of it: %s',
  async (line) => {
    const { outcome, answer, text } = await ask(line);
    expect(outcome).toBe('ok');
    expect(answer.rows[0]?.entry.body.id).toBe('c5-presidents-2023');
    expect(text).not.toContain('None recorded');
  },
);

test.each([
  ['who wrote the article on this desk?', /^Wilder Alejandro Sánchez wrote it\.$/],
  [
    'Who wrote the article on this desk and where was it published?',
    /^Wilder Alejandro Sánchez wrote it\. Publisher: Not known/,
  ],
  ['who wrote the article and when', /^Wilder Alejandro Sánchez wrote it\. It is dated early 2026/],
])('two things asked of an article are answered together: %s', async (line, says) =>
  expect((await ask(line)).says).toMatch(says),
);

test.each([
  ['When did Putin last visit Kyrgyzstan?', ['cis-bishkek-2023-10']],
  ['Did Putin visit Kyrgyzstan in 2023?', ['cis-bishkek-2023-10']],
  ['Когда Путин последний раз был в Кыргызстане?', ['cis-bishkek-2023-10']],
  ['Когда Путин последний раз был в Казахстане?', []],
  ['when was Putin last in Kazakhstan', []],
])('beside what no register covers stands what is known there, and nothing else: %s', async (line, ids) => {
  const { outcome, answer } = await ask(line);
  expect(outcome).toBe('not_covered');
  expect(answer.rows.map(({ entry }) => entry.body.id)).toEqual(ids);
});

test.each([
  ['when did Nazarbayev lose the Security Council', /^5 Jan 2022 · .* dismissed his predecessor/],
  ['sanctions imposed by Japan on Uzbek companies', /^20 Jun 2024 · Japan announced sanctions/],
  ['какие санкции ввела Британия', /^20 Aug 2025 · The United Kingdom sanctioned/],
  ['почему подал в отставку премьер Казахстана', /^5 Jan 2022 · The cabinet of Kazakhstan stepped down/],
  ['how many Kyrgyz civilians evacuated from Batken', /^2 May 2021 · More than 30,000 civilians/],
  ['why did Uzbekistan drop the Karakalpakstan plan', /^2 Jul 2022 · .* withdrew the plan/],
  ['сколько стоит место в Совете мира', /costs one billion dollars/],
  ['дай все факты про Кумтор', /Kumtor mine/],
  ['explain c5+1 simple', /^21 Sep 2023/],
  ['what contradictions exist in the record', /^21 Sep 2023 · .*\(or 19 Sep\)/],
  ['what caused the power outage in January 2022', /^25 Jan 2022 · .* imbalance in the Kazakh grid/],
  ['did Uzbekistan withdraw its plan for Karakalpakstan', /^2 Jul 2022 · .* withdrew the plan/],
  ['when did Kazakhstan refuse Russia soldiers', /^25 Feb 2022/],
  ['когда отменили смертную казнь в Казахстане', /^2 Jan 2021/],
  ['timeline of the Kyrgyz Tajik border conflict', /^13 Mar 2025/],
  ['did Japan impose sanctions on Kazakhstan', /^20 Jun 2024/],
  ['did Kazakhstan impose sanctions on Japan', /^Not known to this desk/],
  ['what did Trump say about Central Asia', /^Not known to this desk/],
  ['факты о Мирзиёеве', /^6 Nov 2025/],
  ['when was Aydos Sadykov murdered', /^18 Jun 2024/],
  ['why was TikTok blocked in Kyrgyzstan', /^30 Aug 2023/],
  ['is the Kyrgyz Tajik border dispute over', /formally ends/],
  ['почему протестовали в Каракалпакстане', /Jul 2022/],
  ['how much money did the World Bank give Uzbekistan', /^17 Dec 2022/],
  ['what did Putin warn Kazakhstan about', /^Not known to this desk/],
  ['кто выиграл выборы в Узбекистане в 2023', /Mirziyoyev won 87/],
  ['oldest visit you have on record', /^First recorded: James Baker → Kazakhstan/],
  ['сколько источников', /^From \d+ sources of/],
  ['upcoming events December 2026', /^Planned or announced/],
  ['visits by John Kerry in 2015, all five countries', /^5 stops on 1 trip recorded/],
  ['when did kyrgyzstan and tajikistan finally settle their border', /^21 Feb 2025/],
  ['how many died in kyrgyz tajik border clashes sept 2022', /18 Sep 2022 .* cost 94 lives/],
  ['Kazakhstan CSTO withdrawal', /Nearest: At the request of Kassym-Jomart Tokayev the CSTO approved/],
])('another word for it, or a word of the form only, refuses no answer: %s', async (line, says) =>
  expect((await ask(line)).text).toMatch(says),
);

test('casualties are the dead and the hurt', async () => {
  const { outcome, answer } = await ask('batken fighting september 2022 casualties');
  expect(outcome).toBe('not_found');
  expect(answer.rows[0]).toMatchObject({ label: 'Nearest', entry: { body: { id: 'kg-tj-toll-2022-09' } } });
  expect((await ask('kyrgyz tajik border casualties september 2022')).outcome).toBe('ok');
});

test('what was planned is not what has been done', async () => {
  const { outcome, answer } = await ask('Has Uzbekistan changed its constitution?');
  expect(outcome).toBe('ok');
  expect(answer.rows.map(({ entry }) => entry.body.id)).toEqual(['uz-election-2023-07']);
});

test.each([
  ['Which borders in the region are still not delimited?', 'kg-tj-delimitation-2025-02'],
  ['Which countries did Kerry not visit?', 'hsg-t-3596'],
  ['which US presidents never met central asian leaders', 'c5-presidents-2023'],
  ['when did an american president first meet the leader of turkmenistan', 'c5-presidents-2023'],
])('what is so does not answer what is not: %s', async (line, nearest) => {
  const { outcome, answer, says } = await ask(line);
  expect(outcome).toBe('not_found');
  expect(says).toMatch(/^Not known to this desk/);
  expect(answer.rows[0]?.entry.body.id).toBe(nearest);
});

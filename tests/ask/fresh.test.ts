import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenDesk, openDesk, rows } from '../commands/desk.ts';

let desk: OpenDesk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.end());

const ask = async (line: string) => {
  const reply = await desk.ask(line);
  return { outcome: reply.outcome, text: rows(reply).join('\n') };
};

test.each([
  'President Karim Karimov',
  'did Foreign Minister Nazarbayeva visit Kazakhstan',
  'President Japarova',
  'President TOYBAEV Alihan',
  'did Donald Trump Jr visit Kazakhstan',
])('nobody is answered for by a name that is only like his: %s', async (line) => {
  expect((await ask(line)).outcome).toBe('not_found');
});

test.each([
  'georgia visits to us',
  'did a french president visit the US',
  'visits from Mongolia to the United States',
])(
  'of journeys between countries that no register here covers nothing is said to be none: %s',
  async (line) => {
    const { outcome, text } = await ask(line);
    expect(outcome).not.toBe('ok');
    expect(text).not.toContain('None recorded');
  },
);

test.each(['when was he last in washington', 'did she visit astana', 'когда он был в ташкенте'])(
  'a pronoun stands for a name of another line, which is asked for: %s',
  async (line) => {
    const { outcome, text } = await ask(line);
    expect(outcome).toBe('question');
    expect(text).toContain('Whom is');
  },
);

test.each(['did the French president visit the US', 'did a chinese president visit kazakhstan'])(
  'the president of a country whose president the desk does not list is no other: %s',
  async (line) => expect((await ask(line)).outcome).toBe('not_found'),
);

test('a visit asked with words that no entry says has the visit itself as the nearest', async () => {
  const { outcome, text } = await ask('first visit of nazarbayev to the white house');
  expect(outcome).toBe('not_found');
  expect(text).toMatch(/Nearest: Nursultan Nazarbayev paid .* visit to the United States/);
});

test('who are named together have not met by that', async () => {
  expect((await ask('did Tokaev meet Putin')).outcome).toBe('not_found');
  expect((await ask('did Tokaev meet Trump')).text).toMatch(/^Yes/);
});

test('a month without a year is of any year that has what was asked', async () => {
  const { outcome, text } = await ask('how many people died in the january unrest in kazakhstan');
  expect(outcome).toBe('ok');
  expect(text).toContain('225');
});

test.each([
  ['compare kazakhstan and uzbekistan visits', 'Kazakhstan: 13 visits; Uzbekistan: 8 visits.'],
  ['What is planned for December 2026?', 'Planned or announced: 3.\nDec 2026 · Tokayev and Mirziyoyev'],
  ['compare kazakhstan and uzbekistan visits to the US', 'Kazakhstan: 13 visits; Uzbekistan: 6 visits.'],
  ['which country got the fewest visits', 'Fewest recorded: Turkmenistan 2'],
  ['how many visits', '62 stops on 45 trips recorded.'],
  ['who attended the first C5+1 summit at presidential level', 'the first C5+1 at that level'],
  ['C5+1 summits list', 'White House for a C5+1 summit'],
  ['events of 6 november 2025', 'Recorded: '],
  ['who asked for CSTO help', 'At the request of Kassym-Jomart Tokayev'],
  ['what is Kazakhstan’s role in the Abraham Accords', 'formally became part of the Abraham Accords'],
  ['disagreements about blinken trip', 'sources disagree'],
  ['Usbekistan Wahl 2023', 'Uzbekistan elected its president'],
  ['kyrgyzstan news 2025', 'Recorded: '],
  ['-minerals kazakhstan', 'read as a search'],
  ['who came after akayev', 'Kurmanbek Bakiyev, President of Kyrgyzstan'],
  ['most visited country', 'Most recorded: Kazakhstan 13'],
  ['sanctions on kyrgyz companies', 'Kyrgyz firms'],
  ['visits by country since 2010', 'answered by “chart”'],
])('%s: %s', async (line, says) => expect((await ask(line)).text).toContain(says));

test.each([
  ['show me everything on turkmenistan', 'Turkmenistan: 5 visits'],
  ['what abt tajikistan', 'Tajikistan: 8 visits'],
  ['tell me about kumtor', 'Latest: Kumtor'],
  ['ok now visits by kerry', 'John Kerry: 5 visits'],
  ['give me 3 latest', 'Latest 3'],
  ['can u send me the last 5 items', 'Latest 5'],
  ['What lies ahead for Uzbekistan?', 'Upcoming: Uzbekistan'],
  ['what is next', 'Upcoming'],
  ['what can I ask here', 'ask: Ask in your own words'],
  ['central asia', 'Latest ('],
  ['latest sanctions on kyrgyz firms', 'Kyrgyz firms'],
  ['help me find info on minerals', 'Critical Minerals Dialogue'],
])('words that only ask are none of the question: %s', async (line, says) => {
  const { outcome, text } = await ask(line);
  expect(outcome).toBe('ok');
  expect(text).toContain(says);
});

test('a flag in a question is its country, also beside another; a picture alone is named', async () => {
  expect((await ask('🇰🇬 border')).text).not.toContain('Afghanistan');
  expect((await ask('🇺🇿🇺🇸')).text).toContain('Read as: Uzbekistan · United States');
  expect((await ask('💧')).text).toContain('nothing says “💧”');
});

test('a given name that is also another word is nobody by itself', async () => {
  expect((await ask('islam')).text).not.toContain('Islam Karimov: 3 visits');
  expect((await ask('hillary')).text).toContain('Hillary Clinton');
});

test.each([
  ['who succeeded nazarbayev', 'Kassym-Jomart Tokayev, President of Kazakhstan'],
  ["when does japarov's term end", 'Sadyr Japarov, President of Kyrgyzstan since January 2021'],
  ['next elections', 'None ahead is recorded'],
  ['when was the last summit', 'Last recorded: Donald Trump received'],
  ['putin last visit', 'Vladimir Putin set out for Tajikistan'],
  ['nazarbaev usa trips', '11 visits recorded'],
  ['next trip', 'Planned or announced'],
  ["japarov's predecessor", 'Sooronbay Jeenbekov'],
  ['who was the first us official in tajikistan', 'First recorded: James Baker'],
  ['who is the pres of tajikistan', 'Emomali Rahmon'],
  ['kazakstan vs uzbekistan', 'Kazakhstan and Uzbekistan'],
  ['gimme kyrgyzstan timeline', 'Timeline: Kyrgyzstan'],
  ['визит путина в душанбе', "Nearest: Putin's first journey"],
  ['rubio visit when', 'Ahead: Marco Rubio means to visit'],
  ['whats happening in kazakstan', 'The newest of'],
  ['last week', 'Published then: '],
])('terms, what is ahead, what was last, and journeys of no register: %s: %s', async (line, says) =>
  expect((await ask(line)).text).toContain(says),
);

test.each([
  ['борьба за воду', 'a report by the Atlantic Council on water security'],
  ['санкции против кыргызских компаний', 'Kyrgyz firms'],
  ['сколько погибло в карагандинской шахте', 'At least 32 people'],
  ['death penalty', 'gave up capital punishment'],
  ['search санкции', 'Britain sanctions Kyrgyz firms'],
  ['что нового на этой неделе', 'New since 23 November 2026'],
  ['what is the news from last week', 'Published 16 November 2026 to 22 November 2026: '],
  ['what is the news from yesterday in Turkmenistan', 'Nothing published 27 November 2026.'],
  ['ближайшие выборы', 'None ahead is recorded'],
  ['убийство казахского оппозиционера в киеве', 'Aydos Sadykov'],
])('readers’ own words, by the glossary of the desk: %s', async (line, says) =>
  expect((await ask(line)).text).toContain(says),
);

test.each([
  ['number of russians who moved to kazakhstan in 2022', 'Some 98,000 civilians'],
  ['who did trump meet in nov', 'received the presidents of all five'],
  ['где был блинкен в 2023', 'Astana and Tashkent'],
  ['¿Cuándo Pompeo en Tashkent?', '2–3 Feb 2020'],
  ['¿quién es Japarov?', 'President of Kyrgyzstan'],
  ['Кто такая Хиллари Клинтон?', 'US Secretary of State from January 2009'],
  ['tokayev speech un 2023', 'Nearest: Joe Biden met the presidents'],
  ['what changed in kyrgyz constitution', 'Nearest: Sadyr Japarov signed'],
  ['вступил в должность жапаров', 'took the oath as president'],
  ['сколько человек погибло на границе в сентябре', '94 lives'],
  ['gas pipeline turkmenistan', 'No entry says “gas” with the rest. On Energy'],
  ['ограничение поставок пшеницы', 'Nearest: Kazakhstan announced quotas'],
])('what is about the names asked is nearer than what shares a word: %s', async (line, says) =>
  expect((await ask(line)).text).toContain(says),
);

test('a count, and a meeting of countries, must be told by the entry itself', async () => {
  expect((await ask('mirziyoyev second term')).text).toContain('a second term');
  expect((await ask('встреча японии и центральной азии')).text).not.toContain('sanctions');
  expect((await ask('which us officials met karimov')).text).toContain('Madeleine Albright');
});

test('nobody is named as the one who did it after whom only a thing is called', async () => {
  const { text } = await ask('which presidents attended the davos signing');
  expect(text).toMatch(/^Kassym-Jomart Tokayev\./);
});

test('beside an entry that says the word itself none is told that is only on its topic', async () => {
  expect((await ask('kaz referendum')).text).not.toContain('voted for its legislature');
});

test('both ends of a span that a question names are kept', async () => {
  const { text } = await ask('from may 2021 to july 2021 kyrgyzstan');
  expect(text).toContain('1 May 2021 to 31 July 2021');
});

test('opinions are asked for as such, and a journey to come says one', async () => {
  const { text } = await ask('opinions on trump visit');
  expect(text).toContain('speculation of Sánchez');
  expect(text).not.toContain('reported');
  expect((await ask('when will trump visit kazakhstan')).text).not.toContain('Board of Peace');
});

test.each([
  ['Türkmenistan visits', 'Turkmenistan: 5 visits recorded, 2 to it, 3 from it'],
  ['energy facts', 'Facts: Energy'],
  ['Arkadag city', 'Latest: Arkadag city'],
  ['latest briefs', 'Latest: briefs'],
  ['what sources do you use', ' sources\n1. '],
  ['what can you do?', 'ask: Ask in your own words'],
])('a command comes last, or is what a plain question means: %s', async (line, says) =>
  expect((await ask(line)).text).toContain(says),
);

test('a word of two letters is no other word with its stem', async () => {
  expect((await ask('use')).text).not.toContain('US president');
});

test.each([
  ['who wrote it', 'Wilder Alejandro Sánchez wrote the only article here.'],
  ['кто автор статьи', 'Wilder Alejandro Sánchez wrote it.'],
  ['summarise the arguments', 'What Wilder Alejandro Sánchez argues, in the only article here:'],
  ['whats the article about', 'What it says:'],
  ['what does the author want', 'What Wilder Alejandro Sánchez argues:'],
  [
    'when was the article published',
    'It is dated early 2026; the desk published its summary on 22 November 2026.',
  ],
  ['where was this article published', 'Publisher: '],
  ['what mistakes does the article have', 'what other sources contradict:'],
  ['how many articles do you have', '1 article, with a summary.'],
  ['what articles do you have', '1 article, with a summary.'],
  ['article about trump', '1 article on Donald Trump, with a summary.'],
  ['what does the article say about corridors', 'Zangezur Corridor'],
])('what is asked of an article is told of the one that the desk has: %s', async (line, says) => {
  const { outcome, text } = await ask(line);
  expect(outcome).toBe('ok');
  expect(text).toContain(says);
});

test('of an article only what rests on it is told, and nobody else is its author', async () => {
  const reply = await desk.ask('what does the article say about kazakhstan');
  expect(reply.citations.map(({ source }) => source)).toContain('sanchez-2026');
  expect((await ask('who wrote the constitution of kyrgyzstan')).outcome).toBe('not_found');
  expect((await ask('what does the article say about Jackson-Vanik')).outcome).toBe('not_found');
});

test.each([
  ['where do your facts come from', /^From \d+ sources of \d+ publishers/],
  ['can i trust this', /confirmed: a primary source/],
  ['можно ли доверять этим данным', /confirmed: a primary source/],
  ['how fresh is your data', /^Last added on 28 November 2026/],
  ['how fresh is your information on turkmenistan?', /^Last added on .*\n1 Jan 2026/],
  ['what do you not know about Turkmenistan', /registers of travel end/],
  ['subscribe me to a weekly digest about energy', /^A channel gets digests by/],
  [
    'who wrote these entries and can I trust them',
    /Kept by: Central Asia desk\.\n.*confirmed: a primary source/,
  ],
  ['who writes these articles and what are your sources', /^Kept by: .* From \d+ sources/],
  ['what you dont know', /registers of travel end/],
  ['откуда информация', /^From \d+ sources of/],
  ['что ты умеешь', /^\/centralasia: Central Asia/],
  ['sources on Kyrgyzstan', /^Kyrgyzstan: from \d+ sources of .*\nMost from /],
  ['which countries do you cover', /^The Central Asia desk covers Kazakhstan,/],
  ['what topics do you cover', /^16 topics: Visits,/],
  ['who maintains this desk', /^Kept by: Central Asia desk/],
  ['are you chatgpt', /^No language model/],
  ['what does reported mean', /a source says so; not checked further/],
  ['what is a brief', /^The summary of one article/],
  ['difference between reported and confirmed?', /reported: .* confirmed: /],
  ['when does the next digest come', /^A channel gets digests by \/deskwire digest subscribe/],
  ['how often is the digest sent', /^A channel gets digests by/],
  ['can i get this by email', /^A channel gets digests by/],
  ['is this ai generated', /^No language model/],
  ['hello!', /^\/centralasia: Central Asia/],
  ['how many facts do you have about tajikistan', /^\d+ facts\./],
])('a question about the desk itself: %s', async (line, says) => {
  const { outcome, text } = await ask(line);
  expect(outcome).toBe('ok');
  expect(text).toMatch(says);
});

test.each(['who owns it', 'are these countries in the WTO', 'who runs this country'])(
  'what is asked of something else is no question about the desk: %s',
  async (line) => expect((await ask(line)).text).not.toMatch(/Kept by|The Central Asia desk covers/),
);

test('an office is not said by an entry that only says its country', async () =>
  expect((await ask('when did turkmenistan change president')).outcome).toBe('not_found'));

test('“most visited city” counts cities, and a word with “not” in it is the grammar’s', async () => {
  expect((await ask('most visited city')).text).toMatch(/^Most recorded: Astana \d+, Tashkent \d+/);
  expect((await ask('why hasnt a us president visited')).outcome).toBe('ok');
});

test.each([
  ['last visit of a US secretary of state to Kyrgyzstan', 'Last recorded: Kerry → Bishkek'],
  ['last visit of a president of Kyrgyzstan to the US', 'Last recorded: Japarov → Washington, 6 Nov 2025'],
  ['who was foreign minister of Uzbekistan in 2015', 'Abdulaziz Kamilov, Minister of Foreign Affairs'],
  [
    'how many times has Mirziyoyev been to Washington',
    '1 more visit to the United States is recorded without a city.',
  ],
  ['rahmon visits to the us', '6 Nov 2025 · Rahmon → Washington'],
  ['When did Tokayev last visit the United States?', 'later visits come from other sources'],
  ['Токаев Трамп встреча', 'Also stated: Kazakhstan and Uzbekistan sign the charter'],
  ['how long was nazarbayev president', 'from April 1990 to March 2019.'],
  ['list of presidents of kyrgyzstan', 'Roza Otunbayeva, Almazbek Atambayev'],
  ['98000 russians', 'Some 98,000 civilians'],
  ['pannier on middle corridor', 'Bruce Pannier told'],
  ['what was pompeo doing in tashkent', 'Mike Pompeo met'],
  ['what is TITR', 'Kazakhstan leads the Trans-Caspian'],
  ['last 3 visits', '62 visits recorded'],
  ['chabahar or middle corridor', 'No entry says “chabahar”. On middle corridor:'],
])('nothing that bears on the answer is lost: %s: %s', async (line, says) =>
  expect((await ask(line)).text).toContain(says),
);

test.each([
  'is nazarbayev under arrest',
  'EU-Central Asia summit Samarkand',
  'visa restrictions for Tajik citizens',
  'Russian military bases in Tajikistan',
  'US sanctions on Kazakhstan',
  'uzbek trade with china 2024',
])('what shares a name or a common word with the question is near to nothing: %s', async (line) => {
  const { outcome, text } = await ask(line);
  expect(outcome).toBe('not_found');
  expect(text).not.toContain('Nearest');
});

test('an office is asked of its country, also beside other words', async () => {
  const { text } = await ask('выборы президента Узбекистана');
  expect(text).not.toContain('Turkmenistan');
  expect(text).toContain('Read as: President of Uzbekistan');
});

test.each([
  ['when was the first C5+1 summit', /^21 Sep 2023 · Joe Biden met/],
  ['когда был первый саммит С5+1', /^21 Sep 2023 · Joe Biden met/],
  ['first clash between Kyrgyz and Tajik troops', /^No entry says which was the first\.\nEarliest here: /],
  [
    'who visited Kazakhstan after Kerry',
    /^Mike Pompeo \(2020\) and Antony Blinken \(2023\)\.\n.*\n.*\n.* since 3 November 2015/,
  ],
  ['did Kazakhstan vote more than once', /^Not used: “more than once”\./],
  ['first event of 2022', /^Not used: “first”\. Recorded: /],
])('a word that limits what is asked is used, or is said not to be: %s', async (line, says) =>
  expect((await ask(line)).text).toMatch(says),
);

test.each([
  'which country has the most sanctions',
  'the highest death toll',
  'longest visit to the US',
  'how often did Kyrgyz and Tajik troops fight',
  'Tokayev visited Russia',
  'former president visits',
  'what was agreed at the C5+1 summit',
  'what was agreed at the Washington summit in November 2025',
])('what says nothing of the most, of how often or of a visit does not tell it: %s', async (line) =>
  expect((await ask(line)).outcome).toBe('not_found'),
);

test.each([
  ['who is the current president of Uzbekistan', /^Shavkat Mirziyoyev, President of Uzbekistan/],
  ['which country not visit by any secretary', /^None: each country of the desk has a stop recorded/],
  ['can you write me report about turkmenistan', /^Turkmenistan: 5 visits/],
  ['give me 3 facts about turkmenistan', /^Turkmenistan: 5 visits/],
  ['overview of Kazakhstan elections since 2021', /^20 Nov 2022 .*\n5 Jun 2022 .*\n10 Jan 2021 /],
  ['who pay you', /^Kept by: /],
  ['travel of Kazakh presidents to Washington compared to Uzbek presidents', /^Not used: “compared”\./],
  ['Kazakhstan vs Turkmenistan secretary of state visits', /^Kazakhstan: 11 visits; Turkmenistan: 2 visits/],
  ['когда следующая встреча С5+1', /^None ahead is recorded\.\nLast recorded: Donald Trump hosts/],
])('words that only ask, and those that ask for all, are read so: %s', async (line, says) =>
  expect((await ask(line)).text).toMatch(says),
);

test.each([
  'what do Kazakh officials say about the Zangezur corridor',
  'who organised the January protests',
  'kirgiz and tajik make peace when',
  'Kumtor arbitration outcome',
  'who else covers this besides you',
  'Таджикистан Россия отношения',
  "name of the Turkmen president's son",
])('neither a topic, nor a name of several words, nor an editor’s remark tells it: %s', async (line) =>
  expect((await ask(line)).outcome).toBe('not_found'),
);

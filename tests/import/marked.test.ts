import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { foundClaims, keptArticle } from '../../src/import/kept-article.ts';
import { readPasted } from '../../src/import/page/read-article.ts';
import { buildNameIndex } from '../../src/search/names/name-index.ts';
import { centralAsia } from '../search/desks.ts';

const names = buildNameIndex(centralAsia);
const folder = 'tests/import/marked';

/** Written and marked before the rules that read them; never changed to fit. */
interface Marked {
  language: string;
  date: string;
  text: string;
  claims: (Record<(typeof lists)[number], string[]> & { text: string; kind: string; standing: string })[];
}

const words = ['kind', 'standing'] as const;
const lists = ['dates', 'people', 'countries', 'places'] as const;
const bare = (edtf: string) => edtf.replace(/[?~%]/g, '');
const yearOf = (edtf: string) => /\d{4}|\d{3}X/.exec(edtf)?.[0];

function claimsOf({ text, date, language }: Marked) {
  const read = readPasted(text);
  if (!read.ok) throw new Error(read.fault.says);
  const kept = keptArticle({ ok: true, article: { ...read.article, dated: date, language } }, names);
  if (!kept.ok) throw new Error(kept.fault.says);
  return new Map(foundClaims(kept.article, names).map((claim) => [claim.sentence, claim]));
}

test('of marked articles four fifths of the claims are found, and four fifths of each field is right', () => {
  const count = new Map<string, { right: number; found: number; marked: number }>();
  const add = (field: string, found: readonly string[], marked: readonly string[]) => {
    const sum = count.get(field) ?? { right: 0, found: 0, marked: 0 };
    sum.right += found.filter((one) => marked.includes(one)).length;
    sum.found += found.length;
    sum.marked += marked.length;
    count.set(field, sum);
  };
  const wrong: string[] = [];
  for (const file of readdirSync(folder)) {
    const article = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Marked;
    const found = claimsOf(article);
    const own = article.claims.map(({ text }) => text);
    add('claims', [...found.keys()], own);
    for (const marked of article.claims) {
      const claim = found.get(marked.text);
      if (!claim) continue;
      for (const field of words) add(field, [claim[field]], [marked[field]]);
      for (const field of lists) add(field, claim[field].map(bare), marked[field].map(bare));
      wrong.push(...claim.people.filter((id) => !marked.people.includes(id)));
      const years = new Set(marked.dates.map(yearOf));
      wrong.push(...claim.dates.filter((edtf) => !years.has(yearOf(edtf))));
    }
  }
  expect(wrong, 'persons and years').toEqual([]);
  expect(readdirSync(folder).length).toBe(20);
  for (const [field, { right, found, marked }] of count) {
    expect(right / found, `precision of ${field}`).toBeGreaterThanOrEqual(0.8);
    expect(right / marked, `recall of ${field}`).toBeGreaterThanOrEqual(0.8);
  }
});

test.each([
  ['Deputy Secretary of State Christopher Penn met Emomali Rahmon.', ['emomali-rahmon']],
  ['The Islam of the region is studied in Osh.', []],
  ['U.N. Secretary-General Antonio Silva spoke in Osh.', []],
  ['Former Prime Minister Tony Brown met President Tokayev Friday.', ['kassym-jomart-tokayev']],
])('whom "%s" names', (sentence, people) => {
  const [claim] = foundClaims(
    { about: { opinion: false, dated: '2026-11-28' }, sentences: [sentence] },
    names,
  );
  expect(claim?.people).toEqual(people);
});

test.each([
  ['Trade of Tajikistan fell to a third of the level seen in 2019.', []],
  ['Exports rose to $3 billion in 2025, up from $2 billion in 2024.', ['2025']],
  ['Tokayev, who took over the fund in January, opened it in Astana.', []],
  ['The line is today the shortest to Astana.', []],
])('when "%s" was', (sentence, dates) => {
  const article = { about: { opinion: false, dated: '2026-11-28' }, sentences: [sentence] };
  expect(foundClaims(article, names)[0]?.dates).toEqual(dates);
});

const tunnel = 'Kazakhstan and Finland will sign a memorandum';
test.each([
  [
    `${tunnel} by the end of next year, minister Aarne Vuoristo said in Helsinki on 27 November 2026.`,
    ['[..2027]'],
  ],
  [`${tunnel} soon, the minister said on 27 November 2026.`, []],
  [`${tunnel}, the minister said in an interview published on 25 November 2026.`, []],
  [`${tunnel} early in 2027, the ministry confirmed in Astana on Thursday.`, ['2027']],
  ['On 27 November 2026 the minister promised that Kazakhstan would sign it on 3 March.', ['2027-03-03?']],
  ['Казахстан планирует подписать меморандум, сообщил министр 27 ноября 2026 года.', []],
  ['27 ноября министр сообщил, что Казахстан будет участвовать к концу 2027 года.', ['[..2027]']],
  ['The minister said that Kazakhstan will host the summit on 3 December 2026.', ['2026-12-03']],
  ['Kazakhstan will host the summit on 28 November 2026, the minister said.', ['2026-11-28']],
])('a plan has its own date, not the day on which it was told: "%s"', (sentence, dates) => {
  const article = { about: { opinion: false, dated: '2026-11-28' }, sentences: [sentence] };
  expect(foundClaims(article, names)[0]).toMatchObject({ kind: 'plan', dates });
});

test.each([
  ['Economists expect trade with Tajikistan to double.', 'view', 'speculation'],
  ['Эксперты ожидают, что Россия предложит свои условия.', 'view', 'speculation'],
  ['Посольство США работает в Ташкенте с 1992 года.', 'status', 'reported'],
  ['Майк Помпео приезжал в Узбекистан в феврале 2020 года.', 'visit', 'reported'],
])('what "%s" is', (sentence, kind, standing) => {
  const article = { about: { opinion: false, dated: '2026-11-28' }, sentences: [sentence] };
  expect(foundClaims(article, names)[0]).toMatchObject({ kind, standing });
});

test.each([
  ['The Washington Post wrote that they met in Astana.', ['KZ'], ['astana']],
  ['Tajikistan got 25 million U.S. dollars in 2025.', ['TJ'], []],
  ['Встреча прошла в казахстанской столице, а узбекскую делегацию ждут.', ['KZ', 'UZ'], []],
  ['Морской порт строит американская компания из французских Альп.', ['US', 'FR'], []],
])('where "%s" is', (sentence, countries, places) => {
  const [claim] = foundClaims(
    { about: { opinion: false, dated: '2026-11-28' }, sentences: [sentence] },
    names,
  );
  expect(claim).toMatchObject({ countries, places });
});

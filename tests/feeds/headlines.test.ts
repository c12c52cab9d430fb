import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { newDesk } from '../../src/content/create/new-desk.ts';
import { type Desk, deskSchema } from '../../src/domain/desk.ts';
import { everything, type Filter } from '../../src/domain/digests/filter.ts';
import type { FeedItem } from '../../src/domain/feed.ts';
import { freshStories, readStories } from '../../src/feeds/headlines.ts';
import { namesDesk } from '../../src/search/names/in-text.ts';
import { buildNameIndex } from '../../src/search/names/name-index.ts';

const definition = deskSchema.parse(load(readFileSync('briefs/centralasia/desk.yaml', 'utf8')));
const desk = { definition, sources: [] } as Desk;
const names = buildNameIndex(definition);
const now = new Date('2026-11-24T08:00:00Z');
const since = new Date('2026-11-16T08:00:00Z');

const item = (number: number, title: string, over: Partial<FeedItem> = {}): FeedItem => ({
  ...{ number, title, url: `https://www.paper.example/${number}`, desk: 'centralasia', feed: 1 },
  ...{ state: 'waiting', found: now },
  ...over,
});

/** Titles that a digest of this filter would tell, of items with these titles. */
function told(titles: readonly string[], filter: Partial<Filter> = {}, before: readonly string[] = []) {
  const about = { desk, names };
  const stories = readStories(
    titles.map((title, at) => item(titles.length - at, title)),
    { ...about, since, now },
  );
  const earlier = before.map((title, at) => ({
    item: -at,
    title,
    url: 'https://a.example/',
    publisher: 'a',
  }));
  return freshStories(stories, { ...everything, ...filter }, earlier, about).map(({ title }) => title);
}

describe('headlines of a desk', () => {
  test.each([
    'Kazakhstan raises its gas price',
    'Tokayev Meets Trump At White House To Discuss Minerals',
    'MIRZIYOYEV OPENS RAILWAY',
    'Floods near Dushanbe',
    'What Central Asia wants from Europe',
    'Токаев прилетел в Вашингтон',
    'Uzbekistanis vote',
    '哈萨克斯坦宣布减产',
  ])('%s', (title) => expect(told([title])).toEqual([title]));

  test.each([
    'Trump announces tariffs on steel',
    'EU agrees on energy price cap',
    'Ten recipes for autumn',
    'March for peace in Paris',
    '',
    '🙂',
  ])('not %s', (title) => expect(told([title])).toEqual([]));

  test('of a new desk, whose texts know no capitals', () => {
    const { definition: gulf } = newDesk({
      ...{ name: 'Gulf', countries: ['SA', 'QA', 'KW'], counterparts: [], languages: ['ar', 'zh'] },
      zoneOfCity: () => 'Asia/Riyadh',
    }) as { definition: typeof definition };
    const of = buildNameIndex(gulf);
    for (const title of [
      'أعلنت قطر خفض الإنتاج',
      'اتفاق بين مصر والكويت',
      'زيارة للكويت',
      '沙特阿拉伯宣布减产',
      'Saudi and Qatari ministers meet',
    ])
      expect(namesDesk(title, gulf, of), title).toBe(true);
    for (const title of ['أعلنت مصر خفض الإنتاج', '日本宣布减产', 'Ministers meet in Egypt'])
      expect(namesDesk(title, gulf, of), title).toBe(false);
  });

  test('by the filter: topics by their words, countries by their places and people, words and none', () => {
    const titles = ['Kazakhstan opens a gas pipeline', 'Bishkek votes', 'Tokayev speaks on sport'];
    expect(told(titles, { topics: ['energy'] })).toEqual([titles[0]]);
    expect(told(titles, { countries: ['KG'] })).toEqual([titles[1]]);
    expect(told(titles, { words: ['pipeline', 'sport'] })).toEqual([titles[0], titles[2]]);
    expect(told(titles, { without: ['sport'] })).toEqual([titles[0], titles[1]]);
    // What has no weight is not held back by one.
    expect(told(titles, { minWeight: 5, noOpinions: true })).toEqual(titles);
  });

  test('a story once, however it is told, and not again after it was', () => {
    const one = 'Kazakhstan and Uzbekistan sign a water agreement in Tashkent';
    const same = 'Uzbekistan, Kazakhstan sign water agreement';
    const other = 'Kazakhstan and Tajikistan sign a water agreement';
    expect(told([one, same, other])).toEqual([one, other]);
    expect(told([one, other], {}, [same])).toEqual([other]);
  });

  test('nothing old and nothing dated far ahead, by the host that published it', () => {
    const at = (day: string) => ({ published: new Date(`${day}T00:00:00Z`) });
    const items = [
      item(1, 'Kazakhstan: old', at('2026-10-01')),
      item(2, 'Kazakhstan: to come', at('2027-10-01')),
      item(3, 'Kazakhstan: now', at('2026-11-23')),
    ];
    const stories = readStories(items, { desk, names, since, now });
    expect(stories.map(({ title, publisher }) => [title, publisher])).toEqual([
      ['Kazakhstan: now', 'paper.example'],
    ]);
  });
});

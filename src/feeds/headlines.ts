import type { Desk } from '../domain/desk.ts';
import { type Filter, foldWords, holdsPhrase, matchesText } from '../domain/digests/filter.ts';
import type { FeedItem, Headline } from '../domain/feed.ts';
import type { FeedItems, Headlines } from '../domain/ports/feeds.ts';
import type { Ledger } from '../domain/ports/ledger.ts';
import { type NameIndex, nameKinds } from '../domain/ports/names.ts';
import type { Epoch } from '../domain/ports/publishing.ts';
import { findNames, findTopics, namesDesk } from '../search/names/in-text.ts';
import { wordTokens } from '../search/names/tokens.ts';
import { isEveryday } from '../search/names/world.ts';

/** Days after which an article is no news: longer than a week, so that a weekly digest has all of its own. */
const lately = 8;
const dayMs = 86_400_000;

/** Items of a desk looked at, the newest first, and stories that one digest tells. */
const most = { items: 1000, stories: 30 };

/**
 * Headlines of the feeds of desks, for digests. `names`: of a desk that serves. After an older database was put back
 * nobody knows what was told until then: only what is published later is told.
 */
export function createHeadlines({
  items,
  ledger,
  epoch,
  names,
}: {
  items: Pick<FeedItems, 'lately'>;
  ledger: Pick<Ledger, 'headlinesTold'>;
  epoch: Pick<Epoch, 'last'>;
  names(desk: string): NameIndex | undefined;
}): Headlines {
  // Many digests of a desk are composed at one time.
  let last: { desk: Desk; now: number; stories: Promise<Story[]> } | undefined;
  const storiesOf = (desk: Desk, index: NameIndex, now: Date): Promise<Story[]> => {
    if (last?.desk === desk && last.now === now.getTime()) return last.stories;
    const stories = epoch.last().then(async (restored) => {
      const since = new Date(Math.max(now.getTime() - lately * dayMs, Number(restored?.at ?? 0)));
      const found = await items.lately(desk.definition.id, since, most.items);
      return readStories(found, { desk, names: index, since, now });
    });
    last = { desk, now: now.getTime(), stories };
    return stories;
  };
  return {
    async fresh({ id, filter }, desk, now) {
      const index = names(desk.definition.id);
      if (!index) return [];
      const stories = await storiesOf(desk, index, now);
      if (stories.length === 0) return [];
      // What was told is remembered for longer than an item is looked at, also where the clock was wrong.
      const told = await ledger.headlinesTold(id, new Date(now.getTime() - 2 * lately * dayMs));
      return freshStories(stories, filter, told, { desk, names: index });
    },
  };
}

/** What a headline is about, by the names and words of the desk. */
interface Story extends Headline {
  topics: string[];
  countries: string[];
  people: string[];
  organisations: string[];
  /** Stems of its words. */
  stems: ReadonlySet<string>;
  /** Whether it names something that the desk covers. */
  isOwn: boolean;
}

type About = { desk: Desk; names: NameIndex };

/** Items with what they are about, the newest first. Pure. */
export const readStories = (
  items: readonly FeedItem[],
  { desk, names, since, now }: About & { since: Date; now: Date },
): Story[] =>
  items
    .filter(
      ({ published }) => !published || (published >= since && published.getTime() <= now.getTime() + dayMs),
    )
    .map((item) => storyOf(item, { desk, names }));

/** The stories that a filter wants and that were not told, each once. Pure. */
export function freshStories(
  stories: readonly Story[],
  filter: Filter,
  told: readonly Headline[],
  { desk, names }: About,
): Headline[] {
  const numbers = new Set(told.map(({ item }) => item));
  // What was told lately is read already.
  const read = new Map(stories.filter(({ item }) => numbers.has(item)).map((story) => [story.item, story]));
  const known = told.map((headline) => {
    const story = read.get(headline.item);
    return story?.title === headline.title ? story : storyOf(headline, { desk, names });
  });
  const fresh: Headline[] = [];
  for (const story of stories) {
    if (fresh.length === most.stories) break;
    const { item, title, url, publisher } = story;
    if (numbers.has(item) || !isWanted(story, filter) || known.some((one) => tellsSame(one, story))) continue;
    known.push(story);
    fresh.push({ item, title, url, publisher });
  }
  return fresh;
}

/** A digest that asks for a person or an organisation by name wants what names them, wherever it happens. */
function isWanted(story: Story, filter: Filter): boolean {
  if (!matchesText(filter, story, story.title)) return false;
  const asked = [...(filter.people ?? []), ...(filter.organisations ?? [])];
  return story.isOwn || [...story.people, ...story.organisations].some((id) => asked.includes(id));
}

/**
 * Most of their words are shared, and not each names somebody or some place that the other does not. For readers one
 * story told twice is worse than one left out; for editors it is the other way round, see `judgeEntries`.
 */
function tellsSame(a: Story, b: Story): boolean {
  const shared = a.stems.intersection(b.stems).size;
  const all = a.stems.size + b.stems.size - shared;
  if (shared < 3 || shared / all < 0.5) return shared === all && all > 0;
  const ids = ({ countries, people }: Story) => new Set([...countries, ...people]);
  const [own, other] = [ids(a), ids(b)];
  return own.isSubsetOf(other) || other.isSubsetOf(own);
}

function storyOf(
  { title, url, ...item }: Pick<FeedItem, 'title' | 'url'> & ({ number: number } | Headline),
  { desk, names }: About,
): Story {
  const text = asSentence(title, names);
  const found = findNames(text, names).flatMap(({ candidates }) => candidates);
  const { definition } = desk;
  const folded = ` ${foldWords(title)} `;
  const ids = (kind: string) => [...new Set(found.flatMap((name) => (name.kind === kind ? name.id : [])))];
  const persons = definition.people.filter(({ id }) => ids('person').includes(id));
  const countries = [
    ...ids('country'),
    ...found.flatMap(({ country }) => country ?? []),
    ...persons.flatMap(({ country }) => country ?? []),
  ];
  const worded = definition.topics.filter(({ words }) =>
    words.some((word) => holdsPhrase(folded, foldWords(word))),
  );
  return {
    item: 'number' in item ? item.number : item.item,
    title,
    url,
    publisher: 'publisher' in item ? item.publisher : publisherOf(url, desk),
    topics: [...new Set([...findTopics(text, names), ...worded.map(({ id }) => id)])],
    countries: [...new Set(countries)],
    people: ids('person'),
    organisations: ids('organisation'),
    stems: new Set(wordTokens(title)),
    isOwn: namesDesk(text, definition, names),
  };
}

/** Words of a title of which each begins with a capital are written small where they are no name. */
function asSentence(title: string, names: NameIndex): string {
  const long = title.match(/\p{L}{4,}/gu) ?? [];
  const capital = long.filter((word) => /^\p{Lu}/u.test(word));
  if (capital.length < 4 || capital.length < long.length * 0.7) return title;
  return title.replace(/\p{Lu}[\p{L}\p{M}]*/gu, (word) =>
    isEveryday(word) && names.exact(word, nameKinds).length === 0 ? word.toLowerCase() : word,
  );
}

/** As the desk calls whoever writes at that address; else the host, which no feed can choose. */
function publisherOf(url: string, { sources }: Desk): string {
  const host = hostOf(url);
  const known = sources.find((source) => source.url !== undefined && hostOf(source.url) === host);
  return known?.publisher ?? host;
}

const hostOf = (url: string) =>
  URL.canParse(url) ? new URL(url).hostname.replace(/^(?:www\d?|m)\./, '') : '';

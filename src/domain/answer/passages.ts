import type { Day } from '../dates/day.ts';
import type { Scope, Searcher, SearchLanguage, StoredEntry } from '../ports/entries.ts';

/** What a passage must be about. All that are given must hold. */
export interface PassageFilters {
  topic?: string;
  country?: string;
  person?: string;
  organisation?: string;
  place?: string;
  /** A source that the entry cites. */
  source?: string;
  /** The preferred event date may overlap the days from `since` to `until`. */
  since?: Day;
  until?: Day;
}

/** An entry that says something of what was asked. */
export interface Passage {
  entry: StoredEntry;
  /** Higher is better; comparable only within one result. */
  score: number;
  /** Words of the question that it holds, as they were read. */
  held: string[];
}

export interface Passages {
  /** Best first. */
  items: Passage[];
  /** Words of the question that no entry holds. */
  unheld: string[];
  /** Words read as a similar name. */
  readAs: { typed: string; label: string }[];
}

const lookedAt = 200;

/** The entries that say most of a free question; words without meaning of their own are left out. */
export async function findPassages(
  { searcher, language }: { searcher: Searcher; language: SearchLanguage },
  scope: Scope,
  question: string,
  filters: PassageFilters,
  limit: number,
): Promise<Passages> {
  const { query, words, readAs } = language.understand(question);
  const passages = new Map<string, Passage>();
  const unheld: string[] = [];
  for (const [at, group] of query.groups.entries()) {
    const word = words[at] ?? '';
    const { items } = await searcher.search(scope, { groups: [group] }, { limit: lookedAt, offset: 0 });
    if (items.length === 0) unheld.push(word);
    for (const { entry, score } of items) {
      const known = passages.get(entry.body.id) ?? { entry, score: 0, held: [] };
      known.score += score;
      if (!known.held.includes(word)) known.held.push(word);
      passages.set(entry.body.id, known);
    }
  }
  const items = [...passages.values()].filter(({ entry }) => passes(entry, filters));
  items.sort((one, other) => other.score - one.score || (one.entry.body.id < other.entry.body.id ? -1 : 1));
  return { items: items.slice(0, limit), unheld: [...new Set(unheld)], readAs };
}

function passes({ body, earliest, latest }: StoredEntry, filters: PassageFilters): boolean {
  const { topic, country, person, organisation, place, source, since, until } = filters;
  const has = (ids: readonly string[], id: string | undefined) => id === undefined || ids.includes(id);
  return (
    has(body.topics, topic) &&
    has(body.countries, country) &&
    has(body.people, person) &&
    has(body.organisations, organisation) &&
    has(body.places, place) &&
    has(
      body.sources.map(({ id }) => id),
      source,
    ) &&
    (since === undefined || latest === null || latest >= since) &&
    (until === undefined || earliest === null || earliest <= until)
  );
}

import { sameEvents } from '../facts/same-event.ts';
import type { Page, Scope } from '../ports/entries.ts';
import type { Found, Searcher, SearchFilters, SearchHit, SearchLanguage, Understood } from './query.ts';

/** Characters of a question; the rest is not read. */
const longestQuestion = 1000;
/** Words that nothing holds are put right one by one; a question with more of them is of something else. */
const mostPutRight = 8;

export interface Asked {
  words: string;
  filters?: SearchFilters;
  page: Page;
}

export interface FoundEntries extends Found, Understood {
  /** Words of the question that no entry holds, as they were typed. */
  unheld: string[];
}

export interface SearchNeeds {
  searcher: Searcher;
  language: SearchLanguage;
}

/** Entries that hold words of a question, best first. A word that none holds is read as the nearest that some hold. */
export async function findEntries(
  { searcher, language }: SearchNeeds,
  scope: Scope,
  { words, filters, page }: Asked,
): Promise<FoundEntries> {
  const asked = beginningOf(words);
  const find = async (misread?: ReadonlyMap<string, string>) => {
    const understood = language.understand(asked, misread);
    const query = { ...understood.query, ...(filters && { filters }) };
    const { from, to } = aroundPage(page);
    const found = await searcher.search(scope, query, { offset: from, limit: to - from });
    const ranked: SearchHit[] = [];
    const hasAll = ({ held }: SearchHit) => held.length === query.terms.length;
    for (let at = 0; at < found.items.length; at += rankedTogether)
      for (const alike of Map.groupBy(found.items.slice(at, at + rankedTogether), hasAll).values())
        ranked.push(...eventsOnce(alike));
    const items = ranked.slice(page.offset - from, page.offset - from + page.limit);
    const unheld = query.terms.filter((_, at) => found.counts[at] === 0).map(({ word }) => word);
    return { ...understood, ...found, items, query, unheld: [...new Set(unheld)] };
  };
  const first = await find();
  const misread = new Map<string, string>();
  const misspelt = first.unheld.slice(0, mostPutRight).filter((word) => !language.isWord(word));
  for (const word of misspelt) {
    const instead = language.misspelt(word)?.label ?? (await searcher.similar(scope.desk, word))[0];
    if (instead !== undefined) misread.set(word, instead);
  }
  return misread.size > 0 ? find(misread) : first;
}

/** What is read of a question: cut at the end of a word, where there is one. */
export function beginningOf(text: string): string {
  if (text.length <= longestQuestion) return text;
  const end = text.lastIndexOf(' ', longestQuestion);
  return text.slice(0, end > 0 ? end : longestQuestion);
}

/** Ranks among which entries on one event are put together, so that they are the same for every page. */
const rankedTogether = 40;

function aroundPage({ offset, limit }: Page): { from: number; to: number } {
  const from = Math.floor(offset / rankedTogether) * rankedTogether;
  return { from, to: Math.max(from, Math.ceil((offset + limit) / rankedTogether) * rankedTogether) };
}

/**
 * Each event once, in the place of the best entry on it, by the weightiest that has as many words; what else tells of it
 * comes after the others.
 */
function eventsOnce(hits: readonly SearchHit[]): SearchHit[] {
  const of = new Map(hits.map((hit) => [hit.entry, hit]));
  const group = new Map(hits.map((hit) => [hit, [hit]]));
  for (const pair of sameEvents(hits.map(({ entry }) => entry))) {
    const [one, other] = pair.map((entry) => group.get(of.get(entry) as SearchHit) as SearchHit[]);
    if (!one || !other || one === other) continue;
    one.push(...other);
    for (const hit of other) group.set(hit, one);
  }
  const events = [...new Set(hits.map((hit) => group.get(hit) ?? []))];
  const heads = events.map((all) => {
    const [best, ...others] = all.toSorted((one, other) => hits.indexOf(one) - hits.indexOf(other));
    return others.reduce(
      (head, hit) =>
        hit.entry.body.weight > head.entry.body.weight && hit.held.length >= head.held.length ? hit : head,
      best as SearchHit,
    );
  });
  return [...heads, ...hits.filter((hit) => !heads.includes(hit))];
}

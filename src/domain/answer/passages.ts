import type { Scope, StoredEntry } from '../ports/entries.ts';
import { findEntries, type SearchNeeds } from '../search/find.ts';
import type { SearchFilters } from '../search/query.ts';

/** An entry that says something of what was asked. */
interface Passage {
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

/** The entries that say most of a free question; words without meaning of their own are left out. */
export async function findPassages(
  needs: SearchNeeds,
  scope: Scope,
  question: string,
  filters: SearchFilters,
  limit: number,
): Promise<Passages> {
  const page = { limit, offset: 0 };
  const { items, query, unheld, readAs } = await findEntries(needs, scope, {
    words: question,
    filters,
    page,
  });
  const passages = items.map(({ entry, score, held }) => ({
    entry,
    score,
    held: held.map(({ term }) => query.terms[term]?.word ?? ''),
  }));
  return { items: passages, unheld, readAs };
}

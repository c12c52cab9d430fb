import type { Scope } from '../domain/ports/entries.ts';
import { nearestIds } from './answer/nearest.ts';
import type { DeskService } from './desk-service.ts';

/** Characters; no id and no title has as many. */
const longestTyped = 200;

export interface NamedEntry {
  id: string;
  title: string;
}

/**
 * Entries that what is typed may mean: ids that begin so and titles that hold it, else what a search for it finds, else
 * what a search for a better spelling finds, else the ids most like it.
 */
export async function completeEntry(
  { entries, searcher, language }: DeskService,
  scope: Scope,
  typed: string,
  limit: number,
): Promise<NamedEntry[]> {
  if (typed.length > longestTyped) return [];
  const begun = await entries.completeIds(scope, typed.toLowerCase(), limit);
  if (begun.length > 0) return begun;
  for (const words of [typed, ...language.suggest(typed, suggestions)]) {
    const { query } = language.understand(words);
    const { items } = await searcher.search(scope, query, { limit, offset: 0 });
    if (items.length > 0) return items.map(({ entry: { body } }) => ({ id: body.id, title: body.title }));
  }
  return nearestIds(entries, scope, typed.trim().toLowerCase().replace(/\s+/g, '-'), limit);
}

const suggestions = 2;

import { distance } from 'fastest-levenshtein';
import type { EntryReader, NamedEntry, Scope } from '../../domain/ports/entries.ts';
import { longestId } from '../../domain/vocabulary.ts';
import { closest } from '../parse/grammar.ts';

const candidates = 50;

/** Ids similar to a mistyped one, best first: same beginning, nearest spelling. Empty if none is similar. */
export async function nearestIds(
  entries: EntryReader,
  scope: Scope,
  typed: string,
  limit: number,
): Promise<NamedEntry[]> {
  // No id is similar to one this long, and each word would cost a query.
  if (typed.length > 2 * longestId) return [];
  const words = typed.split('-');
  // Shorter and shorter beginnings, finally any entry, because the mistake may be anywhere. None waits for another.
  const beginnings = [...words.keys(), words.length].map((gone) =>
    words.slice(0, words.length - gone).join('-'),
  );
  const all = await Promise.all(beginnings.map((begun) => entries.completeIds(scope, begun, candidates)));
  const found = all.find(({ length }) => length > 0) ?? [];
  const ids = found.map(({ id }) => id);
  const like = new Set(closest(typed, ids, candidates));
  const near = found.filter(({ id }) => like.has(id));
  return near.sort((a, b) => far(typed, a.id) - far(typed, b.id)).slice(0, limit);
}

/** Edit distance; a different length adds to it, because swapped digits keep the length. */
function far(typed: string, id: string): number {
  return distance(typed, id) + (typed.length === id.length ? 0 : 0.5);
}

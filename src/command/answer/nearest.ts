import { distance } from 'fastest-levenshtein';
import type { EntryReader, Scope } from '../../domain/ports/entries.ts';
import { longestId } from '../../domain/vocabulary.ts';
import { closest } from '../parse/grammar.ts';

const candidates = 50;

/** Ids of entries most like a mistyped one, best first: those that share its beginning, the nearest by spelling; none that is not like it. */
export async function nearestIds(
  entries: EntryReader,
  scope: Scope,
  typed: string,
  limit: number,
): Promise<{ id: string; title: string }[]> {
  // No id is like one that is so much longer, and each of its words would be looked up.
  if (typed.length > 2 * longestId) return [];
  const words = typed.split('-');
  // Shorter and shorter beginnings, and at last any entry at all: a typing mistake may stand anywhere.
  for (let length = words.length; length >= 0; length -= 1) {
    const found = await entries.completeIds(scope, words.slice(0, length).join('-'), candidates);
    if (found.length === 0) continue;
    const like = new Set(
      closest(
        typed,
        found.map(({ id }) => id),
        candidates,
      ),
    );
    const near = found.filter(({ id }) => like.has(id));
    return near.sort((a, b) => far(typed, a.id) - far(typed, b.id)).slice(0, limit);
  }
  return [];
}

/** Edits apart; among equals one of another length counts as farther, because swapped digits keep the length. */
function far(typed: string, id: string): number {
  return distance(typed, id) + (typed.length === id.length ? 0 : 0.5);
}

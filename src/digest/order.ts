import type { EntryBody } from '../domain/entry.ts';
import type { StoredEntry } from '../domain/ports/entries.ts';

/** The weightiest first, then the newest by what happened, then by id so that the order never wavers. */
export function byWeight(a: StoredEntry, b: StoredEntry): number {
  const when = ({ body, earliest }: StoredEntry) => earliest ?? body.published;
  return b.body.weight - a.body.weight || compare(when(b), when(a)) || compare(a.body.id, b.body.id);
}

export function bySoonest(a: StoredEntry, b: StoredEntry): number {
  const when = ({ latest }: StoredEntry) => latest ?? '9999';
  return compare(when(a), when(b)) || byWeight(a, b);
}

/** Days and ids are plain ASCII; comparing them as a language would is many times slower. */
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** It is in force: neither superseded nor retracted, nor yet to come out. */
export function stands({ state }: EntryBody): boolean {
  return state === 'published' || state === 'corrected';
}

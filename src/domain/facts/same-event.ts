import { type Fact, isOwnWord, shareDate, tellOneEvent } from '../entry.ts';
import type { StoredEntry } from '../ports/entries.ts';

/**
 * Pairs of entries about the same event: two stops of one visitor in one country on overlapping days; two facts of one
 * kind that share a date and of which one names the other as related; a visit and its related event, if the visitor
 * took part and the dates match. Views and speculation are never paired.
 */
export const sameEvents = (entries: readonly StoredEntry[]): [StoredEntry, StoredEntry][] =>
  [...candidates(entries)].filter(([a, b]) => sameEvent(a, b));

/** Compares only possible pairs: related entries, and stops of one visitor in one country. */
function* candidates(entries: readonly StoredEntry[]): Generator<[StoredEntry, StoredEntry]> {
  const byId = new Map(entries.map((entry) => [entry.body.id, entry]));
  for (const entry of entries) {
    for (const id of entry.body.related) {
      const other = byId.get(id);
      if (other && other !== entry) yield [entry, other];
    }
  }
  const visits = entries.filter(({ body }) => body.type === 'fact' && body.visit);
  for (const stops of Map.groupBy(visits, stopKey).values()) {
    for (const [at, stop] of stops.entries()) {
      for (const other of stops.slice(at + 1)) yield [stop, other];
    }
  }
}

function stopKey({ body }: StoredEntry): string {
  const visit = body.type === 'fact' ? body.visit : undefined;
  return `${visit?.visitor} ${visit?.host}`;
}

function sameEvent(a: StoredEntry, b: StoredEntry): boolean {
  if (a.body.type !== 'fact' || b.body.type !== 'fact') return false;
  if (isOwnWord(a.body) || isOwnWord(b.body)) return false;
  if (a.body.visit && b.body.visit) return stopKey(a) === stopKey(b) && overlap(a, b);
  if (a.body.visit) return b.body.kind === 'event' && belongsTo(a, a.body, b, b.body);
  if (b.body.visit) return a.body.kind === 'event' && belongsTo(b, b.body, a, a.body);
  return tellOneEvent(a.body, b.body);
}

function belongsTo(stop: StoredEntry, visit: Fact, whole: StoredEntry, event: Fact): boolean {
  if (!visit.visit) return false;
  if (shareDate(visit, event)) return true;
  return event.people.includes(visit.visit.visitor) && toTheDay(event) && within(stop, whole);
}

const toTheDay = ({ dates }: Fact) => /^\d{4}-\d\d-\d\d(\/\d{4}-\d\d-\d\d)?$/.test(dates[0]?.edtf ?? '');

function within(a: StoredEntry, b: StoredEntry): boolean {
  return Boolean(
    a.earliest && a.latest && b.earliest && b.latest && b.earliest <= a.earliest && a.latest <= b.latest,
  );
}

function overlap(a: StoredEntry, b: StoredEntry): boolean {
  return Boolean(
    a.earliest && a.latest && b.earliest && b.latest && a.earliest <= b.latest && b.earliest <= a.latest,
  );
}

import { type Fact, isOwnWord, shareDate, tellOneEvent } from '../../domain/entry.ts';
import type { StoredEntry } from '../../domain/ports/entries.ts';
import { byWeight } from './judge.ts';

/** One event in a digest: the highest-weighted entry about it, and others about the same event. */
export interface DigestItem {
  entry: StoredEntry;
  folded: StoredEntry[];
}

/**
 * Groups entries about the same event, highest-weighted first. The same event: two stops of one visitor in one country
 * on overlapping days; two facts of one kind that share a date and of which one names the other as related; a visit
 * and its related event, if the visitor took part and the dates match. Views and speculation are never grouped.
 */
export function groupEvents(entries: readonly StoredEntry[]): DigestItem[] {
  const groups = new Map(entries.map((entry) => [entry, [entry]]));
  const join = (a: StoredEntry, b: StoredEntry) => {
    const [one, two] = [groups.get(a), groups.get(b)];
    if (!one || !two || one === two) return;
    one.push(...two);
    for (const entry of two) groups.set(entry, one);
  };
  for (const [a, b] of candidates(entries)) if (sameEvent(a, b)) join(a, b);
  return [...new Set(groups.values())]
    .map((group) => group.sort(byWeight))
    .sort(([a], [b]) => byWeight(a!, b!))
    .map(([entry, ...folded]) => ({ entry: entry!, folded }));
}

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

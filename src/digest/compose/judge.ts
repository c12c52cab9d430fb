import type { Day } from '../../domain/dates/day.ts';
import { isTold, type Rule, type Ruling } from '../../domain/digests/edition.ts';
import { type Filter, matchesFilter } from '../../domain/digests/subscription.ts';
import type { EntryBody } from '../../domain/entry.ts';
import type { StoredEntry } from '../../domain/ports/entries.ts';
import type { Publication, PublicationEvent } from '../../domain/ports/publishing.ts';
import type { Span } from './gather.ts';

/** An entry that subscribers may have had, and what has become of it since. */
export interface Change {
  entry: StoredEntry;
  kind: 'corrected' | 'replaces' | 'superseded' | 'retracted';
  /** What was said of it, and on which day, the newest last. */
  notes: { on: Day; note?: string | undefined }[];
  /** replaces, corrected: the entry whose place it takes. superseded: the one that took its place, where it is known. */
  other?: StoredEntry | undefined;
}

/** What becomes of one entry that has publications in a span. */
type Verdict =
  | { rule: 'news'; entry: StoredEntry; publications: Publication[] }
  | { rule: 'change'; change: Change; publications: Publication[] }
  | { rule: Exclude<Rule, 'news' | 'change'>; with?: string; publications: Publication[] };

/**
 * Entries of which something is told only where they were shown: that they are retracted, and what was wrong in those
 * that the filter no longer wants.
 */
export function toldWhereShown({ publications, entries }: Span, filter: Filter): string[] {
  const own = Map.groupBy(publications, ({ entry }) => entry);
  return [...own].flatMap(([id, all]) => {
    const body = entries.get(id)?.body;
    const isLater = all.every(({ event }) => event !== 'published');
    const isWrong = all.some(({ event }) => event === 'corrected' || event === 'retracted');
    const depends = body && (body.state === 'retracted' || !matchesFilter(filter, body));
    return depends && isLater && isWrong ? id : [];
  });
}

/**
 * Decides for each entry of the span whether it is news, a change of what was sent before, or neither. An entry counts
 * as it stands now; several publications of one entry yield one verdict. `seen`: those of `toldWhereShown` that the
 * channel was shown; without it all were that the filter wants.
 */
export function judge(span: Span, filter: Filter, seen?: readonly string[]): Verdict[] {
  const published = Map.groupBy(span.publications, ({ entry }) => entry);
  const shown = new Set(seen);
  const isNew = (id: string) => published.get(id)?.some(({ event }) => event === 'published') ?? false;
  const successors = successorsIn(span, published, filter);
  return [...published].map(([id, publications]): Verdict => {
    const entry = span.entries.get(id);
    const has = (event: PublicationEvent) => publications.some((each) => each.event === event);
    const out = outside(entry, filter);
    // Whoever was told is told that it was wrong, also where it is of another topic or country now.
    const isAfterwards = out !== 'not-visible' && !isNew(id) && shown.has(id);
    if (!entry || (out && !isAfterwards)) return { rule: out ?? 'not-visible', publications };
    const change = (kind: Change['kind'], other?: StoredEntry): Verdict => ({
      rule: 'change',
      change: { entry, kind, notes: notesOf(kind, publications), other },
      publications,
    });

    if (entry.body.state === 'retracted') {
      if (isNew(id) || !has('retracted')) return { rule: 'retracted-before', publications };
      return seen && !shown.has(id) ? { rule: 'never-shown', publications } : change('retracted');
    }
    if (entry.body.state === 'superseded') {
      const successor = successors.get(id);
      if (!isNew(id) && !has('superseded') && has('corrected')) return change('corrected');
      if (isNew(id) || !has('superseded')) {
        return { rule: 'superseded-before', ...(successor && { with: successor.body.id }), publications };
      }
      if (successor && matchesFilter(filter, successor.body))
        return { rule: 'replaced', with: successor.body.id, publications };
      return change('superseded', successor);
    }
    const replaced = replacedBy(entry, span, isNew);
    if (isNew(id)) return replaced ? change('replaces', replaced) : { rule: 'news', entry, publications };
    return has('corrected') ? change('corrected', replaced) : { rule: 'undone', publications };
  });
}

/** A retraction that was undone since is no correction, nor the other way round. */
function notesOf(kind: Change['kind'], publications: readonly Publication[]): Change['notes'] {
  return publications
    .filter(({ event }) => event === (kind === 'replaces' ? 'corrected' : kind))
    .map(({ day, note }) => ({ on: day, note }));
}

function outside(
  entry: StoredEntry | undefined,
  filter: Filter,
): 'topic' | 'country' | 'not-visible' | undefined {
  // A draft is visible to editors only; a channel is a reader.
  if (!entry || entry.body.state === 'draft' || entry.body.state === 'in review') return 'not-visible';
  if (!matchesFilter({ ...filter, countries: [] }, entry.body)) return 'topic';
  return matchesFilter(filter, entry.body) ? undefined : 'country';
}

/** By the entry that was superseded, the one that stands in its place now and was announced in this span. */
function successorsIn(span: Span, published: ReadonlyMap<string, Publication[]>, filter: Filter) {
  const successors = new Map<string, StoredEntry>();
  for (const id of published.keys()) {
    const entry = span.entries.get(id);
    if (!entry || !stands(entry.body)) continue;
    for (const older of chain(entry, span)) {
      const known = successors.get(older);
      // Of two that replace one, the one that this subscription is shown.
      if (!known || matchesFilter(filter, entry.body)) successors.set(older, entry);
    }
  }
  return successors;
}

/** The nearest entry in whose place this one stands that was out before the span: what readers know of. */
function replacedBy(entry: StoredEntry, span: Span, isNew: (id: string) => boolean): StoredEntry | undefined {
  const known = chain(entry, span).find((id) => !isNew(id));
  return known === undefined ? undefined : span.entries.get(known);
}

/** Ids that an entry supersedes, those that it supersedes themselves among them, the nearest first. */
function chain(entry: StoredEntry, span: Span): string[] {
  const ids: string[] = [];
  for (let next = entry.body.supersedes; next && next !== entry.body.id && !ids.includes(next); ) {
    ids.push(next);
    next = span.entries.get(next)?.body.supersedes;
  }
  return ids;
}

/** The publication that decides carries the rule; the entry's others say that they follow it. */
export function rulingsOf(
  { publications, ...verdict }: Verdict,
  rule: Rule = verdict.rule,
  by?: string,
): Ruling[] {
  const deciding = publications.find(({ event }) => event === 'published') ?? publications.at(-1);
  const other = by ?? ('with' in verdict ? verdict.with : undefined);
  return publications.map((publication) => ({
    publication: publication.number,
    entry: publication.entry,
    event: publication.event,
    rule: isTold(rule) && publication !== deciding ? 'same-entry' : rule,
    ...(other && { with: other }),
  }));
}

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
function stands({ state }: EntryBody): boolean {
  return state === 'published' || state === 'corrected';
}

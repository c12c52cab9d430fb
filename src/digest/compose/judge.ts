import type { Day } from '../../domain/dates/day.ts';
import { isTold, type Rule, type Ruling } from '../../domain/digests/edition.ts';
import { type Filter, type FilterPart, matchesFilter, unmatched } from '../../domain/digests/filter.ts';
import type { EntryBody } from '../../domain/entry.ts';
import type { StoredEntry } from '../../domain/ports/entries.ts';
import type { Publication, PublicationEvent } from '../../domain/ports/publishing.ts';
import type { Span } from './gather.ts';

/** A change to an entry that subscribers may have seen. */
export interface Change {
  entry: StoredEntry;
  kind: 'corrected' | 'replaces' | 'superseded' | 'retracted';
  /** Notes with their days, newest last. */
  notes: { on: Day; note?: string | undefined }[];
  /** replaces, corrected: the entry it replaces. superseded: its successor, if known. */
  other?: StoredEntry | undefined;
}

/** Decision about one entry that has publications in a span. */
type Verdict =
  | { rule: 'news'; entry: StoredEntry; publications: Publication[] }
  | { rule: 'change'; change: Change; publications: Publication[] }
  | { rule: Exclude<Rule, 'news' | 'change'>; with?: string; publications: Publication[] };

/**
 * Entries whose change is announced only where they were shown: retracted ones, and corrected ones that the filter no
 * longer matches.
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
 * Decides for each entry of the span whether it is news, a change, or neither. The entry's current state counts;
 * several publications of one entry yield one verdict. `seen`: entries of `toldWhereShown` that the channel has shown;
 * missing: all that match the filter.
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
    // A channel that showed the entry gets its correction, even if its topic or country changed.
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

/** A retraction undone since is not announced as a correction, nor the reverse. */
function notesOf(kind: Change['kind'], publications: readonly Publication[]): Change['notes'] {
  return publications
    .filter(({ event }) => event === (kind === 'replaces' ? 'corrected' : kind))
    .map(({ day, note }) => ({ on: day, note }));
}

function outside(entry: StoredEntry | undefined, filter: Filter): FilterPart | 'not-visible' | undefined {
  // Drafts are visible only to editors; a channel counts as a reader.
  if (!entry || entry.body.state === 'draft' || entry.body.state === 'in review') return 'not-visible';
  return unmatched(filter, entry.body);
}

/** By superseded entry, its current successor announced in this span. */
function successorsIn(span: Span, published: ReadonlyMap<string, Publication[]>, filter: Filter) {
  const successors = new Map<string, StoredEntry>();
  for (const id of published.keys()) {
    const entry = span.entries.get(id);
    if (!entry || !stands(entry.body)) continue;
    for (const older of chain(entry, span)) {
      const known = successors.get(older);
      // Of two successors, the one that matches the filter.
      if (!known || matchesFilter(filter, entry.body)) successors.set(older, entry);
    }
  }
  return successors;
}

/** The nearest entry replaced by this one that was public before the span. */
function replacedBy(entry: StoredEntry, span: Span, isNew: (id: string) => boolean): StoredEntry | undefined {
  const known = chain(entry, span).find((id) => !isNew(id));
  return known === undefined ? undefined : span.entries.get(known);
}

/** Ids that an entry supersedes, directly or indirectly, nearest first. */
function chain(entry: StoredEntry, span: Span): string[] {
  const ids: string[] = [];
  for (let next = entry.body.supersedes; next && next !== entry.body.id && !ids.includes(next); ) {
    ids.push(next);
    next = span.entries.get(next)?.body.supersedes;
  }
  return ids;
}

/** The deciding publication gets the rule; the entry's other publications refer to it. */
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

/** Neither superseded nor retracted nor unpublished. */
function stands({ state }: EntryBody): boolean {
  return state === 'published' || state === 'corrected';
}

import type { EntryReader, Scope, StoredEntry, VisitRegister } from '../domain/ports/entries.ts';
import type { Searcher } from '../domain/search/query.ts';
import type { DeskService } from './define.ts';

type Marked = Map<string, 'internal' | 'restricted'>;

/** The same desk with readers that record every marked entry they return. */
export function recordMarked(service: DeskService): { service: DeskService; marked: Marked } {
  const marked: Marked = new Map();
  const note = (entry: StoredEntry | undefined) => {
    const { id, handling } = entry?.body ?? {};
    if (id !== undefined && handling !== undefined && handling !== 'public') marked.set(id, handling);
  };
  const { entries, visits, searcher } = service;
  const notingEntries: EntryReader = {
    async get(scope, id) {
      const entry = await entries.get(scope, id);
      note(entry);
      return entry;
    },
    async getMany(scope, ids) {
      const found = await entries.getMany(scope, ids);
      for (const entry of found.values()) note(entry);
      return found;
    },
    async list(scope, query, page) {
      const listed = await entries.list(scope, query, page);
      for (const entry of listed.items) note(entry);
      return listed;
    },
    async first(scope, query, limit) {
      const listed = await entries.first(scope, query, limit);
      for (const entry of listed) note(entry);
      return listed;
    },
    async aging(scope, before, limit) {
      const listed = await entries.aging(scope, before, limit);
      for (const entry of listed) note(entry);
      return listed;
    },
    countByTopic: (scope) => entries.countByTopic(scope),
    completeIds: (scope, prefix, limit) => entries.completeIds(scope, prefix, limit),
    completeTitles: (scope, text, limit) => entries.completeTitles(scope, text, limit),
    hasMarked: (desk) => entries.hasMarked(desk),
  };
  const notingVisits: VisitRegister = {
    async list(scope, query, page) {
      const stops = await visits.list(scope, query, page);
      for (const stop of stops) note(stop);
      return stops;
    },
    totals: (scope, query) => visits.totals(scope, query),
    counts: (scope, query, by) => visits.counts(scope, query, by),
  };
  const notingSearcher: Searcher = {
    async search(scope, query, page) {
      const found = await searcher.search(scope, query, page);
      for (const { entry } of found.items) note(entry);
      return found;
    },
    similar: (desk, word) => searcher.similar(desk, word),
  };
  return {
    marked,
    service: { ...service, entries: notingEntries, visits: notingVisits, searcher: notingSearcher },
  };
}

/** Tells the asker which entries they may see but this scope leaves out; undefined if none. */
export function leftOut(marked: Marked, { role, place }: Scope): string | undefined {
  const count = (handling: 'internal' | 'restricted') =>
    [...marked.values()].filter((each) => each === handling).length;
  const internal = place === 'shared' ? count('internal') : 0;
  const restricted = role === 'reader' || place === 'shared' ? count('restricted') : 0;
  const says = [
    ...(internal > 0 ? [`${entriesAre(internal, 'internal')} in a channel that is shared, or may be`] : []),
    ...(restricted > 0 ? [`${entriesAre(restricted, 'restricted')} to a channel`] : []),
  ];
  return says.length > 0 ? `${says.join('; ')}.` : undefined;
}

const entriesAre = (count: number, what: string) =>
  count === 1 ? `1 entry is ${what} and is not shown` : `${count} entries are ${what} and are not shown`;

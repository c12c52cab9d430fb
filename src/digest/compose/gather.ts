import { addDays, type Day } from '../../domain/dates/day.ts';
import type { Filter } from '../../domain/digests/subscription.ts';
import type { Places } from '../../domain/ports/access.ts';
import type { EntryQuery, EntryReader, Scope, StoredEntry } from '../../domain/ports/entries.ts';
import type { Ledger } from '../../domain/ports/ledger.ts';
import type { Publication, Publications } from '../../domain/ports/publishing.ts';

type Gathering = Pick<DigestPorts, 'publications' | 'entries'>;

export interface DigestPorts extends WherePorts {
  publications: Publications;
  entries: EntryReader;
  ledger: Pick<Ledger, 'shownIn'>;
}

/**
 * All that editions of one span are composed from, whatever their filters: they are applied afterwards, so that many
 * subscriptions share one gathering.
 */
export interface Span {
  publications: Publication[];
  /** As they stand now and as the scope may see them, with what they supersede; absent: withdrawn or not visible. */
  entries: Map<string, StoredEntry>;
  /** Facts that begin or fall due within the next `aheadDays`, among others with a bound there. */
  ahead: StoredEntry[];
}

export const aheadDays = 14;

/** The one first digest chooses from so many of the newest. */
const startFrom = 30;

const pageSize = 1000;

/** What was published after `from` and up to `to`, by publication number. `scope` is what a channel may see: a reader's. */
export async function gatherSpan(
  { publications, entries }: Gathering,
  scope: Scope,
  from: number,
  to: number,
): Promise<Span> {
  const gathered = await allBetween(publications, scope.desk, from, to);
  return spanOf(entries, scope, gathered);
}

/** Whoever gave a number may have had a later clock, or ours was set back: what has one is out. */
function whenAnnounced(scope: Scope, publications: readonly Publication[]): Scope {
  return publications.reduce(({ now, today, ...rest }, { event, day, recordedAt }) => {
    const isLater = event === 'published' && day > today;
    return { ...rest, now: recordedAt > now ? recordedAt : now, today: isLater ? day : today };
  }, scope);
}

/** For the one first digest: the newest that match, by the day they were published, and no publications. */
export async function gatherStart(ports: Gathering, scope: Scope, filter: Filter): Promise<Span> {
  const newest = await gatherNewest(ports.entries, scope, filter, startFrom);
  return {
    publications: [],
    entries: new Map(newest.map((entry) => [entry.body.id, entry])),
    ahead: await gatherAhead(ports.entries, scope),
  };
}

/** The newest entries of a filter by the day they were published, newest first. */
export async function gatherNewest(
  entries: EntryReader,
  scope: Scope,
  { topics, countries }: Filter,
  count: number,
): Promise<StoredEntry[]> {
  const query: EntryQuery = {
    order: 'published-newest',
    ...(topics.length > 0 && { anyTopic: topics }),
    ...(countries.length > 0 && { anyCountry: countries }),
  };
  return (await entries.list(scope, query, { limit: count, offset: 0 })).items;
}

/**
 * For a preview by published date: what the desk dates within so many days up to and with today, as if each had been
 * announced then. A person waits for it: beyond 5,000 entries the oldest published are left out.
 */
export async function gatherWindow(ports: Gathering, scope: Scope, days: number): Promise<Span> {
  const since = addDays(scope.today, -days);
  const within = (day: Day) => day > since && day <= scope.today;
  const listed = await newestPublished(ports.entries, scope);
  const ended = (await allBetween(ports.publications, scope.desk, 0, Number.MAX_SAFE_INTEGER)).filter(
    ({ event, day }) => (event === 'superseded' || event === 'retracted') && within(day),
  );
  const dated = listed.flatMap(({ body, revision, recordedAt }) => {
    const base = { desk: scope.desk, entry: body.id, revision, recordedAt };
    return [
      ...(within(body.published) ? [{ ...base, event: 'published' as const, day: body.published }] : []),
      ...body.corrections
        .filter(({ on }) => within(on))
        .map(({ on, note }) => ({ ...base, event: 'corrected' as const, day: on, note })),
    ];
  });
  const all = [...dated, ...ended].sort((a, b) => a.day.localeCompare(b.day));
  return spanOf(
    ports.entries,
    scope,
    all.map((each, at) => ({ ...each, number: at + 1 })),
  );
}

async function spanOf(entries: EntryReader, scope: Scope, publications: Publication[]): Promise<Span> {
  const sight = whenAnnounced(scope, publications);
  const found = await entries.getMany(sight, [...new Set(publications.map(({ entry }) => entry))]);
  const superseded = [...found.values()].flatMap(({ body }) => body.supersedes ?? []);
  const missing = [...new Set(superseded)].filter((id) => !found.has(id));
  const further = await entries.getMany(sight, missing);
  return {
    publications,
    entries: new Map([...found, ...further]),
    ahead: await gatherAhead(entries, scope),
  };
}

async function gatherAhead(entries: EntryReader, scope: Scope): Promise<StoredEntry[]> {
  const query: EntryQuery = {
    type: 'fact',
    edgeWithin: { since: scope.today, until: addDays(scope.today, aheadDays) },
    order: 'event-oldest',
  };
  return (await entries.list(scope, query, { limit: pageSize, offset: 0 })).items;
}

async function allBetween(
  publications: Publications,
  desk: string,
  from: number,
  to: number,
): Promise<Publication[]> {
  const gathered: Publication[] = [];
  for (let cursor = from; ; ) {
    const page = await publications.between(desk, cursor, to, pageSize);
    gathered.push(...page);
    const last = page.at(-1);
    if (!last || page.length < pageSize) return gathered;
    cursor = last.number;
  }
}

const windowMost = 5000;

async function newestPublished(entries: EntryReader, scope: Scope): Promise<StoredEntry[]> {
  const query = { order: 'published-newest', publishedUntil: scope.today } as const;
  const gathered: StoredEntry[] = [];
  while (gathered.length < windowMost) {
    const { items, total } = await entries.list(scope, query, { limit: pageSize, offset: gathered.length });
    gathered.push(...items);
    if (items.length === 0 || gathered.length >= total) break;
  }
  return gathered;
}

export interface WherePorts {
  places: Pick<Places, 'ofChannel'>;
}

import { addDays, type Day, dayIn } from '../../domain/dates/day.ts';
import { entriesIn, type PostingCheck } from '../../domain/digests/delivery.ts';
import { type Filter, filterKey, matchesFilter } from '../../domain/digests/filter.ts';
import { PassingFault } from '../../domain/errors.ts';
import type { Places } from '../../domain/ports/access.ts';
import type { EntryQuery, EntryReader, Scope, StoredEntry } from '../../domain/ports/entries.ts';
import type { Ledger } from '../../domain/ports/ledger.ts';
import type { Publication, Publications } from '../../domain/ports/publishing.ts';

export const isInternal = ({ body }: StoredEntry): boolean => body.handling === 'internal';

/**
 * Whether outsiders can see a channel. Asked only if internal entries would be shown. Throws if the platform does not
 * answer at the moment; the digest is then composed later.
 */
export async function isShared({ places }: WherePorts, channel: string): Promise<boolean> {
  const place = await places.ofChannel(channel);
  if (place === undefined)
    throw new PassingFault('the platform does not tell at the moment who sees the channel');
  return place === 'shared';
}

export const holdsInternal = ({ entries, ahead }: Span): boolean =>
  ahead.some(isInternal) || entries.values().some(isInternal);

/** What of a span a shared channel may show. */
export const withoutInternal = ({ publications, entries, ahead }: Span): Span => ({
  publications,
  entries: new Map([...entries].filter(([, entry]) => !isInternal(entry))),
  ahead: ahead.filter((entry) => !isInternal(entry)),
});

/** Checks a composed part again, because the channel or an entry's marking may have changed since. */
export function createMayStand({
  entries,
  places,
}: WherePorts & { entries: Pick<EntryReader, 'getMany' | 'hasMarked'> }): PostingCheck {
  return async ({ desk, channel, reply }, now) => {
    if (!(await entries.hasMarked(desk))) return 'may';
    const scope = { desk, role: 'admin', place: 'internal', now, today: dayIn('UTC', now) } as const;
    const held = [...(await entries.getMany(scope, entriesIn(reply))).values()];
    if (held.some(({ body }) => body.handling === 'restricted')) return 'restricted';
    if (!held.some(isInternal)) return 'may';
    const place = await places.ofChannel(channel);
    if (place === undefined) return 'unknown';
    return place === 'internal' ? 'may' : 'shared';
  };
}

type Gathering = Pick<DigestPorts, 'publications' | 'entries'>;

export interface DigestPorts extends WherePorts {
  publications: Publications;
  entries: EntryReader;
  ledger: Pick<Ledger, 'shownIn'>;
}

/** Input for all editions of one span. Filters apply afterwards, so that subscriptions share it. */
export interface Span {
  publications: Publication[];
  /** Current entries visible to the scope, with those they supersede; missing: withdrawn or not visible. */
  entries: Map<string, StoredEntry>;
  /**
   * Facts that may happen, begin or fall due within the next `aheadDays`, and plans that did in the last `passedDays`;
   * callers check the exact bounds.
   */
  ahead: StoredEntry[];
}

export const aheadDays = 14;

/** Days for which a plan that passed with no outcome is told, once. */
export const passedDays = 14;

/** A first digest chooses the weightiest of this many of the newest entries; and has a ruling for so many. */
const startFrom = 1000;
const startRuled = 30;

const pageSize = 1000;

/** Publications after `from` up to `to`, by number. `scope`: what a channel may see, as a reader. */
export async function gatherSpan(
  { publications, entries }: Gathering,
  scope: Scope,
  from: number,
  to: number,
): Promise<Span> {
  const gathered = await allBetween(publications, scope.desk, from, to);
  return spanOf(entries, scope, gathered);
}

/** Publications may carry a later time than our clock, because clocks differ; whatever is numbered is public. */
function whenAnnounced(scope: Scope, publications: readonly Publication[]): Scope {
  return publications.reduce(({ now, today, ...rest }, { event, day, recordedAt }) => {
    const isLater = event === 'published' && day > today;
    return { ...rest, now: recordedAt > now ? recordedAt : now, today: isLater ? day : today };
  }, scope);
}

/**
 * For a first digest: the weightiest matching entries, without publications. Weight counts before the published day,
 * because most of what a new desk has was published on one.
 */
export async function gatherStart(ports: Gathering, scope: Scope, filter: Filter): Promise<Span> {
  const found = await gatherNewest(ports.entries, scope, filter, startFrom);
  const newest = found.sort(byWeight).slice(0, startRuled);
  return {
    publications: [],
    entries: new Map(newest.map((entry) => [entry.body.id, entry])),
    ahead: await gatherAhead(ports.entries, scope),
  };
}

/** The newest matching entries by published day, newest first. */
export async function gatherNewest(
  entries: EntryReader,
  scope: Scope,
  filter: Filter,
  count: number,
): Promise<StoredEntry[]> {
  const { topics, countries } = filter;
  const query: EntryQuery = {
    order: 'published-newest',
    ...(topics.length > 0 && { anyTopic: topics }),
    ...(countries.length > 0 && { anyCountry: countries }),
  };
  if (filterKey(filter) === filterKey({ topics, countries })) return entries.first(scope, query, count);
  // The other parts of a filter are no question to the database.
  const found: StoredEntry[] = [];
  for (let offset = 0; found.length < count && offset < windowMost; offset += pageSize) {
    const { items, total } = await entries.list(scope, query, { limit: pageSize, offset });
    found.push(...items.filter(({ body }) => matchesFilter(filter, body)));
    if (items.length === 0 || offset + items.length >= total) break;
  }
  return found.slice(0, count);
}

/**
 * For a preview by published date: everything the desk dates within the last `days` days including today, as if announced
 * then. Limited to the 5,000 entries published last, because a person waits for it.
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
  const until = addDays(scope.today, aheadDays);
  const queries: EntryQuery[] = [
    { type: 'fact', edgeWithin: { since: scope.today, until }, order: 'event-oldest' },
    { type: 'fact', openPlans: true, since: scope.today, until, order: 'ending' },
    {
      type: 'fact',
      openPlans: true,
      since: addDays(scope.today, -passedDays),
      until: addDays(scope.today, -1),
      order: 'ending',
    },
  ];
  const found = await Promise.all(queries.map((query) => entries.first(scope, query, pageSize)));
  return [...new Map(found.flat().map((entry) => [entry.body.id, entry])).values()];
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

/** Highest weight first, then latest event date, then id, for a stable order. */
export function byWeight(a: StoredEntry, b: StoredEntry): number {
  const when = ({ body, earliest }: StoredEntry) => earliest ?? body.published;
  return b.body.weight - a.body.weight || compare(when(b), when(a)) || compare(a.body.id, b.body.id);
}

export function bySoonest(a: StoredEntry, b: StoredEntry): number {
  const over = ({ latest }: StoredEntry) => latest ?? '9999';
  const begins = ({ earliest }: StoredEntry) => earliest ?? '';
  // Of two that are over at once, the one of which more is known.
  return compare(over(a), over(b)) || compare(begins(b), begins(a)) || byWeight(a, b);
}

/** Days and ids are ASCII; comparing code units is many times faster than `localeCompare`. */
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

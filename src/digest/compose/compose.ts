import { isAhead, isOverdue, preferredDate } from '../../domain/dates/date-range.ts';
import { addDays, type Day } from '../../domain/dates/day.ts';
import type { Desk } from '../../domain/desk.ts';
import type { EditionRecord, Ruling } from '../../domain/digests/edition.ts';
import { type Filter, matchesFilter } from '../../domain/digests/filter.ts';
import type { StoredEntry } from '../../domain/ports/entries.ts';
import { type DigestItem, groupEvents } from './digest-item.ts';
import { aheadDays, bySoonest, byWeight, passedDays, type Span } from './gather.ts';
import { type Change, judge, rulingsOf } from './judge.ts';

interface ComposeOptions {
  desk: Desk;
  filter: Filter;
  /** Publication numbers: `from` exclusive, `to` inclusive. */
  from: number;
  to: number;
  /** Day of composing, in the desk's zone. */
  today: Day;
  /** Entries of `toldWhereShown` that the channel has shown; missing: all that match the filter. */
  seen?: readonly string[] | undefined;
  /** Limits on listed items, in total and per topic; the rest are counted. A publisher fills at most a third. */
  most?: number;
  mostOfTopic?: number;
}

/** Content of one digest before rendering. No entry occurs twice. */
export interface Edition {
  desk: Desk;
  filter: Filter;
  from: number;
  to: number;
  today: Day;
  /** For channels that outsiders can see. */
  shared?: true;
  /** As in the options; missing if nothing depended on it. */
  seen?: string[] | undefined;
  /** The first digest of a subscription. */
  start: boolean;
  /** All new entries, listed or not. */
  news: StoredEntry[];
  topics: { id: string; items: DigestItem[] }[];
  /** Counts of unlisted items by topic, largest first. */
  more: { id: string; count: number }[];
  changes: Change[];
  ahead: StoredEntry[];
  /** Plans whose last day passed lately, without an outcome. */
  passed: StoredEntry[];
  rulings: Ruling[];
}

/** Limits on listed items. */
const defaults = { most: 20, mostOfTopic: 5 };

/** Items that a first digest shows. */
const startMost = 8;

/**
 * Composes what the desk announced in a span, for one filter. Lists the highest-weighted entries under their first
 * matching topic, limited per topic; changes to earlier entries and upcoming dates come separately.
 */
export function composeEdition(span: Span, options: ComposeOptions): Edition {
  const { desk, filter, from, to, today, seen } = options;
  const { most, mostOfTopic } = { ...defaults, ...options };
  const verdicts = judge(span, filter, seen);
  const news = verdicts.flatMap((each) => (each.rule === 'news' ? [each.entry] : []));
  const changes = verdicts.flatMap((each) => (each.rule === 'change' ? [each.change] : [])).sort(byLastDay);

  const items = groupEvents(news);
  const listed = placed(items, { desk, filter, most, mostOfTopic });
  const shown = new Set(listed);
  const announced = new Set([
    ...listed.flatMap(({ entry, folded }) => [entry, ...folded].map(({ body }) => body.id)),
    ...changes.map(({ entry }) => entry.body.id),
  ]);
  const ahead = aheadOf(span.ahead, filter, today).filter(({ body }) => !announced.has(body.id));
  const soon = new Set(ahead.map(({ body }) => body.id));
  const rest = items.filter((item) => !shown.has(item) && !soon.has(item.entry.body.id));

  const leads = new Map(
    items.flatMap(({ entry, folded }) => folded.map(({ body }) => [body.id, entry.body.id])),
  );
  const listedIds = new Set(listed.map(({ entry }) => entry.body.id));
  const rulings = verdicts.flatMap((verdict) => {
    if (verdict.rule !== 'news') return rulingsOf(verdict);
    const { id } = verdict.entry.body;
    if (soon.has(id)) return rulingsOf(verdict, 'ahead');
    const lead = leads.get(id);
    if (lead !== undefined) return rulingsOf(verdict, 'folded', lead);
    return rulingsOf(verdict, listedIds.has(id) ? 'news' : 'counted');
  });
  return {
    desk,
    filter,
    from,
    to,
    today,
    news,
    changes,
    ahead,
    passed: passedOf(span.ahead, filter, today),
    start: false,
    topics: byTopic(listed, filter),
    more: byTopic(rest, filter)
      .map(({ id, items: own }) => ({ id, count: own.length }))
      .sort((a, b) => b.count - a.count),
    rulings: rulings.sort((a, b) => a.publication - b.publication),
  };
}

/** The first digest: the highest-weighted entries of those gathered. */
export function composeStart(
  span: Span,
  { desk, filter, to, today, most = startMost }: Omit<ComposeOptions, 'from' | 'seen' | 'mostOfTopic'>,
): Edition {
  const all = [...span.entries.values()].filter(({ body }) => matchesFilter(filter, body)).sort(byWeight);
  const limits = { desk, filter, most, mostOfTopic: Infinity };
  const listed = placed(groupEvents(all), limits);
  const announced = new Set(
    listed.flatMap(({ entry, folded }) => [entry, ...folded].map(({ body }) => body.id)),
  );
  return {
    desk,
    filter,
    to,
    today,
    news: all.filter(({ body }) => announced.has(body.id)),
    from: -1,
    start: true,
    topics: byTopic(listed, filter),
    more: [],
    changes: [],
    passed: [],
    ahead: aheadOf(span.ahead, filter, today).filter(({ body }) => !announced.has(body.id)),
    rulings: all.map(({ body }) => ({
      publication: 0,
      entry: body.id,
      event: 'published',
      rule: announced.has(body.id) ? 'start' : 'outweighed',
    })),
  };
}

/**
 * The items that are listed, the weightiest first. One publisher fills at most a third of the places where others have
 * items for them.
 */
function placed(
  items: readonly DigestItem[],
  { desk, filter, most, mostOfTopic }: { desk: Desk; filter: Filter; most: number; mostOfTopic: number },
): DigestItem[] {
  const allowed = byTopic(items, filter).flatMap(({ items: own }) => own.slice(0, mostOfTopic));
  const places = Math.min(most, allowed.length);
  const ofOne = Math.max(1, Math.floor(places / 3));
  const taken = new Map<string, number>();
  const [own, over]: [DigestItem[], DigestItem[]] = [[], []];
  for (const item of allowed.sort((a, b) => byWeight(a.entry, b.entry))) {
    const publisher = publisherOf(desk, item);
    const before = taken.get(publisher) ?? 0;
    taken.set(publisher, before + 1);
    (before < ofOne ? own : over).push(item);
  }
  return [...own, ...over].slice(0, places).sort((a, b) => byWeight(a.entry, b.entry));
}

/** Of its first source; a source that the desk no longer has is a publisher of its own. */
function publisherOf({ sources }: Desk, { entry: { body } }: DigestItem): string {
  const [first] = body.sources;
  return sources.find(({ id }) => id === first?.id)?.publisher ?? first?.id ?? '';
}

/** Nothing new and nothing changed. Upcoming dates alone are no reason to post. */
export function isEmpty({ news, changes }: Edition): boolean {
  return news.length === 0 && changes.length === 0;
}

/** Number of new or changed entries in a digest; 0 for a first digest, which has missed none. */
export function announcedCount({ start, news, changes }: Edition): number {
  return start ? 0 : news.length + changes.length;
}

export function toRecord(edition: Edition): EditionRecord {
  const { desk, filter, from, to, today, shared, seen, rulings } = edition;
  const apart = { ...(shared && { shared }), ...(seen && { seen }) };
  return { desk: desk.definition.id, filter, from, to, day: today, ...apart, rulings };
}

/** By the first topic that the filter wants. Topics are ordered by their first item, so the highest-weighted leads. */
function byTopic(items: readonly DigestItem[], { topics }: Filter): { id: string; items: DigestItem[] }[] {
  const topicOf = ({ entry: { body } }: DigestItem) =>
    body.topics.find((topic) => topics.includes(topic)) ?? body.topics[0] ?? '';
  return [...Map.groupBy(items, topicOf)].map(([id, own]) => ({ id, items: own }));
}

/**
 * Entries with a first or last day ahead, and those of which only the month or year is known while it may still come,
 * soonest first. Something that lasts, or happens on one of several days, is ahead at its ends only.
 */
function aheadOf(entries: readonly StoredEntry[], filter: Filter, today: Day): StoredEntry[] {
  const end = addDays(today, aheadDays);
  return entries
    .filter(({ body }) => {
      if (body.type !== 'fact' || !matchesFilter(filter, body) || !isAhead(body, today)) return false;
      const { edtf, earliest, latest } = preferredDate(body);
      const isPoint = !/[/[{]/.test(edtf);
      if (isPoint && earliest !== null && latest !== null) return earliest <= end && latest >= today;
      return [earliest, latest].some((day) => day !== null && day >= today && day <= end);
    })
    .sort(bySoonest);
}

function passedOf(entries: readonly StoredEntry[], filter: Filter, today: Day): StoredEntry[] {
  const since = addDays(today, -passedDays);
  return entries
    .filter(
      ({ body, latest }) =>
        body.type === 'fact' &&
        isOverdue(body, today) &&
        (latest ?? '') >= since &&
        matchesFilter(filter, body),
    )
    .sort(bySoonest);
}

function byLastDay(a: Change, b: Change): number {
  const last = ({ notes, entry }: Change) => notes.at(-1)?.on ?? entry.body.published;
  return last(b).localeCompare(last(a)) || byWeight(a.entry, b.entry);
}

import { isAhead, preferredDate } from '../../domain/dates/date-range.ts';
import { addDays, type Day } from '../../domain/dates/day.ts';
import { countryName, type Desk, isCovered, nameOf } from '../../domain/desk.ts';
import type { EditionRecord, Ruling } from '../../domain/digests/edition.ts';
import { type Filter, matchesFilter } from '../../domain/digests/subscription.ts';
import type { StoredEntry } from '../../domain/ports/entries.ts';
import type { Block } from '../../domain/reply.ts';
import { aheadDays, type Span } from './gather.ts';
import { type DigestItem, groupEvents } from './group-events.ts';
import { bySoonest, byWeight, type Change, judge, rulingsOf } from './judge.ts';

interface ComposeOptions {
  desk: Desk;
  filter: Filter;
  /** Publication numbers: after `from`, up to `to`. */
  from: number;
  to: number;
  /** The day it is composed, in the desk's zone. */
  today: Day;
  /** Those of `toldWhereShown` that the channel was shown; without it all were that the filter wants. */
  seen?: readonly string[] | undefined;
  /** Items listed, in all and under one topic; the rest are counted. */
  most?: number;
  mostOfTopic?: number;
}

/** All that one digest says, before anything is rendered. No entry stands in it twice. */
export interface Edition {
  desk: Desk;
  filter: Filter;
  from: number;
  to: number;
  today: Day;
  /** For channels that others than the house see. */
  shared?: true;
  /** As in the options, where anything depended on it. */
  seen?: string[] | undefined;
  /** The one first digest of a subscription. */
  start: boolean;
  /** All that is new, listed or not. */
  news: StoredEntry[];
  topics: { id: string; items: DigestItem[] }[];
  /** Items that are counted but not listed, by topic, the most first. */
  more: { id: string; count: number }[];
  changes: Change[];
  ahead: StoredEntry[];
  rulings: Ruling[];
}

/** What a channel reads of one digest. */
const defaults = { most: 20, mostOfTopic: 5 };

/** The one first digest shows so many of those it chooses from. */
const startMost = 10;

/**
 * Composes what the desk announced in a span for those who want a filter of it. The weightiest are listed under their
 * first topic, none of which crowds out the others; changes of what was sent before and dates ahead stand apart.
 */
export function composeEdition(span: Span, options: ComposeOptions): Edition {
  const { desk, filter, from, to, today, seen } = options;
  const { most, mostOfTopic } = { ...defaults, ...options };
  const verdicts = judge(span, filter, seen);
  const news = verdicts.flatMap((each) => (each.rule === 'news' ? [each.entry] : []));
  const changes = verdicts.flatMap((each) => (each.rule === 'change' ? [each.change] : [])).sort(byLastDay);

  const items = groupEvents(news);
  const listed = byTopic(items, filter)
    .flatMap(({ items: own }) => own.slice(0, mostOfTopic))
    .sort((a, b) => byWeight(a.entry, b.entry))
    .slice(0, most);
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
    ...{ desk, filter, from, to, today, news, changes, ahead },
    start: false,
    topics: byTopic(listed, filter),
    more: byTopic(rest, filter)
      .map(({ id, items: own }) => ({ id, count: own.length }))
      .sort((a, b) => b.count - a.count),
    rulings: rulings.sort((a, b) => a.publication - b.publication),
  };
}

/** The one first digest: the weightiest of the newest. */
export function composeStart(
  span: Span,
  { desk, filter, to, today }: Omit<ComposeOptions, 'from' | 'seen' | 'most' | 'mostOfTopic'>,
): Edition {
  const newest = [...span.entries.values()].filter(({ body }) => matchesFilter(filter, body)).sort(byWeight);
  const news = newest.slice(0, startMost);
  const announced = new Set(news.map(({ body }) => body.id));
  return {
    ...{ desk, filter, to, today, news },
    from: -1,
    start: true,
    topics: byTopic(groupEvents(news), filter),
    more: [],
    changes: [],
    ahead: aheadOf(span.ahead, filter, today).filter(({ body }) => !announced.has(body.id)),
    rulings: newest.map(({ body }) => ({
      publication: 0,
      entry: body.id,
      event: 'published',
      rule: announced.has(body.id) ? 'start' : 'outweighed',
    })),
  };
}

/** Nothing new and nothing changed; what is ahead alone is no reason to post. */
export function isEmpty({ news, changes }: Edition): boolean {
  return news.length === 0 && changes.length === 0;
}

/** Entries that a digest would tell as news or change. One that has not begun has missed none. */
export function announcedCount({ start, news, changes }: Edition): number {
  return start ? 0 : news.length + changes.length;
}

export function toRecord(edition: Edition): EditionRecord {
  const { desk, filter, from, to, today, shared, seen, rulings } = edition;
  const apart = { ...(shared && { shared }), ...(seen && { seen }) };
  return { desk: desk.definition.id, filter, from, to, day: today, ...apart, rulings };
}

/** Under the first topic that the filter asks for. Topics keep the order of their first item, so the weightiest leads. */
function byTopic(items: readonly DigestItem[], { topics }: Filter): { id: string; items: DigestItem[] }[] {
  const topicOf = ({ entry: { body } }: DigestItem) =>
    body.topics.find((topic) => topics.includes(topic)) ?? body.topics[0] ?? '';
  return [...Map.groupBy(items, topicOf)].map(([id, own]) => ({ id, items: own }));
}

/** Still to come, with a first or last day among the next ones; the soonest first. */
function aheadOf(entries: readonly StoredEntry[], filter: Filter, today: Day): StoredEntry[] {
  const end = addDays(today, aheadDays);
  return entries
    .filter(({ body }) => {
      if (body.type !== 'fact' || !matchesFilter(filter, body) || !isAhead(body, today)) return false;
      const { earliest, latest } = preferredDate(body);
      return [earliest, latest].some((day) => day !== null && day >= today && day <= end);
    })
    .sort(bySoonest);
}

function byLastDay(a: Change, b: Change): number {
  const last = ({ notes, entry }: Change) => notes.at(-1)?.on ?? entry.body.published;
  return last(b).localeCompare(last(a)) || byWeight(a.entry, b.entry);
}

/** How a week divides: new entries by country of the desk and by topic, the most first. An entry counts in each of its own. */
export function roundup({ desk, news }: Edition): Block[] {
  const countries = news.flatMap(({ body }) => body.countries.filter((code) => isCovered(desk, code)));
  const topics = news.flatMap(({ body }) => body.topics);
  const fields = [
    ['By country', counts(countries, (code) => countryName(desk, code))],
    ['By topic', counts(topics, (id) => nameOf(desk, 'topics', id))],
  ] as const;
  const items = fields.flatMap(([label, value]) => (value ? [{ label, value: [{ text: value }] }] : []));
  return items.length > 0 ? [{ type: 'fields', items }] : [];
}

function counts(ids: readonly string[], name: (id: string) => string): string {
  return [...Map.groupBy(ids, (id) => id)]
    .map(([id, all]) => ({ name: name(id), n: all.length }))
    .sort((a, b) => b.n - a.n || a.name.localeCompare(b.name, 'en'))
    .map((each) => `${each.name} ${each.n}`)
    .join(', ');
}

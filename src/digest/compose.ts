import { isAhead, preferredDate } from '../domain/ahead.ts';
import { addDays, type Day } from '../domain/day.ts';
import type { Desk } from '../domain/desk.ts';
import type { EntryBody } from '../domain/entry.ts';
import type { StoredEntry } from '../domain/ports/entries.ts';

export interface EditionOptions {
  desk: Desk;
  /** The day it is composed, in the desk's zone. */
  today: Day;
  /** Published within so many days up to and with today. */
  windowDays: number;
  /** Dated facts of so many days ahead. */
  aheadDays?: number;
  /** News entries listed, in all and under one topic; the rest are counted. */
  most?: number;
  mostOfTopic?: number;
}

/** An entry that was put right, replaced or withdrawn in the window, and what to say of it. */
export interface Change {
  entry: StoredEntry;
  kind: 'corrected' | 'replaces' | 'superseded' | 'retracted';
  on: Day;
  note?: string;
}

/** All that one digest says, before anything is rendered. No entry stands in it twice. */
export interface Edition {
  desk: Desk;
  /** Exclusive. */
  from: Day;
  /** Inclusive. */
  to: Day;
  counts: { published: number; briefs: number; facts: number; visits: number };
  topics: { id: string; items: StoredEntry[] }[];
  /** Published entries that are counted but not listed, by topic, the most first. */
  more: { id: string; count: number }[];
  changes: Change[];
  ahead: StoredEntry[];
  aheadDays: number;
}

const defaults = { aheadDays: 14, most: 20, mostOfTopic: 5 };

/**
 * Composes an edition of what a desk published in a window, from any set of its entries that holds all those. The
 * weightiest are listed under their first topic, none of which crowds out the others; corrections and dates ahead stand apart.
 */
export function composeEdition(entries: readonly StoredEntry[], options: EditionOptions): Edition {
  const { desk, today, windowDays } = options;
  const { aheadDays, most, mostOfTopic } = { ...defaults, ...options };
  const from = addDays(today, -windowDays);
  const inWindow = (day: Day) => day > from && day <= today;

  const changes = entries.flatMap((entry) => changeOf(entry, inWindow));
  const taken = new Set(changes.map(({ entry }) => entry));
  const ahead = entries
    .filter(
      (entry) => !taken.has(entry) && stands(entry.body) && isSoon(entry, today, addDays(today, aheadDays)),
    )
    .sort(bySoonest);
  for (const entry of ahead) taken.add(entry);

  const published = entries.filter(({ body }) => stands(body) && inWindow(body.published));
  const news = published.filter((entry) => !taken.has(entry)).sort(byWeight);
  const listed = byFirstTopic(news)
    .flatMap(({ items }) => items.slice(0, mostOfTopic))
    .sort(byWeight)
    .slice(0, most);
  const shown = new Set(listed);
  return {
    desk,
    from,
    to: today,
    counts: countsOf(published),
    topics: byFirstTopic(listed),
    more: byFirstTopic(news.filter((entry) => !shown.has(entry)))
      .map(({ id, items }) => ({ id, count: items.length }))
      .sort((a, b) => b.count - a.count),
    changes: changes.sort((a, b) => b.on.localeCompare(a.on) || byWeight(a.entry, b.entry)),
    ahead,
    aheadDays,
  };
}

function stands({ state }: EntryBody): boolean {
  return state === 'published' || state === 'corrected';
}

function changeOf(entry: StoredEntry, inWindow: (day: Day) => boolean): Change[] {
  const { body } = entry;
  const published = inWindow(body.published);
  if (body.state === 'retracted') {
    const note = body.retraction;
    return published ? [{ entry, kind: 'retracted', on: body.published, ...(note && { note }) }] : [];
  }
  if (body.state === 'superseded')
    return published ? [{ entry, kind: 'superseded', on: body.published }] : [];
  if (!stands(body)) return [];
  const last = body.corrections.filter(({ on }) => inWindow(on)).sort((a, b) => b.on.localeCompare(a.on))[0];
  if (last) return [{ entry, kind: 'corrected', ...last }];
  const { supersedes } = body;
  return supersedes && published ? [{ entry, kind: 'replaces', on: body.published, note: supersedes }] : [];
}

/** Ahead, and its beginning or its last day falls on one of the days up to `end`. */
function isSoon({ body }: StoredEntry, today: Day, end: Day): boolean {
  if (body.type !== 'fact' || !isAhead(body, today)) return false;
  const { earliest, latest } = preferredDate(body);
  return [earliest, latest].some((day) => day !== null && day >= today && day <= end);
}

function countsOf(published: readonly StoredEntry[]): Edition['counts'] {
  const visits = published.filter(({ body }) => body.type === 'fact' && body.kind === 'visit').length;
  const briefs = published.filter(({ body }) => body.type === 'brief').length;
  return { published: published.length, briefs, visits, facts: published.length - briefs - visits };
}

/** Groups keep the order of their first item, so that the topic with the weightiest entry leads. */
function byFirstTopic(entries: readonly StoredEntry[]): { id: string; items: StoredEntry[] }[] {
  return [...Map.groupBy(entries, ({ body }) => body.topics[0] ?? '')].map(([id, items]) => ({ id, items }));
}

/** The weightiest first, then the newest by what happened, then by id so that the order never wavers. */
function byWeight(a: StoredEntry, b: StoredEntry): number {
  const when = ({ body, earliest }: StoredEntry) => earliest ?? body.published;
  return (
    b.body.weight - a.body.weight || when(b).localeCompare(when(a)) || a.body.id.localeCompare(b.body.id)
  );
}

function bySoonest(a: StoredEntry, b: StoredEntry): number {
  const when = ({ latest }: StoredEntry) => latest ?? '9999';
  return when(a).localeCompare(when(b)) || byWeight(a, b);
}

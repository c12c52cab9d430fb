import { entryItem, onlyPlanned } from '../../domain/answer/entry-item.ts';
import { rowsOf, shortDay } from '../../domain/answer/entry-row.ts';
import { count, type Day, formatDay } from '../../domain/dates/day.ts';
import { inWords, nameOf } from '../../domain/desk.ts';
import type { EntryQuery, Page, Paged, Scope, StoredEntry } from '../../domain/ports/entries.ts';
import type { Block, Choice, EntryItem, Reply } from '../../domain/reply.ts';
import { findEntries } from '../../domain/search/find.ts';
import { capital } from '../../domain/text.ts';
import type { CommandContext } from '../define.ts';
import { meantLines } from '../refusals.ts';
import { answer, atAGlance, entries, heading, notice, onlyIn, text } from './blocks.ts';
import { abroadOf, counterpartNotice, notCovered } from './outside.ts';
import { pageOf, readPage } from './paging.ts';
import { currentScope, type RequestContext, requestContext, titleWith } from './request.ts';

interface EntryListQuestion {
  /** Start of the heading. */
  title: string;
  /** The question in words, for the heading. */
  parts: readonly (string | undefined)[];
  query: EntryQuery;
  page: number | undefined;
  /** What the entries say, with commas between: each in a row of words. */
  saying?: string | undefined;
  /** Only so many, the first. */
  most?: number | undefined;
  asOf?: Day | undefined;
  /** Unit of the count, singular and plural. */
  unit: readonly [one: string, many: string];
  /** Text if nothing is found. */
  none: string;
  /** Said under the rows of one page: what they are listed by, if their dates do not show it. */
  listedBy?: (items: readonly StoredEntry[]) => string;
  /** Said under the heading. */
  intro?: Block[];
  /** Said under the rows. */
  outro?: Block[];
  /** The first rows in another order than all, the time that all of them take, and those still to come. */
  short?: (request: RequestContext) => Promise<{ span: string; entries: StoredEntry[]; next: StoredEntry[] }>;
  /** Reads a page of what is listed; default: what `query` finds. */
  read?: (scope: Scope, page: Page) => Promise<Paged<StoredEntry>>;
  /** Buttons of the short form. */
  narrower?: (total: number) => Choice[];
  /** Layout of one page in full; default: one list. */
  arrange?: (shown: { entry: StoredEntry; item: EntryItem }[]) => Block[];
}

/** A paged list of entries. Says what the desk does not cover, instead of showing an empty list. */
export async function entryList(question: EntryListQuestion, context: CommandContext): Promise<Reply> {
  const { title, query, unit, saying } = question;
  const { counterparts, outside } = abroadOf(context, query.country);
  if (query.country && outside.length > 0) return notCovered(context, title, query.country);
  const request = requestContext(context, question.asOf, { since: query.since, until: query.until });
  const said = saying?.split(/ *, */).filter(Boolean) ?? [];
  const parts = [...question.parts, ...said.map((words) => `“${words}”`)];
  const unpublished = await nothingPublished(titleWith(title, parts), request.scope, context);
  if (unpublished) return unpublished;
  const { most = Infinity, intro = [], outro = [], narrower } = question;
  const holding = said.length > 0 ? await entriesSaying(said, query, request.scope, context) : undefined;
  const {
    read = holding
      ? (_: Scope, at: Page) => pageOf(holding.entries)(at)
      : (scope: Scope, page: Page) => context.entries.list(scope, query, page),
  } = question;
  const { items, total, paging, notices } = await readPage(context, question.page, unit[1], async (page) => {
    const limit = Math.max(0, Math.min(page.limit, most - page.offset));
    const found = await read(request.scope, { ...page, limit });
    return { items: found.items, total: Math.min(found.total, most) };
  });
  if (query.country && counterparts.length > 0 && total === 0) {
    return notCovered(context, title, query.country);
  }
  const isFirst = !context.paged && (question.page ?? 1) === 1;
  const short = isFirst && total > 1 && !holding ? await question.short?.(request) : undefined;
  const arrange = question.arrange ?? ((all) => entries(all.map(({ item }) => item)));
  const counted = total === 0 ? '' : ` (${count(total, unit[0], unit[1])})`;
  const by = total > 0 ? question.listedBy?.(items) : undefined;
  // Read first, so that the sources are numbered in the order in which a glance shows them.
  const rows = rowBlocks(short?.entries ?? items, request, { by });
  const shown = items.map((entry) => ({ entry, item: entryItem(entry, request) }));
  const blocks = [
    heading(`${titleWith(title, parts)}${counted}${short ? `, ${short.span}` : ''}`),
    ...intro,
    ...request.notices,
    ...notices,
    ...counterpartNotice(context, counterparts),
    ...(total === 0 ? [notice('info', holding ? saysNothing(said, question) : question.none)] : []),
    ...(total === 0 ? meantLines(onTopics(holding?.topics ?? [], context)) : []),
    ...onlyIn(
      'glance',
      rows.map((block) => withRowLabel(block, short?.next ?? [], 'Next')),
    ),
    ...onlyIn('details', total === 0 ? [] : arrange(shown)),
    ...outro,
  ];
  return atAGlance(context, {
    blocks,
    citations: request.citations,
    paging,
    narrower: narrower?.(total) ?? (total > 0 ? onTopics(holding?.topics ?? [], context) : []),
  });
}

/** More entries than a list of those that say some words has. */
const mostSaying = 500;

/** The entries that say all of these, each as a row of words, in the order of the query. */
async function entriesSaying(
  said: readonly string[],
  query: EntryQuery,
  scope: Scope,
  context: CommandContext,
): Promise<{ entries: StoredEntry[]; topics: string[] }> {
  const { topic, country, person, organisation, place, since, until } = query;
  const found = await findEntries(context, currentScope(scope), {
    words: said.map((words) => `"${words.replace(/["“”„«»]/g, ' ')}"`).join(' '),
    filters: { topic, country, person, organisation, place, since, until },
    page: { limit: mostSaying, offset: 0 },
  });
  const ids = found.items.map(({ entry }) => entry.body.id);
  const read = scope.asOf
    ? [...(await context.entries.getMany(scope, ids)).values()]
    : found.items.map(({ entry }) => entry);
  const fitting = read.filter(({ body }) => {
    const { standing, type, publishedSince = '', publishedUntil = '9999' } = query;
    const ofKind = body.type === 'fact' ? type !== 'brief' : type !== 'fact';
    const ofStanding = !standing || (body.type === 'fact' && body.standing === standing);
    return ofKind && ofStanding && body.published > publishedSince && body.published <= publishedUntil;
  });
  return {
    entries: fitting.sort(sortings[query.order] ?? byDay),
    topics: [...new Set(found.topics.map((one) => one.topic))],
  };
}

const eventDay = ({ earliest, latest, body }: StoredEntry) => earliest ?? latest ?? body.published;
const dayOf = (entry: StoredEntry) => `${eventDay(entry)} ${entry.latest ?? '9999'} ${entry.body.id}`;
const byDay = (a: StoredEntry, b: StoredEntry): number => (dayOf(a) < dayOf(b) ? -1 : 1);

/** As the store lists them, newest published first: see `EntryQuery.order`. `dayOf`: the day they are listed by. */
export function byPublication(a: StoredEntry, b: StoredEntry, dayOf = publishedOn): number {
  const [one, other] = [a, b].map((entry) => `${dayOf(entry)} ${eventDay(entry)}`) as [string, string];
  return one === other ? 0 : one < other ? 1 : -1;
}
const sortings: Partial<Record<EntryQuery['order'], typeof byDay>> = {
  'event-newest': (a, b) => byDay(b, a),
  'published-newest': (a, b) =>
    byPublication(a, b) || b.body.weight - a.body.weight || (a.body.id < b.body.id ? -1 : 1),
};

/** The topics that have these words, as lines. */
const onTopics = (topics: readonly string[], context: CommandContext): Choice[] =>
  topics.map((topic) => ({
    label: `All on ${nameOf(context.desk, 'topics', topic)}`,
    command: context.line({ topic, saying: undefined, page: undefined }),
  }));

const saysNothing = (said: readonly string[], { unit, parts }: EntryListQuestion): string =>
  `No ${unit[0]}${parts.some(Boolean) ? ' of these' : ''} says ${inWords(said.map((words) => `“${words}”`))}.`;

/** Rows, with what they have in common said once. */
export function rowBlocks(
  items: readonly StoredEntry[],
  request: RequestContext,
  { sorted, by }: { sorted?: string; by?: string | undefined } = {},
): Block[] {
  const rows = rowsOf(items, request, usualStanding);
  const usual = rows.some(({ standing }) => standing === usualStanding);
  const said = [...(sorted ? [sorted] : []), ...(usual ? [`${usualStanding} unless marked`] : [])].join('; ');
  return [
    ...entries(rows),
    ...(said || by ? [text([by, said && `${capital(said)}.`].filter(Boolean).join(' '), 'emphasis')] : []),
  ];
}

/** The rows of these entries with a label. */
export function withRowLabel(block: Block, entries: readonly StoredEntry[], label: string): Block {
  if (block.type !== 'entries') return block;
  const isOne = (id: string) => entries.some(({ body }) => body.id === id);
  const items = block.items.map(({ row, ...item }) => ({
    ...item,
    ...(row && { row: isOne(item.id) ? { ...row, label, notes: row.notes.filter(isNews) } : row }),
  }));
  return { ...block, items };
}

/** The label says that it is still to come. */
const isNews = (note: string) => note !== onlyPlanned;

const usualStanding = 'reported';

const publishedOn = ({ body }: StoredEntry): Day => body.published;

/**
 * `Added to the desk 26 Nov 2026 to 29 Nov 2026; dates are of the events.`, for rows that are not listed by their own
 * dates. `dayOf`: the day they are listed by.
 */
export function addedOn(items: readonly StoredEntry[], dayOf = publishedOn): string {
  const ends = [items.at(0), items.at(-1)].flatMap((entry) => (entry ? dayOf(entry) : []));
  const days = [...new Set(ends.toSorted().map(shortDay))].join(' to ');
  return `Added to the desk ${days}; dates are of the events.`;
}

/** A heading before each run of entries with the same label. */
export function underHeadings(
  label: (entry: StoredEntry) => string,
): (shown: { entry: StoredEntry; item: EntryItem }[]) => Block[] {
  return (shown) => {
    const groups: { name: string; items: EntryItem[] }[] = [];
    for (const { entry, item } of shown) {
      const name = label(entry);
      const last = groups.at(-1);
      if (last?.name === name) last.items.push(item);
      else groups.push({ name, items: [item] });
    }
    return groups.flatMap(({ name, items }) => [heading(name, 2), ...entries(items)]);
  };
}

/** Reply as of a day before the desk published anything, when there was no coverage yet. */
export async function nothingPublished(
  title: string,
  scope: Scope,
  context: CommandContext,
): Promise<Reply | undefined> {
  const by = scope.asOf ?? scope.today;
  // Usually true, which saves a query.
  if (context.desk.sources.some(({ added }) => added <= by)) return undefined;
  const first = { limit: 1, offset: 0 };
  const order = 'published-newest';
  // Most often something was published by that day, which is found without looking at what came later.
  for (const query of [{ order, publishedUntil: by } as const, { order } as const])
    if ((await context.entries.first(scope, query, 1)).length > 0) return undefined;
  const now = currentScope(scope);
  const { total } = await context.entries.list(now, { order }, first);
  const last = { limit: 1, offset: Math.max(0, total - 1) };
  const [oldest] = (await context.entries.list(now, { order }, last)).items;
  const since = oldest ? `; its first entry is of ${formatDay(oldest.body.published)}` : '';
  const words = `The desk had published nothing by ${formatDay(by)}${since}.`;
  return answer(context, { outcome: 'not_covered', blocks: [heading(title), notice('gap', words)] });
}

/** By the last day it may be, the soonest first; what has no last day comes at the end. */
export function byLatest(a: StoredEntry, b: StoredEntry): number {
  const [one, other] = [a, b].map(({ latest, body }) => `${latest ?? '9999-12-31'} ${body.id}`) as [
    string,
    string,
  ];
  return one < other ? -1 : 1;
}

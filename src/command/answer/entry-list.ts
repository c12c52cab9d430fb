import { entryItem } from '../../domain/answer/entry-item.ts';
import { rowsOf, shortDay } from '../../domain/answer/entry-row.ts';
import { count, type Day, formatDay } from '../../domain/dates/day.ts';
import type { EntryQuery, Page, Paged, Scope, StoredEntry } from '../../domain/ports/entries.ts';
import type { Block, Choice, EntryItem, Reply } from '../../domain/reply.ts';
import type { CommandContext } from '../define.ts';
import { answer, atAGlance, entries, heading, notice, onlyIn, text } from './blocks.ts';
import { counterpartNotice, notCovered, standingOf } from './outside.ts';
import { readPage } from './paging.ts';
import { present, type RequestContext, requestContext, titled } from './request.ts';

interface EntryListQuestion {
  /** Start of the heading. */
  title: string;
  /** The question in words, for the heading. */
  parts: readonly (string | undefined)[];
  query: EntryQuery;
  page: number | undefined;
  /** Only so many, the first. */
  most?: number | undefined;
  asOf?: Day | undefined;
  /** Unit of the count, singular and plural. */
  unit: readonly [one: string, many: string];
  /** Text if nothing is found. */
  none: string;
  /** Order of the rows of one page in words, if their dates do not show it. */
  sorted?: (items: readonly StoredEntry[]) => string;
  /** Said under the heading. */
  intro?: Block[];
  /** Reads a page of what is listed; default: what `query` finds. */
  read?: (scope: Scope, page: Page) => Promise<Paged<StoredEntry>>;
  /** Buttons of the short form. */
  narrower?: (total: number) => Choice[];
  /** Layout of one page in full; default: one list. */
  arrange?: (shown: { entry: StoredEntry; item: EntryItem }[]) => Block[];
}

/** A paged list of entries. Says what the desk does not cover, instead of showing an empty list. */
export async function entryList(question: EntryListQuestion, context: CommandContext): Promise<Reply> {
  const { title, query, unit } = question;
  const place = query.country && standingOf(context, query.country);
  if (query.country && place === 'outside') return notCovered(context, title, query.country);
  const request = requestContext(context, question.asOf, { since: query.since, until: query.until });
  const unpublished = await nothingPublished(titled(title, question.parts), request.scope, context);
  if (unpublished) return unpublished;
  const { most = Infinity, intro = [], narrower } = question;
  const { read = (scope, page) => context.entries.list(scope, query, page) } = question;
  const { items, total, paging, notices } = await readPage(context, question.page, unit[1], async (page) => {
    const limit = Math.max(0, Math.min(page.limit, most - page.offset));
    const found = await read(request.scope, { ...page, limit });
    return { items: found.items, total: Math.min(found.total, most) };
  });
  if (query.country && place === 'counterpart' && total === 0) {
    return notCovered(context, title, query.country);
  }
  const shown = items.map((entry) => ({ entry, item: entryItem(entry, request) }));
  const arrange = question.arrange ?? ((all) => entries(all.map(({ item }) => item)));
  const counted = total === 0 ? '' : ` (${count(total, unit[0], unit[1])})`;
  const blocks = [
    heading(`${titled(title, question.parts)}${counted}`),
    ...intro,
    ...request.notices,
    ...notices,
    ...(query.country && place === 'counterpart' ? [counterpartNotice(context, query.country)] : []),
    ...(total === 0 ? [notice('info', question.none)] : []),
    ...onlyIn('glance', [...rowBlocks(items, request, question.sorted?.(items))]),
    ...onlyIn('details', total === 0 ? [] : arrange(shown)),
  ];
  return atAGlance(context, {
    blocks,
    citations: request.citations,
    paging,
    ...(narrower && { narrower: narrower(total) }),
  });
}

/** Rows, with what they have in common said once. */
export function rowBlocks(items: readonly StoredEntry[], request: RequestContext, sorted?: string): Block[] {
  const rows = rowsOf(items, request, usualStanding);
  const usual = rows.some(({ standing }) => standing === usualStanding);
  const said = [...(sorted ? [sorted] : []), ...(usual ? [`${usualStanding} unless marked`] : [])].join('; ');
  return [
    ...entries(rows),
    ...(said ? [text(`${said.charAt(0).toUpperCase()}${said.slice(1)}.`, 'emphasis')] : []),
  ];
}

const usualStanding = 'reported';

/** `newest published first: 29 Nov 2026 to 26 Nov 2026`, as the rows have the dates of their events. */
export function publishedFirst(items: readonly StoredEntry[]): string {
  const ends = [items.at(0), items.at(-1)].flatMap((entry) => entry?.body.published ?? []);
  const days = [...new Set(ends.map(shortDay))].join(' to ');
  return ['newest published first', days].filter(Boolean).join(': ');
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
  const now = present(scope);
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

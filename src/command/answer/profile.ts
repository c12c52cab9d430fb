import { entryItem } from '../../domain/answer/entry-item.ts';
import { shortName } from '../../domain/answer/entry-row.ts';
import { isAhead } from '../../domain/dates/date-range.ts';
import { count, formatDay } from '../../domain/dates/day.ts';
import { nameOf } from '../../domain/desk.ts';
import { type EntryBody, isOwnWord } from '../../domain/entry.ts';
import type { EntryQuery, StoredEntry } from '../../domain/ports/entries.ts';
import type { Block } from '../../domain/reply.ts';
import { findEntries } from '../../domain/search/find.ts';
import { findCoverage } from '../../domain/sources/coverage.ts';
import type { FactKind } from '../../domain/vocabulary.ts';
import type { CommandContext } from '../define.ts';
import { deskLine, entries, heading, list, notice, onlyIn, text } from './blocks.ts';
import { byLatest, rowBlocks, withRowLabel } from './entry-list.ts';
import type { RequestContext } from './request.ts';
import { coverageBlocks, coverageLine, nothingFound, periodNotice } from './visit-coverage.ts';
import {
  lastRows,
  reachesBeyond,
  reachQuestion,
  stopsAndTrips,
  summaryBlocks,
  totalsOf,
  type VisitsAsked,
  visitQuery,
} from './visits.ts';

/** Facts shown separately from visits. */
const besidesVisits: FactKind[] = ['event', 'status', 'plan', 'view'];

const factsAtAGlance = 2;
const briefsShown = 3;
const changesShown = 3;

/** Visits of one country or person; in short, `coverage` comes last, after the facts. */
export async function visitsPart(
  asked: VisitsAsked,
  shown: number,
  request: RequestContext,
  context: CommandContext,
) {
  const { desk } = context;
  const query = visitQuery(asked);
  const question = reachQuestion(desk, asked, request.scope);
  const whole = findCoverage(desk, question);
  const [totals, rows] = await Promise.all([
    totalsOf(asked, request.scope, context),
    context.visits.list(request.scope, query, { limit: shown, offset: 0 }),
  ]);
  if (totals.stops === 0) {
    return {
      stops: 0,
      coverage: [],
      blocks: [
        ...onlyIn('details', [heading('Visits', 2)]),
        ...nothingFound(question, whole, {}, request).blocks,
      ],
    };
  }
  const { directions } = totals;
  const blocks = [
    ...onlyIn('details', [
      heading('Visits', 2),
      text(`${stopsAndTrips(totals)} recorded.`),
      ...summaryBlocks(desk, directions, request.today),
    ]),
    ...onlyIn('glance', entries(lastRows(request, asked, directions))),
    ...onlyIn('details', periodNotice(desk, whole, {}, request.today)),
    ...onlyIn('details', [
      ...entries(rows.map((entry) => entryItem(entry, request))),
      ...moreStops(totals.stops - rows.length, asked, request, context),
      ...coverageBlocks(desk, question, whole),
    ]),
  ];
  const reach = coverageLine(desk, question, whole, {
    isExceeded: reachesBeyond(directions),
    registersAlone: true,
  });
  return { stops: totals.stops, blocks, coverage: onlyIn('glance', reach) };
}

/** Number of stops not shown, and the command that lists them all. */
function moreStops(
  left: number,
  asked: VisitsAsked,
  { scope }: RequestContext,
  context: CommandContext,
): Block[] {
  if (left <= 0) return [];
  const asOf = scope.asOf && `as-of:${scope.asOf}`;
  const named = asked.country ? `country:${asked.country}` : `person:${asked.person}`;
  const command = deskLine(context, ['visits', named, asOf].filter(Boolean).join(' '));
  return [{ type: 'text', spans: [{ text: `${left} more: ` }, { text: command, style: 'code' }] }];
}

/** Newest facts by topic, one of each topic before a second of any. `none`: what to say where there is none. */
export async function factsPart(
  query: Pick<EntryQuery, 'country' | 'person'>,
  none: string,
  request: RequestContext,
  context: CommandContext,
): Promise<{ blocks: Block[]; total: number }> {
  const { items, total } = await context.entries.list(
    request.scope,
    { type: 'fact', kinds: besidesVisits, order: 'event-newest', ...query },
    { limit: context.pageSize * 8, offset: 0 },
  );
  const byTopic = Map.groupBy(items, ({ body }) => body.topics[0] ?? '');
  const rank = new Map([...byTopic.values()].flatMap((group) => group.map((entry, index) => [entry, index])));
  const chosen = new Set(
    [...items].sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0)).slice(0, context.pageSize),
  );
  const blocks = [...byTopic].flatMap(([topic, group]) => {
    const shown = group.filter((entry) => chosen.has(entry));
    const items = entries(shown.map((entry) => entryItem(entry, request)));
    return shown.length > 0 ? [heading(`Facts: ${nameOf(context.desk, 'topics', topic)}`, 2), ...items] : [];
  });
  const { today } = request;
  const isAheadOf = ({ body }: StoredEntry) => body.type === 'fact' && isAhead(body, today);
  const happened = items.filter((entry) => !isAheadOf(entry));
  // What happened on a day that is known comes before what somebody holds, and what may be long ago.
  const rankOf = ({ body, earliest }: StoredEntry) =>
    Number(earliest === null) + Number(body.type === 'fact' && isOwnWord(body));
  const dated = [...happened].sort((a, b) => rankOf(a) - rankOf(b));
  const newest = dated.filter((entry) => chosen.has(entry)).slice(0, factsAtAGlance);
  const next = items.filter(isAheadOf).sort(byLatest).slice(0, 1);
  return {
    blocks: [
      ...onlyIn('details', [heading('Facts', 2)]),
      ...(total > 0
        ? onlyIn('details', [
            text(`${count(total, 'fact')} besides the register's rows; the newest by topic:`),
          ])
        : [notice('info', none)]),
      ...onlyIn('glance', [
        ...rowBlocks([...newest, ...next], request).map((block) => withRowLabel(block, next, 'Next')),
      ]),
      ...onlyIn('details', blocks),
    ],
    total,
  };
}

/** Entries whose title or statement names the person, but whose fields do not. */
export async function namedInPart(
  id: string,
  request: RequestContext,
  context: CommandContext,
): Promise<Block[]> {
  // Of an earlier state of the desk no index of words is kept.
  if (request.scope.asOf) return [];
  const name = shortName(context.desk, id);
  const found = await findEntries(context, request.scope, {
    words: `"${name}"`,
    page: { limit: mostNaming, offset: 0 },
  });
  const named = found.items.flatMap(({ entry }) => (says(entry.body, name) ? [entry] : []));
  const newest = named.sort(byLatest).reverse().slice(0, factsAtAGlance);
  if (newest.length === 0) return [];
  return [
    ...onlyIn(
      'glance',
      rowBlocks(newest, request).map((block) => withRowLabel(block, newest.slice(0, 1), 'Named in')),
    ),
    ...onlyIn('details', [
      heading('Named in', 2),
      ...entries(newest.map((entry) => entryItem(entry, request))),
    ]),
  ];
}

const mostNaming = 20;

function says(body: EntryBody, name: string): boolean {
  const text = [body.title, body.type === 'fact' ? body.statement : ''].join(' ').toLowerCase();
  return text
    .split(/[^\p{L}\p{M}\p{N}'’-]+/u)
    .join(' ')
    .concat(' ')
    .includes(`${name.toLowerCase()} `);
}

/** `Kenya: 26 visits, 101 facts` */
export const profileTitle = (name: string, stops: number, facts: number): Block => {
  const held = [...(stops > 0 ? [count(stops, 'visit')] : []), ...(facts > 0 ? [count(facts, 'fact')] : [])];
  return heading(held.length > 0 ? `${name}: ${held.join(', ')}` : name);
};

/**
 * Whether what stands last in the full form is shown, or gives the short form its way to the sources. What it cites is
 * numbered after all else, so that without it the short form is the same.
 */
export const showsLast = ({ citations }: RequestContext, { view, oneForm }: CommandContext): boolean =>
  !oneForm || view !== 'glance' || citations.list().length === 0;

/** Briefs about it, newest first. */
export async function briefsPart(
  query: Pick<EntryQuery, 'country' | 'person'>,
  request: RequestContext,
  context: CommandContext,
): Promise<Block[]> {
  const briefs: EntryQuery = { type: 'brief', order: 'published-newest', ...query };
  const items = await context.entries.first(request.scope, briefs, briefsShown);
  if (items.length === 0) return [];
  return [heading('Briefs', 2), ...entries(items.map((entry) => entryItem(entry, request)))];
}

/** What the desk last published or corrected about it. */
export async function changesPart(
  query: Pick<EntryQuery, 'country' | 'person'>,
  request: RequestContext,
  context: CommandContext,
): Promise<Block[]> {
  const changes: EntryQuery = { order: 'published-newest', ...query };
  const items = await context.entries.first(request.scope, changes, changesShown);
  return items.length > 0 ? [heading('What changed last', 2), ...list(items.map(changeInWords))] : [];
}

function changeInWords({ body }: StoredEntry): string {
  const corrected = body.corrections
    .map(({ on }) => on)
    .sort()
    .at(-1);
  const what = corrected ? `corrected ${formatDay(corrected)}` : `published ${formatDay(body.published)}`;
  return `${body.title} (${body.id}), ${what}`;
}

import { z } from 'zod';
import { besideRegister, lastBefore } from '../src/command/answer/beside-register.ts';
import { atAGlance, entries, heading, onlyIn, text } from '../src/command/answer/blocks.ts';
import { nothingPublished } from '../src/command/answer/entry-list.ts';
import {
  counterpartNotice,
  mentionChoices,
  notCovered,
  standingOf,
  visitWays,
} from '../src/command/answer/outside.ts';
import { readPage } from '../src/command/answer/paging.ts';
import { requestContext } from '../src/command/answer/request.ts';
import {
  coverageBlocks,
  coverageLine,
  nothingFound,
  periodNotice,
  registerFacts,
} from '../src/command/answer/visit-coverage.ts';
import {
  lastRows,
  reachesBeyond,
  reachQuestion,
  stopsAndTrips,
  summaryBlocks,
  totalsOf,
  type VisitsAsked,
  visitQuery,
  visitsName,
  visitsTitle,
  type Way,
  ways,
} from '../src/command/answer/visits.ts';
import { type CommandContext, defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';
import { refusal } from '../src/command/refusals.ts';
import { itemWithRow } from '../src/domain/answer/entry-row.ts';
import { countryName, isCovered, theCountry } from '../src/domain/desk.ts';
import type { Block, Choice, Reply } from '../src/domain/reply.ts';
import { findCoverage } from '../src/domain/sources/coverage.ts';

export const visits = defineCommand({
  scope: 'desk',
  name: 'visits',
  description: 'Who visited whom, when and why, and the period the record covers',
  role: 'reader',
  forms: true,
  narrower: 'chart',
  options: {
    country: {
      ...options.countries,
      description: 'Country, or two, in any spelling',
      leads: options.directionLeads,
    },
    place: { ...options.place, leads: options.directionLeads },
    person: options.nameOption('Visitor, in any spelling', ['person'], ['visitor']),
    role: options.nameOption(
      'Office held at the time, such as secretary of state',
      ['office'],
      ['office', 'as'],
    ),
    direction: {
      description: 'To the region or from it',
      kind: { type: 'choice', choices: ways },
      schema: z.enum(Object.keys(ways) as [Way, ...Way[]]),
    },
    since: options.since,
    until: options.until,
    'as-of': options.asOf,
    page: options.page,
  },
  bare: ['country', 'place', 'person', 'role', 'direction'],
  examples: [
    { line: 'visits {visited}', about: 'every recorded visit to and from {visited}' },
    { line: 'visits {visitor}', about: 'the visits of {visitor}' },
    { line: 'visits {visited} since {visits}', about: 'visits since a year' },
  ],
  async run({ country: named = [], ...rest }, context) {
    const { desk } = context;
    const [country, other] = named.toSorted(
      (a, b) => Number(isCovered(desk, b)) - Number(isCovered(desk, a)),
    );
    if (other && (named.length > 2 || rest.direction?.endsWith('-us'))) return twoAtMost(named, context);
    // Between two countries of one side no way leads to the region.
    const isOneSided = country && other && isCovered(desk, country) === isCovered(desk, other);
    const direction = isOneSided ? undefined : rest.direction;
    const input = { ...rest, direction, country, other };
    const outside = input.country && standingOf(context, input.country);
    if (input.country && !other && outside !== 'covered') {
      const none = await outsideTheDesk(input.country, outside === 'counterpart', input, context);
      if (none) return none;
    }
    return register(input, input.page, input['as-of'], context);
  },
});

function twoAtMost(countries: readonly string[], { desk, line }: CommandContext): Reply {
  const each = countries.map((country) => ({
    label: countryName(desk, country),
    command: line({ country, page: undefined }),
  }));
  return refusal('question', 'Visits are between two countries.', 'Which one?', each);
}

/**
 * A country of another part of the world is not covered. One the desk deals with may stand in rows of the register:
 * alone it leaves open which way, otherwise the rows that name it are shown.
 */
async function outsideTheDesk(
  country: string,
  dealtWith: boolean,
  input: VisitsAsked,
  context: CommandContext,
): Promise<Reply | undefined> {
  if (dealtWith && country === 'US' && !input.direction && !input.person && !input.role) {
    return notCovered(context, 'Visits', country, visitWays(context));
  }
  if (dealtWith && (input.person || input.role)) return undefined;
  const rows = dealtWith
    ? await context.visits.list(context.scope, visitQuery(input), { limit: 1, offset: 0 })
    : [];
  return rows.length === 0 ? notCovered(context, 'Visits', country) : undefined;
}

async function register(
  input: VisitsAsked,
  page: number | undefined,
  asOf: string | undefined,
  context: CommandContext,
): Promise<Reply> {
  const { desk, visits: registered } = context;
  const request = requestContext(context, asOf, { since: input.since, until: input.until });
  const name = visitsName(desk, input);
  const unpublished = await nothingPublished(name, request.scope, context);
  if (unpublished) return unpublished;
  const query = visitQuery(input);
  const question = reachQuestion(desk, input, request.scope);
  const whole = findCoverage(desk, question);
  const totals = await totalsOf(input, request.scope, context);
  if (totals.stops === 0) {
    const before = await lastBefore(input, request, context);
    const beside = await besideRegister(input, besideNothing, request, context);
    const facts = [
      ...entries([...before, ...beside]),
      ...(await registerFacts(whole, input, besideNothing - beside.length, request, context)),
    ];
    const { outcome, blocks } = nothingFound(question, whole, input, request, facts);
    return atAGlance(context, {
      outcome,
      blocks: [
        heading(name),
        ...request.notices,
        ...blocks,
        ...(input.country && input.other ? await mentionChoices(context, [input.country, input.other]) : []),
      ],
      citations: request.citations,
    });
  }
  const { items, paging, notices } = await readPage(context, page, 'visits', async (window) => ({
    items: await registered.list(request.scope, query, window),
    total: totals.stops,
  }));
  const { directions } = totals;
  const both = directions.length > 1 && directions.every((each) => each.totals.stops > 0);
  const lasts = context.paged ? [] : lastRows(request, input, directions);
  const rows = items.map((entry) => itemWithRow(entry, request, { usual: 'confirmed' }));
  const isFirst = !context.paged && (page ?? 1) === 1;
  const beside = isFirst ? await besideRegister(input, besideRows, request, context) : [];
  const earlier = rows
    .filter(({ id }) => lasts.every((last) => last.id !== id))
    .slice(0, context.pageSize - lasts.length - beside.length);
  // “Last” means little without it.
  const reach = coverageLine(desk, question, whole, { isExceeded: reachesBeyond(directions) });
  const blocks: Block[] = [
    heading(visitsTitle(desk, input, totals)),
    ...request.notices,
    ...notices,
    ...(input.country && !isCovered(desk, input.country) ? counterpartNotice(context, [input.country]) : []),
    ...onlyIn('details', [
      ...(both ? [text(`${stopsAndTrips(totals)} recorded.`)] : []),
      ...summaryBlocks(desk, directions, request.today, input),
    ]),
    ...onlyIn('details', periodNotice(desk, whole, input, request.today)),
    // Without a time asked, how far the registers reach is said once, below the last visits.
    ...onlyIn('glance', periodNotice(desk, whole, input, request.today, Boolean(input.since || input.until))),
    ...onlyIn('glance', [
      ...entries(lasts),
      ...(lasts.length > 0 ? reach : []),
      ...(lasts.length > 0 && earlier.length > 0 ? [text('Before that', 'strong')] : []),
      ...entries(earlier),
      ...entries(beside),
      ...(lasts.length > 0 ? [] : reach),
    ]),
    ...onlyIn('details', [...entries([...rows, ...beside]), ...coverageBlocks(desk, question, whole)]),
  ];
  return atAGlance(context, {
    blocks,
    citations: request.citations,
    paging,
    narrower: both ? narrowings(input.country, context) : [],
  });
}

/** Rows of what is known beside the register: beside its rows, and in the place of them. */
const [besideRows, besideNothing] = [1, 3];

function narrowings(country: string | undefined, context: CommandContext): Choice[] {
  const { desk } = context;
  const whose = country && isCovered(desk, country) ? theCountry(desk, country) : 'the region';
  const way = (direction: Way) => context.line({ direction, page: undefined, show: undefined });
  return [
    { label: `To ${whose}`, command: way('to-region') },
    { label: `From ${whose}`, command: way('from-region') },
  ];
}

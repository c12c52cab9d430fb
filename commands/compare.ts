import { atAGlance, deskLine, entries, heading, onlyIn, text } from '../src/command/answer/blocks.ts';
import { notCovered, standingOf } from '../src/command/answer/outside.ts';
import { requestContext } from '../src/command/answer/request.ts';
import { coverageLine } from '../src/command/answer/visit-coverage.ts';
import { reachQuestion, totalsOf } from '../src/command/answer/visits.ts';
import { type CommandContext, defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';
import { itemWithRow } from '../src/domain/answer/entry-row.ts';
import { count } from '../src/domain/dates/day.ts';
import { countryName, nameOf } from '../src/domain/desk.ts';
import type { EntryQuery } from '../src/domain/ports/entries.ts';
import type { Block } from '../src/domain/reply.ts';
import { findCoverage } from '../src/domain/sources/coverage.ts';

const one = options.nameOption('Country or person, in any spelling', ['country', 'person']);

export const compare = defineCommand({
  scope: 'desk',
  name: 'compare',
  description: 'Two countries or persons side by side: visits, facts, what names both',
  role: 'reader',
  forms: true,
  asked: true,
  options: {
    country: { ...one, aliases: ['person'], required: true },
    with: { ...one, aliases: ['and', 'vs', 'versus'], required: true },
  },
  bare: ['country', 'with'],
  examples: [
    { line: 'compare {country} {neighbour}', about: 'two countries side by side' },
    { line: 'compare {person} and {visitor}', about: 'two persons' },
  ],
  async run({ country, with: other }, context) {
    const both = [country, other].map((id) => sideFor(id, context));
    const outside = both.find(({ code }) => code && standingOf(context, code) !== 'covered')?.code;
    if (outside) return notCovered(context, 'Compare', outside);
    const request = requestContext(context);
    const [first, second] = both as [Side, Side];
    const sides: Awaited<ReturnType<typeof sideOf>>[] = [];
    for (const side of country === other ? [first] : both) sides.push(await sideOf(side, request, context));
    const shared: EntryQuery = { type: 'fact', kinds: [...kinds], ...first.query, order: 'event-newest' };
    const found = await context.entries.first(request.scope, shared, looked);
    const together = found.filter(({ body }) => [...body.countries, ...body.people].includes(other));
    const question = reachQuestion(context.desk, {}, request.scope);
    const coverage = findCoverage(context.desk, question);
    // Where nothing has visits, none recorded would be said of what nobody looked at.
    const hasVisits = coverage.stretches.length > 0 || sides.some(({ stops }) => stops > 0);
    const counts = sides.map(({ stops, facts }) => (hasVisits ? stops : facts)).join(' and ');
    return atAGlance(context, {
      blocks: [
        heading(`${first.name} and ${second.name}: ${counts} ${hasVisits ? 'visits' : 'facts'} recorded`),
        ...sides.flatMap(({ says, blocks }) => [
          text(hasVisits ? says.visits : says.facts, 'strong'),
          ...blocks,
        ]),
        text(
          together.length > 0 ? `Facts that name both: ${together.length}` : 'No fact names both',
          'strong',
        ),
        ...onlyIn(
          'details',
          entries(together.slice(0, 1).map((entry) => itemWithRow(entry, request, { usual: 'reported' }))),
        ),
        ...(hasVisits ? coverageLine(context.desk, question, coverage).slice(0, 1) : []),
      ],
      narrower: both.map(({ name, line }) => ({ label: name, command: deskLine(context, line) })),
      citations: request.citations,
    });
  },
});

/** Facts looked through for those that name both. */
const looked = 500;
const kinds = ['event', 'status', 'plan', 'view'] as const satisfies EntryQuery['kinds'];

/** What is compared: a country or a person. */
interface Side {
  /** Countries only. */
  code?: string;
  name: string;
  query: { country: string } | { person: string };
  /** Opens its page. */
  line: string;
}

function sideFor(id: string, { desk }: CommandContext): Side {
  if (desk.definition.people.some((person) => person.id === id))
    return { name: nameOf(desk, 'people', id), query: { person: id }, line: `who person:${id}` };
  return { code: id, name: countryName(desk, id), query: { country: id }, line: `country ${id}` };
}

/** One side: its counts, its last visits each way, its newest fact. */
async function sideOf(
  { code, name, query }: Side,
  request: ReturnType<typeof requestContext>,
  context: CommandContext,
): Promise<{ stops: number; facts: number; says: { visits: string; facts: string }; blocks: Block[] }> {
  const { directions, stops } = await totalsOf(query, request.scope, context);
  const facts: EntryQuery = { type: 'fact', kinds: [...kinds], ...query, order: 'event-newest' };
  const { total } = await context.entries.list(request.scope, facts, { limit: 0, offset: 0 });
  const events: EntryQuery = { ...facts, kinds: ['event'], until: request.today };
  const items = await context.entries.first(request.scope, events, 1);
  const [to = 0, from = 0] = directions.map(({ totals }) => totals.stops);
  const lasts = directions.flatMap(({ direction, totals: { last } }) => {
    if (!last) return [];
    const way = direction === 'to-region' ? 'Last to it' : 'Last from it';
    return [itemWithRow(last, request, { usual: 'confirmed', label: code ? way : 'Last recorded' })];
  });
  // The heading has the sum.
  const ways = code ? `${to} to it, ${from} from it` : `${count(stops, 'visit')} recorded`;
  const visits = stops === 0 ? 'no visit recorded' : ways;
  const newest = items.map((entry) => itemWithRow(entry, request, { usual: 'reported' }));
  const blocks = [...entries(lasts), ...onlyIn('details', entries(newest))];
  const says = {
    visits: `${name}: ${visits}; ${count(total, 'other fact')}`,
    facts: `${name}: ${count(total, 'fact')}`,
  };
  return { stops, facts: total, says, blocks };
}

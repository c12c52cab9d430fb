import { atAGlance, deskLine, entries, heading, onlyIn, text } from '../src/command/answer/blocks.ts';
import { notCovered, standingOf } from '../src/command/answer/outside.ts';
import { requestContext } from '../src/command/answer/request.ts';
import { coverageLine } from '../src/command/answer/visit-coverage.ts';
import { reachQuestion, totalsOf } from '../src/command/answer/visits.ts';
import { type CommandContext, defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';
import { itemWithRow } from '../src/domain/answer/entry-row.ts';
import { count } from '../src/domain/dates/day.ts';
import { countryName } from '../src/domain/desk.ts';
import type { EntryQuery } from '../src/domain/ports/entries.ts';
import type { Block } from '../src/domain/reply.ts';
import { findCoverage } from '../src/domain/sources/coverage.ts';

const one = options.nameOption('Country, in any spelling', ['country']);

export const compare = defineCommand({
  scope: 'desk',
  name: 'compare',
  description: 'Two countries side by side: visits, facts, what names both',
  role: 'reader',
  forms: true,
  options: {
    country: { ...one, required: true },
    with: { ...one, aliases: ['and', 'vs', 'versus'], required: true },
  },
  bare: ['country', 'with'],
  examples: [
    { line: 'compare {country} {neighbour}', about: 'two countries side by side' },
    { line: 'compare {neighbour} and {visited}', about: 'with a word between them' },
  ],
  async run({ country, with: other }, context) {
    const both = [country, other];
    const outside = both.find((code) => standingOf(context, code) !== 'covered');
    if (outside) return notCovered(context, 'Compare', outside);
    const request = requestContext(context);
    const name = (code: string) => countryName(context.desk, code);
    const sides: Block[] = [];
    for (const code of new Set(both)) sides.push(...(await sideOf(code, request, context)));
    const shared: EntryQuery = { type: 'fact', kinds: [...kinds], country, order: 'event-newest' };
    const found = await context.entries.first(request.scope, shared, looked);
    const together = found.filter(({ body }) => body.countries.includes(other));
    const question = reachQuestion(context.desk, {}, request.scope);
    return atAGlance(context, {
      blocks: [
        heading(`${name(country)} and ${name(other)}`),
        ...sides,
        text(
          together.length > 0 ? `Facts that name both: ${together.length}` : 'No fact names both',
          'strong',
        ),
        ...onlyIn(
          'details',
          entries(together.slice(0, 1).map((entry) => itemWithRow(entry, request, { usual: 'reported' }))),
        ),
        ...coverageLine(context.desk, question, findCoverage(context.desk, question), false).slice(0, 1),
      ],
      narrower: both.map((code) => ({ label: name(code), command: deskLine(context, `country ${code}`) })),
      citations: request.citations,
    });
  },
});

/** Facts looked through for those that name both. */
const looked = 500;
const kinds = ['event', 'status', 'plan', 'view'] as const satisfies EntryQuery['kinds'];

/** One country: its counts, its last visits each way, its newest fact. */
async function sideOf(
  code: string,
  request: ReturnType<typeof requestContext>,
  context: CommandContext,
): Promise<Block[]> {
  const { directions, stops } = await totalsOf({ country: code }, request.scope, context);
  const facts: EntryQuery = { type: 'fact', kinds: [...kinds], country: code, order: 'event-newest' };
  const { total } = await context.entries.list(request.scope, facts, { limit: 0, offset: 0 });
  const events: EntryQuery = { ...facts, kinds: ['event'], until: request.today };
  const items = await context.entries.first(request.scope, events, 1);
  const [to = 0, from = 0] = directions.map(({ totals }) => totals.stops);
  const lasts = directions.flatMap(({ direction, totals: { last } }) =>
    last
      ? [
          itemWithRow(last, request, {
            usual: 'confirmed',
            label: direction === 'to-region' ? 'Last to it' : 'Last from it',
          }),
        ]
      : [],
  );
  const counts = `${count(stops, 'visit')}, ${to} to it, ${from} from it; ${count(total, 'other fact')}`;
  const newest = items.map((entry) => itemWithRow(entry, request, { usual: 'reported' }));
  return [
    text(`${countryName(context.desk, code)}: ${counts}`, 'strong'),
    ...entries(lasts),
    ...onlyIn('details', entries(newest)),
  ];
}

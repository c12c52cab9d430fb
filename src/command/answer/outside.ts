import { countryName, inWords, isCounterpart, isCovered, theCountry } from '../../domain/desk.ts';
import type { Block, Reply } from '../../domain/reply.ts';
import type { CommandContext } from '../define.ts';
import { answer, choices, deskLine, heading, notice } from './blocks.ts';

/** Whether the desk covers a country, deals with it, or neither. */
export function standingOf(context: CommandContext, country: string): 'covered' | 'counterpart' | 'outside' {
  if (isCovered(context.desk, country)) return 'covered';
  return isCounterpart(context.desk, country) ? 'counterpart' : 'outside';
}

/** `Brazil is not covered by this desk. It covers Kenya, … and Uganda.` */
function notCoveredWords(context: CommandContext, country: string): string {
  const { definition } = context.desk;
  const own = definition.countries.filter(({ covered }) => covered).map(({ name }) => name);
  const name = sentenceStart(theCountry(context.desk, country));
  return `${name} is not covered by the ${definition.name} desk. It covers ${inWords(own)}.`;
}

/** Answer about a country that the desk does not cover. Never an empty list, which would read as "no". */
export async function notCovered(
  context: CommandContext,
  title: string,
  country: string,
  more: Block[] = [],
): Promise<Reply> {
  return answer(context, {
    outcome: 'not_covered',
    blocks: [
      heading(`${title}: ${countryName(context.desk, country)}`),
      notice('gap', notCoveredWords(context, country)),
      ...more,
      ...(standingOf(context, country) === 'counterpart' && title !== 'Facts'
        ? await mentions(context, country)
        : []),
    ],
  });
}

/** Where to read about a country that the desk deals with. */
async function mentions(context: CommandContext, country: string): Promise<Block[]> {
  const query = { type: 'fact', country, order: 'event-newest' } as const;
  const { total } = await context.entries.list(context.scope, query, { limit: 1, offset: 0 });
  if (total === 0) return [];
  const name = theCountry(context.desk, country);
  const command = deskLine(context, `facts country:${country}`);
  return choices(`The desk deals with ${name}`, [{ label: `Facts that mention ${name}`, command }]);
}

/** Notice above entries that only mention a country the desk deals with. */
export function counterpartNotice(context: CommandContext, country: string): Block {
  const name = sentenceStart(theCountry(context.desk, country));
  return notice(
    'gap',
    `${name} is not covered by this desk, only its dealings with the region: these entries mention it.`,
  );
}

/** Ways to ask about visits between the region and a country outside it. */
export function visitWays(context: CommandContext): Block[] {
  return choices('Which way?', [
    { label: 'From the region to the United States', command: deskLine(context, 'visits to-us') },
    { label: 'From the United States to the region', command: deskLine(context, 'visits from-us') },
  ]);
}

function sentenceStart(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

import { countryName, inWords, isCounterpart, isCovered, theCountry } from '../../domain/desk.ts';
import type { Block, Reply } from '../../domain/reply.ts';
import { capital } from '../../domain/text.ts';
import type { CommandContext } from '../define.ts';
import { answer, choices, deskLine, heading, notice } from './blocks.ts';

/** Whether the desk covers a country, deals with it, or neither. */
export function standingOf(context: CommandContext, country: string): 'covered' | 'counterpart' | 'outside' {
  if (isCovered(context.desk, country)) return 'covered';
  return isCounterpart(context.desk, country) ? 'counterpart' : 'outside';
}

/** The countries asked about that the desk does not cover: those it deals with, and others. */
export function abroadOf(context: CommandContext, asked: string | readonly string[] = []) {
  const countries = [asked].flat();
  const of = (standing: ReturnType<typeof standingOf>) =>
    countries.filter((country) => standingOf(context, country) === standing);
  return { counterparts: of('counterpart'), outside: of('outside') };
}

/** `Brazil is not covered by this desk. It covers Kenya, … and Uganda.` */
function notCoveredWords(context: CommandContext, countries: readonly string[]): string {
  const { definition } = context.desk;
  const own = definition.countries.filter(({ covered }) => covered).map(({ name }) => name);
  return `${areNot(context, countries)} covered by the ${definition.name} desk. It covers ${inWords(own)}.`;
}

/** `Brazil and Peru are not` */
function areNot({ desk }: CommandContext, countries: readonly string[]): string {
  const names = capital(inWords(countries.map((country) => theCountry(desk, country))));
  return `${names} ${countries.length > 1 ? 'are' : 'is'} not`;
}

/** Answer about countries one of which the desk does not cover. Never an empty list, which would read as "no". */
export async function notCovered(
  context: CommandContext,
  title: string,
  asked: string | readonly string[],
  more: Block[] = [],
): Promise<Reply> {
  const countries = [asked].flat();
  const { counterparts, outside } = abroadOf(context, countries);
  const told = title === 'Facts' && countries.length === 1 ? [] : counterparts;
  return answer(context, {
    outcome: 'not_covered',
    blocks: [
      heading(`${title}: ${inWords(countries.map((country) => countryName(context.desk, country)))}`),
      notice('gap', notCoveredWords(context, outside.length > 0 ? outside : counterparts)),
      ...more,
      ...(await Promise.all(told.map((country) => mentionChoices(context, [country])))).flat(),
    ],
  });
}

/** Where to read about a country that the desk deals with, or about several countries together. */
export async function mentionChoices(context: CommandContext, country: readonly string[]): Promise<Block[]> {
  const query = { type: 'fact', country, order: 'event-newest' } as const;
  const { total } = await context.entries.list(context.scope, query, { limit: 1, offset: 0 });
  if (total === 0) return [];
  const names = inWords(country.map((each) => theCountry(context.desk, each)));
  const ids = country.join(',');
  const command = deskLine(context, `facts country:${country.length > 1 ? JSON.stringify(ids) : ids}`);
  const prompt = country.length > 1 ? 'Beside visits' : `The desk deals with ${names}`;
  return choices(prompt, [{ label: `Facts that mention ${names}`, command }]);
}

/** Notice above entries that only mention countries the desk deals with. */
export function counterpartNotice(context: CommandContext, counterparts: readonly string[]): Block[] {
  if (counterparts.length === 0) return [];
  const [its, it] = counterparts.length > 1 ? ['their', 'them'] : ['its', 'it'];
  const says = `${areNot(context, counterparts)} covered by this desk, only ${its} dealings with the region`;
  return [notice('gap', `${says}: these entries mention ${it}.`)];
}

/** Ways to ask about visits between the region and a country outside it. */
export function visitWays(context: CommandContext): Block[] {
  return choices('Which way?', [
    { label: 'From the region to the United States', command: deskLine(context, 'visits to-us') },
    { label: 'From the United States to the region', command: deskLine(context, 'visits from-us') },
  ]);
}

import { countryName, type Desk, inWords } from '../domain/desk.ts';
import type { EntryBody } from '../domain/entry.ts';
import { ownWords, saidFirst } from './candidates.ts';
import { type Evidence, isOfNamesake } from './evidence.ts';
import type { Answer, AskContext, Plan } from './plan.ts';
import { quote } from './quote.ts';

const roomNear = 110;
const mostNear = 2;

/** What no entry says, and the nearest where one is near. */
export function nothing(
  plan: Plan,
  found: readonly Evidence[],
  reading: string,
  { desk }: AskContext,
): Answer {
  if (reading === '')
    return { outcome: 'not_found', says: 'Nothing to look for was named.', rows: [], reading };
  const [best] = found;
  const lacking = best
    ? best.missing.filter((label) => label !== 'together' && label !== 'said')
    : plan.content.map(({ word }) => word);
  const foreign = plan.countries.find(({ id }) => !desk.definition.countries.some((one) => one.id === id));
  const about = lacking.map((label) => asTyped(label, plan, desk));
  const near = nearestOf(plan, found, desk);
  const [nearest] = near;
  // What the nearest says may be what was meant.
  const isAlmost = nearest !== undefined && ownWords(nearest, plan) > 0;
  const what = foreign
    ? `${countryName(desk, foreign.id)} is not covered by this desk.`
    : about.length > 0
      ? `No entry answers this: nothing says ${inWords([...new Set(about)].slice(0, 3).map((word) => `“${word}”`))} with the rest.`
      : 'No entry answers this.';
  return {
    outcome: foreign ? 'not_covered' : 'not_found',
    says: `Not known to this desk. ${what}`,
    rows: near.map((one, at) => ({
      entry: one.entry,
      ...(at === 0 && { label: 'Nearest', ...(isAlmost && { text: quote(one, plan, desk, roomNear) }) }),
    })),
    reading,
  };
}

/**
 * Entries on all the names asked that say at least half of the words themselves; where none of the words is said, those
 * that two names share of which one is no country. An entry with one common word in it is near to nothing. What is told of
 * the country is near to what is asked of a place in it.
 */
function nearestOf(plan: Plan, found: readonly Evidence[], desk: Desk): Evidence[] {
  const content = plan.content.filter(({ organisations }) => organisations.length === 0);
  const words = new Set(content.map(({ word }) => word));
  const isAround = (label: string, { countries }: EntryBody) =>
    plan.places.some((place) => place.label === label && countries.includes(place.country ?? ''));
  const isOnNames = ({ entry: { body }, missing }: Evidence) =>
    missing.every((label) => words.has(label) || label === 'said' || isAround(label, body)) &&
    !plan.persons.some((ids) => isOfNamesake(body, ids, desk));
  const own = found.filter(isOnNames).map((one) => ({ one, said: saidFirst(one, { ...plan, content }) }));
  const proper = plan.persons.length + plan.places.length + plan.content.length - content.length;
  const names = proper > 0 ? proper + plan.countries.length : 0;
  const most = Math.max(0, ...own.map(({ said }) => said));
  const isNear = most > 0 ? most * 2 >= words.size : names > 1;
  return isNear
    ? own
        .filter(({ said }) => said === most)
        .slice(0, mostNear)
        .map(({ one }) => one)
    : [];
}

const asTyped = (label: string, plan: Plan, desk: Desk): string =>
  /^[A-Z]{2}$/.test(label)
    ? countryName(desk, label)
    : (plan.content.find(({ word }) => word === label)?.typed ?? label);

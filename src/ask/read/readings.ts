import { countryName, nameOf } from '../../domain/desk.ts';
import type { Name } from '../../domain/ports/names.ts';
import type { AskContext, Plan } from '../plan.ts';
import { narrowed, stopsAsked } from '../visits/stops.ts';

/**
 * What somebody pressed to change a reading, as it stands in a line: `is bill-clinton, from KZ`. `is`: of the names that
 * a word may mean, this one. `to` and `from`: the end of the journey that a country, or the region, is.
 */
export const changesPattern = /^(?:is|to|from) [\w-]{1,64}(?:, (?:is|to|from) [\w-]{1,64}){0,5}$/;

const region = 'region';

interface Change {
  how: 'is' | 'to' | 'from';
  id: string;
}

export const changesOf = (said = ''): Change[] =>
  said.split(', ').flatMap((one) => {
    const [how, id] = one.split(' ');
    return id && (how === 'is' || how === 'to' || how === 'from') ? [{ how, id }] : [];
  });

/** Of several names, those that were chosen. */
export function chosen(names: readonly Name[], changes: readonly Change[]): Name[] {
  const wanted = names.filter(({ id }) => changes.some((change) => change.how === 'is' && change.id === id));
  return wanted.length > 0 ? wanted : [...names];
}

/** Ends of the journey as they were chosen; the last choice counts. */
export function withEnds(plan: Plan, changes: readonly Change[]): Plan {
  let { countries, region: area } = plan;
  for (const { how, id } of changes) {
    if (how === 'is') continue;
    if (id === region && area) area = { end: how };
    countries = countries.map((country) => (country.id === id ? { id, end: how } : country));
  }
  return { ...plan, countries, ...(area && { region: area }) };
}

export interface OtherReading {
  label: string;
  /** The whole of the changes with which the question is read so. */
  as: string;
}

/** Names that are equally near to what was typed are other persons or places, unless they are of one family. */
export const isUnsure = (names: readonly Name[]): boolean =>
  new Set(names.map(({ kind, label }) => (kind === 'person' ? label.split(' ').at(-1) : label))).size > 1;

/** Other ways to read the same words, the likeliest first. `said`: how it was changed before. */
export function otherReadings(
  plan: Plan,
  context: AskContext,
  { said, isVisits }: { said: string | undefined; isVisits: boolean },
): OtherReading[] {
  const before = changesOf(said);
  const as = (...changes: Change[]) =>
    [...before.filter(({ id }) => changes.every((change) => change.id !== id)), ...changes]
      .map(({ how, id }) => `${how} ${id}`)
      .join(', ');
  const { desk } = context;
  const is = (label: string, id: string): OtherReading => ({ label, as: as({ how: 'is', id }) });
  const unsure = (plan.unsure?.names ?? []).map(({ label, id }) => is(label, id));
  if (unsure.length > 0) return unsure.slice(0, mostAsked);
  const persons = plan.persons
    .filter((ids) => ids.length > 1)
    .flatMap((ids) => ids.map((id) => is(nameOf(desk, 'people', id), id)));
  const offices = plan.offices.flatMap((ids) => {
    const own = narrowed(ids, plan, desk);
    return ids.filter((id) => !own.includes(id)).map((id) => is(nameOf(desk, 'offices', id), id));
  });
  return [...persons, ...offices, ...(isVisits ? otherWay(plan, context, as) : [])].slice(0, mostOffered);
}

const [mostAsked, mostOffered] = [5, 3];

/** The journey the other way. Whose office or whose person travels is known, and needs no other way. */
function otherWay(plan: Plan, { desk }: AskContext, as: (...changes: Change[]) => string): OtherReading[] {
  if (plan.persons.length > 0 || plan.offices.length > 0) return [];
  const { hosts, froms, direction } = stopsAsked(plan, desk);
  const [host, otherHost] = hosts;
  const [from, otherFrom] = froms;
  if (otherHost || otherFrom) return [];
  if (host && from)
    return [{ label: 'The other way round', as: as({ how: 'from', id: host }, { how: 'to', id: from }) }];
  if (host) return [{ label: `From ${countryName(desk, host)}`, as: as({ how: 'from', id: host }) }];
  if (from) return [{ label: `To ${countryName(desk, from)}`, as: as({ how: 'to', id: from }) }];
  if (direction === 'to-region') return [{ label: 'From the region', as: as({ how: 'from', id: region }) }];
  if (direction === 'from-region') return [{ label: 'To the region', as: as({ how: 'to', id: region }) }];
  return [];
}

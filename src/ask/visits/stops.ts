import { type DayRange, knownDate, mayFallOutside } from '../../domain/dates/date-range.ts';
import type { Desk } from '../../domain/desk.ts';
import { countryName, isCovered, nameOf } from '../../domain/desk.ts';
import type { Fact, Visit } from '../../domain/entry.ts';
import type { StoredEntry } from '../../domain/ports/entries.ts';
import { type Coverage, coveredShare, findCoverage, termsOf } from '../../domain/sources/coverage.ts';
import type { AskContext, Days, Plan } from '../plan.ts';

/** A row of the register of visits. */
export interface Stop {
  entry: StoredEntry;
  fact: Fact;
  visit: Visit;
}

/** More rows than a question can be about; beyond it nothing is counted. */
const mostRows = 3000;

/** What a plan asks of the register. */
export interface StopsAsked {
  visitors: string[][];
  /** Persons met, or of whom either may be the visitor. */
  others: string[][];
  offices: string[];
  hosts: string[];
  froms: string[];
  places: string[];
  direction?: 'to-region' | 'from-region';
  range: Days;
}

export function stopsAsked(plan: Plan, desk: Desk): StopsAsked {
  const meets = plan.cues.has('meet');
  const own = meets ? [] : ownOffices(plan, desk);
  const offices = own.length > 0 ? own : narrowed(plan.offices[0] ?? [], plan, desk);
  const twoSided =
    meets || plan.persons.length > 1 || (plan.persons.length > 0 && offices.length > 0 && own.length === 0);
  const acting = new Set([
    ...offices.map((id) => desk.definition.offices.find((one) => one.id === id)?.country),
    ...plan.persons.flat().map((id) => desk.definition.people.find((one) => one.id === id)?.country),
  ]);
  const isAbroad = plan.countries.some(({ id, end }) => end === 'to' && !isCovered(desk, id));
  const froms: string[] = [];
  const hosts: string[] = [];
  for (const { id, end, adjective } of plan.countries) {
    const counterpart = !isCovered(desk, id);
    if (offices.length > 0 && [...acting].includes(id) && end !== 'to') continue;
    // `Smith US trips`: beside a person of another country the adjective tells where to.
    if (
      end === 'from' &&
      adjective &&
      !meets &&
      plan.persons.length > 0 &&
      acting.size > 0 &&
      !acting.has(id)
    )
      hosts.push(id);
    else if (end === 'from') froms.push(id);
    else if (end === 'to') hosts.push(id);
    else if (acting.has(id) && acting.size === 1) continue;
    // `Kenya and Uganda visits to the US`: whose they are stands before.
    else if ((counterpart || isAbroad) && acting.size === 0) froms.push(id);
    else hosts.push(id);
  }
  const region = plan.region && !hosts.some((id) => isCovered(desk, id)) ? plan.region : undefined;
  const regional = offices.length > 0 && offices.every((id) => isCovered(desk, officeCountry(desk, id)));
  const visitorsRegional = plan.persons.some((ids) =>
    ids.every((id) => isCovered(desk, personCountry(desk, id))),
  );
  const direction = region
    ? region.end === 'from' || regional || (visitorsRegional && !meets)
      ? ('from-region' as const)
      : ('to-region' as const)
    : plan.extreme && plan.wanted.has('country') && plan.persons.length + offices.length + froms.length === 0
      ? // `the most visited country`
        ('to-region' as const)
      : undefined;
  return {
    visitors: twoSided ? [] : plan.persons,
    others: twoSided ? plan.persons : [],
    offices,
    hosts,
    froms,
    places: plan.places.map(({ id }) => id),
    ...(direction && { direction }),
    range: plan.range,
  };
}

/** `Bush as president`: of the offices named, those that the one person named held. */
export function ownOffices(plan: Plan, desk: Desk): string[] {
  const [person, ...others] = plan.persons;
  if (!person || others.length > 0) return [];
  const held = desk.definition.people
    .filter(({ id }) => person.includes(id))
    .flatMap(({ roles }) => roles.map(({ office }) => office));
  return [...new Set(plan.offices.flat().filter((id) => held.includes(id)))];
}

const officeCountry = (desk: Desk, id: string) =>
  desk.definition.offices.find((one) => one.id === id)?.country ?? '';
const personCountry = (desk: Desk, id: string) =>
  desk.definition.people.find((one) => one.id === id)?.country ?? '';

/** Of offices with one name, those of the country or region that the question names. */
export function narrowed(all: readonly string[], plan: Plan, desk: Desk): string[] {
  if (all.length < 2) return [...all];
  const of = (wanted: (country: string) => boolean) => all.filter((id) => wanted(officeCountry(desk, id)));
  const named = plan.countries.filter(({ end }) => end === 'from');
  const byFrom = of((country) => named.some(({ id }) => id === country));
  if (byFrom.length > 0) return byFrom;
  if (plan.region?.end === 'from') return of((country) => isCovered(desk, country));
  const placed = plan.cues.has('visit') ? plan.places.flatMap(({ country }) => country ?? []) : [];
  const visiting = [...plan.countries.filter(({ end }) => end === 'to'), ...placed.map((id) => ({ id }))];
  if (visiting.length > 0 || (plan.region && plan.cues.has('visit'))) {
    const home = visiting.every(({ id }) => isCovered(desk, id));
    const guests = of((country) => isCovered(desk, country) !== home);
    if (guests.length > 0) return guests;
  }
  const loose = of((country) => plan.countries.some(({ id }) => id === country));
  return loose.length > 0 ? loose : plan.region ? of((country) => isCovered(desk, country)) : [...all];
}

/** The stops that answer, oldest first; undefined where there are too many to look at. */
export async function findStops(asked: StopsAsked, context: AskContext): Promise<Stop[] | undefined> {
  const { visits, scope } = context;
  const [visitor] = asked.visitors;
  const query = {
    ...(asked.direction && { direction: asked.direction }),
    ...(visitor?.length === 1 && visitor[0] && { visitor: visitor[0] }),
    ...(asked.hosts.length === 1 && asked.hosts[0] && { host: asked.hosts[0] }),
    ...(asked.froms.length === 1 && asked.froms[0] && { from: asked.froms[0] }),
    ...(asked.range.since && { since: asked.range.since }),
    ...(asked.range.until && { until: asked.range.until }),
  };
  const rows = await visits.list(scope, query, { limit: mostRows, offset: 0 });
  if (rows.length === mostRows) return undefined;
  return rows
    .flatMap((entry) => {
      const { body } = entry;
      return body.type === 'fact' && body.visit ? [{ entry, fact: body, visit: body.visit }] : [];
    })
    .filter((stop) => answers(stop, asked, context.desk))
    .sort((a, b) => ((a.entry.earliest ?? '') < (b.entry.earliest ?? '') ? -1 : 1));
}

function answers({ fact, visit }: Stop, asked: StopsAsked, desk: Desk): boolean {
  const present = new Set([visit.visitor, ...fact.people]);
  const has = (ids: readonly string[]) => ids.some((id) => present.has(id));
  if (asked.visitors.some((ids) => !ids.includes(visit.visitor))) return false;
  if (asked.others.some((ids) => !has(ids))) return false;
  if (asked.others.length > 0 && asked.offices.length === 0 && !asked.others.flat().includes(visit.visitor)) {
    // Two named persons beside a visitor who is neither were only mentioned.
    if (asked.others.length > 1) return false;
  }
  if (asked.offices.length > 0 && !asked.offices.includes(visit.office)) {
    const day = knownDate(fact.dates[0]?.edtf ?? '').earliest;
    const named = asked.others.flat();
    const received = fact.people.some(
      (id) =>
        !named.includes(id) &&
        termsOf(desk, id, asked.offices).some(({ from, to }) => day && from <= day && day <= to),
    );
    if (!(named.includes(visit.visitor) && received)) return false;
  }
  if (asked.hosts.length > 0 && !asked.hosts.includes(visit.host)) return false;
  if (asked.froms.length > 0 && !asked.froms.includes(visit.from)) return false;
  return asked.places.length === 0 || asked.places.some((id) => visit.places.includes(id));
}

export const tripsOf = (stops: readonly Stop[]): number => new Set(stops.map(({ visit }) => visit.trip)).size;

/** Stops that may lie outside the days asked, because their date is less precise. */
export const uncertainOf = (stops: readonly Stop[], range: DayRange): Stop[] =>
  stops.filter(({ fact }) => mayFallOutside(knownDate(fact.dates[0]?.edtf ?? ''), range));

export interface Reach {
  coverage: Coverage;
  /** all: every day asked is in a register; none: none is, or no register has such rows. */
  share: 'all' | 'part' | 'none';
}

/** How far the registers answer for rows that are missing. */
export function reachOf(asked: StopsAsked, plan: Plan, context: AskContext): Reach {
  const { desk, scope } = context;
  const persons = [...asked.visitors, ...asked.others].flat();
  const [person] = persons.length === 1 ? persons : [];
  const held = person
    ? (desk.definition.people.find(({ id }) => id === person)?.roles ?? []).map(({ office }) => office)
    : [];
  const offices = asked.offices.length > 0 ? asked.offices : held;
  const outside = [...asked.hosts, ...plan.places.flatMap(({ country }) => country ?? [])].filter(
    (id) => !isCovered(desk, id),
  );
  const inside = [...asked.hosts, ...plan.places.flatMap(({ country }) => country ?? [])].filter((id) =>
    isCovered(desk, id),
  );
  const [counterpart] = outside.length > 0 ? outside : asked.froms.filter((id) => !isCovered(desk, id));
  const direction = outside.length > 0 ? 'from-region' : inside.length > 0 ? 'to-region' : asked.direction;
  const none: Reach = { coverage: { stretches: [], uncovered: [] }, share: 'none' };
  if (persons.length > 1 || (person && offices.length === 0)) return none;
  // A journey between two countries that are not covered, or between two that are.
  if (outside.length > 0 && asked.froms.some((id) => !isCovered(desk, id))) return none;
  if (direction === 'to-region' && asked.froms.some((id) => isCovered(desk, id))) return none;
  if (offices.length === 0 && !counterpart && asked.froms.length === 0) return none;
  const coverage = findCoverage(desk, {
    by: scope.asOf ?? scope.today,
    ...(offices.length > 0 && { offices }),
    ...(direction && { direction }),
    ...(counterpart && { counterpart }),
    ...(person && { person }),
  });
  // A register of journeys to one country says nothing of journeys to others.
  const stretches = coverage.stretches.filter(
    (one) => outside.length === 0 || outside.every((id) => id === one.counterpart),
  );
  if (stretches.length === 0) return { ...none, coverage: { ...coverage, stretches } };
  const shares = stretches.map((stretch) => coveredShare(stretch, asked.range, scope.today));
  const share = shares.every((one) => one === 'all')
    ? 'all'
    : shares.some((one) => one !== 'none')
      ? 'part'
      : 'none';
  return {
    coverage: { ...coverage, stretches },
    share: coverage.uncovered.length > 0 && share === 'all' ? 'part' : share,
  };
}

/** `James Baker, to Kenya, since 2010` */
export function stopsInWords(asked: StopsAsked, plan: Plan, desk: Desk): string[] {
  const persons = [...asked.visitors, ...asked.others].map((ids) =>
    ids.map((id) => nameOf(desk, 'people', id)).join(' or '),
  );
  const office = asked.offices.length > 0 ? officesInWords(asked.offices, desk) : undefined;
  return [
    ...persons,
    ...(office ? [office] : []),
    ...asked.froms.map((id) => `from ${countryName(desk, id)}`),
    ...asked.hosts.map((id) => `to ${countryName(desk, id)}`),
    ...plan.places.map(({ label }) => label),
    ...(asked.direction ? [asked.direction === 'to-region' ? 'to the region' : 'from the region'] : []),
  ];
}

function officesInWords(ids: readonly string[], desk: Desk): string {
  const [first = '', ...more] = ids.map((id) => nameOf(desk, 'offices', id));
  return more.length === 0 ? first : `${first} and ${more.length} more offices`;
}

import { countryName, inWords, isCovered, nameOf, theCountry } from '../../domain/desk.ts';
import { findCoverage } from '../../domain/sources/coverage.ts';
import { coverageInShort } from '../../domain/sources/coverage-text.ts';
import { capital } from '../../domain/text.ts';
import type { Answer, AskContext, Plan } from '../plan.ts';
import { findStops, reachOf, type Stop, type StopsAsked } from './stops.ts';
import { entriesOf, readingOf, stopsAndTrips, unique, when } from './words.ts';

interface Group {
  /** `came`: the visitors of its stops. */
  label: (context: AskContext, came: readonly string[]) => string;
  asked: StopsAsked;
}

/** The sides of a comparison; empty where nothing is compared. */
export function comparedGroups(plan: Plan, asked: StopsAsked): Group[] {
  if (
    !plan.cues.has('compare') &&
    !(plan.cues.has('or') && (plan.cues.has('more') || plan.cues.has('again') || plan.order)) &&
    !(plan.cues.has('more') && plan.countries.length > 1)
  )
    return [];
  if (plan.persons.length > 1)
    return plan.persons.map((ids) => ({
      label: ({ desk }, came) =>
        inWords(
          (ids.some((id) => came.includes(id)) ? ids.filter((id) => came.includes(id)) : ids).map((id) =>
            nameOf(desk, 'people', id),
          ),
          'or',
        ),
      asked: { ...asked, visitors: [ids], others: [] },
    }));
  if (asked.hosts.length > 1)
    return asked.hosts.map((id) => ({
      label: ({ desk }) => countryName(desk, id),
      asked: { ...asked, hosts: [id] },
    }));
  if (asked.froms.length > 1)
    return asked.froms.map((id) => ({
      label: ({ desk }) => countryName(desk, id),
      asked: { ...asked, froms: [id], offices: [] },
    }));
  return [];
}

export async function compared(
  groups: Group[],
  plan: Plan,
  asked: StopsAsked,
  context: AskContext,
): Promise<Answer | undefined> {
  const sides: { label: string; stops: Stop[] }[] = [];
  for (const group of groups) {
    const stops = await findStops(group.asked, context);
    if (!stops) return undefined;
    if (stops.length === 0) {
      const { coverage, share } = reachOf(group.asked, plan, context);
      // Nothing recorded on one side says something only where a register would have it.
      if (share === 'none' || coverage.uncovered.length > 0)
        return {
          outcome: 'not_covered',
          says: `Not covered: no register here has the visits of ${group.label(context, [])}.`,
          rows: [],
          reading: readingOf(group.asked, plan, context),
        };
    }
    const came = unique(stops.map(({ visit }) => visit.visitor));
    sides.push({ label: group.label(context, came), stops });
  }
  const counted = entriesOf(sides.flatMap(({ stops }) => stops));
  if (counted.length === 0) return undefined;
  const reading = readingOf(asked, plan, context);
  const { coverage } = reachOf({ ...asked, visitors: [], others: [] }, plan, context);
  const only = coverage.stretches.length === 0 ? onlyWith(context) : undefined;
  const said =
    coverage.stretches.length > 0
      ? capital(coverageInShort(context.desk, coverage))
      : only && `The registers are only of travel with ${theCountry(context.desk, only)}`;
  const reach = said ? { reach: `${said}.` } : {};
  if (plan.order) {
    const firsts = sides.flatMap(({ label, stops }) =>
      stops[0] ? [{ label, stop: plan.order === 'first' ? stops[0] : (stops.at(-1) as Stop) }] : [],
    );
    firsts.sort((a, b) =>
      (a.stop.entry.earliest ?? '') < (b.stop.entry.earliest ?? '') === (plan.order === 'first') ? -1 : 1,
    );
    const [one] = firsts;
    if (!one || firsts.length < sides.length) return undefined;
    return {
      outcome: 'ok',
      says: `${one.label}: ${when(one.stop)}.`,
      rows: firsts.map(({ stop }) => ({ entry: stop.entry })),
      reading,
      counted,
      ...reach,
    };
  }
  const sorted = [...sides].sort((a, b) => b.stops.length - a.stops.length);
  const told = sorted.map(({ label, stops }) => `${label}: ${stopsAndTrips(stops)}`);
  const rows = sorted.flatMap(({ stops }) =>
    stops.at(-1) ? [{ entry: (stops.at(-1) as Stop).entry, label: 'Last' }] : [],
  );
  return { outcome: 'ok', says: `${told.join('; ')}. All as recorded.`, rows, reading, counted, ...reach };
}

/** The one country with which the registers cover travel. */
function onlyWith({ desk, scope }: AskContext): string | undefined {
  const { stretches } = findCoverage(desk, { by: scope.asOf ?? scope.today });
  const [only, ...others] = unique(stretches.map(({ counterpart }) => counterpart));
  return others.length === 0 ? only : undefined;
}

export function extremes(
  stops: Stop[],
  plan: Plan,
  base: Pick<Answer, 'outcome' | 'reading' | 'counted' | 'reach'>,
  context: AskContext,
): Answer {
  const { desk } = context;
  if (plan.extremeOf === 'country' || plan.extremeOf === 'place')
    return widest(stops, plan.extremeOf, plan, base, context);
  const byPlace = plan.wanted.has('place') && !plan.wanted.has('country');
  const byCountry =
    !byPlace && (plan.wanted.has('country') || (plan.asked !== 'who' && plan.persons.length > 0));
  const { places, countries } = desk.definition;
  const isOfRegion = (id: string) => isCovered(desk, places.find((one) => one.id === id)?.country ?? '');
  const keysOf = ({ visit }: Stop): string[] => {
    if (byPlace) return visit.places.filter((id) => plan.persons.length > 0 || isOfRegion(id));
    return [byCountry ? (isCovered(desk, visit.host) ? visit.host : visit.from) : visit.visitor];
  };
  const groups = new Map(
    byCountry && base.reach
      ? countries.filter(({ covered }) => covered).map(({ id }) => [id, [] as Stop[]])
      : [],
  );
  for (const stop of stops)
    for (const key of keysOf(stop)) groups.set(key, [...(groups.get(key) ?? []), stop]);
  const sorted = [...groups].sort((a, b) =>
    plan.extreme === 'most' ? b[1].length - a[1].length : a[1].length - b[1].length,
  );
  const list = byPlace ? 'places' : 'people';
  const label = (id: string) => (byCountry ? countryName(desk, id) : nameOf(desk, list, id));
  const told = sorted.slice(0, 5).map(([id, own]) => `${label(id)} ${own.length}`);
  const [top] = sorted;
  return {
    ...base,
    says: `${capital(plan.extreme === 'most' ? 'most' : 'fewest')} recorded: ${told.join(', ')}.`,
    rows: (top?.[1] ?? []).slice(-2).map(({ entry }) => ({ entry })),
  };
}

/** Who went to the most different countries or places. */
function widest(
  stops: readonly Stop[],
  what: 'country' | 'place',
  plan: Plan,
  base: Pick<Answer, 'outcome' | 'reading' | 'counted' | 'reach'>,
  { desk }: AskContext,
): Answer {
  const visitors = [...Map.groupBy(stops, ({ visit }) => visit.visitor)].map(([id, own]) => {
    const seen = own.flatMap(({ visit }) => (what === 'country' ? [visit.host] : visit.places));
    return { id, own, seen: unique(seen).length };
  });
  visitors.sort((a, b) => (plan.extreme === 'most' ? b.seen - a.seen : a.seen - b.seen));
  const told = visitors.slice(0, 5).map(({ id, seen }) => `${nameOf(desk, 'people', id)} ${seen}`);
  return {
    ...base,
    says: `${capital(plan.extreme ?? 'most')} ${what === 'country' ? 'countries' : 'places'} recorded: ${told.join(', ')}.`,
    rows: (visitors[0]?.own ?? []).slice(-2).map(({ entry }) => ({ entry })),
  };
}

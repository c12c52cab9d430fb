import { knownDate } from '../../domain/dates/date-range.ts';
import { addDays, count } from '../../domain/dates/day.ts';
import { countryName, inWords, nameOf, theCountry } from '../../domain/desk.ts';
import { termsOf } from '../../domain/sources/coverage.ts';
import { coverageInShort } from '../../domain/sources/coverage-text.ts';
import { capital } from '../../domain/text.ts';
import { type Answer, type AnswerRow, type AskContext, type Plan, withUnused } from '../plan.ts';
import { compared, comparedGroups, extremes } from './compare.ts';
import { neverCame, noStops } from './none.ts';
import { findStops, reachOf, type Stop, type StopsAsked, stopsAsked, tripsOf, uncertainOf } from './stops.ts';
import {
  entriesOf,
  inFull,
  named,
  readingOf,
  rowsWithText,
  stopsAndTrips,
  unique,
  visitorsWithYears,
} from './words.ts';

const shownRows = 4;

/** Answers from the register of visits; undefined where it has no row and cannot say that there is none. */
export async function answerVisits(question: Plan, context: AskContext): Promise<Answer | undefined> {
  const plan = await besidePersons(question, context);
  const answer = await visitsOf(plan, context);
  const isCompared = comparedGroups(plan, stopsAsked(plan, context.desk)).length > 1;
  return answer && withUnused(answer, plan, isCompared ? 'comparisons' : 'visits');
}

/** `who came after Smith`: the time after his last visit, or before his first. */
async function besidePersons(plan: Plan, context: AskContext): Promise<Plan> {
  const { beside, range } = plan;
  if (!beside) return plan;
  const asked = stopsAsked(plan, context.desk);
  const stops = (await findStops({ ...asked, visitors: [beside.persons] }, context)) ?? [];
  const { earliest, latest } = (beside.side === 'after' ? stops.at(-1) : stops[0])?.entry ?? {};
  if (!earliest || !latest) return plan;
  const end = beside.side === 'after' ? { since: addDays(latest, 1) } : { until: addDays(earliest, -1) };
  return {
    ...plan,
    range: { ...range, ...end },
    limits: plan.limits.filter(({ part }) => part !== 'beside'),
  };
}

async function visitsOf(plan: Plan, context: AskContext): Promise<Answer | undefined> {
  const { desk } = context;
  const asked = stopsAsked(plan, desk);
  const groups = comparedGroups(plan, asked);
  if (groups.length > 1) return compared(groups, plan, asked, context);
  const found = await findStops(asked, context);
  if (!found) return undefined;
  const stops = plan.besidePlace ? besidePlace(found, plan.besidePlace) : found;
  const reading = readingOf(asked, plan, context);
  if (plan.cues.has('never') && asked.offices.length > 0)
    return neverCame(stops, asked, plan, reading, context);
  if (stops.length === 0 && asked.places.length > 0) {
    const unplaced = await withoutPlace(asked, plan, context);
    if (unplaced.length > 0)
      return {
        outcome: 'ok',
        says: `${count(unplaced.length, 'visit')} recorded there without a city.`,
        rows: rowsWithText(unplaced, { ...plan, asked: 'what' }),
        reading,
        counted: entriesOf(unplaced),
      };
  }
  if (stops.length === 0) return noStops(asked, plan, reading, context);
  const { coverage } = reachOf(asked, plan, context);
  const reach = [
    ...(asked.places.length > 0 ? elsewhere(await withoutPlace(asked, plan, context), context) : []),
    ...(coverage.stretches.length > 0
      ? [`${capital(coverageInShort(desk, coverage, stops.at(-1)?.entry))}.`]
      : []),
  ];
  const base = {
    outcome: 'ok' as const,
    reading,
    counted: entriesOf(stops),
    ...(reach.length > 0 && { reach: reach.join(' ') }),
  };
  if (plan.extreme) return extremes(stops, plan, base, context);
  if (plan.order || plan.nth) {
    const at = plan.nth ? plan.nth - 1 : plan.order === 'first' ? 0 : stops.length - 1;
    const stop = stops[at];
    if (!stop) return undefined;
    const label = plan.nth
      ? `Visit ${plan.nth} of ${stops.length}`
      : plan.order === 'first'
        ? 'First recorded'
        : 'Last recorded';
    return { ...base, says: `${label}: ${inFull(stop, context)}.`, rows: rowsWithText([stop], plan) };
  }
  return byAsked(stops, plan, asked, base, context);
}

/** `2 more visits to the United States are recorded without a city.` */
function elsewhere(unplaced: readonly Stop[], { desk }: AskContext): string[] {
  const [host] = unplaced.map(({ visit }) => visit.host);
  if (!host) return [];
  const are = unplaced.length === 1 ? 'is' : 'are';
  return [
    `${count(unplaced.length, 'more visit')} to ${theCountry(desk, host)} ${are} recorded without a city.`,
  ];
}

/** Stops in the country of the places asked whose places are not recorded. */
async function withoutPlace(asked: StopsAsked, plan: Plan, context: AskContext): Promise<Stop[]> {
  const hosts = unique(plan.places.flatMap(({ country }) => country ?? []));
  const stops = await findStops({ ...asked, places: [], hosts }, context);
  return (stops ?? []).filter(({ visit }) => visit.places.length === 0);
}

/** Of each trip the stop next to one at the place. */
function besidePlace(
  stops: readonly Stop[],
  { side, place }: { side: 'before' | 'after'; place: string },
): Stop[] {
  return stops.flatMap((stop, at) => {
    const next = stops[side === 'after' ? at + 1 : at - 1];
    return stop.visit.places.includes(place) && next?.visit.trip === stop.visit.trip ? [next] : [];
  });
}

/** Visitors of several trips. */
function cameAgain(stops: readonly Stop[], context: AskContext): Pick<Answer, 'says' | 'rows'> {
  const own = [...Map.groupBy(stops, ({ visit }) => visit.visitor)].map(
    ([id, all]) => [id, tripsOf(all)] as const,
  );
  const again = own.filter(([, trips]) => trips > 1).sort((a, b) => b[1] - a[1]);
  const told = again.map(([id, trips]) => `${named(id, context)} (${count(trips, 'trip')})`);
  return {
    says: again.length > 0 ? `${again.length} of ${own.length}: ${inWords(told)}.` : 'Nobody, as recorded.',
    rows: [],
  };
}

/** As many as a screen holds beside the rest. */
const fewNames = (names: readonly string[]): string[] =>
  names.length > 9 ? [...names.slice(0, 3), `${names.length - 3} others`] : [...names];

type Base = Pick<Answer, 'outcome' | 'reading' | 'counted' | 'reach'>;

function byAsked(stops: Stop[], plan: Plan, asked: StopsAsked, base: Base, context: AskContext): Answer {
  const { desk } = context;
  const uncertain = uncertainOf(stops, plan.range).length;
  const may = uncertain > 0 ? `, ${uncertain} of them perhaps outside the time asked` : '';
  const total = `${stopsAndTrips(stops)} recorded${may}`;
  // Where not all are shown, the last are.
  const shown = plan.asked === 'count' ? 1 : shownRows;
  const isLong = stops.length > shown || stops.length === shownRows;
  const rows = rowsWithText(isLong ? [...stops].reverse() : stops, plan);
  const visitors = unique(stops.map(({ visit }) => visit.visitor));
  const hosts = unique(stops.map(({ visit }) => visit.host));
  if (plan.cues.has('again') && plan.persons.length === 0 && plan.asked !== 'whether')
    return { ...base, ...cameAgain(stops, context) };
  switch (plan.asked) {
    case 'count': {
      const people =
        plan.wanted.has('person') ||
        (plan.offices.length > 0 && !plan.wanted.has('trip') && visitors.length > 1);
      const who = people
        ? ` by ${visitors.length} people: ${inWords(fewNames(visitors.map((id) => named(id, context))))}`
        : '';
      if (plan.wanted.has('country') && !plan.region)
        return {
          ...base,
          says: `${count(hosts.length, 'country', 'countries')}: ${inWords(hosts.map((id) => countryName(desk, id)))}; ${total}.`,
          rows: rows.slice(0, 2),
        };
      return { ...base, says: `${total}${who}.`, rows: rows.slice(0, who ? 1 : 2) };
    }
    case 'who':
    case 'which':
    case 'where': {
      if (plan.wanted.has('country') && plan.asked !== 'who')
        return {
          ...base,
          says: `${capital(inWords(hosts.map((id) => theCountry(desk, id))))}: ${total}.`,
          rows,
        };
      const places = unique(stops.flatMap(({ visit }) => visit.places));
      const wantsPlace = plan.asked === 'where' || (plan.wanted.has('place') && plan.persons.length > 0);
      if (wantsPlace) {
        const names =
          places.length > 0
            ? places.map((id) => nameOf(desk, 'places', id))
            : hosts.map((id) => countryName(desk, id));
        return {
          ...base,
          says: `${inWords(names)}${hosts.length > 1 ? ` (${inWords(hosts.map((id) => countryName(desk, id)))})` : ''}.`,
          rows,
        };
      }
      if (asked.others.length > 0 || plan.cues.has('meet'))
        return metAnswer(stops, plan, asked, rows, base, context);
      if (plan.persons.length > 0) return { ...base, says: `${capital(total)}.`, rows };
      return {
        ...base,
        says: `${inWords(visitorsWithYears(stops, context))}.`,
        rows: rows.slice(0, visitors.length > 3 ? 2 : 4),
      };
    }
    case 'whether':
      return {
        ...base,
        says: plan.cues.has('more') || plan.cues.has('again') ? `${total}.` : `Yes: ${total}.`,
        rows,
      };
    case 'when':
      return stops.length === 1 ? { ...base, rows: rows } : { ...base, says: `${capital(total)}.`, rows };
    default:
      return stops.length === 1
        ? { ...base, rows: rows }
        : {
            ...base,
            says: `${capital(total)}${hosts.length > 1 ? `: ${inWords(hosts.map((id) => countryName(desk, id)))}` : ''}${visitors.length > 1 ? ` by ${inWords(visitorsWithYears(stops, context))}` : ''}.`,
            rows,
          };
  }
}

/** Persons of the rows other than those named in the question, and of the office that it names. */
function metAnswer(
  stops: Stop[],
  plan: Plan,
  asked: StopsAsked,
  rows: AnswerRow[],
  base: Base,
  context: AskContext,
): Answer {
  const { desk } = context;
  const named_ = plan.persons.flat();
  const met = stops.flatMap(({ fact, visit }) =>
    // Who is named beside a visitor met the visitor, and not each other.
    (named_.includes(visit.visitor) ? unique(fact.people) : [visit.visitor]).filter((id) => {
      if (named_.includes(id)) return false;
      const home = desk.definition.people.find((one) => one.id === id)?.country;
      if (asked.froms.length > 0 && !asked.froms.includes(home ?? '')) return false;
      if (asked.offices.length === 0) return true;
      const { earliest } = knownDate(fact.dates[0]?.edtf ?? '');
      return (
        (id === visit.visitor && asked.offices.includes(visit.office)) ||
        termsOf(desk, id, asked.offices).some(
          ({ from, to }) => earliest !== null && from <= earliest && earliest <= to,
        )
      );
    }),
  );
  const people = unique(met);
  if (people.length === 0) return { ...base, rows };
  return {
    ...base,
    says: `${inWords(people.map((id) => nameOf(desk, 'people', id)))}.`,
    // Of several, each meeting in short.
    rows:
      people.length > 1
        ? [...stops]
            .reverse()
            .slice(0, shownRows)
            .map(({ entry }) => ({ entry }))
        : rows.slice(0, 3),
  };
}

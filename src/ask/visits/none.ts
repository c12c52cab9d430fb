import { inWords, isCovered, theCountry } from '../../domain/desk.ts';
import { coverageInShort, noneRecorded, uncoveredInWords } from '../../domain/sources/coverage-text.ts';
import { capital } from '../../domain/text.ts';
import type { Answer, AskContext, Plan } from '../plan.ts';
import { findStops, reachOf, type Stop, type StopsAsked, stopsAsked } from './stops.ts';
import { rangeWords, readingOf, unique } from './words.ts';

/** No row: none recorded within the reach of the registers, otherwise not covered. */
export async function noStops(
  asked: StopsAsked,
  plan: Plan,
  reading: string,
  context: AskContext,
): Promise<Answer | undefined> {
  const { desk, scope } = context;
  // That two people met, or were named together, is in no register.
  if (asked.others.length > 0) return undefined;
  if (plan.asked === 'why' || plan.nth) return undefined;
  const { coverage, share } = reachOf(asked, plan, context);
  const sources = unique(coverage.stretches.map(({ source }) => source));
  if (share === 'none') {
    if (!plan.cues.has('visit') || (plan.asked === 'list' && !isLineOfVisits(plan))) return undefined;
    const abroad = [...asked.hosts, ...plan.places.flatMap(({ country }) => country ?? [])].filter(
      (id) => !isCovered(desk, id),
    );
    const office =
      abroad.length > 0
        ? `Not covered: no register here has these journeys to ${inWords(abroad.map((id) => theCountry(desk, id)))}.`
        : coverage.uncovered.length > 0
          ? uncoveredInWords(desk, coverage.uncovered)
          : undefined;
    const known =
      coverage.stretches.length > 0
        ? `${capital(coverageInShort(desk, coverage))}.`
        : 'No register here covers every visitor asked for.';
    const says = office ?? `Not covered. ${known}`;
    const { until } = plan.range;
    const last = isLineOfVisits(plan)
      ? await lastStop({ ...asked, range: { ...(until && { until }) } }, context)
      : undefined;
    return {
      outcome: 'not_covered',
      says,
      rows: lastRow(last, 'Last recorded before that'),
      reading,
      sources,
    };
  }
  const facts = await context.entries.first(
    scope,
    { type: 'fact', kinds: ['status'], order: 'weight', ...(asked.hosts[0] && { country: asked.hosts[0] }) },
    200,
  );
  const about = facts.filter(({ body }) => body.sources.some(({ id }) => sources.includes(id))).slice(0, 1);
  const gap = coverage.uncovered.length > 0 ? ` ${uncoveredInWords(desk, coverage.uncovered)}` : '';
  return {
    outcome: 'ok',
    says: `${noneRecorded(desk, coverage, asked.range, scope.today)}${gap}`,
    rows: about.map((entry) => ({ entry })),
    reading,
    sources,
    counted: [],
  };
}

/** `ruto visits 2026`: a name and a time. */
const isLineOfVisits = ({ persons, offices, range }: Plan): boolean =>
  persons.length + offices.length > 0 && (range.since !== undefined || range.until !== undefined);

/** Where somebody is now no register says: only where he was last. */
export async function whereabouts(plan: Plan, context: AskContext): Promise<Answer | undefined> {
  const { persons, cues, range, asked } = plan;
  const [person, ...others] = persons;
  const rest = plan.content.length + plan.countries.length + plan.places.length + plan.offices.length;
  if (asked !== 'where' || !person || others.length + rest > 0 || range.since || range.until)
    return undefined;
  if (plan.order || plan.nth || plan.extreme || plan.region || plan.besidePlace) return undefined;
  if ([...cues].some((cue) => cue !== 'be')) return undefined;
  const last = await lastStop({ ...stopsAsked(plan, context.desk), visitors: [], others: [person] }, context);
  return {
    outcome: 'not_covered',
    says: 'Where anyone is now is not recorded.',
    rows: lastRow(last, 'Last recorded'),
    reading: readingOf(stopsAsked(plan, context.desk), plan, context),
  };
}

/** No meeting in the time asked, and the last before its end. */
export async function noMeeting(plan: Plan, context: AskContext): Promise<Answer | undefined> {
  const { since, until } = plan.range;
  if (!plan.cues.has('meet') || plan.content.length > 0 || !(since || until)) return undefined;
  if (plan.persons.length === 0) return undefined;
  const asked = stopsAsked(plan, context.desk);
  const last = await lastStop({ ...asked, range: { ...(until && { until }) } }, context);
  return {
    outcome: 'not_covered',
    says: `No meeting is recorded in that time: ${rangeWords(plan).join(', ')}.`,
    rows: lastRow(last, 'Last recorded'),
    reading: readingOf(asked, plan, context),
  };
}

const lastRow = (last: Stop | undefined, label: string) => (last ? [{ entry: last.entry, label }] : []);

async function lastStop(asked: StopsAsked, context: AskContext): Promise<Stop | undefined> {
  const stops = await findStops(asked, context);
  return stops?.at(-1);
}

/** Holders of an office without a stop, as far as the register covers all their time. */
export async function neverCame(
  stops: Stop[],
  asked: StopsAsked,
  plan: Plan,
  reading: string,
  context: AskContext,
): Promise<Answer | undefined> {
  const { desk } = context;
  const came = new Set(stops.map(({ visit }) => visit.visitor));
  const holders = desk.definition.people.filter(
    ({ id, roles }) => roles.some(({ office }) => asked.offices.includes(office)) && !came.has(id),
  );
  const covered = holders.filter(
    ({ id }) => reachOf({ ...asked, visitors: [[id]] }, plan, context).share === 'all',
  );
  const open = holders.filter((one) => !covered.includes(one));
  const { coverage, share } = reachOf(asked, plan, context);
  const base = {
    ...{ outcome: 'ok' as const, rows: [], reading, counted: [] },
    reach: `${capital(coverageInShort(desk, coverage))}.`,
    sources: unique(coverage.stretches.map(({ source }) => source)),
  };
  if (plan.wanted.has('country') && asked.hosts.length === 0) {
    // `which countries has no president visited`
    const seen = new Set(stops.map(({ visit }) => visit.host));
    const own = desk.definition.countries.filter((one) => one.covered);
    const unseen = own.filter(({ id }) => !seen.has(id)).map(({ id }) => theCountry(desk, id));
    if (share === 'none') return undefined;
    return {
      ...base,
      says:
        unseen.length > 0
          ? `No stop recorded: ${inWords(unseen)}.`
          : `None: each country of the desk has a stop recorded.`,
    };
  }
  if (covered.length === 0) return undefined;
  const rest =
    open.length > 0 ? ` Not covered to the end of the term: ${inWords(open.map(({ name }) => name))}.` : '';
  return { ...base, says: `No stop recorded: ${inWords(covered.map(({ name }) => name))}.${rest}` };
}

import type { ItemSetting } from '../../domain/answer/entry-item.ts';
import { itemWithRow } from '../../domain/answer/entry-row.ts';
import { type DayRange, intersection, spanOf } from '../../domain/dates/date-range.ts';
import type { Day } from '../../domain/dates/day.ts';
import { shortDate } from '../../domain/dates/event-date.ts';
import { type Desk, inWords, isCovered, nameOf, theCountry } from '../../domain/desk.ts';
import type { EntryQuery } from '../../domain/ports/entries.ts';
import type { Block, Outcome } from '../../domain/reply.ts';
import {
  type Coverage,
  type CoverageQuestion,
  coveredShare,
  termsInWords,
  termsOf,
} from '../../domain/sources/coverage.ts';
import {
  asSentence,
  fewOffices,
  gapClauses,
  noneRecorded,
  periodGaps,
  stretchInWords,
  uncoveredInWords,
} from '../../domain/sources/coverage-text.ts';
import type { CommandContext } from '../define.ts';
import { entries, heading, list, notice, onlyIn } from './blocks.ts';
import { definedOnly, type RequestContext } from './request.ts';
import { countriesOf, type VisitsAsked } from './visits.ts';

/** Offices without a register named as examples. */
const examplesNamed = 3;

/** Coverage of the question by the registers, shown under every answer about visits. */
export function coverageBlocks(
  desk: Desk,
  question: CoverageQuestion,
  { stretches, uncovered }: Coverage,
): Block[] {
  const limits = [
    ...(uncovered.length > 0 ? [uncoveredInWords(desk, uncovered, question.person)] : []),
    ...(question.offices ? [] : officesOutside(desk, question)),
    ...countriesOutside(desk, question, stretches),
  ];
  return [
    ...(stretches.length > 0 ? [heading('How far the record reaches', 2)] : []),
    ...list(stretches.map((stretch) => stretchInWords(desk, stretch))),
    ...(limits.length > 0 ? [notice('gap', limits.join(' '))] : []),
  ];
}

/**
 * The same in one line, for the short form. `isExceeded`: some rows are later than all registers. `registersAlone`:
 * nothing of offices that are in none.
 */
export function coverageLine(
  desk: Desk,
  question: CoverageQuestion,
  { stretches, uncovered }: Coverage,
  { isExceeded = false, registersAlone = false }: { isExceeded?: boolean; registersAlone?: boolean } = {},
): Block[] {
  const ends = new Map<string, string[]>();
  for (const { until, offices } of stretches) {
    const end = shortDate(until);
    ends.set(end, [...(ends.get(end) ?? []), ...offices]);
  }
  const reach = [...ends].map(([end, offices]) => `${fewOffices(desk, offices)} ${end}`).join(', ');
  const only = onlyCounterpart(desk, question, stretches);
  const of = only ? `; only of travel with ${theCountry(desk, only)}` : '';
  const gaps = new Set(stretches.flatMap((stretch) => stretch.gaps.map(({ says }) => asSentence(says))));
  const others = !question.offices && officesOutside(desk, question).length > 0;
  const words = [
    ...(reach ? [`Registers end: ${reach}${of}.`] : []),
    ...gaps,
    ...(uncovered.length > 0 ? [uncoveredInWords(desk, uncovered, question.person)] : []),
    ...(others && !registersAlone ? ['Other offices: single reports.'] : []),
    ...(isExceeded ? ['Later visits come from other sources.'] : []),
  ];
  return words.length > 0 ? [notice('gap', words.join(' '))] : [];
}

/**
 * Text and outcome when no row was found. "None" is said only within coverage. Cites the registers it relies on;
 * `facts` about them come first.
 */
export function nothingFound(
  question: CoverageQuestion,
  coverage: Coverage,
  range: DayRange,
  { desk, today, citations }: ItemSetting,
  facts: Block[] = [],
): { outcome: Outcome; blocks: Block[] } {
  if (coverage.stretches.length === 0) {
    const words = `Not covered: ${inNoRegister(desk, question)}`;
    return { outcome: 'not_covered', blocks: [notice('gap', words), ...facts] };
  }
  citations.citeAll(coverage.stretches.map(({ source }) => ({ id: source })));
  const gaps = [
    ...unlisted(desk, question, coverage, range, today),
    ...periodGaps(desk, coverage, range, today),
  ];
  // Already said above.
  const reach = coverageBlocks(desk, question, { ...coverage, uncovered: [] });
  const under = [...facts, ...onlyIn('details', reach)];
  if (coverage.stretches.every((stretch) => coveredShare(stretch, range, today) === 'none')) {
    const words = gaps.length > 0 ? gaps : [notInOffice(desk, question.person)];
    return {
      outcome: 'not_covered',
      blocks: [notice('gap', ['Not covered.', ...words].join(' ')), ...under],
    };
  }
  const lacking = gaps.length > 0 || gapClauses(coverage, range, today).length > 0;
  const words = [
    (lacking ? undefined : noneInOffice(desk, question, coverage)) ??
      noneRecorded(desk, coverage, range, today),
    ...gaps,
  ].join(' ');
  return { outcome: 'ok', blocks: [notice(lacking ? 'gap' : 'info', words), ...under] };
}

/** `no register here has Vladimir Putin's travel.` */
function inNoRegister(desk: Desk, { person, offices = [], country, counterpart }: CoverageQuestion): string {
  const ends = country && counterpart && [country, counterpart].map((end) => theCountry(desk, end));
  const names = offices.map((office) => nameOf(desk, 'offices', office));
  const isNarrowed = names.length > 0 || Boolean(ends);
  const travel = person ? `${nameOf(desk, 'people', person)}'s travel` : `${isNarrowed ? '' : 'such '}travel`;
  const as = names.length > 0 ? ` as ${inWords(names, 'or')}` : '';
  const withOther = counterpart ? ` with ${theCountry(desk, counterpart)}` : '';
  return `no register here has ${travel}${as}${ends ? ` between ${inWords(ends)}` : withOther}.`;
}

/** Offices without a register; for a person, only those held in the period. */
function unlisted(
  desk: Desk,
  { person }: CoverageQuestion,
  { uncovered }: Coverage,
  { since, until }: DayRange,
  today: Day,
): string[] {
  const asked = spanOf(since, until ?? (since && since > today ? since : today));
  const held = uncovered.filter((office) => {
    const terms = person ? termsOf(desk, person, [office]) : [];
    return terms.length === 0 || terms.some((term) => intersection(term, asked).length > 0);
  });
  return held.length > 0 ? [uncoveredInWords(desk, held, person)] : [];
}

/** Where the registers cover all of the time in which the person held the offices. */
function noneInOffice(
  desk: Desk,
  { person, by: _ }: CoverageQuestion,
  { stretches }: Coverage,
): string | undefined {
  if (!person || stretches.some(({ terms }) => !terms)) return undefined;
  const offices = [...new Set(stretches.flatMap((stretch) => stretch.offices))];
  const held = offices.flatMap((office) => {
    const terms = termsInWords(desk, person, office);
    return terms.length > 0 ? [`as ${nameOf(desk, 'offices', office)} ${inWords(terms)}`] : [];
  });
  return held.length > 0 ? `None recorded ${inWords(held)}: that time is in the register.` : undefined;
}

function notInOffice(desk: Desk, person: string | undefined): string {
  const whose = person ? ` of ${nameOf(desk, 'people', person)}` : '';
  return `The desk knows no term of office${whose} in the time asked.`;
}

/** The part of the requested period that the record does not cover, for an answer with rows. */
export function periodNotice(
  desk: Desk,
  coverage: Coverage,
  asked: DayRange,
  today: Day,
  afterEnd = true,
): Block[] {
  const dated = asked.since !== undefined || asked.until !== undefined;
  const gaps = periodGaps(desk, coverage, asked, today, afterEnd);
  const lacks = dated ? gapClauses(coverage, asked, today).map(asSentence) : [];
  // Omits what a gap already gave as the reason.
  const words = [...gaps, ...lacks.filter((says) => !gaps.some((gap) => gap.endsWith(lowerFirst(says))))];
  return words.length > 0 ? [notice('gap', words.join(' '))] : [];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Offices that the question may mean but no register lists: of the region, of other countries, or both. */
function officesOutside(desk: Desk, { direction, country }: CoverageQuestion): string[] {
  const listed = new Set(
    desk.sources.flatMap(({ registers }) => registers.flatMap(({ offices }) => offices)),
  );
  const meant = (home: string | undefined) => {
    const ours = home !== undefined && isCovered(desk, home);
    if (ours && (direction === 'to-region' || (country && home !== country))) return false;
    return ours || direction !== 'from-region';
  };
  const others = desk.definition.offices
    .filter((office) => !listed.has(office.id) && meant(office.country))
    .map(({ id }) => id);
  if (others.length === 0) return [];
  const named = others.slice(0, examplesNamed).map((id) => nameOf(desk, 'offices', id));
  return [
    `Other offices, such as ${inWords(named, 'or')}, are in no register: their rows come from single sources.`,
  ];
}

function countriesOutside(
  desk: Desk,
  question: CoverageQuestion,
  stretches: Coverage['stretches'],
): string[] {
  const only = onlyCounterpart(desk, question, stretches);
  return only ? [`Travel to and from countries other than ${theCountry(desk, only)} is not covered.`] : [];
}

/** The one country outside the region with which the registers cover travel, if the question leaves it open. */
function onlyCounterpart(
  desk: Desk,
  question: CoverageQuestion,
  stretches: Coverage['stretches'],
): string | undefined {
  const counterparts = new Set(stretches.map(({ counterpart }) => counterpart));
  const [only] = counterparts;
  if (question.counterpart || counterparts.size !== 1 || !only) return undefined;
  // Offices of the other country travel only from it, so nothing is missing for them.
  const actsFor = new Map(desk.definition.offices.map(({ id, country }) => [id, country]));
  if (question.offices?.every((office) => actsFor.get(office) === only)) return undefined;
  return only;
}

const lookedThrough = 200;

/**
 * Facts that cite a register as a whole, such as that it lists no president. Shown if the register has no row, because
 * they may answer the question.
 */
export async function registerFacts(
  { stretches }: Coverage,
  asked: VisitsAsked,
  most: number,
  request: RequestContext,
  context: CommandContext,
): Promise<Block[]> {
  const registers = new Set(stretches.map(({ source }) => source));
  if (registers.size === 0) return [];
  const query: EntryQuery = {
    type: 'fact',
    kinds: ['status'],
    order: 'weight',
    ...definedOnly({ country: countriesOf(asked), since: asked.since, until: asked.until }),
  };
  const items = await context.entries.first(request.scope, query, lookedThrough);
  const about = items.filter(({ body }) => body.sources.some(({ id }) => registers.has(id))).slice(0, most);
  if (about.length === 0) return [];
  return [
    heading('What the desk has stated on it', 2),
    ...entries(about.map((entry) => itemWithRow(entry, request))),
  ];
}

import type { DayRange } from '../../domain/date-range.ts';
import type { Desk } from '../../domain/desk.ts';
import { inWords, isCovered, nameOf, theCountry } from '../../domain/desk-names.ts';
import { coverageOf, type Reach, type ReachQuestion } from '../../domain/reach.ts';
import { periodGaps, reachInShort, stretchInWords, uncoveredInWords } from '../../domain/reach-words.ts';
import type { Block, Outcome } from '../../domain/reply.ts';
import { heading, list, notice } from './blocks.ts';

/** Offices outside every register that are named as examples. */
const examplesNamed = 3;

/** What the registers cover of the question, shown under every answer of the register of visits. */
export function reachBlocks(desk: Desk, question: ReachQuestion, { stretches, uncovered }: Reach): Block[] {
  const limits = [
    ...(uncovered.length > 0 ? [uncoveredInWords(desk, uncovered)] : []),
    ...(question.offices ? [] : officesOutside(desk, question)),
    ...countriesOutside(desk, question, stretches),
  ];
  return [
    ...(stretches.length > 0 ? [heading('How far the record reaches', 2)] : []),
    ...list(stretches.map((stretch) => stretchInWords(desk, stretch))),
    ...(limits.length > 0 ? [notice('gap', limits.join(' '))] : []),
  ];
}

/** What to say, and with which outcome, when no row was found. "None" is only said where a register covers it. */
export function nothingFound(
  desk: Desk,
  question: ReachQuestion,
  reach: Reach,
  asked: DayRange,
  today: string,
): { outcome: Outcome; blocks: Block[] } {
  const gaps = periodGaps(desk, reach, asked, today);
  const silent = reach.stretches.every((stretch) => coverageOf(stretch, asked, today) === 'none');
  if (reach.stretches.length === 0) {
    const offices = reach.uncovered.map((office) => nameOf(desk, 'offices', office));
    const what = offices.length > 0 ? `travel as ${inWords(offices, 'or')}` : 'such travel';
    const words = `Nothing recorded, but ${what} is not covered by any register here.`;
    return { outcome: 'not_covered', blocks: [notice('gap', words)] };
  }
  const under = reachBlocks(desk, question, reach);
  if (silent) {
    return { outcome: 'not_covered', blocks: [notice('gap', ['Not covered.', ...gaps].join(' ')), ...under] };
  }
  const words = [`None recorded; ${reachInShort(desk, reach)}.`, ...gaps].join(' ');
  return { outcome: 'ok', blocks: [notice('gap', words), ...under] };
}

/** The part of the days asked that lies beyond the record, for an answer that does have rows. */
export function periodNotice(desk: Desk, reach: Reach, asked: DayRange, today: string): Block[] {
  const gaps = periodGaps(desk, reach, asked, today);
  return gaps.length > 0 ? [notice('gap', gaps.join(' '))] : [];
}

/** Offices that could be meant by the question and are in no register: of the region, of the others, or of both. */
function officesOutside(desk: Desk, { direction, country }: ReachQuestion): string[] {
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

function countriesOutside(desk: Desk, question: ReachQuestion, stretches: Reach['stretches']): string[] {
  const counterparts = new Set(stretches.map(({ counterpart }) => counterpart));
  const [only] = counterparts;
  if (question.counterpart || counterparts.size !== 1 || !only) return [];
  // Those who act for the other country travel from it alone: nothing is left out for them.
  const actsFor = new Map(desk.definition.offices.map(({ id, country }) => [id, country]));
  if (question.offices?.every((office) => actsFor.get(office) === only)) return [];
  return [`Travel to and from countries other than ${theCountry(desk, only)} is not covered.`];
}

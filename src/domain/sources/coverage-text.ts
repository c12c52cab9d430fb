import type { DayRange } from '../dates/date-range.ts';
import { intersection } from '../dates/date-range.ts';
import type { Day } from '../dates/day.ts';
import type { EventDate } from '../dates/event-date.ts';
import type { Desk } from '../desk.ts';
import { inWords, nameOf, theCountry } from '../desk.ts';
import {
  type Coverage,
  coveredShare,
  daysAsked,
  daysNotCovered,
  type Stretch,
  termsInWords,
} from './coverage.ts';

/**
 * `the register of travel as Prime Minister of Norland ends in February 2025`; with several ends, that of each office.
 * `last`: the last row shown, which may be later than all registers and would seem to contradict them.
 */
export function coverageInShort(desk: Desk, coverage: Coverage, last?: { earliest: Day | null }): string {
  const { stretches } = coverage;
  if (stretches.length === 0) return 'no register here covers this';
  const offices = new Map<string, string[]>();
  for (const { until, offices: held } of stretches) {
    offices.set(at(until), [...(offices.get(at(until)) ?? []), ...held]);
  }
  const later = last && isBeyond(last, coverage) ? ', and later visits come from other sources' : '';
  const [[only = '', held = []] = []] = offices;
  if (offices.size === 1) return `the register of travel as ${fewOffices(desk, held)} ends ${only}${later}`;
  const parts = [...offices].map(([end, whose]) => `${end} (${fewOffices(desk, whose)})`);
  return `the registers of travel end ${inWords(parts)}${later}`;
}

/** Whether it is later than all registers that answer. */
export const isBeyond = ({ earliest }: { earliest: Day | null }, { stretches }: Coverage): boolean =>
  stretches.length > 0 &&
  stretches.every(({ until }) => earliest !== null && until.latest !== null && earliest > until.latest);

/** `President of Kenya and 4 others` */
export function fewOffices(desk: Desk, offices: readonly string[]): string {
  const [first, ...others] = new Set(offices);
  return first && others.length > 1
    ? `${nameOf(desk, 'offices', first)} and ${others.length} others`
    : officesInWords(desk, offices);
}

/** `None recorded` with its coverage; known gaps come directly after it. */
export function noneRecorded(desk: Desk, coverage: Coverage, asked: DayRange, today: Day): string {
  // A gap that continues from the end of a person's record is reported as that end.
  const inside = coverage.stretches.map((stretch) => {
    const end = stretch.until.latest;
    return { ...stretch, gaps: stretch.gaps.filter(({ from }) => end === null || from <= end) };
  });
  const lacks = gapClauses({ ...coverage, stretches: inside }, asked, today);
  if (lacks.length === 0) return `None recorded; ${coverageInShort(desk, coverage)}.`;
  const [end, ...others] = new Set(coverage.stretches.map(({ until }) => until.text));
  const how = others.length === 0 ? ` to ${end}` : `; ${coverageInShort(desk, coverage)}`;
  return `None recorded${how}, but ${inWords(lacks)}.`;
}

/** One or two sentences per register: whose travel, which direction, until when, and its gaps. */
export function stretchInWords(desk: Desk, stretch: Stretch): string {
  const other = stretch.counterpart ? theCountry(desk, stretch.counterpart) : 'other countries';
  const way = stretch.direction === 'to-region' ? `from ${other} to the region` : `to ${other}`;
  const since = stretch.since ? `from ${stretch.since.text} ` : '';
  const gaps = [...new Set(stretch.gaps.map(({ says }) => ` ${asSentence(says)}`))].join('');
  return `${officesInWords(desk, stretch.offices)}, ${way}: recorded ${since}to ${stretch.until.text}.${gaps}`;
}

/** Gaps of the record within the days asked, each as a clause. */
export function gapClauses({ stretches }: Coverage, asked: DayRange, today: Day): string[] {
  const says = stretches.flatMap((stretch) =>
    stretch.gaps.flatMap((gap) =>
      daysAsked(stretch, asked, today).some((days) => intersection(days, gap).length > 0)
        ? [clause(gap.says)]
        : [],
    ),
  );
  return [...new Set(says)];
}

/**
 * Days asked that the registers do not cover, except gaps; empty if covered or if no days were asked. A person's time
 * in office counts as days asked. `afterEnd`: also those after the end of the registers, which are said elsewhere as well.
 */
export function periodGaps(
  desk: Desk,
  { stretches }: Coverage,
  asked: DayRange,
  today: Day,
  afterEnd = true,
): string[] {
  return stretches.flatMap((stretch) => {
    if (!asked.since && !asked.until && !stretch.terms) return [];
    const share = coveredShare(stretch, asked, today);
    const days = daysAsked(stretch, asked, today);
    if (share === 'all' || days.length === 0) return [];
    const who = officesInWords(desk, stretch.offices);
    const [begins, ends] = [stretch.since?.earliest, stretch.until.latest];
    const missing = daysNotCovered(stretch, asked, today);
    const pastEnd = ends !== null && missing.some(({ to }) => to > ends);
    if (share === 'none') {
      const [lacks] = gapClauses({ stretches: [stretch], uncovered: [] }, asked, today);
      const edge = pastEnd
        ? `the record ends ${at(stretch.until)}`
        : `the record begins ${at(stretch.since)}`;
      return [`${who}: not covered in the time asked; ${lacks ?? edge}.`];
    }
    const beforeStart = begins && missing.some(({ from }) => from < begins);
    return [
      ...(beforeStart ? [`${who}: not covered before ${stretch.since?.text}.`] : []),
      ...(pastEnd && afterEnd ? [`${who}: not covered after ${stretch.until.text}.`] : []),
    ];
  });
}

/** Text for offices without any register. Never says that nobody travelled. */
export function uncoveredInWords(desk: Desk, offices: readonly string[], person?: string): string {
  const names = offices.map((office) => {
    const terms = person ? termsInWords(desk, person, office) : [];
    return [nameOf(desk, 'offices', office), inWords(terms)].filter(Boolean).join(' ');
  });
  return `No register here has travel as ${inWords(names, 'or')}; single rows come from single sources.`;
}

/** `US Secretary of State`; offices with a common beginning are merged: `President of Kenya, Somalia and …`. */
export function officesInWords(desk: Desk, offices: readonly string[]): string {
  const names = [...new Set(offices)].map((office) => nameOf(desk, 'offices', office));
  const [first = '', ...rest] = names;
  const stem = first.match(/^.* of /)?.[0];
  if (!stem || !rest.every((name) => name.startsWith(stem))) return inWords(names);
  return inWords([first, ...rest.map((name) => name.slice(stem.length))]);
}

function at(date: EventDate | undefined): string {
  if (!date) return 'at a time not known';
  return date.earliest === date.latest ? `on ${date.text}` : `in ${date.text}`;
}

/** Turns a clause into a sentence. */
export function asSentence(says: string): string {
  return `${says.charAt(0).toUpperCase()}${clause(says).slice(1)}.`;
}

function clause(says: string): string {
  return says.replace(/[.!?]$/, '');
}

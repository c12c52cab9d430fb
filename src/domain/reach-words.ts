import type { DayRange } from './date-range.ts';
import type { Day } from './day.ts';
import type { Desk } from './desk.ts';
import { inWords, nameOf, theCountry } from './desk-names.ts';
import type { EventDate } from './event-date.ts';
import { coverageOf, type Reach, type Stretch } from './reach.ts';

/** `the record reaches to February 2025`; with several ends, which office reaches how far. */
export function reachInShort(desk: Desk, { stretches }: Reach): string {
  if (stretches.length === 0) return 'no register here covers this';
  const offices = new Map<string, string[]>();
  for (const { until, offices: held } of stretches) {
    offices.set(until.text, [...(offices.get(until.text) ?? []), ...held]);
  }
  const [only] = [...offices.keys()];
  if (offices.size === 1) return `the record reaches to ${only}`;
  const parts = [...offices].map(([until, held]) => `${until} (${officesInWords(desk, held)})`);
  return `the record reaches to ${inWords(parts)}`;
}

/** One sentence or two a register: whose travel, which way, to when, and what is missing in it. */
export function stretchInWords(desk: Desk, stretch: Stretch): string {
  const other = stretch.counterpart ? theCountry(desk, stretch.counterpart) : 'other countries';
  const way = stretch.direction === 'to-region' ? `from ${other} to the region` : `to ${other}`;
  const since = stretch.since ? `from ${stretch.since.text} ` : '';
  const gap = stretch.gap ? ` ${sentence(stretch.gap)}` : '';
  return `${officesInWords(desk, stretch.offices)}, ${way}: recorded ${since}to ${stretch.until.text}.${gap}`;
}

/** What the registers cannot say about the days asked; nothing when they cover them, or when no days were asked. */
export function periodGaps(desk: Desk, { stretches }: Reach, asked: DayRange, today: Day): string[] {
  if (!asked.since && !asked.until) return [];
  const last = asked.until ?? today;
  return stretches.flatMap((stretch) => {
    const coverage = coverageOf(stretch, asked, today);
    if (coverage === 'all') return [];
    const who = officesInWords(desk, stretch.offices);
    const pastEnd = stretch.until.latest !== null && last > stretch.until.latest;
    if (coverage === 'none') {
      const edge = pastEnd ? `ends ${at(stretch.until)}` : `begins ${at(stretch.since)}`;
      return [`${who}: not covered in the time asked; the record ${edge}.`];
    }
    if (pastEnd) return [`${who}: not covered after ${stretch.until.text}.`];
    return [`${who}: not covered before ${stretch.since?.text}.`];
  });
}

/** What to say of offices that no register lists. Never that nobody travelled. */
export function uncoveredInWords(desk: Desk, offices: readonly string[]): string {
  const names = offices.map((office) => nameOf(desk, 'offices', office));
  return `Travel as ${inWords(names, 'or')} is not covered by any register here; single rows come from single sources.`;
}

/** `US Secretary of State`; five presidents share their first words: `President of Kazakhstan, Kyrgyzstan and …`. */
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

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

import { z } from 'zod';
import { isSpan } from '../../domain/dates/calendar.ts';
import { knownDate } from '../../domain/dates/date-range.ts';
import { dateWords } from '../../domain/dates/date-words.ts';
import { type Day, formatDay, startOfDay } from '../../domain/dates/day.ts';
import { parseEventDate } from '../../domain/dates/event-date.ts';
import { readSpan } from '../../domain/dates/read-span.ts';
import { namesIn, severalHint } from '../../domain/form.ts';
import { type Field, type FieldContext, type Raw, short } from './field.ts';

const hint = 'No more precise than the source: May 2006, 27 Feb 2023, 27 February – 1 March 2023';

/** A date as people write it, where reading that gives the same date again; otherwise as it is kept. */
function spokenDate(edtf: string): string {
  if (!parseEventDate(edtf).ok) return edtf;
  const { text } = knownDate(edtf);
  const read = readSpan(text, { today: '2000-01-01', words: dateWords() });
  return read && isSpan(read) && read.basis === 'written' && read.edtf === edtf ? text : edtf;
}

/** Typed text as EDTF: as it is, or read from words. */
export function readDate(
  text: string,
  reading: FieldContext,
  isAhead = false,
): { edtf: string; range?: true } | { fault: string; meant?: string } {
  const typed = text.trim();
  const given = parseEventDate(typed);
  if (given.ok) return { edtf: given.date.edtf };
  const { languages, eras } = reading.desk.definition;
  // What depends on the day of typing, such as "last May", is not kept.
  const said = readSpan(typed, { today: '2000-01-01', words: dateWords(languages, eras) });
  if (said && !isSpan(said)) return { fault: `${said.fault} ${said.write}` };
  if (said?.basis === 'written' && said.edtf) return { edtf: said.edtf, ...(said.range && { range: true }) };
  // `before 2028`: up to 2027, and never 2028; nobody named its last day.
  const open = said?.basis === 'written' && (said.from === null) !== (said.to === null);
  if (open) return { edtf: `[${boundOf(said.from, 'start')}..${boundOf(said.to, 'end')}]`, range: true };
  const edtf = reading.readDate(typed);
  if (edtf !== undefined && saysAllOf(typed, edtf)) return { edtf };
  const meant = withYear(typed, reading, isAhead);
  if (meant !== undefined) return { fault: isMeant(typed, meant), meant };
  const like = 'Write it like May 2006, 27 February 2023 or 27 February – 1 March 2023.';
  return { fault: `“${short(typed)}” is no date that can be read. ${like}` };
}

/** What is said of a date that its writer should confirm. */
export const isMeant = (typed: string, meant: string): string =>
  `“${short(typed)}” is meant as ${meant}? Send it so, or write another date.`;

/** `mid-December`, `last May`: the same with the year that it has today, for its writer to confirm. */
function withYear(typed: string, { desk, today }: FieldContext, isAhead: boolean): string | undefined {
  if (today === undefined) return undefined;
  const { languages, eras } = desk.definition;
  const setting = { today, words: dateWords(languages, eras), toward: isAhead ? 'next' : 'past' } as const;
  const said = readSpan(typed, setting);
  if (!said || !isSpan(said) || !said.edtf) return undefined;
  const inFull = `${typed} ${/\d{4}/.exec(said.edtf)?.[0]}`;
  const again = readSpan(inFull, setting);
  const isSame = again && isSpan(again) && again.basis === 'written' && again.edtf === said.edtf;
  return isSame ? inFull : spokenDate(said.edtf);
}

/** What reads sentences passes over the rest of one: no number of what was typed may be lost with it. */
const saysAllOf = (typed: string, edtf: string): boolean =>
  (typed.match(/\d+/g) ?? []).every((number) => edtf.includes(number.padStart(2, '0')));

/** The whole year or month that a bound begins or ends. */
function boundOf(day: Day | null, edge: 'start' | 'end'): string {
  if (day === null) return '';
  const [year, month] = [day.slice(0, 4), day.slice(0, 7)];
  const { earliest, latest } = knownDate(month);
  if (day !== (edge === 'start' ? earliest : latest)) return day;
  return month.endsWith(edge === 'start' ? '-01' : '-12') ? year : month;
}

/** The preferred date of a fact. What other sources say of it stays as it is. */
export const eventDateField: Field = {
  name: 'date',
  label: 'When it happened',
  hint,
  required: true,
  key: 'dates',
  lacking: 'no date is named',
  kind: { type: 'line', max: 100 },
  show: (raw) => spokenDate((raw.dates as { edtf: string }[] | undefined)?.[0]?.edtf ?? ''),
  write(raw, text, reading) {
    const read = readDate(text, reading, raw.kind === 'plan');
    if ('fault' in read) {
      if (read.meant !== undefined) reading.offers.set('date', read.meant);
      return read.fault;
    }
    const [first, ...others] = (raw.dates as Raw[] | undefined) ?? [];
    raw.dates = [{ ...first, edtf: read.edtf }, ...others];
    return undefined;
  },
};

/** A date that stands alone, such as the one of an article. */
export const dateField = (name: string, label: string, required = false): Field => ({
  name,
  label,
  hint,
  required,
  key: name,
  kind: { type: 'line', max: 100 },
  show: (raw) => spokenDate(String(raw[name] ?? '')),
  write(raw, text, reading) {
    const read = readDate(text, reading);
    if ('fault' in read) {
      if (read.meant !== undefined) reading.offers.set(name, read.meant);
      return read.fault;
    }
    if (read.range) return `One date, such as ${read.edtf.split('/').at(-1)}; “${short(text)}” has two ends.`;
    raw[name] = read.edtf;
    return undefined;
  },
});

/** A day means its first moment in the zone of the desk. */
export const embargoField: Field = {
  name: 'embargo',
  label: 'Not shown before',
  required: false,
  key: 'embargo',
  hint: 'A day, such as 1 December 2026, or with a time in UTC: 1 December 2026, 08:00',
  kind: { type: 'line', max: 40 },
  show: (raw) => spokenInstant(String(raw.embargo ?? '')),
  write(raw, text, reading) {
    const { desk, readDate: inWords } = reading;
    if (z.iso.datetime().safeParse(text).success) {
      raw.embargo = text;
      return undefined;
    }
    const [, words = text, time] = /^(.*?),? +(?:at )?(\d{1,2}:\d\d)(?: ?UTC)?$/i.exec(text) ?? [];
    const day = /^\d{4}-\d\d-\d\d$/.test(words) ? words : inWords(words);
    const isDay = day !== undefined && /^\d{4}-\d\d-\d\d$/.test(day) && parseEventDate(day).ok;
    const from = time === undefined ? undefined : `${day}T${time.padStart(5, '0')}:00Z`;
    const meant = day === undefined ? withYear(words, reading, true) : undefined;
    if (meant !== undefined && /^\d{4}-\d\d-\d\d$/.test(inWords(meant) ?? '')) {
      const offer = [meant, time].filter(Boolean).join(', ');
      reading.offers.set('embargo', offer);
      return isMeant(text, offer);
    }
    if (!isDay || (from !== undefined && !z.iso.datetime().safeParse(from).success))
      return `“${short(text)}” is no day that can be read. Write it like 1 December 2026, or 1 December 2026, 08:00.`;
    raw.embargo = from ?? startOfDay(desk.definition.zone, day).toISOString().replace('.000Z', 'Z');
    return undefined;
  },
};

/** `1 December 2026, 08:00`; what is no whole minute as it is kept. */
const spokenInstant = (instant: string) =>
  /T\d\d:\d\d:00Z$/.test(instant)
    ? `${formatDay(instant.slice(0, 10))}, ${instant.slice(11, 16)} UTC`
    : instant;

/** Ids of other entries. */
export const idsField = (name: string, label: string, many = true): Field => ({
  name,
  label,
  key: name,
  required: false,
  hint: many ? severalHint : undefined,
  kind: { type: 'line', max: 300 },
  show: (raw) => [raw[name] ?? []].flat().join(', '),
  write(raw, text) {
    const ids = namesIn(text.toLowerCase());
    raw[name] = many ? ids : ids.join(' ');
    return undefined;
  },
});

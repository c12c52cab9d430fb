import { isSpan } from '../../domain/dates/calendar.ts';
import type { Day } from '../../domain/dates/day.ts';
import {
  type DateFault,
  type DateSetting,
  type DateSpan,
  edgeOf,
  findSpan,
  isForeignWord,
  readSpan,
} from '../../domain/dates/read-span.ts';
import { quoted } from '../../domain/text.ts';
import { type FaultChoice, fault } from './fault.ts';
import { boundsPeriod, isCode, type Option } from './grammar.ts';
import { hintOf, isAhead, type Reader, setValue } from './reader.ts';
import type { Token } from './tokens.ts';

export interface FoundDate {
  said: DateSpan | DateFault;
  used: number;
  typed: string;
}

/** The longest run of words that is a date. A bare month is the latest that has begun; `option` may want the next one. */
export function dateAt(reader: Reader, words: readonly Token[], option?: Option): FoundDate | undefined {
  const texts = words.map(({ text }) => text);
  const found = findSpan(texts, 0, settingOf(reader, option));
  return found && { ...found, typed: texts.slice(0, found.used).join(' ') };
}

/** `visits 2006`, `facts march`: a time that nothing announces. */
export function barePeriod(reader: Reader, run: readonly Token[]): FoundDate | undefined {
  const { period, words } = reader.grammar;
  const isCountry = isCode(run[0]?.text ?? '', reader.line);
  return period && !words && !isCountry ? dateAt(reader, run) : undefined;
}

/** A month or weekday comes before a name, unless the name is longer or the word is foreign: it may be a place. */
export function isRatherName({ dates }: Reader, { used, typed }: FoundDate, words: number): boolean {
  return words > used || (words === used && isForeignWord(typed, dates));
}

export const isDate = (reader: Reader, text: string): boolean =>
  isSpan(findSpan(text.split(' '), 0, settingOf(reader))?.said);

function settingOf({ today, dates, looksAhead }: Reader, option?: Option): DateSetting {
  const toward =
    option && isAhead(option)
      ? 'ahead'
      : looksAhead || (option && boundsPeriod('end')(option))
        ? 'next'
        : 'past';
  return { today, words: dates, toward };
}

/** Reads the value of a day option. Returns the number of words used; an unreadable value is a fault and uses one. */
export function readDay(reader: Reader, option: Option, words: readonly Token[]): number {
  const found = dateAt(reader, words, option);
  if (!found) {
    const says = `${option.name} takes a date; ${quoted(words[0]?.text ?? '')} is not a date.`;
    reader.faults.push(fault('bad_day', says, `For a date ${hintOf(option)}.`));
    return 1;
  }
  setDate(reader, option, found);
  return found.used;
}

/** `after 2005` leaves 2005 out, and so does `before 2005`; `from last week` is that week. */
export function setExclusive(reader: Reader, option: Option, word: string, words: readonly Token[]): number {
  const found = dateAt(reader, words, option);
  if (!found) return 0;
  const read = readSpan(`${word} ${found.typed}`, settingOf(reader, option));
  setDate(reader, option, { ...found, said: read ?? found.said, typed: `${word} ${found.typed}` });
  return found.used;
}

/** A time that nothing announces bounds both sides. */
export function setPeriod(reader: Reader, { said, typed }: FoundDate): void {
  const { period } = reader.grammar;
  if (!period) return;
  if (!isSpan(said)) {
    refuse(reader, period.start, said, { asPeriod: true });
    return;
  }
  if (said.from !== null) setDay(reader, period.start, said.from, said, typed);
  if (said.to !== null) setDay(reader, period.end, said.to, said, typed);
}

export function setDate(reader: Reader, option: Option, { said, typed }: FoundDate): void {
  if (option.kind.type !== 'day') return;
  const { period } = reader.grammar;
  if (!isSpan(said)) refuse(reader, option, said);
  else if (said.range && option === period?.start) setPeriod(reader, { said, typed, used: 0 });
  else {
    const day = edgeOf(said, option.kind.edge);
    if (day !== null && !said.range) {
      setDay(reader, option, day, said, typed);
      return;
    }
    const offers = [edgeOf(said, 'start'), edgeOf(said, 'end')].filter((one) => one !== null);
    const says = `${option.name} takes one date; ${quoted(typed)} has two ends.`;
    refuse(reader, option, { fault: says, write: `Write ${offers.join(' or ')}.`, offers });
  }
}

function setDay(reader: Reader, option: Option, day: Day, { from, to }: DateSpan, typed: string): void {
  setValue(reader, option, day, typed, typed);
  reader.periods[option.name] ??= { start: from ?? day, end: to ?? day };
}

function refuse(
  reader: Reader,
  option: Option,
  { fault: says, write, offers, backwards }: DateFault,
  { asPeriod = false } = {},
): void {
  const { period } = reader.grammar;
  const choices = offers.flatMap((label): FaultChoice[] => {
    const said = readSpan(label, settingOf(reader, option));
    if (!isSpan(said) || option.kind.type !== 'day') return [];
    if (period && option === period.start) {
      const both = said.range || asPeriod;
      const set = {
        ...(said.from !== null && { [period.start.name]: said.from }),
        ...(both && said.to !== null && { [period.end.name]: said.to }),
      };
      return [{ label, set }];
    }
    const day = edgeOf(said, option.kind.edge);
    return day === null ? [] : [{ label, set: { [option.name]: day } }];
  });
  reader.faults.push(fault(backwards ? 'wrong_order' : 'bad_day', says, write, choices));
}

import { type EdtfNode, parse } from 'edtf';
import { type Day, daysInMonth, monthNames } from './day.ts';

/**
 * When something happened, as precisely as its source says: EDTF (ISO 8601-2) levels 0 and 1 plus one-of sets.
 * `earliest` and `latest` bound the days it may touch, both inclusive; null is open on that side.
 */
export interface EventDate {
  edtf: string;
  earliest: Day | null;
  latest: Day | null;
  /** `27 February 2023`, `some day within 10–16 September 1991`, `about 2026`. */
  text: string;
}

type ParsedEventDate = { ok: true; date: EventDate } | { ok: false; fault: string };

/** One date of EDTF, season or year with unspecified digits included. */
interface DatePoint {
  year: number;
  /** 1 to 12, a season 21 to 24, or null where the date is a year only or the month is unspecified. */
  month: number | null;
  day: number | null;
  /** Number of unknown trailing digits of the year. */
  unknownDigits: 0 | 1 | 2;
  approximate: boolean;
  uncertain: boolean;
}

type DateShape =
  | { kind: 'point'; point: DatePoint }
  | { kind: 'span'; from: DatePoint | null; to: DatePoint | null }
  | { kind: 'oneOf'; members: (DatePoint | [DatePoint, DatePoint])[]; before: boolean; after: boolean };

const example = 'write for example 2006-05, 2023-02-27/2023-03-01, "[1991-09-10..1991-09-16]" or 2026~';

/** Parses EDTF. Never throws; a fault says what to write. */
export function parseEventDate(text: string): ParsedEventDate {
  if (text.length > 100) return { ok: false, fault: 'an event date has at most 100 characters' };
  const edtf = text.trim();
  try {
    const shape = plainShape(edtf) ?? (edtf.includes('/') ? spanShape(edtf) : toShape(parse(edtf), edtf));
    return { ok: true, date: { edtf, ...bounds(shape), text: formatEventDate(shape) } };
  } catch (error) {
    if (error instanceof UnsupportedDate) return { ok: false, fault: `"${text}": ${error.message}` };
    return { ok: false, fault: `"${text}" is not an EDTF date that exists; ${example}` };
  }
}

/**
 * Fast path for years, months, days and spans of them, nearly all dates: a microsecond instead of a third of a
 * millisecond. Undefined leaves the text, and every fault, to the grammar.
 */
function plainShape(text: string): DateShape | undefined {
  const [from, to, more] = text.split('/').map(plainPoint);
  if (!from || more !== undefined) return undefined;
  if (!text.includes('/')) return { kind: 'point', point: from };
  return to && firstDay(from) <= lastDay(to) ? { kind: 'span', from, to } : undefined;
}

function plainPoint(text: string): DatePoint | undefined {
  const found = /^([1-9]\d{3})(?:-(\d\d)(?:-(\d\d))?)?([~?%])?$/.exec(text);
  if (!found) return undefined;
  const [year = 0, month, day] = found.slice(1, 4).map(Number);
  const mark = found[4];
  const plain = {
    year,
    unknownDigits: 0,
    approximate: mark === '~' || mark === '%',
    uncertain: mark === '?' || mark === '%',
  } as const;
  if (!month) return Number.isNaN(month) ? { ...plain, month: null, day: null } : undefined;
  if (month > 12) return undefined;
  if (Number.isNaN(day)) return { ...plain, month, day: null };
  return day && day <= daysInMonth(year, month) ? { ...plain, month, day } : undefined;
}

/** For text that a schema has accepted. */
export function eventDate(text: string): EventDate {
  const parsed = parseEventDate(text);
  if (!parsed.ok) throw new Error(parsed.fault);
  return parsed.date;
}

class UnsupportedDate extends Error {}

/** Both ends as written; the grammar drops an end that it cannot place. */
function spanShape(text: string): DateShape {
  const ends = text.split('/');
  if (ends.length !== 2 || text === '/') throw new Error('no interval');
  const [from = null, to = null] = ends.map((end) => {
    if (end === '' || end === '..') return null;
    const shape = toShape(parse(end), end);
    if (shape.kind !== 'point') throw new UnsupportedDate(`this form of EDTF is not used here; ${example}`);
    return shape.point;
  });
  if (from && to && firstDay(from) > lastDay(to)) throw new UnsupportedDate('the end comes before the start');
  return { kind: 'span', from, to };
}

function toShape(node: EdtfNode, text: string): DateShape {
  switch (node.type) {
    case 'Date':
    case 'Season':
      return { kind: 'point', point: toPoint(node, text) };
    case 'Set': {
      const members = node.values.map((member): DatePoint | [DatePoint, DatePoint] => {
        if (!Array.isArray(member)) return toPoint(member as EdtfNode, text);
        const [from, to] = [toPoint(member[0] as EdtfNode, text), toPoint(member[1] as EdtfNode, text)];
        if (firstDay(from) > lastDay(to)) throw new UnsupportedDate('the end comes before the start');
        return [from, to];
      });
      return { kind: 'oneOf', members, before: node.earlier === true, after: node.later === true };
    }
    default:
      throw new UnsupportedDate(`this form of EDTF is not used here; ${example}`);
  }
}

function _isNode(value: unknown): value is EdtfNode {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** The parser's bit masks: bits 4-5 month digits, 6-7 day digits, 2-3 the last two digits of the year. */
function toPoint(node: EdtfNode, text: string): DatePoint {
  const [year, second, third, ...time] = node.values as number[];
  if (node.level > 1) throw new UnsupportedDate(whyTooFine(node, text));
  if (time.length > 0 || year === undefined) throw new UnsupportedDate('an event date is a day, not a time');
  if (year < 1000 || year > 9999) throw new UnsupportedDate('a year has four digits, from 1000 to 9999');
  const mask = typeof node.unspecified === 'number' ? node.unspecified : 0;
  if (node.type === 'Date' && second !== undefined && (third ?? 0) > daysInMonth(year, second + 1))
    throw new UnsupportedDate('that month has no such day');
  const monthKnown = second !== undefined && (mask & 0b110000) === 0;
  return {
    year,
    month: !monthKnown ? null : node.type === 'Season' ? second : second + 1,
    day: !monthKnown || third === undefined || (mask & 0b11000000) !== 0 ? null : third,
    unknownDigits: (mask & 0b1100) === 0b1100 ? 2 : (mask & 0b1000) !== 0 ? 1 : 0,
    approximate: Boolean(node.approximate),
    uncertain: Boolean(node.uncertain),
  };
}

/** What is wrong with a date of EDTF level 2. */
function whyTooFine({ type }: EdtfNode, text: string): string {
  if (type === 'Season') return noSeason;
  if (/[?~%]/.test(text)) return 'a qualifier stands at the end of the whole date: 2004-06?';
  return 'leave out what is not known: 2026-03 for a day of March 2026, 2026 for a month, 199X for a year';
}

const noSeason = 'a season is 21 (spring), 22 (summer), 23 (autumn) or 24 (winter)';

function bounds(shape: DateShape): { earliest: Day | null; latest: Day | null } {
  switch (shape.kind) {
    case 'point':
      return { earliest: firstDay(shape.point), latest: lastDay(shape.point) };
    case 'span':
      return { earliest: shape.from && firstDay(shape.from), latest: shape.to && lastDay(shape.to) };
    case 'oneOf': {
      const all = shape.members.flat();
      const earliest = all.map(firstDay).sort()[0] as Day;
      const latest = all.map(lastDay).sort().at(-1) as Day;
      return { earliest: shape.before ? null : earliest, latest: shape.after ? null : latest };
    }
  }
}

/** Northern seasons in whole months. Winter is January to March, so that a season stays within its year. */
const seasonMonths: Record<number, [number, number]> = { 21: [4, 6], 22: [7, 9], 23: [10, 12], 24: [1, 3] };

function months(point: DatePoint): [number, number] {
  if (point.month === null) return [1, 12];
  if (point.month <= 12) return [point.month, point.month];
  const season = seasonMonths[point.month];
  if (!season) throw new UnsupportedDate(noSeason);
  return season;
}

function firstDay(point: DatePoint): Day {
  return write(point.year, months(point)[0], point.day ?? 1);
}

function lastDay(point: DatePoint): Day {
  const year = point.year + 10 ** point.unknownDigits - 1;
  const month = months(point)[1];
  return write(year, month, point.day ?? daysInMonth(year, month));
}

function write(year: number, month: number, day: number): Day {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

const seasonNames: Record<number, string> = { 21: 'spring', 22: 'summer', 23: 'autumn', 24: 'winter' };

/** The date in words, exactly as precise as it is. */
function formatEventDate(shape: DateShape): string {
  switch (shape.kind) {
    case 'point':
      return qualified(shape.point);
    case 'span':
      if (!shape.from && !shape.to) return 'date not known';
      if (!shape.from) return `until ${qualified(shape.to as DatePoint)}`;
      if (!shape.to) return `since ${qualified(shape.from)}`;
      return range(shape.from, shape.to);
    case 'oneOf': {
      const members = shape.members.map((member) =>
        Array.isArray(member) ? range(member[0], member[1]) : qualified(member),
      );
      if (shape.before) return `${members.join(' or ')} or earlier`;
      if (shape.after) return `${members.join(' or ')} or later`;
      if (shape.members.length === 1 && Array.isArray(shape.members[0])) {
        return `some day within ${members[0]}`;
      }
      return `either ${members.join(' or ')}`;
    }
  }
}

function qualified(point: DatePoint): string {
  const text = plain(point);
  if (point.approximate && point.uncertain) return `possibly about ${text}`;
  if (point.approximate) return `about ${text}`;
  return point.uncertain ? `possibly ${text}` : text;
}

function plain({ year, month, day, unknownDigits }: DatePoint): string {
  if (unknownDigits === 2) return `the ${year}s (year not known)`;
  if (unknownDigits === 1) return `the ${year}s`;
  if (month === null) return String(year);
  const name = monthNames[month - 1] ?? seasonNames[month];
  return day === null ? `${name} ${year}` : `${day} ${name} ${year}`;
}

/** Omits repeated parts: `27–28 February 2023`, `28 February – 1 March 2023`, `May–June 2024`. */
function range(from: DatePoint, to: DatePoint): string {
  const qualifiers = from.approximate || from.uncertain || to.approximate || to.uncertain;
  const digits = from.unknownDigits + to.unknownDigits;
  if (!qualifiers && digits === 0 && from.year === to.year && from.month !== null && to.month !== null) {
    if (plain(from) === plain(to)) return plain(to);
    if (from.day !== null && to.day !== null) {
      if (from.month === to.month) return `${from.day}–${plain(to)}`;
      return `${from.day} ${monthNames[from.month - 1]} – ${plain(to)}`;
    }
    if (from.day === null && to.day === null) {
      return `${monthNames[from.month - 1] ?? seasonNames[from.month]}–${plain(to)}`;
    }
  }
  if (plain(from) === plain(to) && qualified(from) === qualified(to)) return qualified(to);
  return `${qualified(from)} – ${qualified(to)}`;
}

/** The short form of its precision: `27–28 Feb 2023`, `early 2026`, `a day of 10–16 Sep 1991`. */
export function shortDate({ text, earliest, latest }: EventDate): string {
  const third = /^some day within/.test(text) && earliest && latest && thirdOfYear(earliest, latest);
  if (third) return third;
  const short = monthNames.reduce((all, name) => all.replaceAll(name, name.slice(0, 3)), text);
  return short.replace(/^some day within/, 'a day of');
}

/** Three or four whole months in the beginning, the middle or the end of a year. */
function thirdOfYear(from: Day, to: Day): string | undefined {
  const [year = '', first = '', begins] = from.split('-');
  const [sameYear, last = '', ends] = to.split('-');
  const whole = begins === '01' && Number(ends) === daysInMonth(Number(year), Number(last));
  if (year !== sameYear || !whole || Number(last) - Number(first) < 2) return undefined;
  const parts = { early: [1, 4], mid: [5, 8], late: [9, 12] } as const;
  const part = Object.entries(parts).find(([, [a, b]]) => Number(first) >= a && Number(last) <= b);
  return part && `${part[0]} ${year}`;
}

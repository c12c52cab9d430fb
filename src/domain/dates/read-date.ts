import {
  addUnits,
  type DateSpan,
  dayOf,
  daySpan,
  decadeSpan,
  isSpan,
  monthNumber,
  monthsSpan,
  partOf,
  type Unit,
  unitAround,
  weekdayNumber,
  weekdayOf,
  yearOf,
} from './calendar.ts';
import { addDays, daysInMonth, formatDay, monthNames, weekdayNames } from './day.ts';
import {
  type Around,
  dateAway,
  guessYear,
  type Said,
  spanFromToday,
  stepOf,
  toDate,
  weekdayNear,
  weekend,
} from './relative-date.ts';

type Rule = [pattern: RegExp, read: (around: Around, ...groups: string[]) => Said];

const month = `(${monthNames.join('|').toLowerCase()})`;
const weekday = `(${weekdayNames.join('|').toLowerCase()})`;
const year = "(\\d{4}|'\\d{2})";
const day = '(\\d{1,2})';
const season = '(spring|summer|autumn|fall|winter)';
const part = '(early|beginning|start|begin|mid|middle|late|end)';
const unit = '(day|week|month|quarter|year|decade)';
const rule = (pattern: string, read: Rule[1]): Rule => [new RegExp(`^(?:${pattern})$`), read];

const inFull = (text: string, { today }: Around) => {
  if (!text.startsWith("'")) return Number(text);
  const short = Number(text.slice(1));
  const century = Math.floor(yearOf(today) / 100) * 100;
  return century + short > yearOf(today) + 10 ? century - 100 + short : century + short;
};

/** One date in English words and figures, in lower case and without commas. Undefined: it is none. */
export function readDate(text: string, around: Around): Said {
  for (const [pattern, read] of rules) {
    const found = pattern.exec(text);
    if (found) return read(around, ...found.slice(1));
  }
  return undefined;
}

const rules: readonly Rule[] = [
  rule('(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})(?:[t ]\\d.*)?', (_, y, __, m, d) => exact(y, m, d)),
  rule('([12]\\d{3})(0[1-9]|1[0-2])([0-3]\\d)', (_, y, m, d) => exact(y, m, d)),
  rule('(\\d{4})[-/.](\\d{1,2})', (_, y = '', m = '') => monthOrYears(Number(y), m)),
  rule('(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})', (around, a = '', sign, b = '', y = '') =>
    numeric(Number(a), Number(b), inFull(y.length === 2 ? `'${y}` : y, around), sign === '.'),
  ),
  rule('(\\d{1,2})[/.](\\d{4})', (_, m, y) => monthsSpan(Number(y), Number(m), 1, 'month')),
  rule('(\\d{1,2})\\.(\\d{1,2})', (around, d, m) => dayOfYear(Number(m), Number(d), around)),
  rule(year, (around, y = '') => monthsSpan(inFull(y, around), 1, 12, 'year')),
  rule("(\\d{3})0'?s", (_, decade) => decadeSpan(Number(decade) * 10)),
  rule("'?(\\d)0'?s", (around, tens) => decadeSpan(Math.floor(inFull(`'${tens}0`, around) / 10) * 10)),
  rule('(\\d{4}) w(\\d{1,2})', (_, y, w) => isoWeek(Number(y), Number(w))),
  rule(`${weekday} (.+)`, (around, name = '', rest = '') => onWeekday(name, rest, around)),
  rule(`${day} ${month} ${year}`, (around, d, m, y = '') => exact(inFull(y, around), m, d)),
  rule(`${month} ${day} ${year}`, (around, m, d, y = '') => exact(inFull(y, around), m, d)),
  rule(`(\\d{4}) ${month} ${day}`, (_, y, m, d) => exact(y, m, d)),
  rule(`(\\d{4}) ${day} ${month}`, (_, y, d, m) => exact(y, m, d)),
  rule(`${month} ${year}`, (around, m, y = '') => monthsSpan(inFull(y, around), monthNumber(m), 1, 'month')),
  rule(`(\\d{4}) ${month}`, (_, y, m) => monthsSpan(Number(y), monthNumber(m), 1, 'month')),
  rule(`${day} ${month}|${month} ${day}`, (around, d, m, n, e) =>
    dayOfYear(monthNumber(m ?? n), Number(d ?? e), around),
  ),
  rule(month, (around, m) => guessYear((y) => monthsSpan(y, monthNumber(m), 1, 'month', 'guessed'), around)),
  rule(weekday, (around, name) => weekdayNear(weekdayNumber(name), around)),
  rule(`winter (\\d{4})[/-](?:\\d\\d)?(\\d\\d)`, (_, y, next) =>
    (Number(y) + 1) % 100 === Number(next) ? winter(Number(y)) : undefined,
  ),
  rule(`${season} ${year}|(\\d{4}) ${season}`, (around, a, y, z, b) =>
    seasonOf(a ?? b ?? '', inFull(y ?? z ?? '', around)),
  ),
  rule(season, (around, name = '') => seasonAlone(name, around)),
  rule('q([1-4])(?: (\\d{4}))?|(\\d{4}) q([1-4])|(first|second|third|fourth|last) quarter (\\d{4})', quarter),
  rule('h([12]) (\\d{4})|(\\d{4}) h([12])|(first|second) half (\\d{4})', (_, a, y, z, b, word, w) =>
    monthsSpan(Number(y ?? z ?? w), (a ?? b ?? word) === '2' || word === 'second' ? 7 : 1, 6, 'part'),
  ),
  rule(`${part} (.+)`, (around, which = '', rest = '') => {
    const whole = readDate(new RegExp(`^${unit}$`).test(rest) ? `this ${rest}` : rest, around);
    return isSpan(whole) ? partOf(which, whole) : whole;
  }),
  rule('today|now|tonight|present', ({ today }) => daySpan(today, 'relative')),
  rule('yesterday', ({ today }) => daySpan(addDays(today, -1), 'relative')),
  rule('tomorrow', ({ today }) => daySpan(addDays(today, 1), 'relative')),
  rule('day before yesterday', ({ today }) => daySpan(addDays(today, -2), 'relative')),
  rule('day after tomorrow', ({ today }) => daySpan(addDays(today, 2), 'relative')),
  rule(
    '(?:([ymqw])td|(year|month|quarter|week) to date|this (year|month|quarter|week) so far|so far this (\\w+))',
    toDate,
  ),
  rule(`(last|past|previous|this|current|next|coming|upcoming) ${unit}`, ({ today }, which, name) =>
    unitAround(addUnits(today, stepOf(which), name as Unit), name as Unit),
  ),
  rule('(?:(last|past|previous|this|current|next|coming) )?weekend', ({ today }, which) =>
    weekend(addDays(today, 7 * stepOf(which))),
  ),
  rule(`(last|past|previous|this|current|next|coming) (${month}|${weekday}|${season})`, named),
  rule(
    '(last|past|previous|next|coming) (\\d{1,3}) (hour|day|week|month|quarter|year|decade)s?',
    spanFromToday,
  ),
  rule(
    '(?:(\\d{1,3}) ?|half 1 )(hour|day|week|month|quarter|year|decade)s? (?:ago|back|earlier)',
    (around, n, name) => dateAway(around, -1, n, name),
  ),
  rule('in (?:(\\d{1,3}) ?|half 1 )(hour|day|week|month|quarter|year|decade)s?', (around, n, name) =>
    dateAway(around, 1, n, name),
  ),
  rule(
    '(\\d{1,3}) ?(hour|day|week|month|quarter|year|decade)s? (?:from now|ahead|later)',
    (around, n, name) => dateAway(around, 1, n, name),
  ),
  rule('(\\d{1,3}) ?(h|d|w|m|mo|q|y|hour|day|week|month|quarter|year|decade)(?:rs?|s)?', (around, n, name) =>
    spanFromToday(around, around.toward === 'past' ? 'last' : 'next', n, name),
  ),
];

function exact(y: string | number = '', m = '', d = ''): Said {
  const [year, month, day] = [Number(y), Number(m) || monthNumber(m), Number(d)];
  const found = dayOf(year, month, day);
  if (found) return daySpan(found);
  const name = monthNames[month - 1];
  if (year < 1000)
    return { fault: `The year ${y} is too long ago.`, write: 'Write one from 1000 on.', offers: [] };
  if (!name) {
    const swapped = dayOf(year, day, month);
    return {
      fault: `There is no month ${month}.`,
      write: swapped ? `Write ${swapped}.` : 'Write year, month and day, as in 2026-03-16.',
      offers: swapped ? [swapped] : [],
    };
  }
  const days = daysInMonth(year, month);
  return {
    fault: `There is no ${day} ${name} ${year}.`,
    write: `${name} ${year} has ${days} days.`,
    offers: [`${days} ${name} ${year}`],
  };
}

/** `2025-12`, `2019-20`. A number that EDTF keeps for seasons may be either. */
function monthOrYears(year: number, text: string): Said {
  const month = Number(text);
  const span = monthsSpan(year, month, 1, 'month');
  if (span) return span;
  const end = Math.floor(year / 100) * 100 + month;
  const name = { 21: 'spring', 22: 'summer', 23: 'autumn', 24: 'winter' }[month];
  const years = end > year && text.length === 2 ? `${year} to ${end}` : undefined;
  if (name && name !== 'winter') {
    const offers = [`${name} ${year}`, ...(years ? [years] : [])];
    return {
      fault: `${year}-${text} may be ${offers.join(' or ')}.`,
      write: `Write ${offers.join(' or ')}.`,
      offers,
    };
  }
  if (years && end === year + 1)
    return {
      from: `${year}-01-01`,
      to: `${end}-12-31`,
      precision: 'span',
      edtf: `${year}/${end}`,
      basis: 'written',
    };
  const offers = [years ?? `${year}`];
  return {
    fault: `There is no month ${month}.`,
    write: `Write ${offers[0]}, or a month such as ${year}-03.`,
    offers,
  };
}

/** Three numbers, the year last. With dots the day comes first, as in the region; otherwise two readings are refused. */
function numeric(a: number, b: number, year: number, dotted: boolean): Said {
  const dayFirst = dayOf(year, b, a);
  const monthFirst = dotted ? undefined : dayOf(year, a, b);
  if (dayFirst && monthFirst && dayFirst !== monthFirst) {
    const offers = [dayFirst, monthFirst];
    const [one, other] = offers.map(formatDay);
    return { fault: `It may be ${one} or ${other}.`, write: `Write ${dayFirst} or ${monthFirst}.`, offers };
  }
  const found = dayFirst ?? monthFirst;
  return found ? daySpan(found) : exact(year, String(b), String(a));
}

function dayOfYear(month: number, day: number, around: Around): Said {
  const inYears = (of: (year: number) => string | null | undefined) =>
    guessYear((year) => {
      const at = of(year);
      return at ? daySpan(at, 'guessed') : undefined;
    }, around);
  const found = inYears((year) => dayOf(year, month, day));
  if (found) return found;
  const last = inYears((year) => monthsSpan(year, month, 1, 'month')?.to);
  const name = monthNames[month - 1];
  if (!name || !isSpan(last) || !last.from) return exact(yearOf(around.today), String(month), String(day));
  return {
    fault: `There is no ${day} ${name}.`,
    write: `${name} has at most ${daysInMonth(2000, month)} days.`,
    offers: [formatDay(last.from)],
  };
}

/** `monday 30 november`, if that is a Monday. */
function onWeekday(name: string, rest: string, around: Around): Said {
  const fits = (one: Said) => isSpan(one) && weekdayOf(one.from ?? '') === weekdayNumber(name);
  const [first, second] = (['past', 'next'] as const).map((toward) => readDate(rest, { ...around, toward }));
  const date = readDate(rest, around);
  // An open year is one in which the weekday fits.
  if (!fits(date) && (fits(first) || fits(second))) return fits(first) ? first : second;
  if (!isSpan(date) || date.from === null || date.precision !== 'day') return isSpan(date) ? undefined : date;
  if (weekdayOf(date.from) === weekdayNumber(name)) return date;
  const said = formatDay(date.from);
  const is = weekdayNames[weekdayOf(date.from)];
  return { fault: `${said} is a ${is}.`, write: `Write ${said} alone.`, offers: [said] };
}

function isoWeek(year: number, week: number): Said {
  const first = unitAround(`${year}-01-04`, 'week', 'written').from ?? '';
  const span = unitAround(addDays(first, 7 * (week - 1)), 'week', 'written');
  return week >= 1 && yearOf(addDays(span.from ?? '', 3)) === year ? span : undefined;
}

function quarter(around: Around, ...groups: string[]): Said {
  const [a, y, z, b, word = '', w] = groups;
  const which = Number(a ?? b) || ['first', 'second', 'third', 'fourth'].indexOf(word) + 1 || 4;
  const of = (year: number, basis: DateSpan['basis']) => monthsSpan(year, which * 3 - 2, 3, 'quarter', basis);
  const said = y ?? z ?? w;
  return said ? of(Number(said), 'written') : guessYear((year) => of(year, 'guessed'), around);
}

const seasonStart: Record<string, [month: number, edtf: number]> = {
  spring: [3, 21],
  summer: [6, 22],
  autumn: [9, 23],
  fall: [9, 23],
};

/** Three whole months. A winter with one year may be either of two. */
function seasonOf(name: string, year: number, basis: DateSpan['basis'] = 'written'): Said {
  const [month, code] = seasonStart[name] ?? [];
  if (month === undefined) {
    const offers = [year - 1, year].map((from) => `winter ${from}/${from + 1}`);
    return { fault: `A winter has two years.`, write: `Write ${offers.join(' or ')}.`, offers };
  }
  const span = monthsSpan(year, month, 3, 'season', basis);
  return span && { ...span, edtf: `${year}-${code}` };
}

function winter(year: number, basis: DateSpan['basis'] = 'written'): DateSpan | undefined {
  return monthsSpan(year, 12, 3, 'season', basis);
}

function seasonAlone(name: string, around: Around): Said {
  const of = (year: number) =>
    name === 'winter' ? winter(year, 'guessed') : seasonOf(name, year, 'guessed');
  return guessYear((year) => of(year) as DateSpan | undefined, around);
}

/** `next friday` is in the next week, `last march` is over. */
function named(around: Around, which = '', name = ''): Said {
  const { today } = around;
  const step = stepOf(which);
  const wanted = weekdayNumber(name);
  if (wanted >= 0) {
    const sunday = (wanted + 6) % 7;
    const monday = unitAround(today, 'week').from ?? today;
    if (step < 0) return daySpan(addDays(today, -((weekdayOf(today) - wanted + 7) % 7 || 7)), 'relative');
    return daySpan(addDays(monday, 7 * step + sunday), 'relative');
  }
  if (step === 0 && monthNumber(name) > 0)
    return monthsSpan(yearOf(today), monthNumber(name), 1, 'month', 'relative');
  const toward = step < 0 ? 'past' : step > 0 ? 'ahead' : 'next';
  const found = readDate(name, { today, toward });
  if (!isSpan(found) || step >= 0 || (found.to ?? '') < today) return found && relative(found);
  return relative(readDate(name, { today: addDays(found.from ?? today, -1), toward }));
}

const relative = (said: Said): Said => (isSpan(said) ? { ...said, basis: 'relative' } : said);

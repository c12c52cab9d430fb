import { addDays, type Day, monthNames, weekdayNames } from '../../domain/dates/day.ts';
import type { Days } from '../plan.ts';
import { lexicon } from './lexicon.ts';
import type { Token } from './tokens.ts';

type Period = { start: Day; end: Day };
type ReadPeriod = (text: string) => Period | undefined;

/** `13 may 2021 to 5 july 2021` */
const longestDate = 7;
const joining = /^(?:to|and|until|till|–|по|bis)$/;

/** The days that a question names, and the tokens that name them. */
export function readDates(
  tokens: readonly Token[],
  today: Day,
  readPeriod: ReadPeriod,
  ahead: boolean,
): { range: Days; taken: Set<number>; month?: number } {
  const taken = new Set<number>();
  const range: Days = {};
  /** `from last week` is that week, `from 2019` begins in that year. */
  const isWhole = (at: number, used: number) =>
    readPeriod(['from', ...tokens.slice(at, at + used).map(({ low }) => low)].join(' ')) !== undefined;
  let month: number | undefined;
  let dated = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const date = dateAt(tokens, at, today, readPeriod, ahead);
    if (!date) continue;
    const lead = leadBefore(tokens, at);
    for (let n = at - (lead ? 1 : 0); n < at + date.used; n += 1) taken.add(n);
    dated += 1;
    month = monthIn(tokens.slice(at, at + date.used), readPeriod);
    const { start, end } = date.days;
    const next = tokens[at + date.used]?.low ?? '';
    const other = joining.test(next)
      ? dateAt(tokens, at + date.used + 1, today, readPeriod, ahead)
      : undefined;
    if (other && other.days.end >= start) {
      for (let n = at + date.used; n <= at + date.used + other.used; n += 1) taken.add(n);
      Object.assign(range, { since: start, until: other.days.end });
      at += date.used + other.used;
    } else {
      const isSpan = tokens.slice(at, at + date.used).some(({ low }) => joining.test(low));
      if (isSpan) Object.assign(range, { since: start, until: end });
      else if (lead === 'since' || (lead === 'from' && !isWhole(at, date.used))) range.since = start;
      else if (lead === 'after') range.since = addDays(end, 1);
      else if (lead === 'until') range.until = end;
      else if (lead === 'before') range.until = addDays(start, -1);
      else {
        const within = range.since && range.until && range.since <= start && end <= range.until;
        // Two dates that do not lie within each other: all that both span.
        range.since = range.since && !within && range.since < start ? range.since : start;
        range.until = range.until && !within && range.until > end ? range.until : end;
      }
      at += date.used - 1;
    }
  }
  return { range, taken, ...(month && dated === 1 && { month }) };
}

function leadBefore(tokens: readonly Token[], at: number) {
  const word = tokens[at - 1]?.low ?? '';
  if (word === 'from') return 'from' as const;
  const lead = lexicon.get(word)?.date;
  return lead === 'since' || lead === 'until' || lead === 'before' || lead === 'after' ? lead : undefined;
}

function dateAt(
  tokens: readonly Token[],
  at: number,
  today: Day,
  readPeriod: ReadPeriod,
  ahead: boolean,
): { used: number; days: Period } | undefined {
  for (let used = Math.min(longestDate, tokens.length - at); used > 0; used -= 1) {
    const words = tokens.slice(at, at + used).map(({ low }) => low);
    // A number alone is a year only with four digits; `may` alone is rarely a month.
    if (used === 1 && /^\d+$/.test(words[0] ?? '') && !/^(1[6-9]|2[01])\d\d$/.test(words[0] ?? '')) continue;
    const text = words.join(' ');
    // A run that begins or ends with a preposition leaves it to what follows, unless it says nothing without it.
    const isLed = ([word = '']: readonly string[]) => lexicon.get(word)?.date ?? lexicon.get(word)?.end;
    if (used > 1 && (isLed(words.slice(-1)) || (isLed(words) && readPeriod(words.slice(1).join(' ')))))
      continue;
    const isWord = used === 1 && !/\d|^(?:today|yesterday|tomorrow)$|\p{Script=Cyrillic}/u.test(text);
    const open = used === 1 ? alone(text, today, ahead, monthSaid(text, readPeriod)) : season(words);
    const days = isWord ? open : (readPeriod(text) ?? open);
    if (days) return { used, days };
  }
  return undefined;
}

const seasons: Record<string, [string, string]> = {
  spring: ['04-01', '06-30'],
  summer: ['07-01', '09-30'],
  autumn: ['10-01', '12-31'],
  fall: ['10-01', '12-31'],
  winter: ['01-01', '03-31'],
  early: ['01-01', '04-30'],
  mid: ['05-01', '08-31'],
  late: ['09-01', '12-31'],
};

/** `spring 2015`, `early 2026` */
function season([first = '', ...rest]: readonly string[]): Period | undefined {
  const year = rest.filter((word) => word !== 'of').join(' ');
  const part = seasons[first];
  return part && /^\d{4}$/.test(year)
    ? { start: `${year}-${part[0]}`, end: `${year}-${part[1]}` }
    : undefined;
}

/** `january`, `the january`: a month and no year. */
const monthIn = (run: readonly Token[], readPeriod: ReadPeriod): number | undefined =>
  run.every(({ low }) => monthSaid(low, readPeriod) || lexicon.get(low))
    ? monthSaid(run.at(-1)?.low ?? '', readPeriod)
    : undefined;

/** Also a month of another script, which the same word says beside a year. */
function monthSaid(word: string, readPeriod: ReadPeriod): number | undefined {
  if (!/^\p{Script=Cyrillic}+$/u.test(word)) return monthOf(word);
  const [, month] =
    /^2000-(\d\d)-01 2000-\1-/.exec(Object.values(readPeriod(`${word} 2000`) ?? {}).join(' ')) ?? [];
  return month === undefined ? undefined : Number(month);
}

/** In full, or short as `nov` and `sept`. */
const monthOf = (word: string): number | undefined =>
  monthNames.findIndex((name) =>
    [name, name.slice(0, 3), name === 'September' ? 'Sept' : name].some((one) => one.toLowerCase() === word),
  ) + 1 || undefined;

/** A month or weekday alone is the latest past one, or with `ahead` the next one. */
function alone(word: string, today: Day, ahead: boolean, month: number | undefined): Period | undefined {
  const weekday = weekdayNames.findIndex((name) => name.toLowerCase() === word);
  if (weekday >= 0) {
    const now = new Date(`${today}T00:00:00Z`).getUTCDay();
    const day = ahead
      ? addDays(today, (weekday - now + 7) % 7 || 7)
      : addDays(today, -((now - weekday + 7) % 7));
    return { start: day, end: day };
  }
  if (word === 'may' || word === 'march' || word === 'mar') return undefined;
  if (month === undefined) return undefined;
  const [year = 0, now = 0] = today.split('-').map(Number);
  const of = ahead ? (month > now ? year : month === now ? year : year + 1) : month <= now ? year : year - 1;
  const first = `${of}-${String(month).padStart(2, '0')}`;
  const next = month === 12 ? `${of + 1}-01` : `${of}-${String(month + 1).padStart(2, '0')}`;
  return { start: `${first}-01`, end: addDays(`${next}-01`, -1) };
}

import { Cron, CronPattern } from 'croner';
import { monthNames, weekdayNames } from '../../domain/dates/day.ts';
import { quoted } from '../../domain/text.ts';
import { fault, type Refused, type ScheduleResult } from './schedule-fault.ts';
import { readDays } from './spoken-days.ts';

const nicknames: Record<string, string> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};
const months = monthNames.map((name) => name.slice(0, 3).toUpperCase());
const weekdays = weekdayNames.map((name) => name.slice(0, 3).toUpperCase());
/** Minutes; more frequent digests are noise. */
const leastBetween = 15;
const pattern = 'Write minute, hour, day, month and weekday, such as “30 8 * * 1-5” for weekdays at 08:30.';

const field =
  /^(?:@[a-z]+|(?:[\d*?,/LW#-]|SUN|MON|TUE|WED|THU|FRI|SAT|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)+)$/i;

/** Whether the text has the form of a cron pattern, valid or not; used to find its end in an unquoted line. */
export const isCronLike = (words: string): boolean =>
  spoken.test(words) || readDays(words) !== undefined || words.split(' ').every((word) => field.test(word));

/** Text after “every”. */
const spoken = /^(?:(\d{1,3}) )?(minute|hour|month)s?$/i;

/** Cron text as five numeric fields, or the reason for rejecting it. */
export function readCron(text: string): ScheduleResult<string> {
  const spokenDays = readDays(text);
  if (spokenDays) return spokenDays.ok ? { ok: true, value: `0 8 ${spokenDays.value.days}` } : spokenDays;
  const [every, count = '1', unit = ''] = spoken.exec(text.trim()) ?? [];
  if (every !== undefined) return readEvery(text, Number(count), unit.toLowerCase());
  const typed = text.trim().toUpperCase();
  const fields = (nicknames[typed.toLowerCase()] ?? typed).split(/\s+/);
  if (fields.length === 6 || fields.length === 7) {
    const five = fields.slice(1, 6).join(' ');
    return fault(
      'cron_fields',
      `${quoted(text)} has ${fields.length} fields: seconds and years are not kept.`,
      readCron(five).ok ? `Write five fields: “${five}”.` : pattern,
      readCron(five).ok ? [five] : [],
    );
  }
  if (fields.length !== 5) return fault('cron_fields', `${quoted(text)} is no cron pattern.`, pattern);
  const [minute = '', hour = '', date = '', month = '', weekday = ''] = fields;
  const dates = date === '?' ? '*' : date;
  const days = weekday === '?' ? '*' : toSunday(numbered(weekday, weekdays, 0));
  const cron = [minute, hour, dates, numbered(month, months, 1), days].join(' ');
  if (cron.length > 120) return fault('bad_cron', 'The pattern is too long.', 'Keep it to 120 characters.');
  return check(cron, text) ?? { ok: true, value: cron };
}

/** Sunday is 0, also as the end of a range: 5-7 and FRI-SUN are 5,6,0. */
function toSunday(field: string): string {
  return field
    .split(',')
    .map((part) => {
      const [, from, step] = /^([1-6])-[07](?:\/(\d+))?$/.exec(part) ?? [];
      return from ? around(Number(from), 0, Number(step ?? 1), 0, 6) : part.replace(/^7(?=$|[#L])/, '0');
    })
    .join(',');
}

/** `2 hours`, `30 minutes`, `month`: only intervals that give the same times every day. */
function readEvery(text: string, count: number, unit: string): ScheduleResult<string> {
  const whole = unit === 'hour' ? 24 : unit === 'minute' ? 60 : 1;
  if (count === 0 || whole % count !== 0)
    return fault(
      'bad_cron',
      `Every ${quoted(text)} falls on other times each day.`,
      'Write every 2, 3, 4, 6, 8 or 12 hours, every 15, 20 or 30 minutes, or every month.',
    );
  if (unit === 'month') return { ok: true, value: '0 8 1 * *' };
  const step = count === 1 ? '*' : count === 24 ? '0' : `*/${count}`;
  const cron = unit === 'hour' ? `0 ${step} * * *` : `${count === 60 ? '0' : step} * * * *`;
  return check(cron, text) ?? { ok: true, value: cron };
}

function check(cron: string, text: string): Refused | undefined {
  const [, , date, , weekday] = cron.split(' ');
  const backwards = cron.match(/(?<![\d-])(\d+)-(\d+)/g)?.find((range) => {
    const [from = 0, to = 0] = range.split('-').map(Number);
    return from > to;
  });
  if (backwards) {
    const fixed = mended(cron, (part, last, first) => {
      const [, from = '', to = '', step = '1'] = /^(\d+)-(\d+)(?:\/(\d+))?$/.exec(part) ?? [];
      return Number(from) > Number(to) ? around(Number(from), Number(to), Number(step), first, last) : part;
    });
    const says = `${quoted(text)} has a range that runs backwards: ${backwards}.`;
    return refusedFor(says, fixed, cron);
  }
  const started = cron.match(/(?<![\d*-])(\d+)\/(\d+)/);
  if (started) {
    const fixed = mended(cron, (part, last) => part.replace(/^(\d+)\/(\d+)$/, `$1-${last}/$2`));
    const says = `${quoted(text)} has a step without a range: ${started[0]}.`;
    return refusedFor(says, fixed, cron);
  }
  if (/[^\d*,/\-LW# ]/.test(cron)) return fault('bad_cron', `${quoted(text)} cannot be read.`, pattern);
  const parsed = parse(cron);
  if (!parsed) return fault('bad_cron', `${quoted(text)} cannot be read.`, pattern);
  if (date !== '*' && weekday !== '*')
    return fault(
      'cron_both_days',
      `${quoted(text)} names days of the month and weekdays: some read that as both, some as either.`,
      'Leave one of the two as *, or make two subscriptions.',
    );
  const far = new Cron(cron, { timezone: 'UTC', mode: '5-part' }).nextRun(new Date('2024-01-01T00:00:00Z'));
  if (!far)
    return fault(
      'cron_never',
      `${quoted(text)} never comes: no such day is in the calendar.`,
      'Write a day that the month has; L is the last of any month.',
    );
  if (leastGap(parsed) < leastBetween)
    return fault(
      'cron_too_often',
      `${quoted(text)} runs more often than every ${leastBetween} minutes.`,
      `Write at most “*/${leastBetween} * * * *”.`,
      [`*/${leastBetween} * * * *`],
    );
  return undefined;
}

/** First and last value of each field; Sunday is 0. */
const bounds = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;

/** The pattern with every part of its fields rewritten. */
function mended(cron: string, part: (text: string, last: number, first: number) => string): string {
  return cron
    .split(' ')
    .map((field, at) => {
      const [first, last] = bounds[at] ?? [0, 0];
      return field
        .split(',')
        .map((one) => part(one, last, first))
        .join(',');
    })
    .join(' ');
}

/** The values from `from` over the end of the field to `to`: 22,23,0,1. */
function around(from: number, to: number, step: number, first: number, last: number): string {
  const count = last - first + 1;
  const values = Array.from({ length: count }, (_, at) => ((from - first + at) % count) + first);
  return values
    .slice(0, values.indexOf(to) + 1)
    .filter((_, at) => at % step === 0)
    .join(',');
}

/** A pattern is offered only if it is another one, and accepted. */
function refusedFor(says: string, better: string, cron: string): Refused {
  return better !== cron && readCron(better).ok
    ? fault('bad_cron', says, `Write “${better}”.`, [better])
    : fault('bad_cron', says, pattern);
}

function parse(cron: string): CronPattern | undefined {
  try {
    return new CronPattern(cron, undefined, { mode: '5-part' });
  } catch {
    return undefined;
  }
}

/** Smallest gap in minutes between two times of day, across midnight too. */
function leastGap({ hour, minute }: CronPattern): number {
  const set = (flags: number[]) => flags.flatMap((flag, index) => (flag ? [index] : []));
  const times = set(hour).flatMap((h) => set(minute).map((m) => h * 60 + m));
  return Math.min(...times.map((time, index) => (times[index + 1] ?? (times[0] ?? 0) + 1440) - time));
}

/** Replaces names of months and weekdays by numbers. */
function numbered(field: string, names: readonly string[], first: number): string {
  return field.replace(/(?<![A-Z])[A-Z]{3}/g, (name) =>
    names.includes(name) ? String(names.indexOf(name) + first) : name,
  );
}

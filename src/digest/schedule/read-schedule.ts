import { weekdayNames } from '../../domain/dates/day.ts';
import type { Schedule } from '../../domain/digests/subscription.ts';
import type { GivenSchedule } from '../../domain/ports/digests.ts';
import { readCron } from './read-cron.ts';
import { readZone } from './read-zone.ts';
import { fault, quoted, type Refused, type ScheduleResult } from './schedule-fault.ts';

const defaultTime = '08:00';

/** Parses a schedule; default: weekdays at 08:00 in `defaultZone`. */
export function readSchedule(given: GivenSchedule, defaultZone: string): ScheduleResult<Schedule> {
  const rhythm = given.rhythm ?? (given.cron ? 'cron' : given.weekday ? 'weekly' : 'weekdays');
  const clash = clashOf(rhythm, given);
  if (clash) return clash;
  const zone = given.zone === undefined ? { ok: true as const, value: defaultZone } : readZone(given.zone);
  if (!zone.ok) return zone;
  const fields = rhythm === 'cron' ? readCron(given.cron ?? '') : fieldsOf(rhythm, given);
  if (!fields.ok) return fields;
  const cron = fields.value;
  return {
    ok: true,
    value: { rhythm: rhythmOf(cron), cron, zone: zone.value, holidays: given.holidays ?? 'send' },
  };
}

/** `weekdays at 08:00, Asia/Tashkent` */
export function describeSchedule({ rhythm, cron, zone, holidays }: Schedule): string {
  const [minute = '', hour = '', , , weekday] = cron.split(' ');
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  const when = {
    daily: `every day at ${time}`,
    weekdays: `weekdays at ${time}`,
    weekly: `every ${weekdayNames[Number(weekday)]} at ${time}`,
    cron: `cron “${cron}”`,
  }[rhythm];
  const off = { send: '', skip: ', not on holidays', shift: ', after a holiday instead of on it' }[holidays];
  return `${when}, ${zone}${off}`;
}

function clashOf(rhythm: Schedule['rhythm'], { time, weekday, cron }: GivenSchedule): Refused | undefined {
  if (rhythm === 'cron' && cron === undefined)
    return fault('cron_fields', 'A cron rhythm needs its pattern.', 'Give one, such as cron "30 8 * * 1-5".');
  if (cron !== undefined && (rhythm !== 'cron' || time !== undefined || weekday !== undefined))
    return fault(
      'conflict',
      'A cron pattern says the days and the time itself.',
      'Give either the pattern, or rhythm, weekday and time.',
    );
  if (weekday !== undefined && rhythm !== 'weekly')
    return fault('conflict', 'A weekday goes with a weekly digest only.', 'Choose weekly, or leave it out.', [
      'weekly',
    ]);
  return undefined;
}

function fieldsOf(rhythm: Exclude<Schedule['rhythm'], 'cron'>, given: GivenSchedule): ScheduleResult<string> {
  const time = readTime(given.time ?? defaultTime);
  if (!time.ok) return time;
  const weekday = readWeekday(given.weekday ?? 'Monday');
  if (!weekday.ok) return weekday;
  const days = { daily: '*', weekdays: '1-5', weekly: String(weekday.value) }[rhythm];
  return { ok: true, value: `${time.value.minute} ${time.value.hour} * * ${days}` };
}

const dayTimes: Record<string, string> = {
  noon: '12:00',
  midday: '12:00',
  midnight: '0:00',
};

/**
 * Accepts `8`, `8:30`, `8.30`, `8 30`, `0830`, `8am`, `8.30 pm`, `8 in the evening`, `8 o'clock`, `20:15`; noon is
 * 12:00 and 12pm, midnight 0:00 and 12am.
 */
export function readTime(text: string): ScheduleResult<{ hour: number; minute: number }> {
  const typed = text
    .trim()
    .toLowerCase()
    .replace(/ o['’]?clock$/, '')
    .replace(/ in the morning$/, 'am')
    .replace(/ in the (afternoon|evening)$/, 'pm');
  const match = (dayTimes[typed] ?? typed).match(/^(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(?:([ap])\.?m\.?)?$/);
  const [, hourText, minuteText = '00', half] = match ?? [];
  const hours = Number(hourText);
  const fits = half ? hours >= 1 && hours <= 12 : hours <= 23;
  if (!match || !fits || Number(minuteText) > 59)
    return fault(
      'bad_time',
      `${quoted(text)} is no time of day.`,
      'Write hours and minutes, such as 08:30 or 20:15; midnight is 00:00.',
    );
  const hour = half ? (hours % 12) + (half === 'p' ? 12 : 0) : hours;
  return { ok: true, value: { hour, minute: Number(minuteText) } };
}

/** 0 is Sunday. */
function readWeekday(text: string): ScheduleResult<number> {
  const wanted = text.trim().toLowerCase().replace(/s$/, '');
  const index = weekdayNames.findIndex((name) => wanted.length >= 2 && name.toLowerCase().startsWith(wanted));
  if (index >= 0) return { ok: true, value: index };
  return fault('bad_weekday', `${quoted(text)} is no weekday.`, 'Write its name, such as Monday.', [
    ...weekdayNames,
  ]);
}

/** The rhythm that cron fields amount to. */
function rhythmOf(cron: string): Schedule['rhythm'] {
  const days = cron.match(/^\d+ \d+ \* \* (\*|1-5|[0-6])$/)?.[1];
  if (days === undefined) return 'cron';
  return days === '*' ? 'daily' : days === '1-5' ? 'weekdays' : 'weekly';
}

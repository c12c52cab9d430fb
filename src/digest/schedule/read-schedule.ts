import { weekdayNames } from '../../domain/dates/day.ts';
import { inWords } from '../../domain/desk.ts';
import type { Schedule } from '../../domain/digests/subscription.ts';
import type { GivenSchedule } from '../../domain/ports/digests.ts';
import { quoted } from '../../domain/text.ts';
import { readCron } from './read-cron.ts';
import { isCity, isOffset, readZone } from './read-zone.ts';
import { fault, type Refused, type ScheduleResult } from './schedule-fault.ts';
import { readDays } from './spoken-days.ts';

const defaultTime = '08:00';

/** Parses a schedule; default: weekdays at 08:00 in `defaultZone`. */
export function readSchedule(given: GivenSchedule, defaultZone: string): ScheduleResult<Schedule> {
  const rhythm = given.rhythm ?? (given.cron ? 'cron' : given.weekday ? 'weekly' : 'weekdays');
  const clash = clashOf(rhythm, given);
  if (clash) return clash;
  const time = given.time === undefined ? undefined : readTimes(given.time);
  if (time?.ok === false) return time;
  const named = given.zone ?? time?.value.zone;
  const zone = named === undefined ? { ok: true as const, value: defaultZone } : readZone(named);
  if (!zone.ok) return zone;
  const fields = rhythm === 'cron' ? patternOf(given.cron ?? '', time?.value) : fieldsOf(rhythm, given);
  if (!fields.ok) return fields;
  const cron = fields.value;
  const { everyOther, holidays = 'send' } = given;
  const value = { rhythm: rhythmOf(cron), cron, zone: zone.value, holidays };
  return { ok: true, value: { ...value, ...(everyOther && { everyOther }) } };
}

/** `weekdays at 08:00, Africa/Nairobi` */
export function describeSchedule({ cron, zone, holidays, everyOther }: Schedule): string {
  const off = { send: '', skip: ', not on holidays', shift: ', after a holiday instead of on it' }[holidays];
  const [minute = '', hours = '', date, month, weekday = ''] = cron.split(' ');
  const plain = /^\d+$/.test(minute) && /^\d+(,\d+)*$/.test(hours) && date === '*' && month === '*';
  const days = plain ? daysInWords(weekday, everyOther !== undefined) : undefined;
  const times = hours.split(',').map((hour) => `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`);
  return `${days ? `${days} at ${inWords(times)}` : `cron “${cron}”`}, ${zone}${off}`;
}

function daysInWords(field: string, everyOther: boolean): string | undefined {
  const usual: Record<string, string> = { '*': 'every day', '1-5': 'weekdays', '0,6': 'weekends' };
  if (usual[field]) return usual[field];
  const [, day, nth, last] = /^([0-6])(?:#([1-4])|(L))$/.exec(field) ?? [];
  const which = last ? 'last' : ['', 'first', 'second', 'third', 'fourth'][Number(nth)];
  if (day) return `the ${which} ${weekdayNames[Number(day)]} of the month`;
  if (!/^[0-6](,[0-6])*$/.test(field)) return undefined;
  // A week begins on Monday.
  const days = field.split(',').toSorted((a, b) => ((Number(a) + 6) % 7) - ((Number(b) + 6) % 7));
  return `every ${everyOther ? 'other ' : ''}${inWords(days.map((one) => weekdayNames[Number(one)] ?? ''))}`;
}

function clashOf(rhythm: Schedule['rhythm'], { time, weekday, cron }: GivenSchedule): Refused | undefined {
  if (rhythm === 'cron' && cron === undefined)
    return fault('cron_fields', 'A cron rhythm needs its pattern.', 'Give one, such as cron "30 8 * * 1-5".');
  const saysTime = time !== undefined && readDays(cron ?? '') === undefined;
  if (cron !== undefined && (rhythm !== 'cron' || saysTime || weekday !== undefined))
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
  const time = readTimes(given.time ?? defaultTime);
  if (!time.ok) return time;
  const weekday = readWeekday(given.weekday ?? 'Monday');
  if (!weekday.ok) return weekday;
  const days = { daily: '*', weekdays: '1-5', weekly: String(weekday.value) }[rhythm];
  return { ok: true, value: `${clockOf(time.value)} * * ${days}` };
}

interface Times {
  hours: number[];
  minute: number;
  /** As typed after the time: `9 Nairobi`. */
  zone?: string;
}

const clockOf = ({ minute, hours }: Times) => `${minute} ${hours.join(',')}`;

/** A cron pattern, or days in words with the time beside them. */
function patternOf(text: string, time: Times | undefined): ScheduleResult<string> {
  const days = readDays(text);
  if (!days) return readCron(text);
  return days.ok ? { ok: true, value: `${time ? clockOf(time) : '0 8'} ${days.value.days}` } : days;
}

/** One time or several of one minute, with the city whose clock is meant: `08:00 and 17:00`, `9 Nairobi`, `8am EST`. */
export function readTimes(text: string): ScheduleResult<Times> {
  const alone = readTime(text);
  if (alone.ok) return { ok: true, value: { hours: [alone.value.hour], minute: alone.value.minute } };
  const words = text.trim().split(/\s+/);
  for (let at = words.length - 1; at > 0; at -= 1) {
    const [before, zone] = [words.slice(0, at).join(' '), words.slice(at).join(' ')];
    if (!/\p{L}/u.test(zone) || /^(?:and|at|in|[ap]\.?m)/i.test(zone)) continue;
    if (!isOffset(zone) && !isCity(zone)) continue;
    const times = readTimes(before);
    if (times.ok && times.value.zone === undefined) return { ok: true, value: { ...times.value, zone } };
  }
  const parts = text.trim().split(/\s*(?:,|&|\band\b)\s*(?:and |at )*/i);
  if (parts.length < 2) return alone;
  const times = parts.map(readTime);
  const wrong = times.find((one) => !one.ok);
  if (wrong && !wrong.ok) return wrong;
  const read = times.flatMap((one) => (one.ok ? [one.value] : []));
  const minutes = [...new Set(read.map(({ minute }) => minute))];
  const hours = [...new Set(read.map(({ hour }) => hour))].sort((a, b) => a - b);
  if (minutes.length === 1) return { ok: true, value: { hours, minute: minutes[0] ?? 0 } };
  return fault(
    'bad_time',
    `${quoted(text)}: the times of one digest have the same minute.`,
    'Write times such as 08:00 and 17:00, or make two digests.',
  );
}

const dayTimes: Record<string, string> = {
  morning: '8:00',
  'in the morning': '8:00',
  'the morning': '8:00',
  mornings: '8:00',
  afternoon: '14:00',
  'in the afternoon': '14:00',
  afternoons: '14:00',
  evening: '18:00',
  'in the evening': '18:00',
  evenings: '18:00',
  noon: '12:00',
  midday: '12:00',
  midnight: '0:00',
};

/**
 * Accepts `8`, `8:30`, `8.30`, `8 30`, `0830`, `8am`, `8.30 pm`, `8 in the evening`, `8 o'clock`, `20:15`; noon is
 * 12:00 and 12pm, midnight 0:00 and 12am.
 */
function readTime(text: string): ScheduleResult<{ hour: number; minute: number }> {
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

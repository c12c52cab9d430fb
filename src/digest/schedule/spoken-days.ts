import { weekdayNames } from '../../domain/dates/day.ts';
import { quoted } from '../../domain/text.ts';
import { fault, type ScheduleResult } from './schedule-fault.ts';

/** Days in words as the last three fields of a cron pattern; `everyOther`: only every second week. */
export interface SpokenDays {
  days: string;
  everyOther?: true;
}

const names = weekdayNames.map((name) => name.toLowerCase());
const nth: Record<string, string> = {
  first: '1',
  '1st': '1',
  second: '2',
  '2nd': '2',
  third: '3',
  '3rd': '3',
};
Object.assign(nth, { fourth: '4', '4th': '4', last: 'L' });
const month = '(?:the |every |each |a )?month|monthly';

/**
 * Days that need more than one choice: several weekdays, a range of them, weekends, every other week, a weekday or day
 * of the month. Undefined: it says no days, or only such as the other options take.
 */
export function readDays(text: string): ScheduleResult<SpokenDays> | undefined {
  const typed = text
    .toLowerCase()
    .replace(/[,;&]/g, ' ')
    .replace(/ on(?= )/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (/^(?:(?:every|each|at|on) )?(?:the )?weekends?$/.test(typed))
    return { ok: true, value: { days: '* * 0,6' } };
  if (/^(?:every|each) morning$/.test(typed)) return { ok: true, value: { days: '* * *' } };
  return unnamed(typed, text) ?? ofMonth(typed, text) ?? everyOther(typed) ?? several(typed);
}

/** `twice a week`, `every other day`: how often, but not on which weekdays. */
function unnamed(typed: string, text: string): ScheduleResult<SpokenDays> | undefined {
  if (
    !/^(?:(?:twice|two times|three times) (?:a|per|each|every) week|every (?:other|second|2nd) day)$/.test(
      typed,
    )
  )
    return undefined;
  const example = typed.startsWith('tw') ? 'monday and thursday' : 'monday, wednesday and friday';
  return fault('bad_cron', `${quoted(text)} does not say on which days.`, 'Write the weekdays.', [example]);
}

/** `first monday of the month`, `last friday of every month`, `last day of the month`, `15th of the month` */
function ofMonth(typed: string, text: string): ScheduleResult<SpokenDays> | undefined {
  const found = new RegExp(`^(?:(?:every|the) )?(?:the )?(\\w+)(?: (\\w+))? (?:of|in) (?:${month})$`).exec(
    typed,
  );
  const [, which = '', what = ''] = found ?? [];
  if (!found) return undefined;
  const weekday = weekdayOf(what);
  const order = nth[which];
  if (weekday !== undefined && order !== undefined)
    return { ok: true, value: { days: `* * ${order === 'L' ? `${weekday}L` : `${weekday}#${order}`}` } };
  if (what !== '' && what !== 'day') return undefined;
  const date = order === 'L' ? 'L' : Number(order ?? /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(which)?.[1]);
  if (date === 'L' || (date >= 1 && date <= 28)) return { ok: true, value: { days: `${date} * *` } };
  if (typeof date !== 'number' || Number.isNaN(date)) return undefined;
  return fault(
    'bad_cron',
    `${quoted(text)}: not every month has that day.`,
    'Write a day up to 28, or the last.',
    ['last day of the month'],
  );
}

/** `every other week`, `every other friday`, `every second week on friday`, `biweekly` */
function everyOther(typed: string): ScheduleResult<SpokenDays> | undefined {
  const found =
    /^(?:every )?(?:other|second|2nd|two|2) (?:weeks?(?: (\w+))?|(\w+))$/.exec(typed) ??
    /^(?:biweekly|fortnightly|every fortnight)(?: (\w+))?$/.exec(typed);
  if (!found) return undefined;
  const name = found[1] ?? found[2];
  const weekday = name === undefined ? 1 : weekdayOf(name);
  return weekday === undefined
    ? undefined
    : { ok: true, value: { days: `* * ${weekday}`, everyOther: true } };
}

/** `monday wednesday and friday`, `tue-thu`, `friday to sunday` */
function several(typed: string): ScheduleResult<SpokenDays> | undefined {
  const words = typed
    .replace(/\b(?:every|each|and|weekly)\b/g, ' ')
    .replace(/\s*(?:[-–—]|\bto\b|\bthrough\b|\buntil\b)\s*/g, ' to ')
    .trim()
    .split(/\s+/);
  const days = new Set<number>();
  for (let at = 0; at < words.length; at += 1) {
    const from = weekdayOf(words[at] ?? '');
    if (from === undefined) return undefined;
    const to = words[at + 1] === 'to' ? weekdayOf(words[at + 2] ?? '') : from;
    if (to === undefined) return undefined;
    for (let day = from; ; day = (day + 1) % 7) {
      days.add(day);
      if (day === to) break;
    }
    if (words[at + 1] === 'to') at += 2;
  }
  if (days.size < 2) return undefined;
  const list = [...days].sort((a, b) => a - b);
  const weekdays = list.join() === '1,2,3,4,5' ? '1-5' : list.length === 7 ? '*' : list.join(',');
  return { ok: true, value: { days: `* * ${weekdays}` } };
}

/** 0 is Sunday. */
function weekdayOf(word: string): number | undefined {
  const plain = word.replace(/s$/, '');
  const at = names.findIndex(
    (name) =>
      plain.length >= 3 && (name === plain || name.slice(0, 3) === plain || name.slice(0, 4) === plain),
  );
  return at < 0 ? undefined : at;
}

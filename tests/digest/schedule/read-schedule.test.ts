import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cities } from '../../../src/digest/schedule/cities.ts';
import { describeSchedule, readSchedule } from '../../../src/digest/schedule/read-schedule.ts';
import { nextSlot } from '../../../src/digest/schedule/timetable.ts';
import type { GivenSchedule } from '../../../src/domain/ports/digests.ts';

const home = 'Asia/Tashkent';
function words(given: GivenSchedule): string {
  const read = readSchedule(given, home);
  return read.ok
    ? describeSchedule(read.value)
    : `${read.fault.code}: ${read.fault.says} ${read.fault.write}`;
}
function code(given: GivenSchedule): string {
  const read = readSchedule(given, home);
  return read.ok ? 'ok' : read.fault.code;
}
function zone(text: string): string {
  const read = readSchedule({ zone: text }, home);
  return read.ok ? read.value.zone : [read.fault.code, ...read.fault.choices].join(' ');
}

describe('rhythm and time', () => {
  test.each<[GivenSchedule, string]>([
    [{}, 'weekdays at 08:00, Asia/Tashkent'],
    [{ rhythm: 'daily', time: '8:30' }, 'every day at 08:30, Asia/Tashkent'],
    [{ rhythm: 'weekly' }, 'every Monday at 08:00, Asia/Tashkent'],
    [{ weekday: 'fri', time: '20:15' }, 'every Friday at 20:15, Asia/Tashkent'],
    [{ rhythm: 'weekly', weekday: 'Sundays', time: '8.30am' }, 'every Sunday at 08:30, Asia/Tashkent'],
    [{ time: '8' }, 'weekdays at 08:00, Asia/Tashkent'],
    [{ time: '8 pm' }, 'weekdays at 20:00, Asia/Tashkent'],
    [{ time: '12am' }, 'weekdays at 00:00, Asia/Tashkent'],
    [{ time: '12 p.m.' }, 'weekdays at 12:00, Asia/Tashkent'],
    [{ time: '0730' }, 'weekdays at 07:30, Asia/Tashkent'],
    [{ time: '7 30' }, 'weekdays at 07:30, Asia/Tashkent'],
    [{ time: 'noon' }, 'weekdays at 12:00, Asia/Tashkent'],
    [{ time: '8 o’clock' }, 'weekdays at 08:00, Asia/Tashkent'],
    [{ time: '8 in the evening' }, 'weekdays at 20:00, Asia/Tashkent'],
    [{ holidays: 'skip' }, 'weekdays at 08:00, Asia/Tashkent, not on holidays'],
    [{ holidays: 'shift' }, 'weekdays at 08:00, Asia/Tashkent, after a holiday instead of on it'],
  ])('%o is %s', (given, said) => {
    expect(words(given)).toBe(said);
  });

  test.each(['25', '24:00', '8:60', '13pm', '0am', 'noonish', '', '8:3'])('“%s” is no time', (time) => {
    expect(code({ time })).toBe('bad_time');
  });

  test('what does not go together is refused', () => {
    expect(code({ rhythm: 'daily', weekday: 'mon' })).toBe('conflict');
    expect(code({ rhythm: 'daily', cron: '0 8 * * *' })).toBe('conflict');
    expect(code({ cron: '0 8 * * *', time: '9' })).toBe('conflict');
    expect(code({ rhythm: 'cron' })).toBe('cron_fields');
    expect(code({ weekday: 'someday' })).toBe('bad_weekday');
    expect(code({ weekday: 't' })).toBe('bad_weekday');
  });
});

describe('cron', () => {
  test.each([
    ['30 8 * * MON-FRI', 'weekdays at 08:30, Asia/Tashkent'],
    ['0 8 ? * *', 'every day at 08:00, Asia/Tashkent'],
    ['0 8 * * 7', 'every Sunday at 08:00, Asia/Tashkent'],
    ['@daily', 'every day at 00:00, Asia/Tashkent'],
    ['@hourly', 'cron “0 * * * *”, Asia/Tashkent'],
    ['0  8,20 * jan-mar tue,thu', 'cron “0 8,20 * 1-3 2,4”, Asia/Tashkent'],
    ['0 8 L * *', 'cron “0 8 L * *”, Asia/Tashkent'],
    ['0 8 * * fri#2', 'cron “0 8 * * 5#2”, Asia/Tashkent'],
    ['*/15 * * * *', 'cron “*/15 * * * *”, Asia/Tashkent'],
  ])('%s is %s', (cron, said) => {
    expect(words({ cron })).toBe(said);
  });

  test.each([
    ['0 30 8 * * 1-5', 'cron_fields', 'Write five fields: “30 8 * * 1-5”.'],
    ['0 30 8 * * 1-5 2027', 'cron_fields', 'Write five fields: “30 8 * * 1-5”.'],
    ['8 30', 'cron_fields', 'such as “30 8 * * 1-5” for weekdays at 08:30.'],
    ['0 0 31 2 *', 'cron_never', 'Write a day that the month has'],
    ['0 9 1 * 1', 'cron_both_days', 'Leave one of the two as *'],
    ['*/10 * * * *', 'cron_too_often', 'Write at most “*/15 * * * *”.'],
    ['* 8 * * *', 'cron_too_often', 'Write at most'],
    ['50 23 * * *', 'ok', ''],
    ['0,50 0,23 * * *', 'cron_too_often', 'Write at most'],
    ['0 22-2 * * *', 'bad_cron', 'List its values with commas'],
    ['0 8 * * FRI-MON', 'bad_cron', 'List its values with commas'],
    ['5/20 * * * *', 'bad_cron', 'such as 5-59/20'],
    ['0 25 * * *', 'bad_cron', 'Write minute, hour, day'],
    ['0 8 * * someday', 'bad_cron', 'Write minute, hour, day'],
    ['@reboot', 'cron_fields', 'Write minute, hour, day'],
    ['? ? * * *', 'bad_cron', 'Write minute, hour, day'],
  ])('%s: %s', (cron, expected, advice) => {
    expect(code({ cron })).toBe(expected);
    expect(words({ cron })).toContain(advice);
  });

  test('whatever is typed is a schedule with a next digest, or a fault with advice', () => {
    const field = fc.oneof(
      fc.constantFrom(
        '*',
        '?',
        '0',
        '8',
        '31',
        '1-5',
        'MON-FRI',
        '*/15',
        'L',
        '5L',
        '15W',
        '1#5',
        'feb',
        '-',
        '1,',
      ),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(field, { minLength: 1, maxLength: 7 }), (fields) => {
        const read = readSchedule({ cron: fields.join(' ') }, home);
        if (read.ok) expect(nextSlot(read.value, new Date('2026-11-23T00:00Z'))).toBeDefined();
        else expect(read.fault.write).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });
});

describe('time zones', () => {
  test.each([
    ['Tashkent', 'Asia/Tashkent'],
    ['new york', 'America/New_York'],
    ['ALMATY', 'Asia/Almaty'],
    ['Бишкек', 'Asia/Bishkek'],
    ['asia/dushanbe', 'Asia/Dushanbe'],
    ['America/New York', 'America/New_York'],
    ['São Paulo', 'America/Sao_Paulo'],
    ['St. Johns', 'America/St_Johns'],
    ['Europe/Kiev', 'Europe/Kyiv'],
    ['Kyiv', 'Europe/Kyiv'],
    ['Kiev', 'Europe/Kyiv'],
    ['Calcutta', 'Asia/Kolkata'],
    ['Kolkata', 'Asia/Kolkata'],
    ['Indiana Knox', 'America/Indiana/Knox'],
    ['US/Eastern', 'America/New_York'],
    ['Astana', 'Asia/Almaty'],
    ['Nur-Sultan', 'Asia/Almaty'],
    ['Mumbai', 'Asia/Kolkata'],
    ['Delhi', 'Asia/Kolkata'],
    ['India', 'Asia/Kolkata'],
    ['San Francisco', 'America/Los_Angeles'],
    ['Washington', 'America/New_York'],
    ['Genève', 'Europe/Zurich'],
    ['Geneva', 'Europe/Zurich'],
    ['München', 'Europe/Berlin'],
    ['Munich', 'Europe/Berlin'],
    ['Beijing', 'Asia/Shanghai'],
    ['Istanbul', 'Europe/Istanbul'],
    ['Ankara', 'Europe/Istanbul'],
    ['Kyrgyzstan', 'Asia/Bishkek'],
    ['Washington, D.C.', 'America/New_York'],
    ['utc', 'UTC'],
  ])('%s is %s', (typed, expected) => {
    expect(zone(typed)).toBe(expected);
  });

  test.each(['UTC+5', 'GMT-3', '+05:00', 'Etc/GMT-5', 'EST', 'CET', 'GMT', 'BST', 'MSK'])(
    '%s tells no place',
    (typed) => {
      expect(zone(typed)).toBe('offset_zone');
    },
  );

  test('what several zones share asks for one', () => {
    expect(zone('kentucky')).toBe('ambiguous_zone America/Kentucky/Monticello America/Kentucky/Louisville');
  });

  test('an unknown name offers what is written alike', () => {
    expect(zone('Tashknet')).toBe('unknown_zone Asia/Tashkent');
    // Of two names as short as that, two letters make another place.
    expect(zone('Mumbay')).toBe('unknown_zone Asia/Kolkata');
    expect(zone('Dumbai')).toBe('unknown_zone Asia/Dubai Asia/Kolkata');
    expect(zone('Xanadu')).toBe('unknown_zone');
    expect(zone('Mars/Phobos')).toBe('unknown_zone');
  });

  test('every city that is listed is in a zone that can be kept, and names no zone by itself', () => {
    for (const [city, expected] of cities) expect(zone(city), city).toBe(expected);
    for (const expected of cities.values()) expect(zone(expected), expected).toBe(expected);
  });

  test('every zone that is offered can be kept', () => {
    for (const listed of Intl.supportedValuesOf('timeZone')) {
      const read = readSchedule({ zone: listed }, home);
      expect(read.ok && nextSlot(read.value, new Date(0)), listed).toBeTruthy();
    }
  });
});

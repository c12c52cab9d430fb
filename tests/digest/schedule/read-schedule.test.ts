import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cities } from '../../../src/digest/schedule/cities.ts';
import { describeSchedule, readSchedule } from '../../../src/digest/schedule/read-schedule.ts';
import { nextSlot, nextSlots, timetable } from '../../../src/digest/schedule/timetable.ts';
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

describe('days and times as people say them', () => {
  test.each([
    ['monday wednesday friday', '13:00', 'every Monday, Wednesday and Friday at 13:00, Asia/Tashkent'],
    ['mon-fri', '9', 'weekdays at 09:00, Asia/Tashkent'],
    ['friday to sunday', '9', 'every Friday, Saturday and Sunday at 09:00, Asia/Tashkent'],
    ['weekends', '10', 'weekends at 10:00, Asia/Tashkent'],
    ['first monday of the month', '9', 'the first Monday of the month at 09:00, Asia/Tashkent'],
    ['last friday of every month', '9', 'the last Friday of the month at 09:00, Asia/Tashkent'],
    ['every other friday', '9', 'every Friday at 09:00, Asia/Tashkent'],
    ['weekends', '8 and 17', 'weekends at 08:00 and 17:00, Asia/Tashkent'],
    ['weekends', '09:00 Almaty', 'weekends at 09:00, Asia/Almaty'],
    ['weekends', 'morning', 'weekends at 08:00, Asia/Tashkent'],
  ])('%s at %s', (cron, time, said) => {
    expect(words({ cron, time })).toBe(said);
  });

  test('an abbreviation after a time tells no place, and a city is offered', () => {
    const read = readSchedule({ rhythm: 'daily', time: '8am EST' }, home);
    expect(!read.ok && read.fault).toMatchObject({ code: 'offset_zone', choices: ['America/New_York'] });
    expect(code({ time: '8:00 and 17:30' })).toBe('bad_time');
    expect(code({ cron: '30th of the month' })).toBe('bad_cron');
  });

  test('every other week counts from the first slot, over a year of 53 weeks too', () => {
    const now = new Date('2026-11-28T08:00Z');
    const read = timetable.read({ cron: 'every other friday', time: '9' }, home, now);
    if (!read.ok) throw new Error(read.fault.says);
    const days = nextSlots(read.value, now, 4).map(({ at }) => at.toISOString().slice(0, 10));
    expect(days).toEqual(['2026-12-04', '2026-12-18', '2027-01-01', '2027-01-15']);
    expect(describeSchedule(read.value)).toBe('every other Friday at 09:00, Asia/Tashkent');
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
    ['0 8 * * fri#2', 'the second Friday of the month at 08:00, Asia/Tashkent'],
    ['0 8 * * FRI-SUN', 'every Friday, Saturday and Sunday at 08:00, Asia/Tashkent'],
    ['0 8 * * 0,6', 'weekends at 08:00, Asia/Tashkent'],
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
    ['0 22-2 * * *', 'bad_cron', '“0 22,23,0,1,2 * * *”'],
    ['0 8 * * FRI-MON', 'bad_cron', '“0 8 * * 5,6,0,1”'],
    ['5/20 * * * *', 'bad_cron', '“5-59/20 * * * *”'],
    ['0 9/3 * * *', 'bad_cron', '“0 9-23/3 * * *”'],
    ['0 8 * * 1/2', 'bad_cron', '“0 8 * * 1-6/2”'],
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
        '!1-0',
        'L5-1',
        'x9/3',
      ),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(field, { minLength: 1, maxLength: 7 }), (fields) => {
        const read = readSchedule({ cron: fields.join(' ') }, home);
        if (read.ok) expect(nextSlot(read.value, new Date('2026-11-23T00:00Z'))).toBeDefined();
        else {
          expect(read.fault.write).not.toBe('');
          for (const offered of read.fault.choices) expect(code({ cron: offered }), offered).toBe('ok');
        }
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
    ['Turkey', 'Europe/Istanbul'],
    ['UK', 'Europe/London'],
    ['Tashkent, Uzbekistan', 'Asia/Tashkent'],
    ['New York City', 'America/New_York'],
    ['Uzbekistan', 'Asia/Tashkent'],
    ['Kazakhstan', 'Asia/Almaty'],
    ['Germany', 'Europe/Berlin'],
  ])('%s is %s', (typed, expected) => {
    expect(zone(typed)).toBe(expected);
  });

  test.each(['UTC+5', 'GMT-3', '+05:00', 'Etc/GMT-5', 'EST', 'CET', 'GMT', 'BST', 'MSK'])(
    '%s tells no place',
    (typed) => {
      expect(zone(typed)).toMatch(/^offset_zone/);
    },
  );

  test('what several zones share asks for one', () => {
    expect(zone('kentucky')).toBe('ambiguous_zone America/Kentucky/Monticello America/Kentucky/Louisville');
  });

  test('whatever a refused zone offers is accepted', () => {
    fc.assert(
      fc.property(fc.constantFrom(...cities.keys(), 'est', 'US', 'Russia'), fc.nat(20), (city, at) => {
        for (const typed of [city, city.slice(0, at) + city.slice(at + 1)]) {
          const read = readSchedule({ zone: typed }, home);
          if (!read.ok) for (const offered of read.fault.choices) expect(zone(offered), typed).toBe(offered);
        }
      }),
      { numRuns: 200 },
    );
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

test('every morning is daily; how often without the days asks for them', () => {
  expect(readSchedule({ cron: 'every morning' }, 'UTC')).toMatchObject({
    ok: true,
    value: { rhythm: 'daily', cron: '0 8 * * *' },
  });
  expect(JSON.stringify(readSchedule({ cron: 'twice a week' }, 'UTC'))).toContain('monday and thursday');
  expect(JSON.stringify(readSchedule({ cron: 'every other day' }, 'UTC'))).toContain(
    'monday, wednesday and friday',
  );
});

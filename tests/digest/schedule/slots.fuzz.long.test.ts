import { expect, test } from 'vitest';
import { nextSlot, slotsBetween } from '../../../src/digest/schedule/timetable.ts';

const zones = [
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Santiago',
  'America/Havana',
  'America/Asuncion',
  'America/Nuuk',
  'America/Scoresbysund',
  'Atlantic/Azores',
  'Asia/Beirut',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Gaza',
  'Asia/Almaty',
  'Asia/Qostanay',
  'Asia/Tashkent',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Australia/Lord_Howe',
  'Australia/Sydney',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Antarctica/Troll',
];
const minute = 60_000;
const hour = 60 * minute;
const first = Date.UTC(2024, 0, 1);
const end = Date.UTC(2029, 0, 1);

/** `2026-03-29 02:30`: such texts compare as clocks do. */
function clockOf(zone: string): (instant: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return (instant) => format.format(instant);
}

/** The hour in which each change of clocks lies, 2024 to 2028; for a zone without any, a few hours all the same. */
function changesOf(clock: (instant: number) => string): number[] {
  const found: number[] = [];
  const offset = (instant: number) => Date.parse(`${clock(instant).replace(' ', 'T')}Z`) - instant;
  for (let day = first; day < end; day += 24 * hour) {
    if (offset(day) === offset(day + 24 * hour)) continue;
    for (let at = day; at < day + 24 * hour; at += hour)
      if (offset(at) !== offset(at + hour)) found.push(at + hour);
  }
  return found.length > 0 ? found : [Date.UTC(2024, 2, 1), Date.UTC(2026, 9, 25), Date.UTC(2028, 1, 29)];
}

interface Pattern {
  cron: string;
  minutes: number[];
  /** `every`: an hourly pattern. */
  hours: number[] | 'every';
  /** 0 is Sunday. All, where days of the month are listed. */
  weekdays: number[];
  /** Of the month. */
  dates: number[] | 'every';
}

/**
 * The rules as the design words them, minute by minute. A listed time is due when the local clock first reads it or,
 * in a gap, has passed it; never when the clock comes back to it. An hourly one is due whenever the clock reads it.
 */
function reference(clock: (instant: number) => string, { minutes, hours, weekdays, dates }: Pattern) {
  const listed = (reading: string) =>
    weekdays.includes(new Date(reading.slice(0, 10)).getUTCDay()) &&
    (dates === 'every' || dates.includes(Number(reading.slice(8, 10)))) &&
    (hours === 'every' || hours.includes(Number(reading.slice(11, 13)))) &&
    minutes.includes(Number(reading.slice(14)));
  return (from: number, to: number) => {
    const due: number[] = [];
    let farthest = clock(from - 30 * hour);
    for (let at = from - 30 * hour + minute; at <= to; at += minute) {
      const reading = clock(at);
      const passed = hours === 'every' ? [reading] : readingsUpTo(farthest, reading);
      if (at > from && passed.some(listed)) due.push(at);
      if (reading > farthest) farthest = reading;
    }
    return due;
  };
}

/** Every minute that a clock shows after `farthest`, up to `reading`; none when it went back. */
function readingsUpTo(farthest: string, reading: string): string[] {
  const found: string[] = [];
  for (let shown = reading; shown > farthest; ) {
    found.push(shown);
    const before = new Date(Date.parse(`${shown.replace(' ', 'T')}Z`) - minute).toISOString();
    shown = `${before.slice(0, 10)} ${before.slice(11, 16)}`;
  }
  return found;
}

/** mulberry32: the same numbers on every run. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const week = [0, 1, 2, 3, 4, 5, 6];

/** Mostly of the hours and the days in which clocks change. */
function anyPattern(random: (below: number) => number, changeDate: number): Pattern {
  const some = (count: number, make: () => number) =>
    [...new Set(Array.from({ length: count }, make))].sort((a, b) => a - b);
  const minutes = some(1 + random(3), () => [0, 15, 30, 45, random(60)][random(5)] as number);
  const hours = some(1 + random(3), () => [0, 1, 2, 3, 22, 23, random(24)][random(7)] as number);
  const days = random(4);
  const weekdays = days === 0 ? some(2, () => [0, 6, random(7)][random(3)] as number) : week;
  const dates =
    days === 1
      ? some(3, () => [changeDate, Math.max(1, changeDate - 1), 1 + random(31)][random(3)] as number)
      : ('every' as const);
  const listed = (all: readonly number[] | 'every', count: number) =>
    all === 'every' || all.length === count ? '*' : all.join(',');
  const fields = (hour: string) => `${minutes} ${hour} ${listed(dates, 31)} * ${listed(weekdays, 7)}`;
  return random(5) === 0
    ? { cron: fields('*'), minutes, hours: 'every', weekdays, dates }
    : { cron: fields(hours.join(',')), minutes, hours, weekdays, dates };
}

/** As the design fixes them: the clock of the zone, what it lists, the day, and what is due from that noon UTC to the next. */
test.each([
  ['Europe/Berlin', '30 2', '2026-03-28', ['2026-03-29T01:00']],
  ['Europe/Berlin', '30 2', '2026-10-24', ['2026-10-25T00:30']],
  ['America/New_York', '30 2', '2026-03-07', ['2026-03-08T07:00']],
  ['America/New_York', '30 1', '2026-10-31', ['2026-11-01T05:30']],
  ['Asia/Beirut', '0 0', '2026-03-28', ['2026-03-28T22:00']],
  ['Australia/Lord_Howe', '15 2', '2026-10-03', ['2026-10-03T15:30']],
  ['Europe/Berlin', '30 2,14', '2026-10-24', ['2026-10-24T12:30', '2026-10-25T00:30']],
  ['Europe/Berlin', '30 2,14', '2026-10-25', ['2026-10-25T13:30', '2026-10-26T01:30']],
])('%s at %s from %s: %j, and so says the reference', (zone, listed, day, instants) => {
  const [minutes, hours] = listed.split(' ').map((field) => field.split(',').map(Number));
  const cron = `${listed} * * *`;
  const pattern = {
    cron,
    minutes: minutes ?? [],
    hours: hours ?? [],
    weekdays: week,
    dates: 'every' as const,
  };
  const from = Date.parse(`${day}T12:00Z`);
  const to = from + 24 * hour - minute;
  const schedule = { rhythm: 'cron' as const, cron, zone, holidays: 'send' as const };
  const due = slotsBetween(schedule, new Date(from), new Date(to), 10).map(({ at }) => iso(at.getTime()));
  expect(due.map((at) => at.slice(0, 16))).toEqual(instants);
  expect(reference(clockOf(zone), pattern)(from, to).map(iso)).toEqual(due);
});

test('there are twelve zones and more, and each that changes its clocks does so in these years', () => {
  expect(zones.length).toBeGreaterThanOrEqual(12);
  // Berlin: twice a year; Almaty: once, for good.
  expect(changesOf(clockOf('Europe/Berlin'))).toHaveLength(10);
  expect(changesOf(clockOf('Asia/Almaty'))).toEqual([Date.UTC(2024, 1, 29, 18)]);
});

test.each(zones)('%s: around every change of its clocks, no slot twice and none lost', (zone) => {
  const random = seeded(zones.indexOf(zone) + 20_261_123);
  const clock = remembered(clockOf(zone));
  for (const change of changesOf(clock)) {
    for (let round = 0; round < 4; round += 1) {
      const pattern = anyPattern(random, Number(clock(change).slice(8, 10)));
      const from = change - (random(30 * 60) + 1) * minute;
      const to = change + random(30 * 60) * minute;
      const schedule = { rhythm: 'cron' as const, cron: pattern.cron, zone, holidays: 'send' as const };
      const due = slotsBetween(schedule, new Date(from), new Date(to), 1000).map(({ at }) => at.getTime());
      const expected = reference(clock, pattern)(from, to);
      expect({ pattern, from, due: due.map(iso) }).toEqual({ pattern, from, due: expected.map(iso) });
      // Asked at any moment between two, the later one is next.
      for (const [index, at] of expected.entries()) {
        const before = expected[index - 1] ?? from;
        const asked = before + random((at - before) / minute) * minute;
        expect({ pattern, asked, next: nextSlot(schedule, new Date(asked))?.at }).toEqual({
          ...{ pattern, asked, next: new Date(at) },
        });
      }
    }
  }
});

const iso = (instant: number) => new Date(instant).toISOString();

/** The patterns around one change ask for the same minutes. */
function remembered(clock: (instant: number) => string): (instant: number) => string {
  const known = new Map<number, string>();
  return (instant) => {
    const reading = known.get(instant) ?? clock(instant);
    known.set(instant, reading);
    return reading;
  };
}

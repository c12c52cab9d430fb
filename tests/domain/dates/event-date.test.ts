import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, dayIn, daysInMonth, elapsedInWords, formatDay } from '../../../src/domain/dates/day.ts';
import { eventDate, parseEventDate, shortDate } from '../../../src/domain/dates/event-date.ts';

describe('an event date is said with exactly the precision it has', () => {
  test.each([
    ['2006-05', '2006-05-01', '2006-05-31', 'May 2006'],
    ['2024-02', '2024-02-01', '2024-02-29', 'February 2024'],
    ['2023-02-27/2023-02-28', '2023-02-27', '2023-02-28', '27–28 February 2023'],
    ['2023-02-28/2023-03-01', '2023-02-28', '2023-03-01', '28 February – 1 March 2023'],
    ['2023-12-31/2024-01-02', '2023-12-31', '2024-01-02', '31 December 2023 – 2 January 2024'],
    ['2008-10-05/2008-10-05', '2008-10-05', '2008-10-05', '5 October 2008'],
    ['[1991-09-10..1991-09-16]', '1991-09-10', '1991-09-16', 'some day within 10–16 September 1991'],
    ['[2023-09-19,2023-09-21]', '2023-09-19', '2023-09-21', 'either 19 September 2023 or 21 September 2023'],
    ['[..1991]', null, '1991-12-31', '1991 or earlier'],
    ['[2026-03-18..]', '2026-03-18', null, '18 March 2026 or later'],
    ['[..199X]', null, '1999-12-31', 'the 1990s or earlier'],
    ['2026~', '2026-01-01', '2026-12-31', 'about 2026'],
    ['2026?', '2026-01-01', '2026-12-31', 'possibly 2026'],
    ['199X', '1990-01-01', '1999-12-31', 'the 1990s'],
    ['2004-XX', '2004-01-01', '2004-12-31', '2004'],
    ['1985-04-XX', '1985-04-01', '1985-04-30', 'April 1985'],
    ['2025/..', '2025-01-01', null, 'since 2025'],
    ['2026-03-XX/2026-05-02', '2026-03-01', '2026-05-02', 'March 2026 – 2 May 2026'],
    ['198X/199X', '1980-01-01', '1999-12-31', 'the 1980s – the 1990s'],
    ['1991/199X', '1991-01-01', '1999-12-31', '1991 – the 1990s'],
    ['2026-03-XX/..', '2026-03-01', null, 'since March 2026'],
    ['../2020', null, '2020-12-31', 'until 2020'],
    ['2023-21', '2023-04-01', '2023-06-30', 'spring 2023'],
  ])('%s', (edtf, earliest, latest, text) => {
    expect(eventDate(edtf)).toEqual({ edtf, earliest, latest, text });
  });
});

describe('what is no event date is refused with what to write', () => {
  test.each([
    ['2023-02-30', 'not an EDTF date that exists'],
    ['2023-13', 'not an EDTF date that exists'],
    ['May 2006', 'not an EDTF date that exists'],
    ['', 'not an EDTF date that exists'],
    ['2006-05-05/2006-05-02', 'the end comes before the start'],
    ['[2023-05..2023-02]', 'the end comes before the start'],
    ['2006-05-05T10:00:00Z', 'a day, not a time'],
    ['{2020,2021}', 'this form of EDTF is not used here'],
    ['2004?-06', 'a qualifier stands at the end'],
    ['2026-02-29', 'that month has no such day'],
    ['2025-02-28/2025-02-29', 'that month has no such day'],
    ['2015-02-27/2015-02-X8', 'leave out what is not known'],
    ['2026-03-1X', 'leave out what is not known'],
    ['2026-31', 'a season is 21'],
  ])('%s', (text, fault) => {
    expect(parseEventDate(text)).toMatchObject({ ok: false, fault: expect.stringContaining(fault) });
  });

  test.each([
    '2023-00',
    '2023-01-00',
    '2023-04-31',
    '0999',
    '2023-21-01',
    '2023-1',
    '2023/2022',
    '2023//2024',
  ])('%s is left to the grammar, which refuses it', (text) => {
    expect(parseEventDate(text).ok).toBe(false);
  });

  test('no text makes the parser throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d./X~?%,[\]{}-]{0,24}$/)), (text) => {
        const parsed = parseEventDate(text);
        if (parsed.ok && parsed.date.earliest && parsed.date.latest) {
          expect(parsed.date.earliest <= parsed.date.latest).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('days', () => {
  test('a day belongs to the zone it is asked in', () => {
    const instant = new Date('2026-11-23T20:30:00Z');
    expect(dayIn('UTC', instant)).toBe('2026-11-23');
    expect(dayIn('Asia/Almaty', instant)).toBe('2026-11-24');
  });

  test.each([
    ['2023-02-27', '2026-11-23', '3 years 8 months ago'],
    ['2025-11-23', '2026-11-23', '1 year ago'],
    ['2026-10-24', '2026-11-23', '30 days ago'],
    ['2026-10-23', '2026-11-23', '1 month ago'],
    ['2026-01-31', '2026-02-28', '1 month ago'],
    ['2026-11-22', '2026-11-23', '1 day ago'],
    ['2026-11-23', '2026-11-23', 'today'],
    ['2026-11-25', '2026-11-23', 'in 2 days'],
  ])('%s seen on %s was %s', (day, today, words) => {
    expect(elapsedInWords(day, today)).toBe(words);
  });

  test('arithmetic keeps to the calendar', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysInMonth(2100, 2)).toBe(28);
    expect(formatDay('2023-02-27')).toBe('27 February 2023');
  });
});

test.each([
  ['2023-02-27', '27 Feb 2023'],
  ['2023-02-27/2023-02-28', '27–28 Feb 2023'],
  ['2023-02-28/2023-03-01', '28 Feb – 1 Mar 2023'],
  ['2006-05', 'May 2006'],
  ['2026-01-21/', 'since 21 Jan 2026'],
  ['2026~', 'about 2026'],
  ['[2026-01..2026-03]', 'early 2026'],
  ['[2026-05..2026-08]', 'mid 2026'],
  ['[2026-10..2026-12]', 'late 2026'],
  ['[2026-02..2026-06]', 'a day of Feb–Jun 2026'],
  ['[1991-09-10..1991-09-16]', 'a day of 10–16 Sep 1991'],
  ['[..2026-03]', 'Mar 2026 or earlier'],
])('%s in short: %s', (edtf, short) => {
  expect(shortDate(eventDate(edtf))).toBe(short);
});

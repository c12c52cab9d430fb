import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSpan } from '../../../src/domain/dates/calendar.ts';
import { dateWords } from '../../../src/domain/dates/date-words.ts';
import { daysInMonth, monthNames, weekdayNames } from '../../../src/domain/dates/day.ts';
import { parseEventDate } from '../../../src/domain/dates/event-date.ts';
import { edgeOf, findSpan, readSpan } from '../../../src/domain/dates/read-span.ts';

const today = '2026-11-28';
const languages = ['en', 'ru', 'kk', 'ky', 'uz', 'tg', 'tk'];
const words = dateWords(languages, [{ name: 'independence', date: '1991', spellings: ['the independence'] }]);
const read = (text: string, toward: 'past' | 'next' | 'ahead' = 'past') =>
  readSpan(text, { today, words, toward });

/** `2026-03-01 2026-03-31`; the days offered where it is refused. */
function days(text: string, toward: 'past' | 'next' | 'ahead' = 'past'): string {
  const said = read(text, toward);
  if (said === undefined) return 'no date';
  return isSpan(said) ? `${said.from} ${said.to}` : `refused: ${said.offers.join(', ')}`;
}

test.each([
  ['2005', '2005-01-01 2005-12-31'],
  ["'25", '2025-01-01 2025-12-31'],
  ['1995-06', '1995-06-01 1995-06-30'],
  ['2024-2', '2024-02-01 2024-02-29'],
  ['2005/3/1', '2005-03-01 2005-03-01'],
  ['31.12.2025', '2025-12-31 2025-12-31'],
  ['2025.12.28', '2025-12-28 2025-12-28'],
  ['13/05/2010', '2010-05-13 2010-05-13'],
  ['03/03/2026', '2026-03-03 2026-03-03'],
  ['03/04/2026', 'refused: 2026-04-03, 2026-03-04'],
  ['2026-02-29', 'refused: 28 February 2026'],
  ['31 June 2020', 'refused: 30 June 2020'],
  ['2005-13', 'refused: 2005 to 2013'],
  ['2005-00', 'refused: 2005'],
  ['2019-20', '2019-01-01 2020-12-31'],
  ['may, 2006', '2006-05-01 2006-05-31'],
  ['2026 jan', '2026-01-01 2026-01-31'],
  ['6th of May 2006', '2006-05-06 2006-05-06'],
  ['March 6th, 2016', '2016-03-06 2016-03-06'],
  ['2026 March 16', '2026-03-16 2026-03-16'],
  ['Sept 2001', '2001-09-01 2001-09-30'],
  ['5 nov', '2026-11-05 2026-11-05'],
  ['Nov 5', '2026-11-05 2026-11-05'],
  ['29 feb', '2024-02-29 2024-02-29'],
  ['december', '2025-12-01 2025-12-31'],
  ['november', '2026-11-01 2026-11-30'],
  ['monday', '2026-11-23 2026-11-23'],
  ['monday 30 november', '2026-11-30 2026-11-30'],
  ['monday 16 march 2025', 'refused: 16 March 2025'],
  ['1990s', '1990-01-01 1999-12-31'],
  ['early 1990s', '1990-01-01 1993-12-31'],
  ['mid-2025', '2025-05-01 2025-08-31'],
  ['beginning of 2026', '2026-01-01 2026-04-30'],
  ['early May 2006', '2006-05-01 2006-05-10'],
  ['start of the year', '2026-01-01 2026-04-30'],
  ['spring 2015', '2015-03-01 2015-05-31'],
  ['winter 2015/16', '2015-12-01 2016-02-29'],
  ['winter 2015', 'refused: winter 2014/2015, winter 2015/2016'],
  ['Q1 2026', '2026-01-01 2026-03-31'],
  ['first quarter of 2026', '2026-01-01 2026-03-31'],
  ['second half of 2025', '2025-07-01 2025-12-31'],
  ['2026-W10', '2026-03-02 2026-03-08'],
  ['today', '2026-11-28 2026-11-28'],
  ['this week', '2026-11-23 2026-11-29'],
  ['last week', '2026-11-16 2026-11-22'],
  ['last month', '2026-10-01 2026-10-31'],
  ['last quarter', '2026-07-01 2026-09-30'],
  ['last november', '2025-11-01 2025-11-30'],
  ['next friday', '2026-12-04 2026-12-04'],
  ['3 days ago', '2026-11-25 2026-11-25'],
  ['six months ago', '2026-05-01 2026-05-31'],
  ['last 6 months', '2026-05-28 2026-11-28'],
  ['2w', '2026-11-14 2026-11-28'],
  ['24h', '2026-11-27 2026-11-28'],
  ['YTD', '2026-01-01 2026-11-28'],
  ['since independence', '1991-01-01 null'],
  ['after 2005', '2006-01-01 null'],
  ['Mar 2026 or earlier', 'null 2026-03-31'],
  ['18 March 2026 or later', '2026-03-18 null'],
  ['2001-2005', '2001-01-01 2005-12-31'],
  ['2025/2026', '2025-01-01 2026-12-31'],
  ['from 2019 to 2021', '2019-01-01 2021-12-31'],
  ['from last week', '2026-11-16 2026-11-22'],
  ['from yesterday', '2026-11-27 2026-11-27'],
  ['from 2019', '2019-01-01 null'],
  ['between march and may 2024', '2024-03-01 2024-05-31'],
  ['1-15 january 2026', '2026-01-01 2026-01-15'],
  ['28 February – 1 March 2023', '2023-02-28 2023-03-01'],
  ['december to january 2026', '2025-12-01 2026-01-31'],
  ['q1-q2 2026', '2026-01-01 2026-06-30'],
  ['2005 to 2001', 'refused: 2001 to 2005'],
  ['1 мая 2026', '2026-05-01 2026-05-01'],
  ['16 марта 2026 г.', '2026-03-16 2026-03-16'],
  ['в мае 2026', '2026-05-01 2026-05-31'],
  ['2026-жылдын 16-марты', '2026-03-16 2026-03-16'],
  ['27–28 февраля 2023', '2023-02-27 2023-02-28'],
  ['вчера', '2026-11-27 2026-11-27'],
  ['6 месяцев назад', '2026-05-01 2026-05-31'],
  ['в прошлом месяце', '2026-10-01 2026-10-31'],
])('%s: %s', (text, expected) => {
  expect(days(text)).toBe(expected);
});

test.each([
  '',
  '5',
  '205',
  '20055',
  '0999',
  'Martin 2026',
  'Мартин 2026',
  'Мао 2026',
  'march hare',
  '2005 and tokayev',
])('“%s” is no date', (text) => {
  expect(days(text)).toBe('no date');
});

test.each([
  ['friday', '2026-11-27', '2026-12-04', '2026-12-04'],
  ['march', '2026-03-01', '2027-03-01', '2027-03-01'],
  ['november', '2026-11-01', '2026-11-01', '2027-11-01'],
])(
  '%s is the latest that has begun, the first that is not over, or the first that has not begun',
  (text, ...all) => {
    const starts = (['past', 'next', 'ahead'] as const).map((toward) => days(text, toward).split(' ')[0]);
    expect(starts).toEqual(all);
  },
);

test.each([
  ['six months ago', '2026-05-28', '2026-05-28'],
  ['7d', '2026-11-21', today],
  ['in 3 months', '2027-02-28', '2027-02-28'],
  ['early 2026', '2026-01-01', '2026-04-30'],
])('since and until %s are %s and %s', (text, since, until) => {
  const said = read(text);
  expect(isSpan(said) && [edgeOf(said, 'start'), edgeOf(said, 'end')]).toEqual([since, until]);
});

test('the longest run of words that is a date is found', () => {
  const found = (line: string, at = 0) => findSpan(line.split(' '), at, { today, words })?.used;
  expect(found('from 1994 to 1997 kazakhstan', 1)).toBe(3);
  expect(found('march to kazakhstan')).toBe(1);
  expect(found('kazakhstan march')).toBeUndefined();
  // Never shorter than what was typed: no February.
  expect(found('30 february 2026 kazakhstan')).toBe(3);
});

describe('whatever is typed comes back as precise as it was typed', () => {
  const year = fc.integer({ min: 1900, max: 2099 });
  const month = fc.integer({ min: 0, max: 11 });
  const two = (number: number) => String(number).padStart(2, '0');
  const edtf = (text: string) => {
    const said = read(text);
    return said && isSpan(said) ? `${said.edtf} ${said.precision}` : said;
  };

  test('days, months and years, alone and as ranges', () => {
    fc.assert(
      fc.property(year, month, fc.integer({ min: 1, max: 28 }), fc.boolean(), (y, m, d, short) => {
        const name = short ? monthNames[m]?.slice(0, 3) : monthNames[m];
        const iso = `${y}-${two(m + 1)}-${two(d)}`;
        const asDay = [
          iso,
          `${d} ${name} ${y}`,
          `${name} ${d}, ${y}`,
          `${y} ${name} ${d}`,
          `${d}.${m + 1}.${y}`,
        ];
        for (const text of asDay) expect(edtf(text), text).toBe(`${iso} day`);
        for (const text of [`${name} ${y}`, `${y} ${name}`, `${y}-${m + 1}`])
          expect(edtf(text), text).toBe(`${y}-${two(m + 1)} month`);
        expect(edtf(`${y}`)).toBe(`${y} year`);
        expect(edtf(`${name} ${y} to ${name} ${y + 2}`)).toBe(
          `${y}-${two(m + 1)}/${y + 2}-${two(m + 1)} span`,
        );
        expect(edtf(`${d} ${name} ${y} – ${y + 1}`)).toBe(`${iso}/${y + 1} span`);
      }),
      { numRuns: 100 },
    );
  });

  test('days that do not exist are refused, and what is offered is read', () => {
    fc.assert(
      fc.property(
        year,
        month,
        fc.integer({ min: 1, max: 39 }),
        fc.constantFrom('-', '/', '.'),
        (y, m, d, sign) => {
          for (const text of [
            `${d} ${monthNames[m]} ${y}`,
            [two(d), two(m + 1), y].join(sign),
            `${y}-${m + 1}-${d}`,
          ]) {
            const said = read(text);
            if (said && !isSpan(said))
              for (const offer of said.offers) expect(days(offer), offer).toMatch(/^\d/);
            else expect(said !== undefined && d <= daysInMonth(y, m + 1), text).toBe(true);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  test('what EDTF can say is EDTF', () => {
    const piece = fc.constantFrom(
      ...[
        'early',
        'mid',
        'March',
        '2024',
        '16',
        '1990s',
        'last',
        '3',
        'months',
        'ago',
        'to',
        '-',
        'spring',
        'Q3',
        'since',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (parts) => {
        const said = read(parts.join(' '));
        if (!said || !isSpan(said)) return;
        if (said.from && said.to) expect(said.from <= said.to, parts.join(' ')).toBe(true);
        if (said.edtf) expect(parseEventDate(said.edtf).ok, `${parts.join(' ')}: ${said.edtf}`).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

test.each(languages)('every month and weekday that Intl writes in %s is read', (language) => {
  for (const [at, name] of monthNames.entries()) {
    const instant = Date.UTC(2026, at, 16);
    const options: Intl.DateTimeFormatOptions[] = [
      { month: 'long' },
      { month: 'long', year: 'numeric' },
      { day: 'numeric', month: 'long', year: 'numeric' },
      { dateStyle: 'long' },
      { day: 'numeric', month: 'short', year: 'numeric' },
    ];
    for (const option of options) {
      const text = new Intl.DateTimeFormat(language, { ...option, timeZone: 'UTC' }).format(instant);
      // Turkmen shortens both to three letters that it shares with no other month.
      expect(days(text).slice(0, option.day || option.dateStyle ? 10 : 7), `${text}, ${name}`).toMatch(
        new RegExp(
          `^20\\d\\d-${String(at + 1).padStart(2, '0')}${option.day || option.dateStyle ? '-16' : ''}`,
        ),
      );
    }
  }
  for (const [at] of weekdayNames.entries()) {
    const day = new Date(Date.UTC(2026, 10, 22 + at));
    const text = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(day);
    expect(days(text).slice(0, 10), text).toBe(at === 6 ? today : day.toISOString().slice(0, 10));
  }
});

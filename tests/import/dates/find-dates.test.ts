import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseEventDate } from '../../../src/domain/dates/event-date.ts';
import { findDates, readDate } from '../../../src/import/dates/relative.ts';

const day = { earliest: '2026-01-14', latest: '2026-01-14' };
const quarter = { earliest: '2026-01-01', latest: '2026-03-31' };
const edtfs = (text: string, written?: typeof day) => findDates(text, written).map(({ edtf }) => edtf);

test.each([
  ['on 27 February 2023', ['2023-02-27']],
  ['on the 3rd of March 2024', ['2024-03-03']],
  ['on February 27, 2023 and on 28 Feb. 2023', ['2023-02-27', '2023-02-28']],
  ['from 27–28 February 2023', ['2023-02-27/2023-02-28']],
  ['from February 27 to March 1, 2023', ['2023-02-27/2023-03-01']],
  ['on 2023-02-27', ['2023-02-27']],
  ['on 05.03.2024', ['2024-03-05']],
  ['on 05/03/2024', []],
  ['el 15 de marzo de 2027', ['2027-03-15']],
  ['en marzo de 2025', ['2025-03']],
  ['inMay 2006', ['2006-05']],
  ['May–June 2024', ['2024-05/2024-06']],
  ['in early May 2006', ['[2006-05-01..2006-05-10]']],
  ['in late February 2024', ['[2024-02-21..2024-02-29]']],
  ['in early 2023', ['[2023-01..2023-04]']],
  ['by the end of 2027', ['[..2027]']],
  ['until the end of 2027', ['../2027']],
  ['in the autumn of 2025', ['2025-23']],
  ['in the second quarter of 2024', ['[2024-04..2024-06]']],
  ['in the 1990s', ['199X']],
  ['in the late 1990s', ['[1997..1999]']],
  ['from 2010 to 2014', ['2010/2014']],
  ['the season of 2019–20', ['2019/2020']],
  ['since 1991', ['1991/..']],
  ['since 9 May 2020', ['2020-05-09/..']],
  ['by 2030', ['[..2030]']],
  ['until 2030', ['../2030']],
  ['in 2000 villages', ['2000']],
  ['of 2000 troops', []],
  ['for $2,010 or 2010% of it', []],
  ['on 31 February 2024', []],
  ['it may be', []],
  ['last year, in October, on Monday', []],
])('"%s" gives %j, whatever day it is read on', (text, expected) => {
  expect(edtfs(text)).toEqual(expected);
});

test.each([
  ['last year', ['2025~'], ['2025~']],
  ['two years ago', ['2024~'], ['2024~']],
  ['in October', ['2025-10?'], ['2025-10?']],
  ['last November', ['2025-11?'], ['2025-11?']],
  ['will meet in May', ['2026-05?'], ['2026-05?']],
  ['on January 9', ['2026-01-09?'], ['2026-01-09?']],
  ['on Monday', ['2026-01-12'], []],
  ['yesterday', ['2026-01-13'], []],
  ['last month', ['2025-12~'], []],
  ['by the end of the decade', ['[2026..2030]'], ['[2026..2030]']],
  ['in May 2006, 20 years ago', ['2006-05'], ['2006-05']],
])('"%s" gives %j beside a day, and %j beside a quarter of a year', (text, besideDay, besideQuarter) => {
  expect(edtfs(text, day)).toEqual(besideDay);
  expect(edtfs(text, quarter)).toEqual(besideQuarter);
});

test.each([
  ['2026-01-15T23:30:00-08:00', '2026-01-15'],
  ['2026-01', '2026-01'],
  ['2026', '2026'],
  ['20260115', '2026-01-15'],
  ['Posted on January 14, 2026', '2026-01-14'],
  ['2026-02-31', undefined],
  ['0000-00-00', undefined],
  ['1 May 2024 (updated 3 May 2024)', undefined],
  ['soon', undefined],
])('an attribute "%s" dates an article %s', (text, edtf) => {
  expect(readDate(text)).toBe(edtf);
});

test('every date found is EDTF, lies where it says, and overlaps no other', () => {
  const piece = fc.constantFrom(
    'May',
    '31',
    'February',
    '2024',
    '–',
    ' to ',
    'since ',
    'early ',
    '1990s',
    'last ',
    'year',
    ', ',
    'Monday',
    '-',
    '19',
    ' in ',
    'Q3 ',
  );
  const text = fc
    .array(fc.oneof({ weight: 4, arbitrary: piece }, fc.string({ unit: 'binary', maxLength: 3 })))
    .map((parts) => parts.join(' '));
  fc.assert(
    fc.property(text, (sentence) => {
      let end = 0;
      for (const found of findDates(sentence, day)) {
        expect(parseEventDate(found.edtf).ok).toBe(true);
        expect(sentence.startsWith(found.text, found.index)).toBe(true);
        expect(found.index).toBeGreaterThanOrEqual(end);
        end = found.index + found.text.length;
      }
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['В прошлом месяце делегация побывала в Вашингтоне.', ['2025-12~']],
  ['Сделку подписали позавчера.', ['2026-01-12']],
  ['Завод закрыли 5 лет назад.', ['2021~']],
  ['Utgan safar emas, o‘tgan oyda ochildi.', []],
  ['Ko‘prik o‘tgan oy ochildi.', ['2025-12~']],
  ['Былтыр көпүрө курулган.', ['2025~']],
  ['La réunion a eu lieu le mois dernier, il y a 3 ans rien.', ['2025-12~', '2023~']],
  ['Trade in January-July fell.', ['2025-01/2025-07']],
  ['The next round is scheduled for September.', ['2026-09?']],
  ['They will meet this spring, and had met last autumn.', ['2026-21', '2025-23']],
  ['The line is to open by the end of the year.', ['[..2026]']],
])('%s', (sentence, expected) => {
  expect(edtfs(sentence, day)).toEqual(expected);
});

const on = (day: string) => ({ earliest: day, latest: day });
test.each([
  // What was said on a day, and what happens on one, by the verb beside it.
  ['2026-11-28', 'Japarov said on Tuesday that the road will open.', ['2026-11-24']],
  ['2026-11-28', 'They signed a deal on Monday on a line that will be built.', ['2026-11-23']],
  ['2026-11-28', 'Vance will come on Monday.', ['2026-11-30']],
  // A day soon to come is not last year's, and one that has just been is not next year's.
  ['2026-12-20', 'Rahmon arrives in Osh on January 8.', ['2027-01-08?']],
  ['2027-01-05', 'He had landed on December 30.', ['2026-12-30?']],
  ['2026-11-28', 'The fair of 20 to 24 November ended.', ['2026-11-20/2026-11-24']],
  ['2026-01-04', 'They met from December 30 to January 2.', ['2025-12-30/2026-01-02']],
  ['2026-11-28', 'Talks began on 27 November 10:00 in Osh.', ['2026-11-27?']],
  ['2026-11-28', 'OSH, November 28 – The court sat on Friday.', ['2026-11-27']],
  ['2026-11-28', 'The work is to end by the end of May 2028.', ['[..2028-05]']],
  ['2026-11-28', 'The work is to end by the end of May.', ['[..2027-05]']],
  ['2026-11-28', 'The road will open in mid-December.', ['2026-12?']],
  // In other languages.
  ['2026-11-28', 'Переговоры прошли 9–10 ноября в Душанбе.', ['2026-11-09/2026-11-10']],
  ['2026-11-28', 'Закон подписан 15 декабря 2025 года во вторник.', ['2025-12-15', '2026-11-24']],
  ['2026-11-28', 'Он посетит Ош в январе.', ['2027-01?']],
  ['2026-11-28', 'Станцию достроят к 2033 году.', ['[..2033]']],
  ['2026-11-28', 'Das Treffen fand am 3. März 2026 statt.', ['2026-03-03']],
  ['2026-11-28', 'Президент 2026 жылғы 3 наурызда келді, 4 наурыз.', ['2026-03-04?']],
])('of %s: %s', (day, sentence, edtf) => {
  expect(findDates(sentence, on(day)).map((one) => one.edtf)).toEqual(edtf);
});

test.each([
  ['Suomen pääministeri tapaa presidentin Riiassa 3. joulukuuta 2026.', ['2026-12-03']],
  ['Kokous on 1.–3. joulukuuta 2026 Riiassa.', ['2026-12-01/2026-12-03']],
  ['Kohtumine oli 3. detsember 2025.', ['2025-12-03']],
  ['2025. aasta 3. detsember oli külm.', []],
  ['Kesä 2026 oli kuuma.', []],
])('the months of further languages are read in full, and no year is guessed: %s', (sentence, dates) => {
  const day = '2026-11-27';
  expect(findDates(sentence, { earliest: day, latest: day }).map(({ edtf }) => edtf)).toEqual(dates);
});

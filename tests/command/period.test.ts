import { expect, test } from 'vitest';
import { readPeriod, readRange } from '../../src/command/parse/period.ts';

const today = '2026-11-23';

test.each([
  ['2005', '2005-01-01', '2005-12-31'],
  ['1995-06', '1995-06-01', '1995-06-30'],
  ['2024-2', '2024-02-01', '2024-02-29'],
  ['2005-03-01', '2005-03-01', '2005-03-01'],
  ['2005/3/1', '2005-03-01', '2005-03-01'],
  ['May 2006', '2006-05-01', '2006-05-31'],
  ['may, 2006', '2006-05-01', '2006-05-31'],
  ['6 May 2006', '2006-05-06', '2006-05-06'],
  ['6th of May 2006', '2006-05-06', '2006-05-06'],
  ['May 6, 2006', '2006-05-06', '2006-05-06'],
  ['Sept 2001', '2001-09-01', '2001-09-30'],
  ['1990s', '1990-01-01', '1999-12-31'],
  ['today', today, today],
  ['yesterday', '2026-11-22', '2026-11-22'],
  ['this week', '2026-11-23', '2026-11-29'],
  ['last week', '2026-11-16', '2026-11-22'],
  ['last month', '2026-10-01', '2026-10-31'],
  ['next month', '2026-12-01', '2026-12-31'],
  ['last year', '2025-01-01', '2025-12-31'],
  ['next year', '2027-01-01', '2027-12-31'],
  ['3 days ago', '2026-11-20', '2026-11-20'],
  ['two years ago', '2024-11-23', '2024-11-23'],
  ['last 6 months', '2026-05-23', today],
])('%s runs from %s to %s', (typed, start, end) => {
  expect(readPeriod(typed, today)).toEqual({ start, end });
});

test.each([
  '',
  '205',
  '20055',
  '2005-13',
  '2005-00',
  '2005-02-30',
  '31 June 2020',
  '6 Mai 2006',
  'May',
  '0999',
  '2005-1-0',
])('“%s” is no date', (typed) => {
  expect(readPeriod(typed, today)).toBeUndefined();
});

test.each([
  ['2001-2005', '2001-01-01', '2005-12-31'],
  ['2001–2005', '2001-01-01', '2005-12-31'],
  ['2001 and 2005', '2001-01-01', '2005-12-31'],
  ['May 2006 to June 2007', '2006-05-01', '2007-06-30'],
])('%s is a range', (typed, start, end) => {
  expect(readRange(typed, today)).toEqual({ start, end });
});

test('a range that runs backwards is none', () => {
  expect(readRange('2005 to 2001', today)).toBeUndefined();
});

import { daysInMonth, monthNames } from '../domain/day.ts';

/** Sources of regular expressions: each holds one group, and matches names with a capital only: "may" is a verb. */
export const monthWord =
  '(January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\\b\\.?)';
export const yearWord = '((?:1[5-9]|20)\\d\\d)(?![\\d%]|,\\d)';
export const dayWord = '(0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)?';
export const partWord = '([Ee]arly|[Bb]eginning of|[Ss]tart of|[Mm]id|[Mm]iddle of|[Ll]ate|[Ee]nd of)';

/** `05` for May; the word comes from `monthWord`. */
export function monthDigits(word: string): string {
  const index = monthNames.findIndex((name) => name.startsWith(word.slice(0, 3)));
  return String(index + 1).padStart(2, '0');
}

export const twoDigits = (text: string | number) => String(Number(text)).padStart(2, '0');

/** Which third is meant by early, mid or late; nobody means it to the day. */
export function thirdOf(part: string): 0 | 1 | 2 {
  if (/^(early|beginning|start)/i.test(part)) return 0;
  return /^mid/i.test(part) ? 1 : 2;
}

/** Some day within a third of a year: `[2023-01..2023-04]`. */
export function thirdOfYear(year: number | string, part: string): string {
  const from = thirdOf(part) * 4 + 1;
  return `[${year}-${twoDigits(from)}..${year}-${twoDigits(from + 3)}]`;
}

/** Some day within a third of a month: `[2006-05-01..2006-05-10]`. */
export function thirdOfMonth(year: string, month: string, part: string): string {
  const third = thirdOf(part);
  const last = third === 2 ? daysInMonth(Number(year), Number(month)) : third * 10 + 10;
  return `[${year}-${month}-${twoDigits(third * 10 + 1)}..${year}-${month}-${last}]`;
}

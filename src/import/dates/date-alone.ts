import { knownDate } from '../../domain/dates/date-range.ts';
import { findDates, readDate } from './relative.ts';
import { foreignWeekdays } from './written.ts';

/** In characters. */
const longestLine = 160;

const besideDate =
  /\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?|\b(?:[A-Z]{2,4}T|GMT|UTC)(?:\s*[+-]\d{1,2}(?::\d{2})?)?\b|\b(?:published|updated|posted|last|on|at)\b|(?<!\p{L})(?:г|года|опубликовано|обновлено|в)(?!\p{L})/giu;

/**
 * The date of a line that holds nothing else than its time, weekday, and the town where it was written: a line with a
 * verb is a sentence, and a year at its beginning is its first word.
 */
export function dateAlone(line: string): string | undefined {
  if (line.length > longestLine || /\p{L}{3}[!?]$|\p{L}{4}\.$/u.test(line)) return undefined;
  if (!/\p{L}/u.test(line)) return readDate(line);
  const [first, ...more] = findDates(line);
  if (first === undefined) return undefined;
  const rest = [first, ...more]
    .reduce((text, { text: date }) => text.replace(date, '\n'), line)
    .replace(besideDate, ' ');
  const words = (rest.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu) ?? []).filter((word) => !isWeekday(word));
  const isPlace = words.length <= mostPlaceWords && words.every((word) => /^\p{Lu}/u.test(word));
  // "Grain Exports March 2026" is a headline.
  const isApart = words.length === 0 || /[,:–—-]\s*\n|\n\s*[,:–—-]/.test(rest);
  return isPlace && isApart && knownDate(first.edtf).earliest !== null ? first.edtf : undefined;
}

const mostPlaceWords = 3;
const isWeekday = (word: string) => foreignWeekdays.has(word.toLowerCase());

import { parseEventDate } from '../domain/dates/event-date.ts';
import { plainLine } from '../domain/text.ts';
import { findDates, readDate } from './dates/relative.ts';

const longest = 2000;

/** The one date that a text gives, in EDTF or in words; relative words count from `now`. */
export function readDateText(given: string, now: Date | undefined): { edtf: string } | { refusal: string } {
  const text = plainLine(given.slice(0, longest));
  const parsed = parseEventDate(text);
  if (parsed.ok) return { edtf: text };
  if (/^[\d[{.~?%X/-]+[\]}]?$/.test(text)) return { refusal: parsed.fault };
  const read = readDate(text);
  if (read !== undefined) return { edtf: read };
  const day = now?.toISOString().slice(0, 10);
  const found = findDates(text, day === undefined ? undefined : { earliest: day, latest: day });
  const [first, ...more] = found;
  if (first === undefined)
    return { refusal: 'No date was found. Write it like 16 March 2026 or 2026-03-16.' };
  if (more.some(({ edtf }) => edtf !== first.edtf))
    return { refusal: `Several dates were found: ${found.map(({ edtf }) => edtf).join(', ')}. Give one.` };
  return { edtf: first.edtf };
}

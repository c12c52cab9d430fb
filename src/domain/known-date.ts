import { type EventDate, eventDate } from './event-date.ts';

/** Parsing EDTF takes a fifth of a millisecond, and an answer shows dozens of dates, mostly the same ones again. */
const most = 20_000;
const parsed = new Map<string, EventDate>();

/** `eventDate` with a memory, for text that a schema has accepted already. */
export function knownDate(edtf: string): EventDate {
  const known = parsed.get(edtf);
  if (known) return known;
  if (parsed.size >= most) parsed.clear();
  const date = Object.freeze(eventDate(edtf));
  parsed.set(edtf, date);
  return date;
}

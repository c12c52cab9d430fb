import { startOfDay } from '../domain/day.ts';
import { parseEventDate } from '../domain/event-date.ts';
import type { Field, Raw, Reading } from './field.ts';

const hint = 'No more precise than the source: May 2006, 27 Feb 2023, 2006-05, 2023-02-27/2023-03-01';

/** Typed text as EDTF: as it is, or read from words. */
function readDate(text: string, reading: Reading): { edtf: string } | { fault: string } {
  const typed = text.trim();
  const given = parseEventDate(typed);
  if (given.ok) return { edtf: given.date.edtf };
  const edtf = reading.readDate(typed);
  return edtf === undefined
    ? { fault: `${upper(given.fault)}, or in words: May 2006, 27 February 2023.` }
    : { edtf };
}

/** The preferred date of a fact. What other sources say of it stays as it is. */
export const eventDateField: Field = {
  ...{ name: 'date', label: 'When it happened', hint, required: true, key: 'dates' },
  kind: { type: 'line', max: 100 },
  show: (raw) => (raw.dates as { edtf: string }[] | undefined)?.[0]?.edtf ?? '',
  write(raw, text, reading) {
    const read = readDate(text, reading);
    if ('fault' in read) return read.fault;
    const [first, ...others] = (raw.dates as Raw[] | undefined) ?? [];
    raw.dates = [{ ...first, edtf: read.edtf }, ...others];
    return undefined;
  },
};

/** A date that stands alone, such as the one of an article. */
export const dateField = (name: string, label: string, required = false): Field => ({
  ...{ name, label, hint, required, key: name },
  kind: { type: 'line', max: 100 },
  show: (raw) => String(raw[name] ?? ''),
  write(raw, text, reading) {
    const read = readDate(text, reading);
    if ('fault' in read) return read.fault;
    raw[name] = read.edtf;
    return undefined;
  },
});

/** A day means its first moment in the zone of the desk. */
export const embargoField: Field = {
  ...{ name: 'embargo', label: 'Not shown before', required: false, key: 'embargo' },
  hint: 'A day of the desk, or an instant in UTC: 2026-12-01 or 2026-12-01T08:00:00Z',
  kind: { type: 'line', max: 30 },
  show: (raw) => String(raw.embargo ?? ''),
  write(raw, text, { desk, readDate: inWords }) {
    const day = /^\d{4}-\d\d-\d\d$/.test(text) ? text : inWords(text);
    const isDay = day !== undefined && /^\d{4}-\d\d-\d\d$/.test(day) && parseEventDate(day).ok;
    raw.embargo =
      isDay && !text.includes('T')
        ? startOfDay(desk.definition.zone, day).toISOString().replace('.000Z', 'Z')
        : text;
    return undefined;
  },
};

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

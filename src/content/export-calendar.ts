import ical, { ICalCalendarMethod } from 'ical-generator';
import { addDays } from '../domain/day.ts';
import type { Desk } from '../domain/desk.ts';
import type { StoredEntry } from '../domain/ports/entries.ts';

export interface ExportedCalendar {
  text: string;
  /** Facts without one date in whole days: a calendar would say more than their sources do. */
  leftOut: number;
}

/** Dated facts that stand, as all-day events, RFC 5545. Only what is dated to the day, by all its sources, is in it. */
export function exportCalendar(
  { definition }: Desk,
  entries: readonly StoredEntry[],
  now: Date,
): ExportedCalendar {
  const calendar = ical({ name: definition.name, prodId: { company: 'Deskwire', product: definition.id } });
  calendar.method(ICalCalendarMethod.PUBLISH);
  let leftOut = 0;
  for (const { body, earliest, latest } of entries) {
    if (body.type !== 'fact' || (body.state !== 'published' && body.state !== 'corrected')) continue;
    const [date, ...others] = body.dates;
    if (!earliest || !latest || !date || others.length > 0 || !isWholeDays(date.edtf)) {
      leftOut += 1;
      continue;
    }
    calendar.createEvent({
      id: `${body.id}@${definition.id}.deskwire`,
      // A calendar's day is a day everywhere; its end is the day after the last.
      start: new Date(`${earliest}T00:00:00`),
      end: new Date(`${addDays(latest, 1)}T00:00:00`),
      allDay: true,
      floating: true,
      stamp: now,
      summary: body.title,
      description: `${body.statement}\n\n${body.standing}; ${body.id}`,
    });
  }
  return { text: `${calendar.toString()}\r\n`, leftOut };
}

const day = String.raw`\d{4}-\d{2}-\d{2}`;
const isWholeDays = (edtf: string): boolean => new RegExp(`^${day}(?:/${day})?$`).test(edtf);

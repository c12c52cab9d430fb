import { stringify } from 'csv-stringify/sync';
import ical, { ICalCalendarMethod } from 'ical-generator';
import { z } from 'zod';
import { addDays } from '../../domain/dates/day.ts';
import type { Desk } from '../../domain/desk.ts';
import { briefSchema, type EntryBody, factSchema } from '../../domain/entry.ts';
import { assertNever } from '../../domain/errors.ts';
import type { StoredEntry } from '../../domain/ports/entries.ts';
import type { Exported, ExportFormat } from '../../domain/ports/imports.ts';
import { boundsOf, columnsFor, guardFormula, tableColumns } from '../read/table-columns.ts';
import { exportFiles } from './files.ts';

interface ExportedCalendar {
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

/** Entries of a desk in any format, without the desk's own description. */
export function exportEntries(
  format: ExportFormat,
  desk: Desk,
  entries: readonly StoredEntry[],
  now: Date,
): Exported {
  const one = (text: string, leftOut = 0): Exported => ({
    files: [{ path: `${desk.definition.id}.${format}`, text }],
    leftOut,
  });
  const bodies = entries.map(({ body }) => body);
  switch (format) {
    case 'csv':
      return one(exportTable(bodies));
    case 'json':
      return one(`${JSON.stringify(bodies, null, 2)}\n`);
    case 'ics': {
      const { text, leftOut } = exportCalendar(desk, entries, now);
      return one(text, leftOut);
    }
    case 'yaml': {
      const files = exportFiles(
        desk,
        bodies.map((body) => ({ body })),
      );
      return { files: files.filter(({ path }) => path.includes('/')), leftOut: 0 };
    }
    default:
      return assertNever(format);
  }
}

/** One row an entry, as RFC 4180 has it. Reading it gives the same entries. */
export function exportTable(entries: readonly EntryBody[]): string {
  return stringify(
    entries.map((entry) => {
      const cells = cellsOf(entry);
      return tableColumns.map((column) => guardFormula(cells.get(column) ?? ''));
    }),
    // The line break within a text must be quoted whatever ends a row.
    { header: true, columns: [...tableColumns], record_delimiter: 'windows', quoted_match: /[\r\n]/ },
  );
}

function cellsOf(entry: EntryBody): Map<string, string> {
  const { type, ...raw } = entry;
  return new Map([
    ['type', type],
    ...Object.entries(boundsOf(raw)),
    ...columnsFor(type).map(({ name, show }) => [name, show(raw)] as const),
  ]);
}

/** What `deskwire export --format json` writes and `deskwire import` reads: a list of entries. */
export const entriesSchema = z
  .array(
    z.discriminatedUnion('type', [
      briefSchema.extend({ type: z.literal('brief') }),
      factSchema.extend({ type: z.literal('fact') }),
    ]),
  )
  .meta({ title: 'Entries of a Deskwire desk' });

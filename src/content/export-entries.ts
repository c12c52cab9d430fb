import { assertNever } from '../domain/assert-never.ts';
import type { Desk } from '../domain/desk.ts';
import type { Exported, ExportFormat } from '../domain/ports/data-export.ts';
import type { StoredEntry } from '../domain/ports/entries.ts';
import { exportCalendar } from './export-calendar.ts';
import { exportFiles } from './export-files.ts';
import { exportTable } from './export-table.ts';

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

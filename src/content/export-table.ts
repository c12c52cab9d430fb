import { stringify } from 'csv-stringify/sync';
import type { EntryBody } from '../domain/entry.ts';
import { guard } from './table-cells.ts';
import { boundsOf, columnsFor, tableColumns } from './table-columns.ts';

/** One row an entry, as RFC 4180 has it. Reading it gives the same entries. */
export function exportTable(entries: readonly EntryBody[]): string {
  return stringify(
    entries.map((entry) => {
      const cells = cellsOf(entry);
      return tableColumns.map((column) => guard(cells.get(column) ?? ''));
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

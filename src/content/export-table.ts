import { stringify } from 'csv-stringify/sync';
import type { EntryBody } from '../domain/entry.ts';

/** The columns of the table, in order; lists are joined by `; `. */
export const tableColumns = [
  'id',
  'type',
  'kind',
  'title',
  'text',
  'dates',
  'standing',
  'topics',
  'countries',
  'people',
  'places',
  'organisations',
  'sources',
  'published',
  'state',
  'weight',
  'handling',
] as const;

/** One row an entry, as RFC 4180 has it. */
export function exportTable(entries: readonly EntryBody[]): string {
  return stringify(
    entries.map((entry) => rowOf(entry).map(harmless)),
    { header: true, columns: [...tableColumns], record_delimiter: 'windows' },
  );
}

function rowOf(entry: EntryBody): string[] {
  const list = (items: readonly string[]) => items.join('; ');
  const isFact = entry.type === 'fact';
  return [
    entry.id,
    entry.type,
    entry.kind,
    entry.title,
    isFact ? entry.statement : entry.summary,
    isFact ? list(entry.dates.map(({ edtf }) => edtf)) : (entry.dated ?? ''),
    isFact ? entry.standing : '',
    list(entry.topics),
    list(entry.countries),
    list(entry.people),
    list(entry.places),
    list(entry.organisations),
    list(entry.sources.map(({ id }) => id)),
    entry.published,
    entry.state,
    String(entry.weight),
    entry.handling,
  ];
}

/**
 * A spreadsheet would run what begins like a formula; behind an apostrophe it is text. One that begins with an
 * apostrophe gets another, so that taking the first away always gives the cell back.
 */
const harmless = (cell: string): string => (/^['=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);

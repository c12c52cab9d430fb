import { CsvError, parse } from 'csv-parse/sync';
import { type Finding, firstLine, mostFindings, quotedValue, type Spot } from '../check/fault.ts';
import { didYouMean } from '../check/suggest.ts';
import { addEntry, type ReadEntries, readEntry } from './shape.ts';
import {
  boundColumns,
  boundsOf,
  type Column,
  columnsFor,
  tableColumns,
  unguardFormula,
} from './table-columns.ts';

/** The longest entry that passes its schema is some thirty thousand characters. */
const longestRow = 200_000;
/** Twice as many as there are. */
const mostColumns = 2 * tableColumns.length;

interface Row {
  cells: string[];
  line: number;
}

/**
 * Reads a table as `exportTable` writes it, its columns in any order, in steps of a row. A byte order mark has been taken
 * away. Never throws.
 */
export function* readTable(text: string): Generator<void, ReadEntries> {
  const rows = rowsOf(text);
  if (!Array.isArray(rows)) return { entries: [], partly: [], findings: [rows] };
  const [header, ...filled] = rows;
  const names = withoutEmptyEnd(header?.cells ?? []).map((cell) => unguardFormula(cell).trim().toLowerCase());
  const wrong = header ? headerFindings(names, header.line) : [noHeader];
  if (wrong.length > 0) return { entries: [], partly: [], findings: wrong };
  const found: ReadEntries = { entries: [], partly: [], findings: [] };
  for (const row of filled) {
    if (found.findings.length >= mostFindings) break;
    yield;
    addEntry(found, entryOf(names, row));
  }
  return found;
}

/** The mark that parts cells: a comma, or what a spreadsheet of another country writes in its place. */
function delimiterOf(header: string): string {
  const most = (a: string, b: string) => (header.split(b).length > header.split(a).length ? b : a);
  return [',', ';', '\t'].reduce(most);
}

/** Excel's first line `sep=;`, which names the mark that parts cells. */
const sepLine = /^"?sep=([^\r\n"])"?[;,\t]*(?:\r\n|\n|\r)/i;

/** The table without the line `sep=;`, and the mark that parts its cells. */
export function delimited(text: string): { delimiter: string; table: string } {
  const sep = sepLine.exec(text);
  const table = sep ? text.slice(sep[0].length) : text;
  return { delimiter: sep?.[1] ?? delimiterOf(table.slice(0, 5000).split(/\r|\n/)[0] ?? ''), table };
}

/** Every row that is not blank, with the line on which it begins; or why there is none. */
function rowsOf(text: string): Row[] | Finding {
  const rows: Row[] = [];
  const { delimiter, table } = delimited(text);
  const bytes = Buffer.from(table);
  let [line, begun] = [table === text ? 1 : 2, 0];
  try {
    parse(bytes, {
      delimiter,
      relax_column_count: true,
      max_record_size: longestRow,
      record_delimiter: ['\r\n', '\n', '\r'],
      on_record(cells: string[], info) {
        if (cells.some((cell) => cell.trim() !== '')) rows.push({ cells, line });
        // The parser's own count takes the two characters of one line break for two.
        line += lineBreaks(bytes.toString('utf8', begun, info.bytes));
        begun = info.bytes;
      },
    });
    return rows;
  } catch (error) {
    if (error instanceof CsvError) return unreadable(error, { line, column: 1 });
    throw error;
  }
}

const lineBreaks = (text: string) => text.match(/\r\n|\n|\r/g)?.length ?? 0;

function unreadable({ code }: CsvError, at: Spot): Finding {
  if (code === 'CSV_MAX_RECORD_SIZE') {
    const what = `the row that begins here has more than ${longestRow} characters`;
    return { ...at, code: 'too_large', what, fix: 'look for a quotation mark that is opened and not closed' };
  }
  const what = 'in the row that begins here a quotation mark stands where none may, or is not closed';
  const fix = 'put a text that has one in quotes and write it twice there: "the ""old"" road"';
  return { ...at, code: 'csv_quote', what, fix };
}

const noHeader: Finding = {
  ...firstLine,
  code: 'empty_file',
  what: 'the table is empty',
  fix: 'put the names of the columns on the first line, as `deskwire export --format csv` does',
};

function headerFindings(names: readonly string[], line: number): Finding[] {
  const at: Spot = { line, column: 1 };
  if (!names.includes('id')) {
    const what = 'the first line has no column "id"';
    const fix = 'put the names of the columns there, as `deskwire export --format csv` does';
    return [{ ...at, code: 'missing_key', path: 'id', what, fix }];
  }
  if (names.length > mostColumns) {
    const what = `the first line names ${names.length} columns`;
    const fix = `leave those that \`deskwire export --format csv\` writes, ${tableColumns.length} in all`;
    return [{ ...at, code: 'csv_columns', what, fix }];
  }
  return names.flatMap((name, index): Finding[] => {
    if (names.indexOf(name) !== index) {
      const what = `the column ${quotedValue(name)} stands here twice`;
      return [{ ...at, code: 'csv_columns', path: name, what, fix: 'remove one of the two' }];
    }
    if (tableColumns.includes(name)) return [];
    const fix = didYouMean(name, tableColumns, 'remove the column or write a name that is known');
    return [{ ...at, code: 'unknown_key', path: name, what: `there is no column ${quotedValue(name)}`, fix }];
  });
}

/** A spreadsheet writes columns that were cleared as empty cells at the end. */
const withoutEmptyEnd = (cells: readonly string[]) =>
  cells.slice(0, 1 + cells.findLastIndex((cell) => cell.trim() !== ''));

function entryOf(names: readonly string[], { cells: all, line }: Row): ReturnType<typeof readEntry> {
  const at: Spot = { line, column: 1 };
  const cells = all.length > names.length ? withoutEmptyEnd(all) : all;
  if (cells.length > names.length || all.length < names.length) {
    const what = `the row has ${cells.length} cells, but the first line names ${names.length} columns`;
    const fix = 'put a text with a comma, a line break or a quotation mark in quotes';
    return { ok: false, findings: [{ ...at, code: 'csv_columns', what, fix }] };
  }
  const said = new Map(names.map((name, index) => [name, unguardFormula(cells[index] ?? '')]));
  const type = said.get('type')?.trim() || 'fact';
  const raw: Record<string, unknown> = {};
  const columns = type === 'brief' ? columnsFor('brief') : columnsFor('fact');
  for (const { name, read } of columns) {
    const cell = said.get(name) ?? '';
    if (cell.trim() !== '') read(raw, cell);
  }
  const findings = [...ofOtherType(said, columns, at), ...boundFindings(said, raw, at)];
  const read = readEntry(type, raw, () => at);
  if (read.ok && findings.length === 0) return read;
  const partly = read.ok ? { entry: read.entry, lacking: new Set<string>() } : read.partly;
  return { ok: false, findings: [...(read.ok ? [] : read.findings), ...findings], partly };
}

/** A statement in the row of a brief would be lost without a word. */
function ofOtherType(said: ReadonlyMap<string, string>, columns: readonly Column[], at: Spot): Finding[] {
  const own = new Set(['type', ...boundColumns, ...columns.map(({ name }) => name)]);
  return [...said].flatMap(([name, cell]): Finding[] => {
    if (own.has(name) || cell.trim() === '') return [];
    const what = `an entry of this type has no "${name}"`;
    return [{ ...at, code: 'unknown_key', path: name, what, fix: 'leave the cell empty, or look at "type"' }];
  });
}

/** Somebody who changed only the bounds would be ignored without a word. */
function boundFindings(said: ReadonlyMap<string, string>, raw: Record<string, unknown>, at: Spot): Finding[] {
  const bounds = boundsOf(raw);
  return boundColumns.flatMap((name): Finding[] => {
    const cell = said.get(name)?.trim() ?? '';
    if (cell === '' || bounds[name] === '' || cell === bounds[name]) return [];
    const what = `"${name}" is ${quotedValue(cell)}, which does not follow from the event date`;
    const fix = 'leave "start" and "end" empty, and change the event date itself';
    return [{ ...at, code: 'wrong_value', path: name, what, fix }];
  });
}

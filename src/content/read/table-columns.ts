import { z } from 'zod';
import { parseEventDate } from '../../domain/dates/event-date.ts';
import { briefSchema, type EntryBody, factSchema } from '../../domain/entry.ts';
import { innerSchema } from '../../domain/schema-shape.ts';

type Raw = Record<string, unknown>;

/** One column of the table: a key of an entry, as text in a cell. An empty cell is a key that is not there. */
export interface Column {
  name: string;
  show(entry: Raw): string;
  /** Writes what a cell that is not empty says; what is wrong with it is found by the schema later. */
  read(entry: Raw, cell: string): void;
}

type Shape = Record<string, z.core.$ZodType>;

const facts: Shape = factSchema.shape;
const briefs: Shape = briefSchema.shape;

/** Every key of both kinds of entry, those that are looked at most first, so that no key can be forgotten here. */
const first = ['id', 'kind', 'title', 'statement', 'summary', 'dates', 'dated', 'standing', 'topics'];
const keys = [...new Set([...first, ...Object.keys(facts), ...Object.keys(briefs)])];
const columns = keys.flatMap((key) => columnsOf(key, (facts[key] ?? briefs[key]) as z.core.$ZodType));

/** The columns of one type of entry, besides `type` itself and the bounds of its date. */
export function columnsFor(type: EntryBody['type']): Column[] {
  const shape = type === 'fact' ? facts : briefs;
  return columns.filter(({ name }) => Object.hasOwn(shape, name.replace(/\..*$/, '')));
}

/** Bounds of the preferred event date, for sorting: they follow from `dates` and are never read back as such. */
export const boundColumns = ['start', 'end'] as const;

const dated = columns.findIndex(({ name }) => name === 'dated') + 1;

/** The names of all columns, in order. */
export const tableColumns: readonly string[] = [
  'id',
  'type',
  ...columns.slice(1, dated).map(({ name }) => name),
  ...boundColumns,
  ...columns.slice(dated).map(({ name }) => name),
];

export function boundsOf(entry: Raw): Record<(typeof boundColumns)[number], string> {
  const [date] = Array.isArray(entry.dates) ? (entry.dates as unknown[]) : [entry.dated];
  const edtf = typeof date === 'object' && date !== null ? (date as Raw).edtf : date;
  const parsed = typeof edtf === 'string' ? parseEventDate(edtf) : undefined;
  return parsed?.ok
    ? { start: parsed.date.earliest ?? '', end: parsed.date.latest ?? '' }
    : { start: '', end: '' };
}

function columnsOf(key: string, schema: z.core.$ZodType): Column[] {
  const inner = innerSchema(schema);
  if (inner instanceof z.ZodObject) return partsOf(key, inner.shape);
  const element = inner instanceof z.ZodArray ? innerSchema(inner.def.element) : undefined;
  if (element instanceof z.ZodObject) return [itemsColumn(key, element.shape)];
  if (element) {
    const show = (entry: Raw) => joinItems(((entry[key] as string[] | undefined) ?? []).map((one) => [one]));
    const read = (entry: Raw, cell: string) => {
      entry[key] = splitItems(cell).map((parts) => parts.join(' | '));
    };
    return [{ name: key, show, read }];
  }
  const isNumber = inner instanceof z.ZodNumber;
  const read = (entry: Raw, cell: string) => {
    entry[key] = isNumber && /^\s*\d+\s*$/.test(cell) ? Number(cell) : cell;
  };
  return [{ name: key, show: (entry) => asText(entry[key]), read }];
}

/** A group of keys has a column for each: `visit.host`. */
function partsOf(key: string, shape: Shape): Column[] {
  const inner = (entry: Raw) => (entry[key] as Raw | undefined) ?? {};
  return Object.entries(shape).flatMap(([part, schema]) =>
    columnsOf(part, schema).map(({ name, show, read }) => ({
      name: `${key}.${name}`,
      show: (entry) => show(inner(entry)),
      read(entry, cell) {
        const group = inner(entry);
        entry[key] = group;
        read(group, cell);
      },
    })),
  );
}

/** A list of groups: the keys of each item are its parts, in order; a list of ids within one is parted by commas. */
function itemsColumn(key: string, shape: Shape): Column {
  const parts = Object.entries(shape).map(([name, schema]) => ({
    name,
    isList: innerSchema(schema) instanceof z.ZodArray,
  }));
  return {
    name: key,
    show(entry) {
      const items = (entry[key] as Raw[] | undefined) ?? [];
      return joinItems(
        items.map((item) =>
          parts.map(({ name, isList }) =>
            isList ? ((item[name] as string[] | undefined) ?? []).join(', ') : asText(item[name]),
          ),
        ),
      );
    },
    read(entry, cell) {
      entry[key] = splitItems(cell).map((texts) => {
        const said = texts.flatMap((text, at): [string, unknown][] => {
          // One part too many is named as a key that is not known here.
          const { name, isList } = parts[at] ?? { name: `part ${at + 1}`, isList: false };
          if (text === '') return [];
          return [[name, isList ? text.split(',').map((id) => id.trim()) : text]];
        });
        return Object.fromEntries(said);
      });
    },
  };
}

const asText = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

/**
 * How a list stands in one cell: items are parted by `;`, the parts of an item by `|`. A backslash takes away what the
 * character after it means, so that `\;`, `\|` and `\\` are plain characters of a text.
 */
function joinItems(items: readonly (readonly string[])[]): string {
  return items
    .map((parts) => parts.slice(0, 1 + parts.findLastIndex((part) => part !== '')))
    .map((parts) => parts.map(plain).join(' | '))
    .join('; ');
}

/** The items of a cell, each with its parts, without the blanks around them. Empty items are left out. */
function splitItems(cell: string): string[][] {
  const items: string[][] = [['']];
  const put = (text: string) => {
    const item = items.at(-1) as string[];
    item[item.length - 1] += text;
  };
  for (const [, escaped, mark, text] of cell.matchAll(/\\([\s\S])|([;|])|([^\\;|]+|\\$)/g)) {
    if (mark === ';') items.push(['']);
    else if (mark === '|') items.at(-1)?.push('');
    else put(escaped ?? text ?? '');
  }
  return items
    .map((parts) => parts.map((part) => part.trim()))
    .filter((parts) => parts.some((part) => part !== ''));
}

const plain = (text: string) => text.replace(/[\\;|]/g, '\\$&');

/** What a spreadsheet would run begins like this, also in the wide letters that some read as the narrow ones. */
const risky = String.raw`['=+\-@\t\r\n＝＋－＠]`;

/**
 * A spreadsheet would run what begins like a formula; behind an apostrophe it is text. One that begins with an
 * apostrophe gets another, so that taking the first away always gives the cell back.
 */
export const guardFormula = (cell: string): string =>
  new RegExp(`^${risky}`).test(cell) ? `'${cell}` : cell;

/** Takes away what `guardFormula` put there, and nothing else. */
export const unguardFormula = (cell: string): string =>
  new RegExp(`^'${risky}`).test(cell) ? cell.slice(1) : cell;

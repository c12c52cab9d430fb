import type { z } from 'zod';
import { briefSchema, type EntryBody, factSchema } from '../../domain/entry.ts';
import { keysAt } from '../../domain/schema-shape.ts';
import { type Finding, mostFindings, quotedValue } from '../check/fault.ts';
import { issueWords, missingWords } from '../check/issue-words.ts';
import { closest, didYouMean } from '../check/suggest.ts';
import type { FileReading, Located, PartlyRead, SpotOf } from './file-kind.ts';
import { checkMarkdown } from './markdown.ts';

export type Shaped<T> = { ok: true; value: T } | { ok: false; findings: Finding[] };

/** Checks one item against its schema: the item as the domain has it, or everything that is wrong with it. */
export function shape<T>(schema: z.ZodType<T>, raw: unknown, spot: SpotOf): Shaped<T> {
  const result = schema.safeParse(raw);
  if (result.success) return { ok: true, value: result.data };
  const meant = new Set<string>();
  const unknown: Finding[] = [];
  const issues = result.error.issues.slice(0, mostFindings);
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') unknown.push(...unknownKeys(issue, schema, raw, spot, meant));
  }
  const others = issues.flatMap((issue): Finding[] => {
    if (issue.code === 'unrecognized_keys') return [];
    // A misspelt key that is needed would otherwise be reported twice: as unknown and as missing.
    if (meant.has(issue.path.join('.'))) return [];
    const label = labelOf(raw, issue.path);
    const words = isMissing(raw, issue.path)
      ? missingWords(label, schema, issue.path)
      : issueWords(issue, label, valueAt(raw, issue.path), schema);
    return [{ ...spot(issue.path), path: label, ...words }];
  });
  return { ok: false, findings: [...unknown, ...others] };
}

function unknownKeys(
  issue: z.core.$ZodIssueUnrecognizedKeys,
  schema: z.core.$ZodType,
  raw: unknown,
  spot: SpotOf,
  meant: Set<string>,
): Finding[] {
  const known = keysAt(schema, issue.path);
  const present = valueAt(raw, issue.path);
  const free = known.filter((key) => !Object.hasOwn(Object(present), key));
  return issue.keys.slice(0, mostFindings).map((key) => {
    const near = closest(key, free);
    if (near !== undefined) meant.add([...issue.path, near].join('.'));
    return {
      ...spot([...issue.path, key], 'key'),
      code: 'unknown_key',
      path: [labelOf(raw, issue.path), key].filter(Boolean).join('.'),
      what: `unknown key ${quotedValue(key)}`,
      fix: didYouMean(key, near === undefined ? known : free, 'remove it or write a key that is known here'),
    };
  });
}

function step(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<PropertyKey, unknown>)[key]
    : undefined;
}

/** The value at `path`, or of the short form that stands for it: a bare date for `{edtf}`, a bare id for `{id}`. */
function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return value;
    value = step(value, key);
  }
  return value;
}

function isMissing(raw: unknown, path: readonly PropertyKey[]): boolean {
  const last = path.at(-1);
  const parent = valueAt(raw, path.slice(0, -1));
  return last !== undefined && typeof parent === 'object' && parent !== null && !Object.hasOwn(parent, last);
}

/** Names of the keys down to the field, without places in lists: the line says which item it is. */
function labelOf(raw: unknown, path: readonly PropertyKey[]): string {
  const names: string[] = [];
  for (const [index, key] of path.entries()) {
    const parent = valueAt(raw, path.slice(0, index));
    if (typeof parent !== 'object' || parent === null) break;
    if (typeof key === 'string') names.push(key);
  }
  return names.join('.');
}

/** The entries of a file, and what is wrong with the others. */
export type ReadEntries = Pick<FileReading, 'entries' | 'partly' | 'findings'>;

export function addEntry({ entries, partly, findings }: ReadEntries, read: ReadEntry): void {
  if (read.ok) entries.push(read.entry);
  else {
    findings.push(...read.findings);
    if (read.partly) partly.push(read.partly);
  }
}

type ReadEntry =
  | { ok: true; entry: Located<EntryBody> }
  | { ok: false; findings: Finding[]; partly?: PartlyRead | undefined };

const schemas = { fact: factSchema, brief: briefSchema };

/** One entry of a table or of data, whose type is told by a word and not by its file. Names are checked later. */
export function readEntry(type: unknown, raw: unknown, spot: SpotOf): ReadEntry {
  if (type !== 'fact' && type !== 'brief') {
    const what = type === undefined ? '"type" is missing' : `"type" is ${quotedValue(type)}`;
    return {
      ok: false,
      findings: [{ ...spot(['type']), code: 'wrong_value', path: 'type', what, fix: 'write fact or brief' }],
    };
  }
  const shaped = shape<object>(schemas[type], raw, spot);
  const { summary } = (raw ?? {}) as { summary?: unknown };
  const tooLong = !shaped.ok && shaped.findings.some(({ path }) => path === 'summary');
  const markdown =
    type === 'brief' && typeof summary === 'string' && !tooLong ? checkMarkdown(summary, 0) : [];
  const findings = [
    ...(shaped.ok ? [] : shaped.findings),
    ...markdown.map((finding) => ({ ...finding, ...spot(['summary']) })),
  ];
  return shaped.ok && findings.length === 0
    ? { ok: true, entry: { value: { type, ...shaped.value } as EntryBody, spot } }
    : { ok: false, findings, partly: partlyRead(type, raw, findings, spot) };
}

/** In place of what an entry must have. No desk has such names, and each is of the longest past. */
const standIns = {
  ...{ id: 'x', title: 'x', topics: ['x'], sources: ['x'], published: '1000-01-01', dates: ['1000'] },
  ...{ statement: 'x', summary: 'x', standing: 'reported' },
};

/** What there is of an entry that has `findings`: undefined where even that is none. */
export function partlyRead(
  type: EntryBody['type'],
  raw: unknown,
  findings: readonly Finding[],
  spot: SpotOf,
): PartlyRead | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const wrong = new Set(findings.flatMap(({ path }) => path?.split('.')[0] ?? []));
  const good = Object.fromEntries(Object.entries(raw).filter(([key]) => !wrong.has(key)));
  const needed = { ...standIns, kind: type === 'fact' ? 'event' : 'news' };
  const schema = schemas[type];
  const added = Object.entries(needed).filter(([key]) => key in schema.shape && !(key in good));
  const read = schema.safeParse({ ...Object.fromEntries(added), ...good });
  const lacking = new Set([...wrong, ...added.map(([key]) => key)]);
  return read.success ? { entry: { value: { type, ...read.data } as EntryBody, spot }, lacking } : undefined;
}

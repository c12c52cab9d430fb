import type { z } from 'zod';
import { keysAt } from '../../domain/schema-shape.ts';
import { type Finding, mostFindings, quotedValue, type Spot } from '../check/fault.ts';
import { issueWords, missingWords } from '../check/issue-words.ts';
import { closest, didYouMean } from '../check/suggest.ts';

/** Where the part of an item at `path` stands in its file. */
export type SpotOf = (path: readonly PropertyKey[], end?: 'value' | 'key') => Spot;

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

import { z } from 'zod';
import {
  countrySchema,
  deskSchema,
  officeSchema,
  organisationSchema,
  personSchema,
  placeSchema,
  topicSchema,
} from '../../domain/desk.ts';
import {
  briefSchema,
  citationSchema,
  datedSchema,
  disagreementSchema,
  factSchema,
  visitSchema,
} from '../../domain/entry.ts';
import { description, innerSchema, isRequired } from '../../domain/schema-shape.ts';
import { gapSchema, registerSchema, sourceSchema } from '../../domain/sources/source.ts';
import { plainWords } from '../check/issue-words.ts';

/** A group of fields with its own table, and what to know before reading it. */
interface Part {
  name: string;
  schema: z.core.$ZodType;
  about: string;
  /** Keys that stand elsewhere than among the others. */
  without?: string[];
}

const itemOf = (list: z.core.$ZodType): z.core.$ZodType => {
  const inner = innerSchema(list);
  if (!(inner instanceof z.ZodArray)) throw new Error('only a list has items');
  return inner.def.element;
};

const documentedParts: Part[] = [
  {
    name: 'article',
    schema: briefSchema,
    about: 'The keys between the two `---` lines. The text below is the summary.',
    without: ['summary'],
  },
  { name: 'fact', schema: factSchema, about: 'One item of a file in `facts`.' },
  {
    name: 'visit',
    schema: visitSchema,
    about: 'The keys under `visit:` of a fact of kind visit: one stop of a journey.',
  },
  {
    name: 'citation',
    schema: citationSchema,
    about:
      'One item under `sources:` of an article or a fact. A bare id, such as `- gazette`, is the same as `- id: gazette`.',
  },
  {
    name: 'dated',
    schema: datedSchema,
    about:
      'One item under `dates:` of a fact. A bare event date, such as `- 2006-05`, is the same as `- edtf: 2006-05`.',
  },
  { name: 'disagreement', schema: disagreementSchema, about: 'One item under `disagreements:` of a fact.' },
  {
    name: 'correction',
    schema: itemOf(factSchema.shape.corrections),
    about: 'One item under `corrections:`, the oldest first.',
  },
  { name: 'source', schema: sourceSchema, about: 'One item of `sources.yaml`.' },
  { name: 'register', schema: registerSchema, about: 'One item under `registers:` of a source.' },
  { name: 'gap', schema: gapSchema, about: 'One item under `gaps:` of a register.' },
  { name: 'desk', schema: deskSchema, about: 'The keys of `desk.yaml`.' },
  { name: 'topic', schema: topicSchema, about: 'One item under `topics:` of `desk.yaml`.' },
  {
    name: 'country',
    schema: countrySchema,
    about: 'One item under `countries:`. No two countries may share a spelling.',
  },
  { name: 'office', schema: officeSchema, about: 'One item under `offices:`.' },
  { name: 'person', schema: personSchema, about: 'One item under `people:`. People may share a spelling.' },
  { name: 'role', schema: itemOf(personSchema.shape.roles), about: 'One item under `roles:` of a person.' },
  { name: 'organisation', schema: organisationSchema, about: 'One item under `organisations:`.' },
  { name: 'place', schema: placeSchema, about: 'One item under `places:`.' },
  { name: 'holiday', schema: itemOf(deskSchema.shape.holidays), about: 'One item under `holidays:`.' },
  { name: 'era', schema: itemOf(deskSchema.shape.eras), about: 'One item under `eras:`.' },
];

/** Every field of every kind of content as Markdown tables, from the schemas themselves. */
export function fieldTables(): string {
  const names: PartNames = new Map(documentedParts.map(({ name, schema }) => [innerSchema(schema), name]));
  return documentedParts
    .map((part) => `### ${part.name}\n\n${part.about}\n\n${table(rows(part, names))}`)
    .join('\n\n');
}

function rows({ name, schema, without = [] }: Part, names: PartNames): string[][] {
  const inner = innerSchema(schema);
  if (!(inner instanceof z.ZodObject)) throw new Error('only a group of keys has a table');
  const fields = Object.entries(inner.shape as Record<string, z.core.$ZodType>);
  const body = fields
    .filter(([key]) => !without.includes(key))
    .map(([key, field]) => [
      `\`${key}\``,
      isRequired(field) ? 'yes' : preset(field),
      fieldWords(field, names),
      plainWords[`${name}.${key}`] ?? (meaning(field) || plainWords[key]) ?? '',
    ]);
  return [['key', 'needed', 'what to write', 'meaning'], ...body];
}

/** What stands for a key that is left out, where that is more than nothing. */
function preset(field: z.core.$ZodType): string {
  const value: unknown = field instanceof z.ZodDefault ? field.def.defaultValue : undefined;
  return typeof value === 'object' || value === undefined ? 'no' : `no: \`${value}\``;
}

function meaning(field: z.core.$ZodType): string {
  const inner = innerSchema(field);
  return (
    description(field) ?? (inner instanceof z.ZodArray ? description(inner.def.element) : undefined) ?? ''
  );
}

/** A Markdown table with columns of equal width, as the formatter wants it. */
export function table(lines: readonly string[][]): string {
  const escaped = lines.map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = (escaped[0] ?? []).map((_, column) =>
    Math.max(3, ...escaped.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = escaped;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join(
    '\n',
  );
}

/** How the parts of an entry are called in the tables, by their schema. */
type PartNames = ReadonlyMap<z.core.$ZodType, string>;

/** What to write for a field, in an editor's words: `text, at most 160 characters`, `list of ids`. */
function fieldWords(schema: z.core.$ZodType, parts: PartNames): string {
  const inner = innerSchema(schema);
  if (inner instanceof z.ZodArray) return listWords(inner, parts);
  if (inner instanceof z.ZodEnum) return `one of ${inner.options.map((word) => `\`${word}\``).join(', ')}`;
  if (inner instanceof z.ZodBoolean) return '`true` or `false`';
  if (inner instanceof z.ZodNumber) return `whole number from ${inner.minValue} to ${inner.maxValue}`;
  if (inner instanceof z.ZodObject) return partLink(inner, parts);
  if (inner instanceof z.ZodRecord && inner.def.valueType instanceof z.ZodNumber) {
    const { minValue, maxValue } = inner.def.valueType;
    const keys = inner.def.keyType instanceof z.ZodEnum ? inner.def.keyType.options : [];
    return `a number from ${minValue} to ${maxValue} for any of ${keys.map((key) => `\`${key}\``).join(', ')}`;
  }
  if (inner instanceof z.ZodRecord)
    return `for any ${fieldWords(inner.def.keyType, parts)}: ${fieldWords(inner.def.valueType, parts)}`;
  return textWords(schema, inner);
}

function textWords(schema: z.core.$ZodType, inner: z.core.$ZodType): string {
  if (isEventDate(schema)) return 'event date';
  if (inner instanceof z.ZodISODate) return 'day';
  if (inner instanceof z.ZodISODateTime) return 'instant in UTC, such as `2026-02-28T08:00:00Z`';
  if (inner instanceof z.ZodURL) return 'web address';
  if (!(inner instanceof z.ZodString)) return 'value';
  if (takes(inner, 'rice-2005', 'Rice 2005')) return 'id';
  if (takes(inner, 'KZ', 'kz')) return 'country code';
  return inner.maxLength === null ? 'text' : `text, at most ${inner.maxLength} characters`;
}

function listWords(list: z.ZodArray<z.core.$ZodType>, parts: PartNames): string {
  const item = fieldWords(list.def.element, parts);
  const needed = list.def.checks?.some((check) => check._zod.def.check === 'min_length') ?? false;
  const words = item
    .replace(/^(id|country code|event date)$/, '$1s')
    .replace(/^text, (at most .*)$/, 'texts, each $1');
  return `list of ${words}${needed ? ', at least one' : ''}`;
}

function partLink(part: z.core.$ZodType, parts: PartNames): string {
  const name = parts.get(part);
  return name === undefined ? 'keys with values' : `[${name}](#${name.replaceAll(' ', '-')})`;
}

/** Event dates are the only texts that go through a step before, so that a year may be written as a number. */
function isEventDate(schema: z.core.$ZodType): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return isEventDate(schema.def.innerType);
  return schema instanceof z.ZodPipe && schema.def.out instanceof z.ZodString;
}

/** Tells the domain's texts apart by what they take, which stays right whatever their patterns become. */
function takes(schema: z.core.$ZodType, yes: string, no: string): boolean {
  return z.safeParse(schema, yes).success && !z.safeParse(schema, no).success;
}

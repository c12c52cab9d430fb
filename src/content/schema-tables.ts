import { z } from 'zod';
import {
  countrySchema,
  deskSchema,
  officeSchema,
  organisationSchema,
  personSchema,
  placeSchema,
  topicSchema,
} from '../domain/desk.ts';
import {
  briefSchema,
  citationSchema,
  datedSchema,
  disagreementSchema,
  factSchema,
  visitSchema,
} from '../domain/entry.ts';
import { core, description, needed } from '../domain/schema-shape.ts';
import { gapSchema, registerSchema, sourceSchema } from '../domain/source.ts';
import { fieldWords, type PartNames } from './field-words.ts';
import { plainWords } from './plain-words.ts';

/** A group of fields with its own table, and what to know before reading it. */
interface Part {
  name: string;
  schema: z.core.$ZodType;
  about: string;
  /** Keys that stand elsewhere than among the others. */
  without?: string[];
}

const itemOf = (list: z.core.$ZodType): z.core.$ZodType => {
  const inner = core(list);
  if (!(inner instanceof z.ZodArray)) throw new Error('only a list has items');
  return inner.def.element;
};

const parts: Part[] = [
  {
    name: 'article',
    schema: briefSchema,
    about: 'The keys between the two lines `---`. The text below them is the summary.',
    without: ['summary'],
  },
  { name: 'fact', schema: factSchema, about: 'One item of a file in `facts`.' },
  {
    name: 'visit',
    schema: visitSchema,
    about: 'Below `visit:` of a fact of kind visit: one stop of a journey.',
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
];

/** Every field of every kind of content as Markdown tables, from the schemas themselves. */
export function fieldTables(): string {
  const names: PartNames = new Map(parts.map(({ name, schema }) => [core(schema), name]));
  return parts.map((part) => `### ${part.name}\n\n${part.about}\n\n${table(rows(part, names))}`).join('\n\n');
}

function rows({ name, schema, without = [] }: Part, names: PartNames): string[][] {
  const inner = core(schema);
  if (!(inner instanceof z.ZodObject)) throw new Error('only a group of keys has a table');
  const fields = Object.entries(inner.shape as Record<string, z.core.$ZodType>);
  const body = fields
    .filter(([key]) => !without.includes(key))
    .map(([key, field]) => [
      `\`${key}\``,
      needed(field) ? 'yes' : preset(field),
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
  const inner = core(field);
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

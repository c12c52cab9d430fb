import { z } from 'zod';
import type { Day } from '../../domain/dates/day.ts';
import type { Desk } from '../../domain/desk.ts';
import type { Draft } from '../../domain/draft.ts';
import type { Term } from '../../domain/facts/terms.ts';
import type { FieldKind } from '../../domain/form.ts';
import type { NameIndex } from '../../domain/ports/names.ts';
import { description, innerSchema, isRequired } from '../../domain/schema-shape.ts';
import type { Listed } from '../../domain/sources/listed.ts';
import { weights } from '../../domain/vocabulary.ts';
import type { Official } from '../../search/names/officials.ts';

/** What is made of the values: keys as a file would have them. */
export type Raw = Record<string, unknown>;

/** What reading a value may look at. */
export interface FieldContext {
  desk: Desk;
  names: NameIndex;
  /** A date in words to its true precision in EDTF; undefined when it is none, or could be several. */
  readDate(text: string): string | undefined;
  /** The day on which it is read; missing: a date without its year is none. */
  today?: Day;
  /** How something was read, where that is not plain to see. */
  notices: string[];
  /** Whom the text names with an office and the desk does not list. */
  officials: readonly Official[];
  /** What names are written in, as far as it is known when they are read. */
  statement: string;
  /** Names that were marked as new: they are added with what names them. */
  added: Listed[];
  /** Sources that the desk does not have. */
  unknownSources: NewSource[];
  /** By field, what is offered in place of what was typed. */
  offers: Map<string, string>;
  /** Terms of office that were written, whose source is named beside them; undefined: they cannot be read. */
  terms: Term[] | undefined;
}

/** Before anything is read. */
export const newContext = (
  given: Pick<FieldContext, 'desk' | 'names' | 'readDate'> & Partial<FieldContext>,
): FieldContext => ({
  notices: [],
  officials: [],
  statement: '',
  added: [],
  unknownSources: [],
  offers: new Map(),
  terms: [],
  ...given,
});

/** A source as far as it was typed: what it is called, or its address, and the place in it. */
export interface NewSource {
  words: string;
  url?: string;
  at: string | undefined;
}

/** One field of a form: how it is asked, what it shows of an entry, and what its text does to one. */
export interface Field {
  name: string;
  label: string;
  hint?: string | undefined;
  required: boolean;
  /** What is said where it is required and empty; missing: its hint. */
  lacking?: string;
  kind: FieldKind;
  /** As in the form. */
  unless?: string;
  /** The key of what it writes, as faults name it: `dates`, `visit.host`. */
  key: string;
  show(raw: Raw, desk?: Desk): string;
  /** Writes what `text`, which is not empty, comes to; or says what is wrong with it. */
  write(raw: Raw, text: string, reading: FieldContext): string | undefined;
}

type Shape = Record<string, z.core.$ZodType>;

/** Texts longer than this are asked for in a box of several lines, but for addresses. */
const longLine = 200;

const hintOf = (schema: z.core.$ZodType) => description(schema)?.slice(0, 100);

const asText = (value: unknown) => (value === undefined || value === null ? '' : String(value));

/** Plain text, as long as its schema takes. Lines are joined where it takes one: a box of several invites to break them. */
export function textField(shape: Shape, name: string, label: string, key = name): Field {
  const schema = shape[key] as z.core.$ZodType;
  const inner = innerSchema(schema);
  const max = (inner instanceof z.ZodString && inner.maxLength) || 300;
  const takesLines = z.safeParse(inner, 'one\ntwo').success;
  return {
    name,
    label,
    key,
    required: isRequired(schema),
    hint: hintOf(schema),
    kind: { type: max > longLine && key !== 'url' ? 'text' : 'line', max },
    show: (raw) => asText(raw[key]),
    write(raw, text) {
      raw[key] = takesLines ? text : oneLine(text);
      return undefined;
    },
  };
}

export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

interface ChoiceAbout {
  key?: string;
  usual?: string;
  /** What values are called that say too little alone. */
  labels?: Readonly<Record<string, string>>;
}

/** One word of a closed list; `usual` is what an entry has when nothing is chosen. */
export function choiceField(
  shape: Shape,
  name: string,
  label: string,
  { key = name, usual, labels = {} }: ChoiceAbout = {},
): Field {
  const schema = shape[key] as z.core.$ZodType;
  const inner = innerSchema(schema);
  const values: readonly string[] = inner instanceof z.ZodEnum ? inner.options.map(String) : weights;
  const isNumber = inner instanceof z.ZodNumber;
  const hint = hintOf(schema);
  // What the list shows need not be said beside it.
  const isListed = values.filter((value) => hint?.split(/\W+/).includes(value)).length > 1;
  return {
    name,
    label,
    key,
    required: isRequired(schema) && usual === undefined,
    hint: isListed ? undefined : hint,
    kind: {
      type: 'choice',
      choices: values.map((value) => ({ value, label: labels[value] ?? value })),
      many: false,
    },
    show: (raw) => asText(raw[key] ?? usual),
    write(raw, text) {
      const typed = text.trim().toLowerCase();
      const value = values.find((one) => one.toLowerCase() === typed);
      if (value === undefined) return `“${short(text)}” is none of ${values.join(', ')}.`;
      raw[key] = isNumber ? Number(value) : value;
      return undefined;
    },
  };
}

/** A list of texts, one on each line. */
export function linesField(name: string, label: string, between: string | RegExp = '\n'): Field {
  return {
    name,
    label,
    key: name,
    required: false,
    hint: 'One on each line',
    kind: { type: 'text', max: 3000 },
    show: (raw) => ((raw[name] as string[] | undefined) ?? []).join('\n'),
    write(raw, text) {
      const known = new Set((raw[name] as string[] | undefined) ?? []);
      raw[name] = text
        .split('\n')
        .flatMap((line) => (known.has(line.trim()) ? [line] : line.split(between)))
        .map((line) => line.replace(/^\s*[-•]\s+/, '').trim())
        .filter(Boolean);
      return undefined;
    },
  };
}

/** Short texts, on lines or between commas; one that stands there already may have a comma. */
export const spellingsField = (name: string, label: string): Field => linesField(name, label, /[,;]/);

/** A value as it may stand in a sentence. */
export function short(text: string): string {
  const flat = oneLine(text);
  return [...flat].length > 60 ? `${[...flat].slice(0, 57).join('')}…` : flat;
}

/** What forms are for. */
export type FormType = Draft['type'];

import { z } from 'zod';
import { core } from '../domain/schema-shape.ts';

/** How the parts of an entry are called in the tables, by their schema. */
export type PartNames = ReadonlyMap<z.core.$ZodType, string>;

/** What to write for a field, in an editor's words: `text, at most 160 characters`, `list of ids`. */
export function fieldWords(schema: z.core.$ZodType, parts: PartNames): string {
  const inner = core(schema);
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

import type { FieldFault } from '../domain/ports/entry-check.ts';
import type { Field, Raw, Reading } from './field.ts';

export interface ReadValues {
  /** What the values make of the entry, as a file would have it. */
  raw: Raw;
  /** By name of the form's field. */
  faults: FieldFault[];
}

/**
 * Puts typed values over what an entry says. A field that says the same as before is left alone, so that what a form
 * cannot show, such as the second of two dates, stays as it is.
 */
export function readValues(
  fields: readonly Field[],
  before: Raw,
  values: Readonly<Record<string, string>>,
  reading: Reading,
): ReadValues {
  const raw = structuredClone(before);
  const faults: FieldFault[] = [];
  for (const field of fields) {
    const shown = field.show(before);
    const text = values[field.name]?.trim() ?? shown;
    if (text === '' && field.required) {
      faults.push({ field: field.name, says: `Needed${field.hint ? `: ${field.hint}` : ''}.` });
    } else if (text === '' && shown !== '') delete raw[field.key];
    else if (text !== '' && text !== shown) {
      const { kind } = field;
      const most = 'max' in kind ? kind.max : Number.POSITIVE_INFINITY;
      const says =
        text.length > most
          ? `At most ${most} characters; this has ${text.length}.`
          : field.write(raw, text, reading);
      if (says !== undefined) faults.push({ field: field.name, says });
    }
  }
  return { raw, faults };
}

/** Values that say something else than the entry: the others need not be kept. */
export function changedValues(
  fields: readonly Field[],
  before: Raw,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  const same = (name: string, text: string) =>
    fields.some((field) => field.name === name && field.show(before) === text.trim());
  return Object.fromEntries(Object.entries(values).filter(([name, text]) => !same(name, text)));
}

/** A fault of an entry as a fault of the form's field that it comes from; one of no field stands alone. */
export function faultOfField(fields: readonly Field[], { field: key, says }: FieldFault): FieldFault {
  const found = fields.find((field) => key === field.key || key.startsWith(`${field.key}.`));
  return { field: found?.name ?? (key.startsWith('visit') ? 'kind' : ''), says };
}

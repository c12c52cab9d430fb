import { z } from 'zod';
import { textOption } from '../../src/command/define.ts';
import type { NameKind } from '../../src/domain/ports/names.ts';
import { handlings } from '../../src/domain/vocabulary.ts';

/** Kept as it is typed: what it means is asked about in the form, where nothing that was typed is lost. */
export const named = (description: string, kind: NameKind) =>
  ({
    description,
    kind: { type: 'text', max: 300, names: [kind], keeps: true },
    schema: z.string(),
  }) as const;

/** Longer than it may be, it is kept all the same, and the form says so: nothing that was typed is lost. */
export const typed = (description: string, max: number) =>
  ({ description, kind: { type: 'text', max, keeps: true }, schema: z.string() }) as const;

/** One of a few words. Completed rather than listed: a list counts twice against what Discord takes. */
export const oneOf = (description: string, words: readonly string[]) =>
  ({
    description,
    kind: { type: 'choice', choices: Object.fromEntries(words.map((word) => [word, []])), grows: true },
    schema: z.string(),
  }) as const;

export const draft = { ...textOption('Its id, such as k3f9a', 5), required: true } as const;

export const entry = {
  description: 'Its id',
  kind: { type: 'entry' },
  required: true,
  schema: z.string().max(80),
} as const;

/** What entries of both types are about, and how they are handled. */
export const about = {
  topic: named('Topics', 'topic'),
  source: typed('Sources, with ; between them', 300),
  country: named('Countries', 'country'),
  person: named('People', 'person'),
  place: named('Places', 'place'),
  organisation: named('Organisations', 'organisation'),
};

export const handled = {
  why: typed('Why it matters', 400),
  handling: oneOf('Who may see it', handlings),
  embargo: typed('Not shown before', 30),
};

/** What was said, as values of the form. */
export function valuesOf(input: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(input).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

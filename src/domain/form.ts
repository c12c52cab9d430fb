import { z } from 'zod';
import { nameKinds } from './ports/names.ts';

/** What a field accepts. Values are always text; the caller validates them. */
const fieldKindSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('line'), max: z.number().int().positive() }),
  z.strictObject({ type: z.literal('text'), max: z.number().int().positive() }),
  z.strictObject({
    type: z.literal('choice'),
    choices: z.array(z.strictObject({ value: z.string(), label: z.string() })).min(1),
    many: z.boolean(),
  }),
  /**
   * Names of the form's desk, as comma-separated ids; completed with `Answerer.names` where the platform supports it.
   */
  z.strictObject({ type: z.literal('name'), kinds: z.array(z.enum(nameKinds)), many: z.boolean() }),
]);

const formFieldSchema = z.strictObject({
  name: z.string(),
  /** At most 45 characters. */
  label: z.string(),
  /** How to write it, at most 100 characters. */
  hint: z.string().optional(),
  required: z.boolean(),
  kind: fieldKindSchema,
  /** Initial value. */
  value: z.string().optional(),
  /** Labels of the names in that value, in its order. */
  called: z.array(z.string()).optional(),
  /** Fault in that value. */
  fault: z.string().optional(),
  /** Asked with what is wrong, although it may be left empty. */
  also: z.literal(true).optional(),
  /** A field of this form that makes this one needless once something is written there. */
  unless: z.string().optional(),
});

/**
 * A form, independent of the platform: a modal on Slack, modals of five fields on Discord, questions in the terminal.
 * It belongs to a draft, which stores all input before it is validated.
 */
export const formSchema = z.strictObject({
  /** The draft's id. */
  id: z.string(),
  desk: z.string(),
  /** At most 24 characters, Slack's limit. */
  title: z.string(),
  /** Text above the fields: the source's sentence, or what is asked. */
  about: z.array(z.string()).default([]),
  fields: z.array(formFieldSchema).min(1),
  /**
   * The line that opens it again. The message beside such a form says what is in `about` and serves to open it: it need
   * not be shown beside the open form.
   */
  opener: z.strictObject({ label: z.string(), command: z.string() }).optional(),
  /** Of what it changes nothing is written yet. Where fields are asked one by one, which of the optional ones is asked. */
  unchanged: z.boolean().optional(),
  /** What happens to the input when the form is left, and how to continue; missing: the draft keeps it. */
  left: z.string().optional(),
  /** Button label, at most 24 characters. */
  submit: z.string(),
});

export type FieldKind = z.infer<typeof fieldKindSchema>;
export type FormField = z.infer<typeof formFieldSchema>;
export type Form = z.infer<typeof formSchema>;

/** Where several are typed into one line. */
export const severalHint = 'For several: first, second';

/** Names in the value of a name field, as chosen or typed, without duplicates. */
export const namesIn = (value: string): string[] => [
  ...new Set(value.split(/[,;\n]/).flatMap((part) => part.trim() || [])),
];

/** A name that is to be added to the desk, as it stands in such a field: `Amina Hassan (new: Kenya)`. */
export const asNew = (name: string, country?: string): string =>
  `${name} (new${country === undefined ? '' : `: ${country}`})`;

/** Undefined for a name that is not marked so. */
export function newName(typed: string): { name: string; country: string | undefined } | undefined {
  const [, name, country] = /^([^()]*[^()\s])\s*\(\s*new\s*(?::([^()]*))?\)$/i.exec(typed) ?? [];
  if (name === undefined) return undefined;
  return { name: name.replace(/\s+/g, ' ').trim(), country: country?.trim() || undefined };
}

/** The sources that a field cites, each as it was typed. */
export const citationsIn = (value: string): string[] =>
  value.split(/[;\n]/).flatMap((part) => part.trim() || []);

/** Where in a source, by what such places begin with: a title may have the word “at” too. */
const place = /^(.*?\S)\s+at\s+((?:pages?|pp?\.|paragraph|par\.|section|chapter|row|minute|§|\d).*)$/is;
const web = /https?:\/\/\S*[^\s.,;:!?"”»]/i;

/** One of them: what it is called, its address, and the place in it. */
export function citedIn(part: string): { words: string; url?: string; at: string | undefined } {
  const url = web.exec(part)?.[0] ?? addressAt(part.split(/\s/)[0] ?? '');
  if (url === undefined) {
    const [, words = part, at] = place.exec(part) ?? [];
    return { words: words.trim(), at };
  }
  const [before = '', after = ''] = web.test(part) ? part.split(url) : ['', part.replace(/^\S+/, '')];
  const words = before.replace(/(?:\s+at)?[\s,:–—-]*$/i, '').trim();
  return { words, url, at: /^\s+at\s+(.+)$/is.exec(after)?.[1] };
}

/** One word that is surely an address; the scheme may be left out before a page of a site. */
export function addressAt(word: string): string | undefined {
  if (/^https?:\/\/\S+$/i.test(word)) return word;
  return /^(?:www\.\S+\.|[\p{L}\d-]+(?:\.[\p{L}\d-]+)+\/)\S+$/iu.test(word) ? `https://${word}` : undefined;
}

/** What a value marks so, also within a line of it. */
export const newNamesIn = (value: string): string[] =>
  [...value.matchAll(/([^,;\n()]*[^,;\n()\s])\s*\(\s*new\b[^()]*\)/gi)].flatMap(
    ([, name]) => name?.trim() ?? [],
  );

/** Where an address is asked for: one word that may be one; the scheme may be left out. Slack puts angle brackets around it. */
export function addressIn(what: string): string | undefined {
  const word = what.trim().replace(/^<([^|>]*)(?:\|[^>]*)?>$/, '$1');
  if (/\s|^[/.~]/.test(word)) return undefined;
  if (/^[a-z][a-z0-9+.-]*:/i.test(word)) return word;
  return word.includes('.') ? `https://${word}` : undefined;
}

import { z } from 'zod';
import { nameKinds } from './ports/names.ts';

/** What one field takes. Values are always text; what they come to is checked by whoever asked. */
export const fieldKindSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('line'), max: z.number().int().positive() }),
  z.strictObject({ type: z.literal('text'), max: z.number().int().positive() }),
  z.strictObject({
    type: z.literal('choice'),
    choices: z.array(z.strictObject({ value: z.string(), label: z.string() })).min(1),
    many: z.boolean(),
  }),
  /** Names of the form's desk, as ids joined by commas; completed through `Answerer.names` where a platform can. */
  z.strictObject({ type: z.literal('name'), kinds: z.array(z.enum(nameKinds)), many: z.boolean() }),
]);

export const formFieldSchema = z.strictObject({
  name: z.string(),
  /** At most 45 characters. */
  label: z.string(),
  /** At most 100 characters: how to write it. */
  hint: z.string().optional(),
  required: z.boolean(),
  kind: fieldKindSchema,
  /** What stands in it when it is opened. */
  value: z.string().optional(),
  /** What the names in that value are called, in its order. */
  called: z.array(z.string()).optional(),
  /** What was wrong with that value. */
  fault: z.string().optional(),
});

/**
 * What a person is asked to fill in, free of any platform: a modal on Slack, modals of five fields on Discord, questions
 * one by one in the terminal. It belongs to a draft, in which all that is typed is kept before it is looked at.
 */
export const formSchema = z.strictObject({
  /** The draft's id. */
  id: z.string(),
  desk: z.string(),
  /** At most 24 characters, which is what Slack shows. */
  title: z.string(),
  /** Shown above the fields: the sentence of the source beside which a statement is written, or what is asked. */
  about: z.array(z.string()).default([]),
  fields: z.array(formFieldSchema).min(1),
  /** What becomes of what was written when it is left before its end, and how to go on; none: the draft keeps it. */
  left: z.string().optional(),
  /** On the button, at most 24 characters. */
  submit: z.string(),
});

export type FieldKind = z.infer<typeof fieldKindSchema>;
export type FormField = z.infer<typeof formFieldSchema>;
export type Form = z.infer<typeof formSchema>;

/** The names in the value of a field of names, as they were chosen or typed, each once. */
export const namesIn = (value: string): string[] => [
  ...new Set(value.split(/[,;\n]/).flatMap((part) => part.trim() || [])),
];

import { z } from 'zod';
import { formSchema } from './form.ts';
import { standings } from './vocabulary.ts';

/**
 * What the desk answers, free of any platform. Renderers turn it into terminal text, Block Kit or Discord
 * components. Everything in it is plain text: renderers escape, nobody else does.
 */
export const spanSchema = z.strictObject({
  text: z.string(),
  /** mark: a word that the search matched. */
  style: z.enum(['strong', 'emphasis', 'code', 'mark']).optional(),
  href: z.url({ protocol: /^https?$/ }).optional(),
});

const spans = z.array(spanSchema);

/** One entry in a list. The first line says who or what and when; `lines` follow, one thought each. */
export const entryItemSchema = z.strictObject({
  id: z.string(),
  /** Ids of further entries that tell the same event and are told in this item. */
  folds: z.array(z.string()).optional(),
  type: z.enum(['brief', 'fact', 'visit']),
  /** ISO 3166 codes, for flags, the most telling first. */
  flags: z.array(z.string()),
  /** The event date in words, with the precision it has; never put it through a platform's date format. */
  when: z.string().optional(),
  headline: spans,
  lines: z.array(spans),
  standing: z.enum(standings).optional(),
  /** Short warnings on the item: `retracted`, `sources disagree on the date`, `may be out of date`. */
  remarks: z.array(z.string()).default([]),
  /** Numbers into the reply's citations. */
  cites: z.array(z.number().int().positive()),
});

/** A command line that a button, a Tab or a reader's own typing would run. */
export const choiceSchema = z.strictObject({ label: z.string(), command: z.string() });

export const blockSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('heading'),
    level: z.union([z.literal(1), z.literal(2)]),
    text: z.string(),
  }),
  z.strictObject({ type: z.literal('text'), spans }),
  z.strictObject({ type: z.literal('list'), items: z.array(spans) }),
  z.strictObject({
    type: z.literal('fields'),
    items: z.array(z.strictObject({ label: z.string(), value: spans })),
  }),
  z.strictObject({ type: z.literal('entries'), items: z.array(entryItemSchema) }),
  z.strictObject({
    type: z.literal('notice'),
    /** info: how it was read, or that nothing was found. gap: not covered, or where the record ends. warning: take care. */
    tone: z.enum(['info', 'gap', 'warning']),
    spans,
  }),
  /** To be copied as it stands: a file, or a line for a shell. */
  z.strictObject({ type: z.literal('code'), text: z.string() }),
  z.strictObject({ type: z.literal('choices'), prompt: z.string(), options: z.array(choiceSchema) }),
]);

/** A numbered source under an answer. `n` counts from 1 within the reply. */
export const replyCitationSchema = z.strictObject({
  n: z.number().int().positive(),
  source: z.string(),
  title: z.string(),
  /** Whose opinion it is. */
  by: z.string().optional(),
  publisher: z.string(),
  /** When the source appeared or how far it reaches, in words. */
  date: z.string(),
  at: z.string().optional(),
  url: z.string().optional(),
});

export const pagingSchema = z.strictObject({
  page: z.number().int().positive(),
  pages: z.number().int().positive(),
  total: z.number().int().nonnegative(),
  /** What is counted, in the plural: stops, facts, entries. */
  unit: z.string(),
  previous: z.string().optional(),
  next: z.string().optional(),
});

export const replySchema = z.strictObject({
  version: z.literal(1),
  /** ok, or why not: the code is stable, the words are in the blocks. */
  outcome: z.enum(['ok', 'question', 'invalid', 'not_found', 'not_covered', 'forbidden', 'failed']),
  visibility: z.enum(['private', 'public']),
  /** The asker said so in the line; it counts before what a channel has set. */
  visibilitySaid: z.literal(true).optional(),
  desk: z.string().optional(),
  /** With a refusal: the role that would do, or in words what or who. */
  needed: z.string().optional(),
  blocks: z.array(blockSchema),
  citations: z.array(replyCitationSchema),
  paging: pagingSchema.optional(),
  /** For the asker alone, beside an answer to all: what it leaves out, and why. */
  aside: z.string().optional(),
  /** To be filled in by the one who asked; the blocks say the same where no form can be opened. */
  form: formSchema.optional(),
});

export type Reply = z.infer<typeof replySchema>;
export type Block = z.infer<typeof blockSchema>;
export type Span = z.infer<typeof spanSchema>;
export type EntryItem = z.infer<typeof entryItemSchema>;
export type Choice = z.infer<typeof choiceSchema>;
export type Paging = z.infer<typeof pagingSchema>;
export type ReplyCitation = z.infer<typeof replyCitationSchema>;
export type Outcome = Reply['outcome'];

/** Whether it may be shown to all: an answer, also that the desk does not cover it. A question back or a refusal is between the desk and the one who asked. */
export const isShareable = ({ outcome }: Reply): boolean => outcome === 'ok' || outcome === 'not_covered';

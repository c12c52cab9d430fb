import { z } from 'zod';
import { pictureSchema } from './answer/picture.ts';
import { formSchema } from './form.ts';
import { standings } from './vocabulary.ts';

/**
 * An answer, independent of the platform. Renderers turn it into terminal text, Block Kit or Discord components. All
 * text is plain; only renderers escape.
 */
const spanSchema = z.strictObject({
  text: z.string(),
  /**
   * mark: a word matched by the search. gone: words that a change took out. person, channel: the text is an id, which
   * platforms show by name.
   */
  style: z.enum(['strong', 'emphasis', 'code', 'mark', 'gone', 'person', 'channel']).optional(),
  href: z.url({ protocol: /^https?$/ }).optional(),
});

const spans = z.array(spanSchema);

/** An entry in short: one line, and further ones only for what changes its meaning. */
const entryRowSchema = z.strictObject({
  /** Why it is listed first, such as `Last recorded to the region`. */
  label: z.string().optional(),
  /** Event date in its short form, as precise as it is known. */
  when: z.string().optional(),
  text: spans,
  /** Standing in words, if it is not the usual one of the list: `opinion of Sánchez`. */
  standing: z.string().optional(),
  /** `retracted`, `may be out of date since 1 May 2026` */
  notes: z.array(z.string()),
  /** Further lines, of the first item of a digest: what it says and why it matters. */
  more: z.array(spans).optional(),
});

/** One entry in a list. The headline says who or what; each further line has one point. */
const entryItemSchema = z.strictObject({
  id: z.string(),
  /** Ids of further entries about the same event, shown in this item. */
  folds: z.array(z.string()).optional(),
  type: z.enum(['brief', 'fact', 'visit']),
  /** ISO 3166 codes for flags, most relevant first. */
  flags: z.array(z.string()),
  /** Event date in words, as precise as it is known; never formatted by a platform. */
  when: z.string().optional(),
  headline: spans,
  lines: z.array(spans),
  standing: z.enum(standings).optional(),
  /** Short warnings on the item: `retracted`, `sources disagree on the date`, `may be out of date`. */
  remarks: z.array(z.string()).default([]),
  /** Numbers of the reply's citations. */
  cites: z.array(z.number().int().positive()),
  /** Version 2: the same in short. */
  row: entryRowSchema.optional(),
});

/** Forms of an answer of version 2. */
const views = ['glance', 'details', 'sources'] as const;

/** The only form that shows a block; missing: glance and details. */
const only = { only: z.enum(views).optional() };

/** A command line behind a button or completion. */
const choiceSchema = z.strictObject({ label: z.string(), command: z.string() });

const blockSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('heading'),
    level: z.union([z.literal(1), z.literal(2)]),
    text: z.string(),
    ...only,
  }),
  z.strictObject({ type: z.literal('text'), spans, ...only }),
  z.strictObject({ type: z.literal('list'), items: z.array(spans), ...only }),
  z.strictObject({
    type: z.literal('fields'),
    items: z.array(z.strictObject({ label: z.string(), value: spans })),
    ...only,
  }),
  z.strictObject({ type: z.literal('entries'), items: z.array(entryItemSchema), ...only }),
  z.strictObject({
    type: z.literal('notice'),
    /**
     * info: how the question was read, or that nothing was found. gap: not covered, or end of coverage. warning:
     * caution.
     */
    tone: z.enum(['info', 'gap', 'warning']),
    spans,
    ...only,
  }),
  /** Text to copy verbatim: a file or a shell command. */
  z.strictObject({ type: z.literal('code'), text: z.string(), ...only }),
  /** Buttons; an empty prompt shows them alone. */
  z.strictObject({
    type: z.literal('choices'),
    prompt: z.string(),
    options: z.array(choiceSchema),
    ...only,
  }),
  pictureSchema.extend(only),
]);

/** A numbered source of the answer; `n` counts from 1. */
const replyCitationSchema = z.strictObject({
  n: z.number().int().positive(),
  source: z.string(),
  title: z.string(),
  /** Author of an opinion. */
  by: z.string().optional(),
  publisher: z.string(),
  /** Date or coverage end of the source, in words. */
  date: z.string(),
  at: z.string().optional(),
  url: z.string().optional(),
});

const pagingSchema = z.strictObject({
  page: z.number().int().positive(),
  pages: z.number().int().positive(),
  total: z.number().int().nonnegative(),
  /** Plural of what is counted: stops, facts, entries. */
  unit: z.string(),
  previous: z.string().optional(),
  next: z.string().optional(),
});

export const replySchema = z.strictObject({
  /** 1: everything is shown; stored digests keep it. 2: has rows beside full items, and forms. */
  version: z.union([z.literal(1), z.literal(2)]),
  /** The form to show; missing: everything. The reply has the blocks of all forms. */
  view: z.enum(views).optional(),
  /** ok, or the reason for a refusal: a stable code; the blocks have the text. */
  outcome: z.enum(['ok', 'question', 'invalid', 'not_found', 'not_covered', 'forbidden', 'failed']),
  visibility: z.enum(['private', 'public']),
  /** Set if the line asked for this visibility, which then overrides the channel's setting. */
  visibilitySaid: z.literal(true).optional(),
  /** Depends on who asked: never shown to anybody else. */
  personal: z.literal(true).optional(),
  desk: z.string().optional(),
  /** For a refusal: the role needed, or in words what is needed. */
  needed: z.string().optional(),
  blocks: z.array(blockSchema),
  citations: z.array(replyCitationSchema),
  paging: pagingSchema.optional(),
  /** Shown only to the asker of a public answer: what it leaves out and why. */
  aside: z.string().optional(),
  /** A form for the asker; the blocks say the same where no form can be opened. */
  form: formSchema.optional(),
});

export type Reply = z.infer<typeof replySchema>;
export type Block = z.infer<typeof blockSchema>;
export type Span = z.infer<typeof spanSchema>;
export type EntryItem = z.infer<typeof entryItemSchema>;
export type EntryRow = z.infer<typeof entryRowSchema>;
export type View = (typeof views)[number];
export type Choice = z.infer<typeof choiceSchema>;
export type Paging = z.infer<typeof pagingSchema>;
export type ReplyCitation = z.infer<typeof replyCitationSchema>;
export type Outcome = Reply['outcome'];

/** The words of spans, without styles and links. */
export const textOf = (spans: readonly Span[]): string => spans.map(({ text }) => text).join('');

/** Who is named beside the title of a source: nobody twice. */
export const makersOf = ({ by, publisher, title }: ReplyCitation): string[] =>
  [...new Set([by, publisher])].filter((name) => name !== undefined && name !== title) as string[];

/** Whether the answer may be shared. Questions back and refusals stay between the desk and the asker. */
export const isShareable = ({ outcome, personal }: Reply): boolean =>
  !personal && (outcome === 'ok' || outcome === 'not_covered');

/** The part of a reply that its form shows. Sources: the title, the sources and the way back. */
export function shownIn({ view, blocks, citations, paging, ...rest }: Reply): Reply {
  const own = blocks.filter((block, at) =>
    view === 'sources'
      ? block.only === view || at === titleAt(blocks)
      : !view || (block.only ?? view) === view,
  );
  const turns = paging && paging.pages > 1 && view !== 'sources';
  const hasPages = view === 'glance' ? turns && (paging.previous ?? paging.next) !== undefined : turns;
  return {
    ...rest,
    ...(view && { view }),
    blocks: own,
    citations: view === 'glance' ? [] : citations,
    ...(hasPages && { paging }),
  };
}

const titleAt = (blocks: readonly Block[]): number => blocks.findIndex(({ type }) => type === 'heading');

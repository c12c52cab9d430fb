import { z } from 'zod';
import { parseEventDate } from './dates/event-date.ts';

/** The closed lists of words that entries, sources and people carry. One list, used by schemas, filters and help. */

export const entryStates = [
  'draft',
  'in review',
  'published',
  'corrected',
  'superseded',
  'retracted',
] as const;

/** How far a fact can be relied on; `opinion` and `speculation` are claims of their author, never the desk's. */
export const standings = ['confirmed', 'reported', 'disputed', 'opinion', 'speculation'] as const;
export type Standing = (typeof standings)[number];

export const briefKinds = ['news', 'analysis', 'opinion', 'official'] as const;

/**
 * What sort of statement a fact is; it decides the shelf life and the commands that list it.
 * event: happened once. visit: a row of the register. status: holds for a while (a membership, a rank).
 * plan: promised or expected for its date. view: a judgement by its author.
 */
export const factKinds = ['event', 'visit', 'status', 'plan', 'view'] as const;
export type FactKind = (typeof factKinds)[number];

export const directions = ['to-region', 'from-region'] as const;
export type Direction = (typeof directions)[number];

/** From passing to what leads a digest. */
export const weights = ['1', '2', '3', '4', '5'] as const;

export const handlings = ['public', 'internal', 'restricted'] as const;

export const sourceKinds = ['official', 'press', 'opinion', 'reference'] as const;

/**
 * Reliability of a source, the letters of the Admiralty code:
 * A reliable, B usually reliable, C fairly reliable, D not usually reliable, E unreliable, F cannot be judged.
 */
export const grades = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
type Grade = (typeof grades)[number];

export const gradeMeanings: Record<Grade, string> = {
  A: 'reliable',
  B: 'usually reliable',
  C: 'fairly reliable',
  D: 'not usually reliable',
  E: 'unreliable',
  F: 'cannot be judged',
};

/** Characters. */
export const longestId = 64;

/** Lower-case words joined by hyphens, at most 64 characters: the id of an entry, source, person or place. */
export const idField = z
  .string()
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'an id is lower-case letters, digits and single hyphens, such as rice-2005',
  )
  .max(longestId, `an id has at most ${longestId} characters`);

/** ISO 3166-1 alpha-2, upper case. */
export const countryField = z
  .string()
  .regex(/^[A-Z]{2}$/, 'a country is its two-letter ISO 3166 code in capitals, such as KZ');

/** A calendar day `YYYY-MM-DD` that exists. Days are never converted between time zones. */
export const dayField = z.iso.date('a day is written YYYY-MM-DD and must exist, such as 2026-02-28');

/** An instant in UTC, `YYYY-MM-DDThh:mm:ssZ`. */
export const instantField = z.iso.datetime('an instant is written in UTC, such as 2026-02-28T08:00:00Z');

/** An event date in EDTF, levels 0 and 1 plus one-of sets. A bare year read by YAML as a number is taken as text. */
export const edtfField = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : value),
  z
    .string(
      'an event date is text in EDTF; quote it when it has brackets, such as "[1991-09-10..1991-09-16]"',
    )
    .superRefine((text, context) => {
      const parsed = parseEventDate(text);
      if (!parsed.ok) context.addIssue({ code: 'custom', message: parsed.fault });
    }),
);

/** One line of plain text, trimmed, from 1 to `max` characters, without control characters. */
export const lineField = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `at most ${max} characters`)
    .regex(/^[^\p{Cc}]*$/u, 'one line, without control characters');

/** Limit on a list in a file. */
const longestList = 100;

export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.array(item).max(longestList, `at most ${longestList}`);

/** Spellings of a name: former names, transliterations, other scripts, common misspellings. */
export const spellingsField = z.array(lineField(120)).max(80).default([]);

/** What is put right in chat, of what a desk lists. */
export const mendedFields = {
  corrections: listOf(z.strictObject({ on: dayField, note: lineField(400) }))
    .optional()
    .describe('what was put right in what the desk says of it, for readers'),
  retraction: lineField(400)
    .optional()
    .describe('why it must not be relied on; no further entry can name it in chat'),
};

/** An http or https address without credentials. */
export const urlField = z
  .url({ protocol: /^https?$/, error: 'an address begins with https:// or http://' })
  .max(2000)
  .refine((text) => !/^https?:\/\/[^/]*@/i.test(text), 'an address must not carry a user name or password');

/** The same on every chat platform. */
export const standingSigns: Record<Standing, string> = {
  confirmed: '✅',
  reported: '📰',
  disputed: '⚖️',
  opinion: '💬',
  speculation: '💭',
};

/** Short explanation of each standing for readers. */
export const standingMeanings: Record<Standing, string> = {
  confirmed: 'a primary source or two independent ones say so',
  reported: 'a source says so; not checked further',
  disputed: 'sources contradict each other',
  opinion: "its author's view, not a finding of the desk",
  speculation: "its author's guess about what is not known",
};

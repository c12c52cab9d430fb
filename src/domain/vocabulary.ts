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

export const handlings = ['public', 'internal', 'restricted'] as const;

export const sourceKinds = ['official', 'press', 'opinion', 'reference'] as const;

/**
 * Reliability of a source, the letters of the Admiralty code:
 * A reliable, B usually reliable, C fairly reliable, D not usually reliable, E unreliable, F cannot be judged.
 */
export const grades = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
export type Grade = (typeof grades)[number];

export const gradeMeanings: Record<Grade, string> = {
  A: 'reliable',
  B: 'usually reliable',
  C: 'fairly reliable',
  D: 'not usually reliable',
  E: 'unreliable',
  F: 'cannot be judged',
};

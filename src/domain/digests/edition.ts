import type { Day } from '../dates/day.ts';
import type { PublicationEvent } from '../ports/publishing.ts';
import type { Filter } from './subscription.ts';

/**
 * What one filter of one desk yields for one span of the publication sequence: (from, to]. Subscriptions with equal
 * spans and filters share it; each numbers its own.
 */
export interface EditionRecord {
  desk: string;
  filter: Filter;
  /** Exclusive; below 0 for the one first digest, which has no span. */
  from: number;
  /** Inclusive. */
  to: number;
  /** The day it was composed on, in the desk's zone. */
  day: Day;
  /** For channels that others than the house see: without what is internal, and apart from the edition that has it. */
  shared?: true | undefined;
  /**
   * Of the entries whose retraction, or whose correction beyond the filter, is told only where they were shown: those
   * that the channel was shown. None: nothing depended on it.
   */
  seen?: string[] | undefined;
  /** Each publication of the span, and the rule that decided what became of it. */
  rulings: Ruling[];
}

/**
 * news, change, ahead, start, counted, folded and replaced are shown or counted in the digest; same-entry follows what
 * became of the entry's other publication; all others are left out.
 */
export const rules = [
  'news',
  'change',
  'ahead',
  'start',
  'counted',
  'folded',
  'replaced',
  'same-entry',
  'outweighed',
  'topic',
  'country',
  'retracted-before',
  'superseded-before',
  'never-shown',
  'undone',
  'not-visible',
] as const;
export type Rule = (typeof rules)[number];

const toldRules: readonly Rule[] = ['news', 'change', 'ahead', 'start', 'counted', 'folded', 'replaced'];
/** What a digest shows or counts. */
export const isTold = (rule: Rule): boolean => toldRules.includes(rule);

/** Why one publication is in an edition or is not. */
export interface Ruling {
  /** 0 in the one first digest, which follows no publications. */
  publication: number;
  entry: string;
  event: PublicationEvent;
  rule: Rule;
  /** The entry in whose item it is told: of folded, replaced and superseded-before. */
  with?: string | undefined;
}

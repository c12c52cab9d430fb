import type { Day } from '../dates/day.ts';
import type { PublicationEvent } from '../ports/publishing.ts';
import { type Filter, filterParts } from './filter.ts';

/**
 * The entries that one filter of one desk yields for one span of the publication sequence: (from, to]. Subscriptions
 * with the same span and filter share it; each numbers its own.
 */
export interface EditionRecord {
  desk: string;
  filter: Filter;
  /** Exclusive; below 0 for a first digest, which has no span. */
  from: number;
  /** Inclusive. */
  to: number;
  /** Day of composing, in the desk's zone. */
  day: Day;
  /** For channels that outsiders can see: without internal entries, and separate from the full edition. */
  shared?: true | undefined;
  /**
   * Of the entries whose change is announced only where they were shown (`toldWhereShown`), those that the channel has
   * shown. Missing: nothing depended on it.
   */
  seen?: string[] | undefined;
  /** Each publication of the span, with the rule that decided on it. */
  rulings: Ruling[];
}

/**
 * news, change, ahead, start, counted, folded and replaced are shown or counted in the digest; same-entry refers to
 * another publication of the same entry; all others are left out.
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
  ...filterParts,
  'retracted-before',
  'superseded-before',
  'never-shown',
  'undone',
  'not-visible',
] as const;
export type Rule = (typeof rules)[number];

const toldRules: readonly Rule[] = ['news', 'change', 'ahead', 'start', 'counted', 'folded', 'replaced'];
/** Whether a digest shows or counts the entry. */
export const isTold = (rule: Rule): boolean => toldRules.includes(rule);

/** Why a publication is or is not in an edition. */
export interface Ruling {
  /** 0 in a first digest, which follows no publications. */
  publication: number;
  entry: string;
  event: PublicationEvent;
  rule: Rule;
  /** For folded, replaced and superseded-before: the entry in whose item it is shown. */
  with?: string | undefined;
}

import type { Day } from './day.ts';
import type { PublicationEvent } from './ports/publications.ts';
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
  /** Each publication of the span, and the rule that decided what became of it. */
  rulings: Ruling[];
}

/** news, change, ahead, start and counted are shown or counted in the digest; all others are left out. */
export const rules = [
  'news',
  'change',
  'ahead',
  'start',
  'counted',
  'topic',
  'country',
  'retracted-before',
  'superseded-before',
  'withdrawn',
  'not-visible',
  'same-entry',
  'already',
] as const;
export type Rule = (typeof rules)[number];

/** Why one publication is in an edition or is not. */
export interface Ruling {
  publication: number;
  entry: string;
  event: PublicationEvent;
  rule: Rule;
}

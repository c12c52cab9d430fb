import type { Day } from './day.ts';
import type { Fact } from './entry.ts';
import type { EventDate } from './event-date.ts';
import { knownDate } from './known-date.ts';

type Dated = Pick<Fact, 'kind' | 'dates' | 'outcome'>;

/** The preferred date of a fact. */
export function preferredDate({ dates }: Pick<Fact, 'dates'>): EventDate {
  const [preferred] = dates;
  if (!preferred) throw new Error('a fact has at least one date');
  return knownDate(preferred.edtf);
}

/** True for what is still to come: a plan until its last day is over, anything else until its first day comes. */
export function isAhead(fact: Dated, today: Day): boolean {
  const { earliest, latest } = preferredDate(fact);
  if (fact.kind !== 'plan') return earliest !== null && earliest > today;
  if (fact.outcome) return false;
  return latest === null || latest >= today;
}

/** A plan whose date is wholly past while the desk has recorded no outcome. */
export function isOverdue(fact: Dated, today: Day): boolean {
  if (fact.kind !== 'plan' || fact.outcome) return false;
  const { latest } = preferredDate(fact);
  return latest !== null && latest < today;
}

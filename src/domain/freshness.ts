import { addDays, type Day } from './day.ts';
import type { DeskDefinition } from './desk.ts';
import type { Fact } from './entry.ts';

type Aging = Pick<Fact, 'kind' | 'published' | 'corrections' | 'reviewed'>;

/**
 * The day from which a fact may be out of date: its kind's shelf life, counted from when the desk last stood by it
 * (published, its latest correction, or the day it was last found still true). Undefined while it is fresh, and for kinds that never go stale.
 */
export function staleSince(fact: Aging, shelf: DeskDefinition['shelf'], today: Day): Day | undefined {
  const days = shelf[fact.kind];
  if (days === undefined) return undefined;
  const stoodBy = [fact.published, fact.reviewed ?? '', ...fact.corrections.map(({ on }) => on)]
    .sort()
    .at(-1) as Day;
  const due = addDays(stoodBy, days);
  return due < today ? due : undefined;
}

import { eventDate } from '../domain/event-date.ts';
import { type Finding, shown } from './fault.ts';
import type { SpotOf } from './shape.ts';

/** A finding when `until` is over before `since` begins, by all that the two dates may mean. Both are valid EDTF. */
export function orderFinding(
  since: string | undefined,
  until: string | undefined,
  spot: SpotOf,
  path: PropertyKey[],
): Finding[] {
  if (since === undefined || until === undefined) return [];
  const { earliest } = eventDate(since);
  const { latest } = eventDate(until);
  if (earliest === null || latest === null || earliest <= latest) return [];
  return [
    {
      ...spot(path),
      code: 'wrong_order',
      path: path.filter((step) => typeof step === 'string').join('.'),
      what: `"until" is ${shown(until)}, before "since", ${shown(since)}`,
      fix: 'write the later date under "until"',
    },
  ];
}

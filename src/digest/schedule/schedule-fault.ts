import type { ScheduleFault } from '../../domain/ports/digests.ts';

export interface Refused {
  ok: false;
  fault: ScheduleFault;
}
export type ScheduleResult<T> = { ok: true; value: T } | Refused;

export function fault(
  code: ScheduleFault['code'],
  says: string,
  write: string,
  choices: string[] = [],
): Refused {
  return { ok: false, fault: { code, says, write, choices } };
}

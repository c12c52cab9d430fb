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

/** Quotes typed words, shortened if long. */
export function quoted(text: string): string {
  const letters = [...text];
  return `“${letters.length > 60 ? `${letters.slice(0, 60).join('')}…` : text}”`;
}

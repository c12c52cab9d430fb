/** Why a schedule cannot be kept as it was given. */
export interface ScheduleFault {
  code:
    | 'bad_time'
    | 'bad_weekday'
    | 'conflict'
    | 'bad_cron'
    | 'cron_fields'
    | 'cron_both_days'
    | 'cron_never'
    | 'cron_too_often'
    | 'offset_zone'
    | 'unknown_zone'
    | 'ambiguous_zone';
  /** What is wrong, in a sentence. */
  says: string;
  /** What to write instead, in a sentence. */
  write: string;
  /** Values to choose from in its place, the likeliest first. */
  choices: string[];
}

export interface Refused {
  ok: false;
  fault: ScheduleFault;
}
export type Read<T> = { ok: true; value: T } | Refused;

export function fault(
  code: ScheduleFault['code'],
  says: string,
  write: string,
  choices: string[] = [],
): Refused {
  return { ok: false, fault: { code, says, write, choices } };
}

/** Typed words as they are quoted in an answer, shortened when long. */
export function quoted(text: string): string {
  const letters = [...text];
  return `“${letters.length > 60 ? `${letters.slice(0, 60).join('')}…` : text}”`;
}

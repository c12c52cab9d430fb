/** What one check of `deskwire doctor` found. Programs rely on the names and the states; the wording may change. */
export interface Finding {
  check: string;
  /** warn: it works, and somebody should look. fault: something does not work, or soon will not. */
  state: 'ok' | 'warn' | 'fault';
  says: string;
  /** What to do about it; none where all is well. */
  do?: string;
}

export type Found = Omit<Finding, 'check'>;

export const ok = (says: string): Found => ({ state: 'ok', says });
export const warn = (says: string, remedy: string): Found => ({ state: 'warn', says, do: remedy });
export const fault = (says: string, remedy: string): Found => ({ state: 'fault', says, do: remedy });

/** When a request left and its answer came, by our clock, and what the answer says of the platform's. */
export interface Answered {
  began: Date;
  ended: Date;
  date: string | null;
}

const tellMs = 30_000;
/** Slack refuses to be asked, and we refuse its requests, from five minutes on. */
const brokenMs = 4 * 60_000;

/** How far this machine's clock is from a platform's. */
export function clockFound(platform: string, { began, ended, date }: Answered): Found {
  const there = Date.parse(date ?? '');
  if (Number.isNaN(there)) return warn(`${platform} does not tell the time`, 'ask again later');
  // The header has whole seconds, and was written at some moment in between.
  const ahead = Math.max(0, began.getTime() - there - 1000) - Math.max(0, there - ended.getTime());
  const seconds = Math.round(Math.abs(ahead) / 1000);
  const so = `the clock of this machine is ${seconds} s ${ahead < 0 ? 'behind' : 'ahead of'} ${platform}'s`;
  const remedy = 'set it, and keep it set by NTP; digests come at the wrong time';
  if (Math.abs(ahead) >= brokenMs) return fault(so, remedy);
  if (Math.abs(ahead) >= tellMs) return warn(so, remedy);
  return ok(`the clock of this machine agrees with ${platform}'s`);
}

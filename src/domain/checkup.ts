/** What one check of `deskwire doctor` found. Programs rely on the names and the states; the wording may change. */
export interface Finding {
  check: string;
  /** warn: works, but needs attention. fault: broken, or about to break. */
  state: 'ok' | 'warn' | 'fault';
  says: string;
  /** The remedy; missing if the state is ok. */
  do?: string;
}

export type Found = Omit<Finding, 'check'>;

export const ok = (says: string): Found => ({ state: 'ok', says });
export const warn = (says: string, remedy: string): Found => ({ state: 'warn', says, do: remedy });
export const fault = (says: string, remedy: string): Found => ({ state: 'fault', says, do: remedy });

/** Start and end of a request by our clock, and the Date header of its response. */
export interface Answered {
  began: Date;
  ended: Date;
  date: string | null;
}

const tellMs = 30_000;
/** Slack and we reject each other's requests from five minutes on. */
const brokenMs = 4 * 60_000;

/** Difference between this machine's clock and a platform's: warn from 30 s, fault from 4 minutes. */
export function clockFound(platform: string, { began, ended, date }: Answered): Found {
  const there = Date.parse(date ?? '');
  if (Number.isNaN(there)) return warn(`${platform} does not report the time`, 'run doctor again later');
  // The header has whole seconds and was written between the two times.
  const ahead = Math.max(0, began.getTime() - there - 1000) - Math.max(0, there - ended.getTime());
  const seconds = Math.round(Math.abs(ahead) / 1000);
  const so = `the clock of this machine is ${seconds} s ${ahead < 0 ? 'behind' : 'ahead of'} ${platform}'s`;
  const remedy = 'set the clock and keep it in sync with NTP; until then digests arrive at the wrong time';
  if (Math.abs(ahead) >= brokenMs) return fault(so, remedy);
  if (Math.abs(ahead) >= tellMs) return warn(so, remedy);
  return ok(`the clock of this machine agrees with ${platform}'s`);
}

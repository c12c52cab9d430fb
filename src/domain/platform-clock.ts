import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';

export interface PlatformClock {
  /** `date`: the header "Date" of an answer to a request that left at `began`, by our clock. */
  saw(date: string | null, began: Date): void;
  /** When, by the platform's clock, a message may have come to stand whose sends began between the two by ours. */
  around(sends: { since: Date; until: Date }): { from: number; to: number };
}

/**
 * What our clock was when a send was written down nobody knows after a crash, and clocks are set now and then. A
 * message may also land some time after its request was given up.
 */
const marginMs = 60 * 60_000;

/** Less of a difference is within the margin. */
const smallMs = 60_000;
/** More of one makes digests come at the wrong time. */
const tellMs = 5 * 60_000;

/**
 * Messages are dated by the platform's clock, sends by ours. Keeps how far apart the two have been seen since the
 * process began, in either direction.
 */
export function createPlatformClock({
  platform,
  clock,
  log,
}: {
  /** As people call it. */
  platform: string;
  clock: Clock;
  log: Log;
}): PlatformClock {
  let [least, most] = [0, 0];
  let warned = false;
  return {
    saw(date, began) {
      const there = Date.parse(date ?? '');
      if (Number.isNaN(there)) return;
      const [before, after] = [there - began.getTime(), there - clock().getTime()];
      // Between the two the answer was made: a machine that slept meanwhile has no other clock.
      const ahead = before < 0 ? before : Math.max(0, after);
      if (Math.abs(ahead) < smallMs) return;
      [least, most] = [Math.min(least, ahead), Math.max(most, ahead)];
      if (warned || Math.abs(ahead) < tellMs) return;
      warned = true;
      const minutes = Math.round(Math.abs(ahead) / 60_000);
      const so = `${minutes} minutes ${ahead > 0 ? 'behind' : 'ahead of'} ${platform}'s`;
      log.warn({}, `the clock of this machine is ${so}: set it, or digests come at the wrong time`);
    },
    around: ({ since, until }) => ({
      from: since.getTime() + least - marginMs,
      to: until.getTime() + most + marginMs,
    }),
  };
}

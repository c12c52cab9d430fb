import type { Clock, Log } from '../ports/runtime.ts';

/** What the time was on a platform, by its own clock: certainly not before `since`, and about `until`. */
export interface PlatformTime {
  since: Date;
  until: Date;
}

/**
 * When a message was sent: the first of its sends began at `since`, the last at `until`, by our clock. `there`: by the
 * platform's, which was asked before; the one thing that is sure where our own clock was wrong.
 */
export interface Sends {
  since: Date;
  until: Date;
  there?: PlatformTime | undefined;
}

export interface PlatformClock {
  /** `date`: the header "Date" of an answer to a request that left at `began`, by our clock. */
  saw(date: string | null, began: Date): void;
  /**
   * What its time is now; it is asked where what is known of it is older than that. unknown: its answers are not dated.
   * away: it gave no answer, and nothing was known before.
   */
  time(maxAgeMs?: number): Promise<PlatformTime | 'unknown' | 'away'>;
  /** When, by the platform's clock, a message may have come to stand. */
  around(sends: Sends): { from: number; to: number };
}

/**
 * What our clock was when a send was written down nobody knows after a crash, and clocks are set now and then. A
 * message may also land some time after its request was given up.
 */
const marginMs = 60 * 60_000;
/** A platform has many machines. */
const skewMs = 5 * 60_000;

/** What an answer told is true of the time that passes here, unless our clock is set meanwhile. */
const freshMs = 10 * 60_000;
/** Until it is asked again after it did not answer. */
const askAgainMs = 10_000;

/** Less of a difference is within the margin. */
const smallMs = 60_000;
/** More of one makes digests come at the wrong time. */
const tellMs = 5 * 60_000;

/**
 * Messages are dated by the platform's clock, sends by ours. Keeps what time it was on the platform when it answered
 * last, and how far apart the two have been seen since the process began, in either direction.
 */
export function createPlatformClock({
  platform,
  clock,
  log,
  ask,
}: {
  /** As people call it. */
  platform: string;
  clock: Clock;
  log: Log;
  /** Any request that is answered whatever the bot may do, and hands its answer to `saw`. */
  ask: () => Promise<unknown>;
}): PlatformClock {
  let [least, most] = [0, 0];
  let warned = false;
  let seen: { there: number; at: number } | undefined;
  let undated = false;
  let asking: Promise<void> | undefined;
  let askedInVain: number | undefined;

  /** Since so many milliseconds; negative where our clock was set back. */
  const ageOf = (at: number | undefined) => (at === undefined ? Number.NaN : clock().getTime() - at);
  const isWithin = (age: number, most: number) => age >= 0 && age <= most;

  function askOnce(): Promise<void> {
    const before = seen;
    asking ??= ask()
      // A refusal is dated too.
      .then(
        () => {},
        () => {},
      )
      .finally(() => {
        asking = undefined;
        askedInVain = seen === before ? clock().getTime() : undefined;
      });
    return asking;
  }

  return {
    saw(date, began) {
      const there = Date.parse(date ?? '');
      undated = Number.isNaN(there);
      if (undated) return;
      const now = clock().getTime();
      seen = { there, at: now };
      const [before, after] = [there - began.getTime(), there - now];
      // Between the two the answer was made: a machine that slept meanwhile has no other clock.
      const ahead = before < 0 ? before : Math.max(0, after);
      if (Math.abs(ahead) < smallMs) return;
      [least, most] = [Math.min(least, ahead), Math.max(most, ahead)];
      if (warned || Math.abs(ahead) < tellMs) return;
      warned = true;
      const minutes = Math.round(Math.abs(ahead) / 60_000);
      const so = `${minutes} minutes ${ahead > 0 ? 'behind' : 'ahead of'} ${platform}'s`;
      log.warn({}, `the clock of this machine is ${so}; set it, or digests arrive at the wrong time`);
    },
    async time(maxAgeMs = freshMs) {
      const isFresh = isWithin(ageOf(seen?.at), maxAgeMs);
      if (!isFresh && !isWithin(ageOf(askedInVain), askAgainMs)) await askOnce();
      if (!seen) return undated ? 'unknown' : 'away';
      const until = seen.there + Math.max(0, ageOf(seen.at));
      return { since: new Date(seen.there), until: new Date(until) };
    },
    around: ({ since, until, there }) =>
      there
        ? { from: there.since.getTime() - skewMs, to: there.until.getTime() + marginMs }
        : {
            from: Math.min(since.getTime(), until.getTime()) + least - marginMs,
            to: until.getTime() + most + marginMs,
          },
  };
}

import type { Clock, Log } from '../ports/runtime.ts';

/** Time on a platform by its own clock: certainly not before `since`, about `until`. */
export interface PlatformTime {
  since: Date;
  until: Date;
}

/**
 * When a message was sent, by our clock: its first send began at `since`, its last at `until`. `there`: the same by
 * the platform's clock, reliable even if ours was wrong.
 */
export interface Sends {
  since: Date;
  until: Date;
  there?: PlatformTime | undefined;
}

export interface PlatformClock {
  /** `date`: the Date header of a response; `began`: start of its request, by our clock. */
  saw(date: string | null, began: Date): void;
  /**
   * The platform's time, requested if the known time is older than `maxAgeMs` milliseconds. unknown: its responses
   * have no date. away: it has never answered.
   */
  time(maxAgeMs?: number): Promise<PlatformTime | 'unknown' | 'away'>;
  /** Range of the platform's clock, in milliseconds since 1970, in which a message may have been posted. */
  around(sends: Sends): { from: number; to: number };
}

/**
 * Milliseconds. After a crash we do not know what our clock was at a send, clocks are adjusted now and then, and a
 * message may arrive after its request timed out.
 */
const marginMs = 60 * 60_000;
/** Milliseconds by which a platform's machines may differ. */
const skewMs = 5 * 60_000;

/** Milliseconds for which a known platform time remains valid, unless our clock is set. */
const freshMs = 10 * 60_000;
/** Milliseconds until the platform is asked again after it did not answer. */
const askAgainMs = 10_000;

/** Milliseconds; smaller differences are within the margin. */
const smallMs = 60_000;
/** Milliseconds; larger differences send digests at the wrong time. */
const tellMs = 5 * 60_000;

/**
 * Messages carry the platform's time, sends ours. Tracks the platform's time at its last response, and the largest
 * difference between the clocks, in both directions, since the process started.
 */
export function createPlatformClock({
  platform,
  clock,
  log,
  ask,
}: {
  /** Its name in logs and messages. */
  platform: string;
  clock: Clock;
  log: Log;
  /** Any request that the platform answers regardless of permissions; passes its response to `saw`. */
  ask: () => Promise<unknown>;
}): PlatformClock {
  let [least, most] = [0, 0];
  let warned = false;
  let seen: { there: number; at: number } | undefined;
  let undated = false;
  let asking: Promise<void> | undefined;
  let askedInVain: number | undefined;

  /** Milliseconds since; negative if our clock was set back. */
  const ageOf = (at: number | undefined) => (at === undefined ? Number.NaN : clock().getTime() - at);
  const isWithin = (age: number, most: number) => age >= 0 && age <= most;

  function askOnce(): Promise<void> {
    const before = seen;
    asking ??= ask()
      // A refusal has a date too.
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
      // The response was made between the two times.
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

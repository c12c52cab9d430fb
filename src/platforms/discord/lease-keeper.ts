import type { Leases } from '../../domain/ports/chat.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Timers } from '../../domain/ports/timers.ts';

/** Both connections of one token get every interaction, so one process at a time may have one. */
export const leaseName = 'discord-gateway';

/** The lease outlives two renewals that fail; whoever waits takes over at most 35 s after a crash. */
const lasts = 30_000;
const renews = 10_000;
const asks = 5000;

interface Keeping {
  leases: Leases;
  holder: string;
  clock: Clock;
  timers: Timers;
  log: Log;
  onGained(): void;
  onLost(): void;
}

/** Takes the lease when it can, keeps it, and tells when it came and went. */
export function keepLease({ leases, holder, clock, timers, log, onGained, onLost }: Keeping) {
  let until: Date | undefined;
  let stopped = false;
  let cancel = () => {};

  const lose = () => {
    if (!until) return;
    until = undefined;
    onLost();
  };
  const tick = async () => {
    const now = clock();
    const next = new Date(now.getTime() + lasts);
    try {
      const held = await leases.hold(leaseName, holder, next, now);
      if (stopped) return;
      if (held && !until) {
        until = next;
        onGained();
      } else if (held) until = next;
      else lose();
    } catch (cause) {
      log.warn({ err: cause }, 'the Discord lease could not be renewed');
      // Not known to be another's before it runs out.
      if (until && clock() >= until) lose();
    }
    if (!stopped) cancel = timers.after(until ? renews : asks, () => void tick());
  };
  return {
    start: tick,
    /** Lets the next process in at once. */
    async stop(): Promise<void> {
      stopped = true;
      cancel();
      const held = until !== undefined;
      until = undefined;
      if (held) await leases.release(leaseName, holder);
    },
  };
}

import type { Leases } from '../../domain/ports/chat.ts';
import type { Clock, Log, Timers } from '../../domain/ports/runtime.ts';
import { withTimeout } from '../../runtime/async.ts';
import { describeError } from './client.ts';

/** Both connections of one token get every interaction, so one process at a time may have one. */
const leaseName = 'discord-gateway';

/** The lease outlives two renewals that fail; whoever waits takes over at most 35 s after a crash. */
const lasts = 30_000;
const renews = 10_000;
const asks = 5000;
/** A store that takes longer counts as away: it might answer after the lease has run out. */
const answers = 5000;

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
  /** Said already. */
  let failing = false;
  let cancel = () => {};
  let cancelEnd = () => {};

  const lose = () => {
    cancelEnd();
    if (!until) return;
    until = undefined;
    onLost();
  };
  /** Whatever becomes of renewing it, nobody keeps it past its end: another may have it then. */
  const keepUntil = (end: Date) => {
    until = end;
    cancelEnd();
    cancelEnd = timers.after(end.getTime() - clock().getTime(), lose);
  };
  const tick = async () => {
    const now = clock();
    const next = new Date(now.getTime() + lasts);
    try {
      const held = await withTimeout(timers, answers, leases.hold(leaseName, holder, next, now));
      if (stopped) return;
      if (held === undefined) throw new Error(`the store gave no answer within ${answers / 1000} seconds`);
      failing = false;
      const isNew = until === undefined;
      if (held) keepUntil(next);
      else lose();
      if (held && isNew) onGained();
    } catch (cause) {
      // Not known to be another's before it runs out.
      if (!failing) log.warn({ err: describeError(cause, []) }, 'Discord lease not renewed');
      failing = true;
    }
    if (!stopped) cancel = timers.after(until ? renews : asks, () => void tick());
  };
  return {
    async start(): Promise<void> {
      stopped = false;
      await tick();
    },
    /** Lets the next process in at once. */
    async stop(): Promise<void> {
      stopped = true;
      cancel();
      cancelEnd();
      const held = until !== undefined;
      until = undefined;
      if (held) await leases.release(leaseName, holder);
    },
  };
}

import type { Delivery, PostingCheck } from '../domain/digests/delivery.ts';
import type { Outbox, Turns } from '../domain/ports/cards.ts';
import type { AdminLines, Subscriptions } from '../domain/ports/digests.ts';
import type { Leased } from '../domain/ports/ledger.ts';
import type { ChannelSender } from '../domain/ports/platform.ts';
import type { Restored } from '../domain/ports/publishing.ts';
import type { Clock, Log, Timers } from '../domain/ports/runtime.ts';
import { withTimeout } from '../runtime/async.ts';
import type { TellAdmins } from './admin-alerts.ts';
import { cutOffWords } from './decide.ts';
import { type DeliveryTiming, leaseDelivery, usualTiming } from './delivery-lease.ts';
import { createLooks, type Looks } from './looks.ts';
import { createCardReachability, createReachability } from './reachability.ts';
import { createPacer, createPool, type Pacer, type Turn } from './throttle.ts';
import { workDelivery } from './work-delivery.ts';

export interface DelivererOptions {
  ledger: Outbox;
  /** Missing for an outbox of cards. */
  subscriptions?: Subscriptions;
  /** By platform: `slack`, `discord`, `terminal`. Deliveries to other platforms are left alone. */
  senders: ReadonlyMap<string, ChannelSender>;
  turns: Turns;
  /** By platform, the rate-limit account; defaults to the platform's name. */
  accounts?: ReadonlyMap<string, string>;
  adminLines: Pick<AdminLines, 'keep' | 'forget'>;
  tellAdmins: TellAdmins;
  /** Missing: parts need no check, because they are composed as they are sent. */
  mayStand?: PostingCheck;
  clock: Clock;
  timers: Timers;
  /** In [0, 1). */
  random: () => number;
  log: Log;
  /** Unique per process and start. */
  holder: string;
  timing?: Partial<DeliveryTiming>;
  /** The last restore, if known. */
  restored?: () => Restored | undefined;
  /** Called once all parts of a delivery are posted. */
  onDelivered?: (delivery: Delivery, at: Date) => void;
}

export interface Deliverer {
  /**
   * Sends what is due; resolves when nothing is. Sends later deliveries when they become due, or at the next call.
   * Called by the tick and whenever a delivery was written. Never rejects.
   */
  run(): Promise<void>;
  /** Asks platforms about channels that have been unreachable for some time. Called by the tick. Never rejects. */
  probe(): Promise<void>;
  /** Accepts nothing new and waits up to `withinMs` milliseconds; interrupted sends are looked for later. */
  stop(withinMs: number): Promise<void>;
}

/** Sends frozen parts to channels exactly once. Any number of processes may work on one ledger. */
export function createDeliverer(options: DelivererOptions): Deliverer {
  const { ledger, subscriptions, senders, turns, clock, timers, log, holder } = options;
  const timing = { ...usualTiming, ...options.timing };
  let stopping = false;
  /** Work still in progress is left to other processes, which look for it once the lease expires. */
  let abandoned = false;

  /** Lease expiry of interrupted deliveries that are not released yet. */
  const cutOff = new Map<string, Date>();

  const reachability = subscriptions
    ? createReachability({ ...options, subscriptions })
    : createCardReachability(options);
  const started = clock();
  const shared = {
    ...options,
    reachability,
    timing,
    stopping: () => stopping,
    before: () => ({ started, restored: options.restored?.() }),
  };

  const pools = new Map(
    [...senders].map(([platform, sender]) => {
      const pace = timing.pace[platform];
      const account = options.accounts?.get(platform) ?? platform;
      const pacer = createPacer({ pace, account, turns, clock });
      const looks = createLooks(timing.looks[platform]);
      const pool = createPool<{ delivery: Leased; until: Date; turn: Turn }>({
        most: timing.atOnce,
        take: async (most) => {
          // Turns are taken only for due deliveries, because each one is lost to all others.
          const ready = await ledger.nextReady([platform]);
          if (!ready || ready > clock()) {
            void pacer.giveBack([]);
            return [];
          }
          const taken = await pacer.take(most);
          const limit = taken.length;
          if (limit === 0) {
            wake.at(pacer.next());
            return [];
          }
          const now = clock();
          const until = new Date(now.getTime() + timing.lease);
          const platforms = [platform];
          const of = { holder, until, limit, platforms, settleMs: timing.settle };
          const leased = await ledger.lease(of, now);
          if (leased.length < limit) void pacer.giveBack(taken.slice(leased.length));
          return leased.map((delivery, at) => ({ delivery, until, turn: taken[at] as Turn }));
        },
        work: ({ delivery, until, turn }) => keepingLease(delivery, until, turn, { sender, pacer, looks }),
      });
      return [platform, pool];
    }),
  );
  const wake = createWake(timers, clock, () => void run());

  async function keepingLease(
    delivery: Leased,
    until: Date,
    turn: Turn,
    own: { sender: ChannelSender; pacer: Pacer; looks: Looks },
  ): Promise<void> {
    let leasedUntil = until;
    let over = false;
    let cancel = () => {};
    const renewLater = () => {
      // After the work ended, a renewal in flight must not be followed by another one.
      if (over || abandoned) return;
      cancel = timers.after(timing.lease / 3, async () => {
        if (abandoned) return;
        try {
          const next = new Date(clock().getTime() + timing.lease);
          if (!(await ledger.renew(delivery.id, holder, next))) return;
          leasedUntil = next;
          renewLater();
        } catch (err) {
          log.warn({ err, delivery: delivery.id }, 'delivery lease not renewed');
          renewLater();
        }
      });
    };
    renewLater();
    try {
      const subscription = await subscriptions?.get(delivery.subscription);
      const worked = await workDelivery(leaseDelivery(delivery, subscription, turn, { ...shared, ...own }));
      if (worked.state === 'again') wake.at(worked.due);
      else own.looks.done.delete(delivery.id);
    } catch (err) {
      log.error(
        { err, delivery: delivery.id, channel: delivery.channel },
        'delivery interrupted by an error',
      );
      cutOff.set(delivery.id, leasedUntil);
      await giveBack();
    } finally {
      over = true;
      cancel();
    }
  }

  /** Releases interrupted deliveries as soon as they may be looked for; at the latest their lease expires. */
  async function giveBack(): Promise<void> {
    for (const [id, leasedUntil] of cutOff) {
      const now = clock().getTime();
      let due = now + timing.settle;
      try {
        if (abandoned) return;
        if (now < leasedUntil.getTime())
          await ledger.release(id, holder, { state: 'waiting', due: new Date(due), reason: cutOffWords });
        cutOff.delete(id);
      } catch {
        // The store that just failed may still be unavailable.
        due = now + timing.backoff.first;
      }
      wake.at(new Date(due));
    }
  }

  async function run(): Promise<void> {
    await giveBack();
    await Promise.all(
      [...pools].map(([platform, pool]) =>
        pool.run().catch((err) => log.error({ err, platform }, 'leasing deliveries failed')),
      ),
    );
    if (stopping) return;
    // Deliveries postponed or leased by others become due here too.
    const next = await ledger.nextReady([...senders.keys()]).catch(() => undefined);
    if (next && next > clock() && !stopping) wake.at(next);
  }
  return {
    run,
    probe: () =>
      reachability.probe(senders).catch((err) => log.error({ err }, 'checking broken subscriptions failed')),
    async stop(withinMs) {
      stopping = true;
      wake.cancel();
      const drained = Promise.all([...pools.values()].map((pool) => pool.drain()));
      await withTimeout(
        timers,
        withinMs,
        drained.then(() => options.tellAdmins.flush()),
      );
      abandoned = true;
    },
  };
}

interface Wake {
  at(due: Date): void;
  cancel(): void;
}

/** The tick runs every minute, so no timer needs to reach further. */
const furthest = 60_000;

/** Wakes once for each requested time, with a single timer. */
function createWake(timers: Timers, clock: Clock, wake: () => void): Wake {
  let times: number[] = [];
  let cancel = () => {};

  function arm() {
    cancel();
    const next = times[0];
    if (next === undefined) return;
    cancel = timers.after(Math.max(0, next - clock().getTime()), () => {
      const now = clock().getTime();
      times = times.filter((time) => time > now);
      arm();
      wake();
    });
  }
  return {
    at(due) {
      const time = due.getTime();
      if (time - clock().getTime() > furthest || times.includes(time)) return;
      times = [...times, time].sort((a, b) => a - b);
      if (times[0] === time) arm();
    },
    cancel() {
      times = [];
      cancel();
    },
  };
}

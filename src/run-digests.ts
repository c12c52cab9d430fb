import { atMost } from './at-most.ts';
import type { Config } from './config.ts';
import { correct } from './digest/correct.ts';
import { createDeliverer, type DelivererOptions } from './digest/deliver.ts';
import { usualTiming } from './digest/delivery-timing.ts';
import { createMayStand } from './digest/may-stand.ts';
import { passOver } from './digest/pass-over.ts';
import { tick } from './digest/tick.ts';
import { accountsOf } from './digest-sides.ts';
import type { Clock } from './domain/ports/clock.ts';
import type { Restored } from './domain/ports/epoch.ts';
import type { Log } from './domain/ports/log.ts';
import type { Timers } from './domain/ports/timers.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Store } from './store/store.ts';
import { tellAdminsOf } from './tell-admins-of.ts';
import type { WiredDigests } from './wire-digests.ts';

export interface RunningDigests {
  /** Writes what is due and begins to send it. Never rejects. */
  tick(): Promise<void>;
  /** Sends what is due; resolves when nothing is. */
  deliver(): Promise<void>;
  /** The last tick that wrote what was due. */
  lastTick(): { at: Date; count: number } | undefined;
  /** What is known of the last restore. */
  restored(): Restored | undefined;
  /** Whether it is known if the database is an older one; resolves once a tick has looked. */
  recognised(): Promise<boolean>;
  /** Takes nothing new, and lets what is under way end within so many milliseconds. */
  stop(withinMs: number): Promise<void>;
}

export interface RunDigestsOptions {
  digests: WiredDigests;
  /** Calls when something may have been corrected, until the answer is called. */
  onNews(listener: () => void): () => void;
  store: Store;
  config: Pick<Config, 'admins'>;
  clock: Clock;
  timers: Timers;
  log: Log;
  timing?: DelivererOptions['timing'];
  onDelivered?: DelivererOptions['onDelivered'];
}

/** Digests at work in this process: what is due is written, corrected and sent, at each tick and as it is asked for. */
export function runDigests({
  digests,
  onNews,
  store,
  config,
  clock,
  timers,
  log,
  timing,
  onDelivered,
}: RunDigestsOptions): RunningDigests {
  const { sides, ports } = digests;
  const holder = store.holders.name('digests');
  const tellAdmins = tellAdminsOf({ sides, store, config, clock, timers, log, holder });
  const deliverer = createDeliverer({
    ledger: store.ledger,
    subscriptions: store.subscriptions,
    senders: new Map([...sides].map(([platform, { sender }]) => [platform, sender])),
    turns: store.turns,
    accounts: accountsOf(sides),
    adminLines: store.adminLines,
    tellAdmins,
    mayStand: createMayStand(ports),
    clock,
    timers,
    random: Math.random,
    log,
    holder,
    restored: () => restored,
    ...(timing && { timing }),
    ...(onDelivered && { onDelivered }),
  });
  let last: { at: Date; count: number } | undefined;
  let restored: Restored | undefined;
  /** Nobody knows yet whether the database is an older one. */
  let unsure = true;
  const looked = Promise.withResolvers<void>();
  let stopped = false;

  /** What a turn wrote is sent. */
  const looping = (turn: (now: Date) => Promise<void>, failed: string) =>
    oneAtATime(
      async () => {
        await turn(clock()).catch((err) => log.error({ err }, failed));
        if (!stopped) void deliverer.run();
      },
      () => stopped,
    );

  /** What processes that are gone have left, and what a clock that was ahead has put off. */
  async function takeUp(now: Date): Promise<void> {
    await store.holders.takeOver(now);
    const count = await store.ledger.setBack({ ...usualTiming, ...timing }.settle, now);
    if (count > 0)
      log.warn({ count }, 'the clock of this machine was set back: what it had put off is due now');
  }

  /** An older database that was put in place knows nothing of what was sent since: all go on from the head. */
  async function recognise(now: Date): Promise<void> {
    const before = restored;
    restored = await store.epoch.advance(now).finally(looked.resolve);
    unsure = false;
    if (!restored || restored.dealt) return;
    if (restored.at.getTime() !== before?.at.getTime())
      log.warn({ from: restored.from }, 'an older database was put in place; digests go on from now');
    if ((await passOver({ ...ports, holder }, restored, now)) > 0) return;
    await store.epoch.dealt(restored);
    restored = { ...restored, dealt: true };
  }

  const write = looping(async (now) => {
    await takeUp(now).catch((err) => log.error({ err }, 'what others left was not taken up'));
    await recognise(now).catch((err) => {
      if (unsure) throw err;
      log.error({ err }, 'what follows from a restore was not done yet; the next tick tries again');
    });
    await tick({ ...ports, holder, restored: restored?.dealt === false ? restored : undefined }, now);
    last = { at: now, count: (last?.count ?? 0) + 1 };
  }, 'a tick of the digests failed; the next one tries again');
  // Many corrections take a while: what is due does not wait for them, now or at the next tick.
  const sends = { ...ports, corrected: () => void (stopped || deliverer.run()) };
  const putRight = looping(async (now) => {
    if (!unsure) await correct(sends, now);
  }, 'corrections were not looked at');
  let under = Promise.resolve();
  async function ticked(written = () => {}): Promise<void> {
    if (stopped) return;
    under = write().then(() => {
      if (!stopped) written();
      return putRight();
    });
    await under;
  }

  digests.onWritten(() => void ticked());
  const ended = onNews(() => void putRight());
  return {
    tick: () =>
      ticked(() => {
        void deliverer.probe();
        // Also what a process that was killed had to say.
        tellAdmins.soon();
      }),
    deliver: () => deliverer.run(),
    lastTick: () => last,
    restored: () => restored,
    recognised: () => looked.promise.then(() => !unsure),
    async stop(withinMs) {
      stopped = true;
      digests.onWritten(() => {});
      ended();
      await Promise.all([atMost(timers, withinMs, under), deliverer.stop(withinMs)]);
    },
  };
}

import type { Config } from './config.ts';
import { createDeliverer, type DelivererOptions } from './digest/deliver.ts';
import { accountsOf, type DigestSides } from './digest-sides.ts';
import type { Clock } from './domain/ports/clock.ts';
import type { Log } from './domain/ports/log.ts';
import type { Timers } from './domain/ports/timers.ts';
import { type PostCardsPorts, postCards } from './editing/post-cards.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { RunningDigests } from './run-digests.ts';
import type { Store } from './store/store.ts';
import { tellAdminsOf } from './tell-admins-of.ts';

export interface RunningCards {
  /** Writes what cards shall say by now, and sends it; resolves when nothing is due. Never rejects. */
  tick(): Promise<void>;
  /** Takes nothing new, and lets what is under way end within so many milliseconds. */
  stop(withinMs: number): Promise<void>;
}

/** Cards for reviewers at work in this process: looked at at each tick, sent through an outbox of their own. */
export function runCards({
  ports,
  onNews,
  sides,
  store,
  config,
  clock,
  timers,
  log,
  timing,
  epoch,
}: {
  ports: PostCardsPorts;
  /** Calls when something may have changed that need not wait for the next tick. */
  onNews(listener: () => void): () => void;
  sides: DigestSides;
  store: Store;
  config: Pick<Config, 'admins'>;
  clock: Clock;
  timers: Timers;
  log: Log;
  timing?: DelivererOptions['timing'];
  /** What digests know of the last restore. */
  epoch?: Pick<RunningDigests, 'restored' | 'recognised'>;
}): RunningCards {
  const holder = store.holders.name('cards');
  const deliverer = createDeliverer({
    ledger: store.cards,
    senders: new Map([...sides].map(([platform, { sender }]) => [platform, sender])),
    turns: store.turns,
    accounts: accountsOf(sides),
    adminLines: store.adminLines,
    tellAdmins: tellAdminsOf({ sides, store, config, clock, timers, log, holder }),
    clock,
    timers,
    random: Math.random,
    log,
    holder,
    ...(timing && { timing }),
    ...(epoch && { restored: epoch.restored }),
  });
  let stopped = false;
  const ticked = oneAtATime(
    async () => {
      if (epoch && !(await epoch.recognised())) return;
      await postCards(ports, clock()).catch((err) => log.error({ err }, 'the cards were not looked at'));
      if (!stopped) await deliverer.run();
    },
    () => stopped,
  );
  const ended = onNews(() => void ticked());
  return {
    tick: ticked,
    async stop(withinMs) {
      stopped = true;
      ended();
      await deliverer.stop(withinMs);
    },
  };
}

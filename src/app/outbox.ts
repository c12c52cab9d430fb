import type { Config } from '../config.ts';
import type { Clock, Log, Timers } from '../domain/ports/runtime.ts';
import type { TellAdmins } from '../outbox/admin-alerts.ts';
import { createDeliverer, type Deliverer, type DelivererOptions } from '../outbox/deliver.ts';
import type { Store } from '../store/store.ts';
import { tellAdminsOf } from './access.ts';
import { type Adapters, accountsOf, pacesOf } from './adapters.ts';
import type { Events } from './events.ts';

/** Shared dependencies of every job that sends. */
export interface SendingOptions {
  adapters: Adapters;
  store: Store;
  events: Events;
  config: Pick<Config, 'admins'>;
  clock: Clock;
  timers: Timers;
  log: Log;
  /** Overrides the default timing. */
  timing?: DelivererOptions['timing'];
}

/** Where the outboxes of digests and of review cards differ. */
type Own = Pick<
  DelivererOptions,
  'ledger' | 'subscriptions' | 'mayStand' | 'holder' | 'restored' | 'onDelivered'
>;

/** Sends the messages of one outbox through every adapter. All outboxes share a platform's pace. */
export function openOutbox(
  { adapters, store, config, clock, timers, log, timing }: SendingOptions,
  own: Own,
): { deliverer: Deliverer; tellAdmins: TellAdmins } {
  const tellAdmins = tellAdminsOf({ adapters, store, config, clock, timers, log, holder: own.holder });
  const deliverer = createDeliverer({
    ...own,
    tellAdmins,
    clock,
    timers,
    log,
    senders: new Map([...adapters].map(([platform, { sender }]) => [platform, sender])),
    turns: store.turns,
    accounts: accountsOf(adapters),
    adminLines: store.adminLines,
    random: Math.random,
    timing: { ...pacesOf(adapters), ...timing },
  });
  return { deliverer, tellAdmins };
}

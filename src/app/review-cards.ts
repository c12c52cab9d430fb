import type { WritingDeps } from '../../commands/admin/drafts/options.ts';
import { createReviewItems } from '../../commands/admin/drafts/review-items.ts';
import { feedCards } from '../../commands/admin/feeds/feed-cards.ts';
import type { DeskService } from '../command/define.ts';
import type { NewDeliveryId } from '../digest/compose/draft-digest.ts';
import type { Serving } from '../domain/desk.ts';
import type { RoleOf } from '../domain/ports/access.ts';
import type { Clock, Log } from '../domain/ports/runtime.ts';
import { type PostCardsPorts, postCards } from '../editing/review-cards.ts';
import { singleFlight, withTimeout } from '../runtime/async.ts';
import type { Job } from '../runtime/jobs.ts';
import type { Store } from '../store/store.ts';
import { type Adapters, placesIn } from './adapters.ts';
import { definitionsOf } from './desks.ts';
import type { DigestJob } from './digests.ts';
import { listen } from './events.ts';
import { openOutbox, type SendingOptions } from './outbox.ts';

export interface CardJob extends Job {
  /** Updates the cards' content and sends it; resolves when nothing is due. Never rejects. */
  run(): Promise<void>;
  stop(withinMs: number): Promise<void>;
}

/** Keeps review cards up to date: every minute, and after a change. Cards have their own outbox. */
export function cardJob(
  ports: PostCardsPorts,
  sending: SendingOptions & {
    /** What the digest job knows about the last restore. */
    epoch?: Pick<DigestJob, 'restored' | 'recognised'>;
  },
): CardJob {
  const { store, events, clock, timers, log, epoch } = sending;
  // A look that lasts longer than a stop may wait finds the store closed.
  const untilStopped: Pick<Log, 'error'> = {
    error(fields, message) {
      if (!stopped) log.error(fields, message);
    },
  };
  const { deliverer } = openOutbox(sending, {
    ledger: store.cards,
    holder: store.holders.name('cards'),
    ...(epoch && { restored: epoch.restored }),
  });
  let stopped = false;
  const run = singleFlight(
    async () => {
      if (epoch && !(await epoch.recognised())) return;
      await postCards({ ...ports, log: untilStopped }, clock()).catch((err) =>
        untilStopped.error({ err }, 'posting review cards failed'),
      );
      if (!stopped) await deliverer.run();
    },
    () => stopped,
  );
  const unlisten = listen(events, 'changed', () => void run());
  return {
    name: 'cards',
    run,
    async stop(withinMs) {
      stopped = true;
      unlisten();
      // Starts nothing once stopped, and resolves when what runs has ended.
      await Promise.all([withTimeout(timers, withinMs, run()), deliverer.stop(withinMs)]);
    },
  };
}

/** Milliseconds for which a stored button state of a card remains valid. */
const keptMs = 365 * 86_400_000;

/** Connects review cards to the store, the desks and the platforms. */
export function cardPorts({
  store,
  desks,
  roleOf,
  writing,
  adapters,
  newId,
  clock,
  log,
}: {
  store: Store;
  desks: Serving<DeskService>;
  roleOf: RoleOf;
  writing: Pick<WritingDeps, 'editing' | 'near' | 'reports' | 'content'>;
  adapters: Adapters;
  newId: NewDeliveryId;
  clock: Clock;
  log: Log;
}): PostCardsPorts {
  const { cards, reviewChannels, drafts, revisions, buttonStates } = store;
  const feeds = feedCards(store);
  return {
    desks: definitionsOf(desks),
    channels: reviewChannels,
    cards,
    things: createReviewItems({ ...writing, drafts, revisions, desks, roleOf, feeds }),
    renderers: Object.fromEntries(
      [...adapters].flatMap(([platform, { cards: renderer }]) => (renderer ? [[platform, renderer]] : [])),
    ),
    places: placesIn(adapters),
    keep: (text) => buttonStates.keep(text, new Date(clock().getTime() + keptMs), clock()),
    newId,
    log,
  };
}

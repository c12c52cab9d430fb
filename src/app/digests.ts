import { createHash, randomInt } from 'node:crypto';
import type { DigestDeps } from '../../commands/admin/digest/options.ts';
import { type DeskService, scopeOf } from '../command/define.ts';
import { createDigestActs } from '../digest/acts.ts';
import { composeEdition } from '../digest/compose/compose.ts';
import type { NewDeliveryId } from '../digest/compose/draft-digest.ts';
import { createMayStand, gatherWindow } from '../digest/compose/gather.ts';
import { glanceReply } from '../digest/compose/glance.ts';
import { createDigestViews } from '../digest/compose/why.ts';
import { type CorrectPorts, correct } from '../digest/correct/correct.ts';
import { timetable } from '../digest/schedule/timetable.ts';
import { passOver, type TickPorts, tick } from '../digest/tick.ts';
import { addDays } from '../domain/dates/day.ts';
import type { Desk, Serving } from '../domain/desk.ts';
import type { Filter } from '../domain/digests/filter.ts';
import { manageLine } from '../domain/ports/answerer.ts';
import type { NameIndex } from '../domain/ports/names.ts';
import type { Preview } from '../domain/ports/platform.ts';
import type { Restored } from '../domain/ports/publishing.ts';
import type { Log } from '../domain/ports/runtime.ts';
import type { Reply } from '../domain/reply.ts';
import { createHeadlines } from '../feeds/headlines.ts';
import type { DelivererOptions } from '../outbox/deliver.ts';
import { usualTiming } from '../outbox/delivery-lease.ts';
import { singleFlight, withTimeout } from '../runtime/async.ts';
import type { Job } from '../runtime/jobs.ts';
import type { Store } from '../store/store.ts';
import { type Adapters, placesIn, placesOf } from './adapters.ts';
import { type Events, listen } from './events.ts';
import { openOutbox, type SendingOptions } from './outbox.ts';

export interface DigestService {
  /** Ports of a tick. */
  ports: Omit<TickPorts, 'holder' | 'clock'> & CorrectPorts;
  /** For commands. */
  deps: DigestDeps;
}

/** Connects digests to the store, the desks and the platforms. */
export function createDigestService({
  store,
  installation,
  desks,
  names,
  adapters,
  events,
  log,
}: {
  store: Store;
  /** Permanent id of the installation, part of every delivery id. */
  installation: string;
  desks: Serving<Desk>;
  /** Of a desk that serves. */
  names(desk: string): NameIndex | undefined;
  adapters: Adapters;
  events: Events;
  log: Log;
}): DigestService {
  const { entries, publications, subscriptions, ledger } = store;
  const renderers = Object.fromEntries([...adapters].map(([platform, { renderer }]) => [platform, renderer]));
  const ports = {
    entries,
    publications,
    subscriptions,
    ledger,
    desks,
    renderers,
    log,
    headlines: createHeadlines({ items: store.feedItems, epoch: store.epoch, ledger, names }),
    newDeliveryId: deliveryIds(installation),
    places: placesIn(adapters),
  };
  return {
    ports,
    deps: {
      subscriptions,
      ledger,
      timetable,
      acts: createDigestActs({ ...ports, written: () => void events.emit('delivery written') }),
      views: createDigestViews(ports),
      places: placesOf(adapters),
      desk: desks.byId,
    },
  };
}

/** The digest of what a desk published within `window` days up to `now`. Stores nothing. */
export async function windowDigest(
  { publications }: Pick<Store, 'publications'>,
  service: DeskService,
  { window, filter, now }: { window: number; filter: Filter; now: Date },
): Promise<Reply> {
  const { desk, entries } = service;
  const scope = scopeOf(service, 'reader', now);
  const { today } = scope;
  const span = await gatherWindow({ entries, publications }, scope, window);
  const edition = composeEdition(span, { desk, filter, from: 0, to: span.publications.length, today });
  const { zone } = desk.definition;
  return glanceReply(edition, {
    format: 'full',
    zone,
    days: { from: addDays(today, 1 - window), to: today },
    roundup: window >= 7,
  });
}

/** Requests that would post the digest in a channel. */
export function digestRequests(preview: Preview, reply: Reply): object[] {
  const delivery = 'preview000000000';
  return preview.digest(reply, { delivery, more: manageLine(`digest more ${delivery}`) });
}

export interface DigestJob extends Job {
  /** Composes what is due and starts sending it. Never rejects. */
  run(): Promise<void>;
  stop(withinMs: number): Promise<void>;
  /** Sends what is due; resolves when nothing is due. */
  deliver(): Promise<void>;
  /** The last successful tick, and the number of ticks. */
  lastTick(): { at: Date; count: number } | undefined;
  /** The last restore, if known. */
  restored(): Restored | undefined;
  /** Whether the check for a restored database has succeeded. Resolves after the first tick has tried it. */
  recognised(): Promise<boolean>;
}

/** Composes, corrects and sends digests: every minute, and at once after a change. */
export function digestJob(
  { ports }: Pick<DigestService, 'ports'>,
  sending: SendingOptions & Pick<DelivererOptions, 'onDelivered'>,
): DigestJob {
  const { store, events, clock, timers, log, timing, onDelivered } = sending;
  const holder = store.holders.name('digests');
  const { deliverer, tellAdmins } = openOutbox(sending, {
    ledger: store.ledger,
    subscriptions: store.subscriptions,
    mayStand: createMayStand(ports),
    holder,
    restored: () => restored,
    ...(onDelivered && { onDelivered }),
  });
  let last: { at: Date; count: number } | undefined;
  let restored: Restored | undefined;
  /** It is not yet known whether the database was restored. */
  let unsure = true;
  const looked = Promise.withResolvers<void>();
  let stopped = false;

  /** Runs the turn, then sends what it wrote. */
  const looping = (turn: (now: Date) => Promise<void>, failed: string) =>
    singleFlight(
      async () => {
        await turn(clock()).catch((err) => log.error({ err }, failed));
        if (!stopped) void deliverer.run();
      },
      () => stopped,
    );

  /** Takes over leases of dead processes, and deliveries postponed by a clock that was ahead. */
  async function takeUp(now: Date): Promise<void> {
    await store.holders.takeOver(now);
    const count = await store.ledger.setBack({ ...usualTiming, ...timing }.settle, now);
    if (count > 0) log.warn({ count }, 'the machine clock was set back; postponed deliveries are due now');
  }

  /** A restored database does not know what was sent since its backup, so all subscriptions continue from the head. */
  async function recognise(now: Date): Promise<void> {
    const before = restored;
    try {
      restored = await store.epoch.advance(now);
      unsure = false;
    } finally {
      looked.resolve();
    }
    if (!restored || restored.dealt) return;
    if (restored.at.getTime() !== before?.at.getTime())
      log.warn({ from: restored.from }, 'an older database was restored; digests continue from now');
    if ((await passOver({ ...ports, holder, clock }, restored, now)) > 0) return;
    await store.epoch.dealt(restored);
    restored = { ...restored, dealt: true };
  }

  const write = looping(async (now) => {
    await takeUp(now).catch((err) => log.error({ err }, 'taking over abandoned leases failed'));
    await recognise(now).catch((err) => {
      if (unsure) throw err;
      log.error({ err }, 'restore follow-up failed; retrying next minute');
    });
    const behind = restored?.dealt === false ? restored : undefined;
    await tick({ ...ports, holder, clock, restored: behind }, now);
    last = { at: now, count: (last?.count ?? 0) + 1 };
  }, 'digest tick failed; retrying next minute');
  // Many corrections take time; due digests do not wait for them.
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

  const unlisten = [
    listen(events, 'delivery written', () => void ticked()),
    listen(events, 'changed', () => void putRight()),
  ];
  return {
    name: 'digests',
    run: () =>
      ticked(() => {
        void deliverer.probe();
        // Includes alerts left by a process that was killed.
        tellAdmins.soon();
      }),
    deliver: () => deliverer.run(),
    lastTick: () => last,
    restored: () => restored,
    recognised: () => looked.promise.then(() => !unsure),
    async stop(withinMs) {
      stopped = true;
      for (const each of unlisten) each();
      await Promise.all([
        withTimeout(timers, withinMs, Promise.all([under, putRight()])),
        deliverer.stop(withinMs),
      ]);
    },
  };
}

const idLetters = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Ids of different installations never collide, even in the same channel. */
const deliveryIds =
  (installation: string): NewDeliveryId =>
  (of) => {
    if (!of) return newDeliveryId();
    const hash = createHash('sha256').update(JSON.stringify([installation, ...of]));
    const number = BigInt(`0x${hash.digest('hex')}`) % 36n ** 16n;
    return number.toString(36).padStart(16, '0');
  };

/** 16 random characters, about 82 bits. */
function newDeliveryId(): string {
  return Array.from({ length: 16 }, () => idLetters[randomInt(idLetters.length)]).join('');
}

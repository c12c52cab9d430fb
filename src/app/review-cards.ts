import type { WritingNeeds } from '../../commands/admin/drafts/options.ts';
import { createWaitingThings } from '../../commands/admin/drafts/review-items.ts';
import type { DeskService } from '../command/define.ts';
import type { Config } from '../config.ts';
import type { NewDeliveryId } from '../digest/compose/draft-digest.ts';
import type { RoleOf } from '../domain/ports/access.ts';
import { type Answerer, isHouseLine } from '../domain/ports/answerer.ts';
import type { MistakeReports } from '../domain/ports/chat.ts';
import type { Forms } from '../domain/ports/drafts.ts';
import type { Clock, Log, Timers } from '../domain/ports/runtime.ts';
import { type PostCardsPorts, postCards } from '../editing/review-cards.ts';
import { createDeliverer, type DelivererOptions } from '../outbox/deliver.ts';
import { oneAtATime } from '../runtime/async.ts';
import type { Store } from '../store/store.ts';
import { tellAdminsOf } from './access.ts';
import { accountsOf, type DigestSides, placesIn } from './adapters.ts';
import type { RunningDigests } from './digests.ts';

interface RunningCards {
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

/** A button of a card works for so long, in milliseconds, although its line does not fit into it. */
const keptMs = 365 * 86_400_000;

/** Hands the cards for reviewers what they need of the store, of the desks and of the platforms. */
export function wireCards({
  store,
  desks,
  roleOf,
  writing,
  sides,
  newId,
  clock,
  log,
}: {
  store: Store;
  desks(): readonly DeskService[];
  roleOf: RoleOf;
  writing: Pick<WritingNeeds, 'editing' | 'reports' | 'content'>;
  sides: DigestSides;
  newId: NewDeliveryId;
  clock: Clock;
  log: Log;
}): PostCardsPorts {
  const { cards, reviewChannels, drafts, revisions, buttonStates } = store;
  return {
    desks: () => desks().map(({ desk }) => desk),
    channels: reviewChannels,
    cards,
    things: createWaitingThings({ ...writing, drafts, revisions, desks, roleOf }),
    renderers: Object.fromEntries(
      [...sides].flatMap(([platform, side]) => (side.cards ? [[platform, side.cards]] : [])),
    ),
    places: placesIn(sides),
    keep: (text) => buttonStates.keep(text, new Date(clock().getTime() + keptMs), clock()),
    newId,
    log,
  };
}

/** The doors through which people change what waits for others. */
interface Doors {
  answerer: Pick<Answerer, 'answer'>;
  forms: Forms;
  reports: MistakeReports;
}

interface News {
  /** Calls after what may have changed what waits for somebody, until the answer is called. */
  onNews(listener: () => void): () => void;
  /** Tells whoever listens. */
  news(): void;
}

/** The same doors; whoever listens is told after each use that something may have changed. */
export function withNews({ answerer, forms, reports }: Doors): Doors & News {
  const listeners = new Set<() => void>();
  const news = () => {
    for (const listener of listeners) listener();
  };
  const told = <T>(answer: T): T => {
    news();
    return answer;
  };
  return {
    answerer: {
      async answer(question) {
        const reply = await answerer.answer(question);
        return isHouseLine(question.text) ? told(reply) : reply;
      },
    },
    forms: {
      fill: async (filled) => told(await forms.fill(filled)),
      open: (form, by) => forms.open(form, by),
    },
    reports: {
      add: async (report, interaction) => told(await reports.add(report, interaction)),
      list: (desk, page) => reports.list(desk, page),
    },
    onNews(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    news,
  };
}

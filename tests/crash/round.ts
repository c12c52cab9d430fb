import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Store } from '../../src/store/store.ts';
import { startTcpProxy } from '../fakes/tcp-proxy.ts';
import { chanceOf } from './chance.ts';
import { type Moment, momentOf, moments, momentsOf, wrongs, wrongsAfterRestore } from './judge.ts';
import { startPlatforms } from './platforms.ts';
import { openAgain, seedStore } from './seed-store.ts';
import type { Breakage, ServicePlan, StoodStill } from './service-plan.ts';
import { type ServiceProcess, startService } from './service-process.ts';

export const settings = ['sqlite', 'postgres', 'two on postgres'] as const;
export type Setting = (typeof settings)[number];

/** What befalls the service besides the kill. */
export const mishaps = ['none', 'older database', 'wrong clock', 'cut connections'] as const;
export type Mishap = (typeof mishaps)[number];

/** What the rounds take in turn: three each, which no number of aims divides. A file is copied back only on SQLite, connections are PostgreSQL's. */
export const mishapsOf = (setting: Setting): readonly Mishap[] =>
  setting === 'sqlite' ? ['none', 'older database', 'wrong clock'] : ['none', 'cut connections', 'none'];

export interface RoundPlan {
  seed: number;
  setting: Setting;
  mishap?: Mishap;
  /** Where the kill is aimed; nowhere: it comes at any moment of the fan-out. */
  aim: Moment | undefined;
  /** On each platform. */
  channels: number;
  /** Share of all requests that go wrong. */
  faults: number;
  /** Milliseconds for which Discord remembers a nonce. */
  nonceWindow: number;
  /** The address of a new, empty database. */
  databaseUrl?: string;
  breakage?: Breakage;
}

export interface RoundResult {
  /** Where the kill landed: one when it was aimed, all in which it found a part when it was not. */
  landed: Moment[];
  /** Empty: every channel has each edition exactly once. */
  wrongs: string[];
}

/** Longer than any round takes, also on a busy machine. */
const patienceMs = 240_000;

/** One fan-out to all channels, cut off by `kill -9`, taken up again until nothing is left to do, and looked at. */
export async function runRound(plan: RoundPlan): Promise<RoundResult> {
  const chance = chanceOf(plan.seed);
  const dataFolder = await mkdtemp(join(tmpdir(), 'deskwire-crash-'));
  const { mishap = 'none' } = plan;
  const platforms = await startPlatforms(chance, plan);
  const at = { dataFolder, ...(plan.databaseUrl && { databaseUrl: plan.databaseUrl }) };
  const proxy =
    mishap === 'cut connections' && plan.databaseUrl ? await startTcpProxy(plan.databaseUrl) : undefined;
  let clockAheadMs = mishap === 'wrong clock' ? chance.pick([-2, 2]) * 60 * 60_000 : 0;
  const now = new Date(Date.now() + Math.min(clockAheadMs, 0));
  let store = await seedStore(at, platforms.channels, { now });
  const backup = join(dataFolder, 'backup.sqlite');
  const backsUpAmid = chance.next() < 0.5;
  if (mishap === 'older database' && !backsUpAmid) await store.maintenance.backup(backup);
  const running = new Set<ServiceProcess>();
  const start = (over: Partial<ServicePlan> = {}) => {
    const { slack, discord } = platforms;
    const service = startService({
      ...at,
      ...(proxy && { databaseUrl: proxy.url }),
      clockAheadMs,
      slack: { apiUrl: slack.apiUrl, botToken: slack.tokens.bot },
      discord: { apiUrl: discord.apiUrl, token: discord.token },
      ...(plan.breakage && { breakage: plan.breakage }),
      ...over,
    });
    running.add(service);
    return service;
  };
  const kill = async (service: ServiceProcess) => {
    running.delete(service);
    await service.kill();
  };

  try {
    const { aim } = plan;
    const two = plan.setting === 'two on postgres';
    /** Each time when some more was posted, so that it meets the work wherever it is. */
    const cutNowAndThen = async () => {
      for (let cuts = 1 + chance.whole(3); proxy && cuts > 0; cuts -= 1) {
        const more = platforms.arrived(platforms.arrivals.length + 1 + chance.whole(20));
        await soon(Promise.race([more, settled(store)]), 'nothing was posted after a cut');
        proxy.cut();
      }
    };
    /** As somebody does who copies a file back, and knows of nothing else. */
    const putBack = async () => {
      await store.maintenance.close();
      const file = join(dataFolder, 'deskwire.sqlite');
      for (const side of ['-wal', '-shm']) await rm(`${file}${side}`, { force: true });
      await copyFile(backup, file);
      store = await openAgain(at);
    };
    const aimed = async (at: Moment): Promise<Moment[]> => {
      // Parts that one of the services is sure to come to.
      const nth = 1 + chance.whole(Math.ceil(plan.channels / 4));
      const stands = at === 'during' ? platforms.standStillAt(nth) : undefined;
      const first = start(at === 'during' ? {} : { standStill: { at, nth } });
      const second = two ? start() : undefined;
      const stood = await soon(
        Promise.race([stands ? stands.then(({ mark }) => partOf(mark)) : first.stoodStill, first.ended]),
        'no part came to where it should be cut off',
      );
      if (typeof stood === 'string') throw new Error(stood);
      if (mishap === 'older database' && backsUpAmid) await store.maintenance.backup(backup);
      await kill(first);
      // A request that hangs may be the other process's.
      if (second && at === 'during') await kill(second);
      const moment = await momentOf(store, platforms, stood);
      return moment ? [moment] : [];
    };
    const atAnyMoment = async (): Promise<Moment[]> => {
      const services = [start(), ...(two ? [start()] : [])];
      const arrivals = platforms.arrived(1 + chance.whole(2 * plan.channels));
      await soon(Promise.race([arrivals, settled(store)]), 'nothing was posted');
      if (mishap === 'older database' && backsUpAmid) await store.maintenance.backup(backup);
      await cutNowAndThen();
      await delay(chance.whole(20));
      await Promise.all(services.map(kill));
      return [...(await momentsOf(store, platforms))];
    };
    const landed = aim ? await aimed(aim) : await atAnyMoment();

    if (mishap === 'older database') await putBack();
    clockAheadMs = 0;
    let again = start();
    await cutNowAndThen();
    if (chance.next() < 0.5) {
      // Once more, wherever it happens to be.
      const more = platforms.arrivals.length + 1 + chance.whole(plan.channels);
      await Promise.race([platforms.arrived(more), settled(store)]);
      await kill(again);
      again = start();
    }
    const late = await Promise.race([settled(store), again.ended]);
    const judge = mishap === 'older database' ? wrongsAfterRestore : wrongs;
    return { landed, wrongs: [...(late ? [late] : []), ...(await judge(store, platforms))] };
  } finally {
    await Promise.all([...running].map(kill));
    await proxy?.stop();
    await platforms.stop();
    await store.maintenance.close();
    await rm(dataFolder, { recursive: true, force: true });
  }
}

const partOf = (mark: string): StoodStill => {
  const [delivery = '', part = ''] = mark.split('-');
  return { delivery, part: Number(part) - 1 };
};

/** Resolves when the delivery of every digest is final, or to what is still open when that takes too long. */
async function settled(store: Store): Promise<string | undefined> {
  const until = Date.now() + patienceMs;
  const wanted = (await store.subscriptions.list({})).length;
  for (;;) {
    const { deliveries } = await store.ledger.counts();
    const done = (deliveries.delivered ?? 0) + (deliveries.failed ?? 0);
    if (done >= wanted) return undefined;
    if (Date.now() > until) return `not settled: ${JSON.stringify(deliveries)}`;
    await delay(100);
  }
}

async function soon<T>(work: Promise<T>, otherwise: string): Promise<T> {
  const timer = new AbortController();
  const late = delay(patienceMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error(otherwise);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
    late.catch(() => {});
  }
}

/** Every aim meets every mishap of a setting within 72 rounds. */
export const mishapOf = (setting: Setting, round: number): Mishap => {
  const all = mishapsOf(setting);
  return all[Math.floor(round / settings.length) % all.length] ?? 'none';
};

/** Every second kill comes at any moment; the others are aimed at each in turn. */
export const aimOf = (round: number): Moment | undefined =>
  round % 2 === 0 ? undefined : moments[Math.floor(round / 2) % moments.length];

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createActionCodec } from '../../command/action-codec.ts';
import { readConfig } from '../../config.ts';
import { timetable } from '../../digest/schedule/timetable.ts';
import type { DeskDefinition } from '../../domain/desk.ts';
import type {
  Rehearsal,
  RehearsalAsked,
  RehearsalMove,
  RehearsalState,
} from '../../domain/digests/rehearsal.ts';
import type { Schedule } from '../../domain/digests/subscription.ts';
import { platformOf } from '../../domain/identity.ts';
import type { Adapter } from '../../domain/ports/platform.ts';
import type { Clock, Log, Timers } from '../../domain/ports/runtime.ts';
import { platforms } from '../adapters.ts';
import { type App, createApp } from '../app.ts';
import { digestJob } from '../digests.ts';
import { channelOf, createPlace, type Place } from './rehearsal-channel.ts';

interface RehearsalOptions {
  app: Pick<App, 'desks' | 'pictures'>;
  /** Content folder in service. */
  briefs: string;
  log: Log;
}

/** Rehearses digests on a store of its own; neither the store in service nor a platform is touched. */
export function createRehearsal(options: RehearsalOptions): Rehearsal {
  let running: Running | undefined;
  let last: Promise<unknown> = Promise.resolve();
  /** One act at a time. */
  const inOrder = <T>(act: () => Promise<T>): Promise<T> => {
    const done = last.then(act);
    last = done.catch(() => {});
    return done;
  };
  async function close() {
    await running?.close();
    running = undefined;
  }
  return {
    begin: (asked) =>
      inOrder(async () => {
        const desk = options.app.desks.byId(asked.desk)?.desk.definition;
        if (!desk) return `There is no desk ${asked.desk}. Load the page again.`;
        const unknown = unknownIn(asked, desk);
        if (unknown !== undefined) return `${desk.name} has no “${unknown}”. Load the page again.`;
        const schedule = timetable.read(asked.schedule, desk.zone, asked.from);
        if (!schedule.ok) return `${schedule.fault.says} ${schedule.fault.write}`;
        await close();
        running = await open(asked, schedule.value, options);
        return undefined;
      }),
    move: (move) =>
      inOrder(async () => (running ? running.move(move) : 'Begin a rehearsal before you move its clock.')),
    state: () => inOrder(async () => running?.state()),
    end() {
      running?.halt();
      return inOrder(close);
    },
  };
}

function unknownIn({ filter }: RehearsalAsked, { topics, countries }: DeskDefinition): string | undefined {
  const missing = (all: readonly { id: string }[], chosen: readonly string[]) =>
    chosen.find((id) => !all.some((one) => one.id === id));
  return missing(topics, filter.topics) ?? missing(countries, filter.countries);
}

interface Running {
  move(move: RehearsalMove): Promise<string | undefined>;
  state(): Promise<RehearsalState>;
  /** A move in progress goes no further. */
  halt(): void;
  close(): Promise<void>;
}

/** Nothing happens by itself: each turn runs what is due. */
const still: Timers = { after: () => () => {} };

const dayMs = 24 * 60 * 60_000;

async function open(
  asked: RehearsalAsked,
  schedule: Schedule,
  { app: { pictures }, briefs, log }: RehearsalOptions,
): Promise<Running> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'deskwire-rehearsal-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const config = readConfig({ DESKWIRE_DATA: folder, DESKWIRE_BRIEFS: briefs });
  if (!config.ok) throw new Error(config.faults.join('; '));

  let now = asked.from;
  let halted = false;
  const clock: Clock = () => now;
  const actions = createActionCodec(randomBytes(32).toString('base64url'));
  const channels = new Map<string, Place & { subscription: number }>();
  const adapters = new Map<string, Adapter>();
  for (const { id, preview } of platforms) {
    const shown = await preview?.(actions, pictures);
    if (!shown) continue;
    const place = createPlace(id, clock);
    adapters.set(id, { sender: place.sender, renderer: shown.renderer });
    channels.set(shown.channel, { ...place, subscription: 0 });
  }
  const own: Log = {
    info() {},
    warn: (fields, message) => log.warn({ ...fields, rehearsal: true }, message),
    error: (fields, message) => log.error({ ...fields, rehearsal: true }, message),
  };
  const app = await createApp(config.config, { log: own, clock, recordedBy: clock, adapters });
  opened.defer(() => app.close());
  const { store, events, desks, digests } = app;
  const job = digestJob(digests, {
    adapters,
    store,
    events,
    config: { admins: [] },
    clock,
    timers: still,
    log: own,
  });
  opened.defer(() => job.stop(0));

  const subscriptions = () => store.subscriptions.list({});
  async function turn() {
    await job.run();
    await job.deliver();
  }
  /** Stops at each digest on the way, as the service would, which ticks every minute. */
  async function runTo(to: Date) {
    for (let tried: number | undefined; !halted; ) {
      const due = earliest((await subscriptions()).map(({ next }) => next));
      // What cannot be composed stays due.
      if (!due || due > to || due.getTime() === tried) break;
      tried = due.getTime();
      if (due > now) now = due;
      await turn();
    }
    if (halted) return;
    now = to;
    await turn();
  }
  async function whereTo(move: RehearsalMove): Promise<{ at: Date } | { fault: string }> {
    switch (move.to) {
      case 'here':
        return { at: now };
      case 'day':
        return { at: new Date(now.getTime() + dayMs) };
      case 'next': {
        const at = earliest((await subscriptions()).map(({ next }) => next));
        return at ? { at: at > now ? at : now } : { fault: 'No digest is due any more.' };
      }
      case 'time': {
        const { weekday, time } = move;
        const read = timetable.read({ rhythm: 'weekly', weekday, time }, schedule.zone, now);
        if (!read.ok) return { fault: `${read.fault.says} ${read.fault.write}` };
        const desk = desks.byId(asked.desk)?.desk;
        const [slot] = desk ? timetable.next({ schedule: read.value, slot: now }, desk, now, 1) : [];
        return slot ? { at: slot.at } : { fault: 'The desk is not served any more: begin again.' };
      }
    }
  }

  await desks.sync();
  const { desk, filter, onEmpty, format } = asked;
  for (const [channel, place] of channels) {
    const settings = { filter, schedule, onEmpty, format, lastCount: 3 };
    const added = await digests.deps.acts.subscribe(settings, { desk, channel, by: 'terminal', now });
    place.subscription = added.subscription.id;
  }
  await turn();
  const closing = opened.move();
  return {
    async move(move) {
      // What was changed in the folder happens at the time that the clock shows.
      await desks.sync();
      const to = await whereTo(move);
      if ('fault' in to) return to.fault;
      await runTo(to.at);
      return undefined;
    },
    async state() {
      const drawn = [...channels].map(([channel, { subscription, posts }]) =>
        channelOf(store, platformOf(channel), { subscription, posts }),
      );
      const described = timetable.describe(schedule);
      return { asked, now, zone: schedule.zone, schedule: described, channels: await Promise.all(drawn) };
    },
    halt() {
      halted = true;
    },
    close: () => closing.disposeAsync(),
  };
}

const earliest = (times: readonly (Date | undefined)[]): Date | undefined =>
  times.reduce((first, time) => (time && (!first || time < first) ? time : first), undefined);

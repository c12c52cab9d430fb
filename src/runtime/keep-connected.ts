import type { Connection } from '../domain/ports/platform.ts';
import type { Clock, Log, Timers } from '../domain/ports/runtime.ts';
import { withTimeout } from './async.ts';

/** One connection. Once lost or closed it is not opened again. */
export interface Line {
  /** Resolves once it stands; rejects when it cannot be made. */
  connect(): Promise<void>;
  close(): Promise<void>;
  /** Ends it without a farewell, whatever state it is in. */
  cut(): void;
}

/** What a line that stood tells of itself. */
export interface LineEvents {
  /** It is being mended by itself. */
  shaken(why: string, asked?: boolean): void;
  mended(): void;
  /** It is over. */
  lost(why: string, asked?: boolean): void;
}

/** Milliseconds before the next attempt after so many failures, up to a minute; half of them by chance, so that many processes do not come at once. */
export function pauseAfter(failures: number, random: () => number): number {
  const most = Math.min(1000 * 2 ** failures, 60_000);
  return most / 2 + (random() * most) / 2;
}

const times = {
  /** For an attempt to connect. */
  connect: 20_000,
  /** For a line that is mended by itself. */
  mend: 15_000,
  /** After which a line stands: before, what ends it is a further failure. */
  stand: 60_000,
  farewell: 500,
} as const;

/** How often a line may be mended by itself before it stands. */
const mostShakes = 3;

type Attempted = { ok: true } | { ok: false; error: unknown };

interface Keeping {
  open(events: LineEvents): Line;
  link: Link;
  timers: Timers;
  random: () => number;
  onReady?(): void;
  /** An attempt failed, which the link is to be told: `stop` where trying again cannot help. */
  onFailed(error: unknown): 'again' | 'stop';
  /** A line could not be closed cleanly. */
  onUnclean?(error: unknown): void;
}

/** Keeps a connection for as long as it is wanted: a lost one is made anew, with pauses that grow. */
export function keepConnected(keeping: Keeping) {
  const { open, link, timers, random, onFailed } = keeping;
  let line: Line | undefined;
  let isWanted = false;
  let [failures, shakes] = [0, 0];
  let cancelNext = () => {};
  let cancelWatch = () => {};
  /** Ends an attempt that is under way. */
  let giveUp = () => {};

  async function end(closing: Line): Promise<void> {
    const closed = closing.close().catch((error) => keeping.onUnclean?.(error));
    await withTimeout(timers, times.farewell, closed);
    closing.cut();
  }

  function again(pause = pauseAfter(failures, random)): void {
    failures += 1;
    if (isWanted) cancelNext = timers.after(pause, () => void attempt());
  }

  /** A line that stands for a minute makes what came before forgotten. */
  function stands(): void {
    link.made();
    cancelWatch();
    cancelWatch = timers.after(times.stand, () => {
      [failures, shakes] = [0, 0];
    });
  }

  async function attempt(): Promise<Attempted> {
    const mine = open({
      shaken(why, asked) {
        if (line !== mine) return;
        shakes += 1;
        if (shakes > mostShakes) return isOver(why, asked);
        link.lost(why, asked);
        cancelWatch();
        cancelWatch = timers.after(times.mend, () => isOver('it could not be resumed in time'));
      },
      mended: () => line === mine && stands(),
      lost: isOver,
    });
    function isOver(why: string, asked = false): void {
      if (line !== mine) return;
      line = undefined;
      cancelWatch();
      link.lost(why, asked);
      void end(mine);
      if (asked && failures === 0) again(0);
      else again();
    }
    line = mine;
    const over = Promise.withResolvers<boolean>();
    giveUp = () => over.resolve(false);
    try {
      const connected = mine.connect().then(() => true);
      const made = await withTimeout(timers, times.connect, Promise.race([connected, over.promise]));
      if (!made) throw new Error(`no connection within ${times.connect / 1000} s`);
      if (line !== mine) return { ok: true };
      stands();
      keeping.onReady?.();
      return { ok: true };
    } catch (error) {
      if (line !== mine) return { ok: false, error };
      line = undefined;
      void end(mine);
      if (onFailed(error) === 'again') again();
      return { ok: false, error };
    }
  }

  return {
    /** Resolves after the first attempt; unless `onFailed` said stop, further ones follow one that failed. */
    connect(): Promise<Attempted> {
      isWanted = true;
      [failures, shakes] = [0, 0];
      link.wanted();
      return attempt();
    },
    async disconnect(): Promise<void> {
      isWanted = false;
      cancelNext();
      cancelWatch();
      giveUp();
      const closing = line;
      line = undefined;
      if (closing) await end(closing);
    },
  };
}

/** Milliseconds without a connection after which a platform counts as not served. */
const patience = 30_000;

/** What is known of one connection. It logs one line when an outage begins and one when it ends. */
export interface Link {
  /** It ought to be there from now on. */
  wanted(): void;
  /** It need not be there: another process has it, or this one stops. */
  unwanted(): void;
  made(): void;
  /** `asked`: the platform asked for a new one, which is no outage unless that cannot be made. */
  lost(why: string, asked?: boolean): void;
  failed(why: string): void;
  /** The platform will not have us; somebody has to mend that. */
  refused(why: string): void;
  /** Undefined while it is not wanted. */
  connection(): Connection | undefined;
  /** Why the platform is not served, in words. */
  fault(): string | undefined;
}

export function createLink(of: { platform: string; name: string; clock: Clock; log: Log }): Link {
  const { platform, name, clock, log } = of;
  let isWanted = false;
  let connected = false;
  let since = clock();
  let [made, told] = [0, false];
  let refusal: string | undefined;
  let reason = '';

  const change = (to: boolean) => {
    connected = to;
    since = clock();
  };
  const tell = () => {
    if (told) return;
    told = true;
    const what = made > 0 ? `connection to ${name} lost` : `cannot connect to ${name}`;
    log.warn({ platform, reason }, `${what}; retrying`);
  };
  return {
    wanted() {
      if (isWanted) return;
      isWanted = true;
      // An outage that was told goes on until its end is.
      if (!told) change(false);
    },
    unwanted() {
      isWanted = false;
      connected = false;
    },
    made() {
      if (connected) return;
      const seconds = Math.round((clock().getTime() - since.getTime()) / 1000);
      const again = made > 0 ? ' again' : '';
      if (told) log.info({ platform, seconds }, `connected to ${name}${again} after ${seconds} s`);
      [told, refusal] = [false, undefined];
      made += 1;
      change(true);
    },
    lost(why, asked = false) {
      reason = why;
      if (connected) change(false);
      if (!asked) tell();
    },
    failed(why) {
      [reason, refusal] = [why, undefined];
      tell();
    },
    refused(why) {
      if (connected) change(false);
      if (refusal !== why) log.error({ platform }, why);
      [told, refusal] = [true, why];
    },
    connection: () =>
      isWanted ? { platform, connected, since, reconnects: Math.max(0, made - 1) } : undefined,
    fault() {
      if (!isWanted || connected) return undefined;
      if (refusal !== undefined) return refusal;
      if (clock().getTime() - since.getTime() < patience) return undefined;
      return `${name} has not been connected since ${since.toISOString()}${reason && `: ${reason}`}`;
    },
  };
}

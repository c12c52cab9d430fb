import type { Connection } from '../domain/ports/platform.ts';
import type { Clock, Log, Timers } from '../domain/ports/runtime.ts';
import { withTimeout } from './async.ts';

/** One connection attempt and its connection. Never reopened after it is lost or closed. */
export interface Line {
  /** Resolves once connected; rejects if that fails. */
  connect(): Promise<void>;
  close(): Promise<void>;
  /** Ends the connection abruptly, in any state. */
  cut(): void;
}

/** Events of an open connection. `asked`: the platform requested the reconnect. */
export interface LineEvents {
  /** The client is repairing the connection itself. */
  shaken(why: string, asked?: boolean): void;
  mended(): void;
  /** The connection is lost. */
  lost(why: string, asked?: boolean): void;
}

/**
 * Milliseconds to wait after `failures` failed attempts, up to a minute. Half is random, so that many processes do not
 * reconnect at once.
 */
export function pauseAfter(failures: number, random: () => number): number {
  const most = Math.min(1000 * 2 ** failures, 60_000);
  return most / 2 + (random() * most) / 2;
}

const times = {
  /** For a connection attempt. */
  connect: 20_000,
  /** For a connection that repairs itself. */
  mend: 15_000,
  /** After which a connection counts as stable; a loss before that is a further failure. */
  stand: 60_000,
  farewell: 500,
} as const;

/** Self-repairs allowed before a connection is stable. */
const mostShakes = 3;

type Attempted = { ok: true } | { ok: false; error: unknown };

interface Keeping {
  open(events: LineEvents): Line;
  link: Link;
  timers: Timers;
  random: () => number;
  onReady?(): void;
  /** Called when an attempt failed; `stop` if retrying cannot help. */
  onFailed(error: unknown): 'again' | 'stop';
  /** A connection could not be closed cleanly. */
  onUnclean?(error: unknown): void;
}

/** Keeps a connection open: reconnects after a loss, with growing pauses. */
export function keepConnected(keeping: Keeping) {
  const { open, link, timers, random, onFailed } = keeping;
  let line: Line | undefined;
  let isWanted = false;
  let [failures, shakes] = [0, 0];
  let cancelNext = () => {};
  let cancelWatch = () => {};
  /** Aborts an attempt in progress. */
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

  /** After a minute a connection is stable and earlier failures no longer count. */
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
    /** Resolves after the first attempt. If it failed, retries follow unless `onFailed` returned `stop`. */
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

/** Milliseconds without a connection after which `/readyz` reports the platform. */
const patience = 30_000;

/** State of one connection. Logs one line when an outage begins and one when it ends. */
export interface Link {
  /** The connection is needed from now on. */
  wanted(): void;
  /** It is not needed: another process has it, or this one is stopping. */
  unwanted(): void;
  made(): void;
  /** `asked`: the platform requested the reconnect, which is an outage only if reconnecting fails. */
  lost(why: string, asked?: boolean): void;
  failed(why: string): void;
  /** The platform rejects us; a person has to fix that. */
  refused(why: string): void;
  /** Undefined while the connection is not needed. */
  connection(): Connection | undefined;
  /** Why the platform is not served, as a sentence. */
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

  const setConnected = (to: boolean) => {
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
      // A logged outage lasts until its end is logged.
      if (!told) setConnected(false);
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
      setConnected(true);
    },
    lost(why, asked = false) {
      reason = why;
      if (connected) setConnected(false);
      if (!asked) tell();
    },
    failed(why) {
      [reason, refusal] = [why, undefined];
      tell();
    },
    refused(why) {
      if (connected) setConnected(false);
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

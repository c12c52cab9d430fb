import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';

/** How a standing connection to a platform is, such as Discord's gateway or Slack's Socket Mode. */
export interface Connection {
  /** `slack`, `discord` */
  platform: string;
  connected: boolean;
  /** When it was made or lost; of one that was never made, when it was first tried. */
  since: Date;
  /** How often it was made again since the process started, also when the platform asked for it. */
  reconnects: number;
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
    const what = made > 0 ? `the connection to ${name} is lost` : `${name} cannot be connected`;
    log.warn({ platform, reason }, `${what}, trying again`);
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
      if (told) log.info({ platform, seconds }, `${name} is connected${again} after ${seconds} s`);
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

import type { Log } from '../domain/ports/runtime.ts';

/** The part of a process that is told to stop, and that ends. */
export interface Stoppable {
  on(signal: (typeof signals)[number], listener: () => void): unknown;
  exit(code: number): void;
  /** Kinds of what keeps it going, one for each. */
  getActiveResourcesInfo(): string[];
}

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** How long a stop may take before the process ends anyway, in milliseconds; a busy machine needs some of the five seconds too. */
const stopWithin = 4_000;

/** How long something may hold the process once all is closed, in milliseconds. */
const drainWithin = 500;

/** npm and a terminal may both pass on one Ctrl-C: signals that come together, within so many milliseconds, are one. */
const together = 300;

export interface StopSignals {
  /** Resolves with why it shall stop. */
  requested: Promise<string>;
  tell(reason: string): void;
  /**
   * From now on the process ends within five seconds, whatever holds it; the log names that. `closed` says that nothing is
   * left to do: then it ends as soon as nothing holds it, at the latest in half a second, with `code`.
   */
  begin(): { closed(code: number): void };
}

/** Stops at the first signal; a second one ends the process at once. */
export function stopOnSignals(
  own: Stoppable,
  log: Log,
  now: () => number = () => performance.now(),
): StopSignals {
  const told = Promise.withResolvers<string>();
  let first: number | undefined;
  const signalled = (signal: string) => {
    told.resolve(signal);
    first ??= now();
    if (now() - first <= together) return;
    log.warn({ reason: signal, held: heldBy(own) }, 'second stop signal: exiting at once');
    own.exit(1);
  };
  for (const signal of signals) own.on(signal, () => signalled(signal));
  return {
    requested: told.promise,
    tell: told.resolve,
    begin() {
      const late = setTimeout(() => {
        log.error({ held: heldBy(own) }, 'stopping took too long: exiting anyway');
        own.exit(1);
      }, stopWithin);
      return {
        closed(code) {
          clearTimeout(late);
          const held = () => {
            log.warn({ held: heldBy(own) }, 'stopped, but resources are still open: exiting anyway');
            own.exit(code);
          };
          setTimeout(held, drainWithin).unref();
        },
      };
    },
  };
}

/** What keeps the process going: how many of each kind, such as `{ Timeout: 2, TCPSocketWrap: 1 }`. */
function heldBy(own: Stoppable): Record<string, number> {
  const kinds = own.getActiveResourcesInfo();
  return Object.fromEntries(kinds.map((kind) => [kind, kinds.filter((each) => each === kind).length]));
}

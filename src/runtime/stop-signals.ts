import type { Log } from '../domain/ports/runtime.ts';

/** The part of `process` that this needs. */
export interface Stoppable {
  on(signal: (typeof signals)[number], listener: () => void): unknown;
  exit(code: number): void;
  /** Types of the resources that keep the process alive, one item per resource. */
  getActiveResourcesInfo(): string[];
}

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** Milliseconds after which the process ends regardless; leaves a busy machine some of the five seconds. */
const stopWithin = 4_000;

/** Milliseconds that a resource may keep the process alive once everything is closed. */
const drainWithin = 500;

/** Milliseconds in which several signals count as one, because npm and the terminal may both forward one Ctrl-C. */
const together = 300;

export interface StopSignals {
  /** Resolves to the reason for stopping. */
  requested: Promise<string>;
  tell(reason: string): void;
  /**
   * From now on the process ends within five seconds; the log names what kept it alive. `closed`: everything is
   * closed, so the process ends with `code` as soon as nothing keeps it alive, at most half a second later.
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

/** Number of resources that keep the process alive, by type, such as `{ Timeout: 2, TCPSocketWrap: 1 }`. */
function heldBy(own: Stoppable): Record<string, number> {
  const kinds = own.getActiveResourcesInfo();
  return Object.fromEntries(kinds.map((kind) => [kind, kinds.filter((each) => each === kind).length]));
}

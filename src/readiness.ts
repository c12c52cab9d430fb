import type { Maintenance } from './domain/ports/maintenance.ts';
import type { Timers } from './domain/ports/timers.ts';
import type { Readiness } from './platforms/web/app.ts';

/** Milliseconds after which a database that has not answered counts as away: whoever asks gives up soon after. */
const answersWithin = 3_000;

export interface ReadinessOptions {
  maintenance: Pick<Maintenance, 'health' | 'unwritable'>;
  /** Ids of the desks that serve now. */
  desks(): string[];
  /** What platforms refuse, in words. */
  platformFaults(): string[];
  timers: Timers;
}

/** Whether the service can answer: it reads and writes its database, serves a desk, and no platform refuses it. */
export function createReadiness(options: ReadinessOptions): Readiness {
  const { maintenance, desks, platformFaults, timers } = options;
  let under: Promise<string[]> | undefined;

  /** Asked once at a time: while nothing answers, each would take a connection from the readers. */
  function storeFaults(): Promise<string[]> {
    under ??= maintenance
      .health()
      .then(async () => [(await maintenance.unwritable()) ?? []].flat())
      .catch((error: Error) => [error.message])
      .finally(() => {
        under = undefined;
      });
    return under;
  }

  return async () => {
    const late = Promise.withResolvers<string[]>();
    const cancel = timers.after(answersWithin, () =>
      late.resolve([`the database gave no answer within ${answersWithin / 1000} seconds`]),
    );
    const faults = [...(await Promise.race([storeFaults(), late.promise])), ...platformFaults()];
    cancel();
    const serving = desks();
    return {
      ready: serving.length > 0 && faults.length === 0,
      desks: serving,
      ...(faults.length > 0 && { faults }),
    };
  };
}

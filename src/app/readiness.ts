import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Maintenance } from '../domain/ports/publishing.ts';
import type { Log, Timers } from '../domain/ports/runtime.ts';
import type { Readiness } from '../platforms/web/app.ts';
import { StoreError } from '../store/database.ts';

/** Milliseconds after which a silent database counts as unavailable, shorter than the timeout of a probe. */
const answersWithin = 3_000;

export interface ReadinessOptions {
  maintenance: Pick<Maintenance, 'health' | 'unwritable'>;
  /** Its permanent id. */
  installation: string;
  /** Ids of the desks in service. */
  desks(): string[];
  /** Faults of platforms, as sentences. */
  platformFaults(): string[];
  timers: Timers;
}

/**
 * Whether the service can answer: the database is readable and writable, a desk is in service, and no platform has a
 * fault.
 */
export function createReadiness(options: ReadinessOptions): Readiness {
  const { maintenance, desks, platformFaults, timers } = options;
  const installation = publicId(options.installation);
  let under: Promise<string[]> | undefined;

  /** One check at a time: while the database hangs, each check would take a connection from readers. */
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
      installation,
      ...(faults.length > 0 && { faults }),
    };
  };
}

/** Tells installations apart where anybody may read it; the id itself makes ids of deliveries. */
export const publicId = (installation: string): string =>
  createHash('sha256').update(`public ${installation}`).digest('hex').slice(0, 12);

/**
 * Retries `work` while the database server is unreachable, such as when it starts later. Logs when the wait begins and
 * ends.
 */
export async function onceReachable<T>(work: () => Promise<T>, log: Log): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const result = await work();
      if (attempt > 0) log.info({}, 'the database answers; continuing the start');
      return result;
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'away') throw error;
      if (attempt === 0)
        log.warn({ reason: error.message }, `waiting for the database (DATABASE_URL); ${error.remedy}`);
      await delay(Math.min(1000 * 2 ** attempt, 15_000), undefined, { ref: true });
    }
  }
}

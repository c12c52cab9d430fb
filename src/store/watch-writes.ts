import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../domain/ports/runtime.ts';
import type { Database } from './database.ts';
import { isUnwritable, StoreError } from './database.ts';

/** Milliseconds for which what was found out counts. */
const countsFor = 5_000;

/** Milliseconds that whoever asks waits for it: a writer that waits for its turn is no fault. */
const answersWithin = 1_000;

/**
 * Hears how each write went. Logs once when nothing can be written any more, and once when it can again. Where no write
 * has told for some seconds, a small row is written and taken back.
 */
export function watchWrites(
  database: Database,
  log: Log,
  now: () => number = () => performance.now(),
): Database {
  let fault: StoreError | undefined;
  let since = 0;
  let known = Number.NEGATIVE_INFINITY;
  let probing: Promise<void> | undefined;

  const writeSmall: Database['writeSmall'] = (work) => hear(database.writeSmall(work));

  /** What was written stays written, whatever the room that is left says of the next change. */
  async function hear<T>(written: Promise<T>): Promise<T> {
    try {
      const result = await written;
      look();
      return result;
    } catch (error) {
      if (isUnwritable(error)) fails(error);
      throw error;
    }
  }

  /** A small change may still fit where the next one does not. */
  function look() {
    try {
      database.checkRoom();
      works();
    } catch (error) {
      if (isUnwritable(error)) fails(error);
    }
  }

  function works() {
    known = now();
    if (!fault) return;
    fault = undefined;
    log.info({ seconds: Math.round((now() - since) / 1000) }, 'the database can be written again');
  }

  function fails(error: StoreError) {
    known = now();
    if (!fault) {
      since = now();
      log.error({ reason: error.message }, `nothing can be written, reads still work; ${error.remedy}`);
    }
    fault = error;
  }

  async function probe(): Promise<void> {
    const key = `writable:${randomUUID()}`;
    await writeSmall(async (transaction) => {
      await transaction.insertInto('claims').values({ key, expires: '' }).execute();
      await transaction.deleteFrom('claims').where('key', '=', key).execute();
    }).catch((error) => {
      // Another holds the lock, or the server is away: that is told elsewhere, and says nothing of the disk.
      if (!(error instanceof StoreError)) throw error;
    });
  }

  return {
    ...database,
    write: (work) => hear(database.write(work)),
    writeSmall,
    async unwritable() {
      if (now() - known >= countsFor) {
        probing ??= probe().finally(() => {
          probing = undefined;
        });
        await Promise.race([probing, delay(answersWithin, undefined, { ref: false })]);
      }
      return fault;
    },
  };
}

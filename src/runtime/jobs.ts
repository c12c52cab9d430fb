import cron from 'node-cron';
import type { Log } from '../domain/ports/runtime.ts';

/** Work that this process does every minute. */
export interface Job {
  /** Name in the log, one word. */
  name: string;
  run(): unknown;
  /** Accepts nothing new and waits up to `withinMs` milliseconds for work in progress. */
  stop?(withinMs: number): Promise<void>;
}

/**
 * Runs each job at the start of each minute until disposed of. Skips a run if the previous one is still in progress.
 * Faults and delays are logged here, because node-cron would print them in colours.
 */
export function everyMinute(jobs: readonly Job[], log: Log): AsyncDisposable {
  const tasks = jobs.map(({ name, run }) => {
    const fields = (text: string | Error, err?: unknown) => {
      const fault = text instanceof Error ? text : err;
      const reason = text instanceof Error ? undefined : text;
      return { job: name, ...(reason && { reason }), ...(fault !== undefined && { err: fault }) };
    };
    return cron.schedule('* * * * *', () => run(), {
      timezone: 'UTC',
      noOverlap: true,
      name,
      logger: {
        info: () => {},
        debug: () => {},
        warn: (text) => log.warn(fields(text), 'job late or skipped'),
        error: (text, err) => log.error(fields(text, err), 'job failed; it runs again next minute'),
      },
    });
  });
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(tasks.map((task) => task.destroy()));
    },
  };
}

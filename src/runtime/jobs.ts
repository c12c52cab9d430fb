import cron from 'node-cron';
import type { Log } from '../domain/ports/runtime.ts';

/** Work that this process does each minute. */
export interface Job {
  /** One word, for the log. */
  name: string;
  run(): unknown;
  /** Takes nothing new and lets what is under way end, for at most so many milliseconds. */
  stop?(withinMs: number): Promise<void>;
}

/**
 * Runs each job at the beginning of each minute, until disposed of. A run still under way when the next is due makes
 * that one be left out. Faults and delays go to our log; node-cron would print them in colours.
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

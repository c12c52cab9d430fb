import cron from 'node-cron';
import type { Log, Timers } from '../domain/ports/runtime.ts';
import { withTimeout } from './async.ts';

/** Work that this process does every minute. */
export interface Job {
  /** Name in the log, one word. */
  name: string;
  run(): unknown;
  /** The first run is at the next full minute instead of at the start. */
  later?: true;
  /** Accepts nothing new and waits up to `withinMs` milliseconds for work in progress. */
  stop?(withinMs: number): Promise<void>;
}

export interface Jobs {
  /** Runs each job at the start of each minute, and now unless it begins `later`. */
  begin(): void;
  /** Starts no further run and waits up to `withinMs` milliseconds for runs in progress. */
  stop(withinMs: number): Promise<void>;
}

/**
 * Runs jobs every minute. Skips a run if the previous one is still in progress. A job that fails is logged and runs
 * again the next minute. Delays are logged here, because node-cron would print them in colours.
 */
export function everyMinute(jobs: readonly Job[], { log, timers }: { log: Log; timers: Timers }): Jobs {
  const running = new Map<Job, Promise<void>>();
  let stopped = false;

  async function run(job: Job): Promise<void> {
    try {
      await job.run();
    } catch (err) {
      // The database may be closed by then.
      if (!stopped) log.error({ job: job.name, err }, 'job failed; it runs again next minute');
    } finally {
      running.delete(job);
    }
  }

  function start(job: Job): void {
    if (running.has(job)) log.warn({ job: job.name, reason: 'its last run is not over' }, 'job skipped');
    else running.set(job, run(job));
  }

  const scheduled = jobs.map((job) =>
    cron.createTask('* * * * *', () => start(job), {
      timezone: 'UTC',
      name: job.name,
      logger: {
        info: () => {},
        debug: () => {},
        warn: (text) => log.warn({ job: job.name, reason: String(text) }, 'job late or skipped'),
        error: (text, err) =>
          log.error({ job: job.name, reason: String(text), err }, 'job could not be started'),
      },
    }),
  );
  return {
    begin() {
      for (const task of scheduled) void task.start();
      for (const job of jobs) if (!job.later) start(job);
    },
    async stop(withinMs) {
      stopped = true;
      await Promise.all(scheduled.map((task) => task.destroy()));
      const ends = [...jobs.map((job) => job.stop?.(withinMs)), ...running.values()];
      await withTimeout(timers, withinMs, Promise.all(ends));
    },
  };
}

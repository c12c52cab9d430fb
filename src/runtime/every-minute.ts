import cron from 'node-cron';
import type { Log } from '../domain/ports/runtime.ts';

/**
 * Works at the beginning of each minute, until it is disposed of. A turn that is still under way when the next is due
 * makes that one be left out. What fails or comes late is in our log, where node-cron would print it in colours.
 */
export function everyMinute(name: string, work: () => unknown, log: Log): AsyncDisposable {
  const told = (text: string | Error, err?: unknown) => {
    const fault = text instanceof Error ? text : err;
    const reason = text instanceof Error ? undefined : text;
    return { job: name, ...(reason && { reason }), ...(fault !== undefined && { err: fault }) };
  };
  const task = cron.schedule('* * * * *', work, {
    timezone: 'UTC',
    noOverlap: true,
    name,
    logger: {
      info: () => {},
      debug: () => {},
      warn: (text) => log.warn(told(text), 'a job was late or left out'),
      error: (text, err) => log.error(told(text, err), 'a job failed; the next minute tries again'),
    },
  });
  return { [Symbol.asyncDispose]: async () => void (await task.destroy()) };
}

import { Worker } from 'node:worker_threads';
import type { RunInWorker, Timers } from '../domain/ports/runtime.ts';

/**
 * A turn that is taken one at a time: asked for meanwhile, it is taken once more after. Resolves when nobody asks any
 * more, or once it is stopped. The turn must not reject.
 */
export function singleFlight(turn: () => Promise<void>, stopped: () => boolean): () => Promise<void> {
  let under: Promise<void> | undefined;
  let asked = false;
  async function untilDone(): Promise<void> {
    while (asked && !stopped()) {
      asked = false;
      await turn();
    }
    under = undefined;
  }
  return async () => {
    asked = true;
    under ??= untilDone();
    await under;
  };
}

/** Resolves to the result of `work`, or to undefined after `ms` milliseconds; the work goes on. */
export async function withTimeout<T>(timers: Timers, ms: number, work: Promise<T>): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>();
  const cancel = timers.after(ms, () => late.resolve(undefined));
  return Promise.race([work, late.promise]).finally(cancel);
}

export const realTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Its methods, each of which resolves to something. */
type Methods<T> = { [K in keyof T]: T[K] extends (...args: never[]) => Promise<unknown> ? T[K] : never };

/** Stands for an object that is loaded when one of its methods is first called; a load that failed is tried again. */
export function lazy<T extends object & Methods<T>>(load: () => Promise<T>): T {
  let loading: Promise<T> | undefined;
  const loaded = () => {
    loading ??= load().catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  const call =
    (name: string) =>
    async (...args: unknown[]) => {
      const object = (await loaded()) as Record<string, (...args: unknown[]) => unknown>;
      return object[name]?.(...args);
    };
  // Whoever awaits it must not take it for a promise.
  return new Proxy({} as T, {
    get: (_, name) => (typeof name === 'string' && name !== 'then' ? call(name) : undefined),
  });
}

/** Megabytes; what 5 MB of markup become takes at most half of it. */
const mostMemory = 512;

/** A thread of Node's, which sees nothing of our environment. */
export const runInWorker: RunInWorker = <Answer>(program: URL, given: object, deadline: AbortSignal) => {
  const { promise, resolve, reject } = Promise.withResolvers<Answer | undefined>();
  const worker = new Worker(program, {
    workerData: given,
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: mostMemory },
  });
  const giveUp = () => resolve(undefined);
  deadline.addEventListener('abort', giveUp, { once: true });
  if (deadline.aborted) giveUp();
  worker
    .once('message', resolve)
    .once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? giveUp() : reject(error),
    )
    .once('exit', (code) => reject(new Error(`${program.pathname} ended with ${code} and no answer`)));
  return promise.finally(() => {
    deadline.removeEventListener('abort', giveUp);
    void worker.terminate();
  });
};

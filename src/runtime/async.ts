import { getCompileCacheDir } from 'node:module';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { RunInWorker, Timers } from '../domain/ports/runtime.ts';

/**
 * Runs `turn` one call at a time; calls made during a run coalesce into one more run. Resolves when no run is pending,
 * or once stopped. `turn` must not reject.
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

/** Milliseconds after which stepwise work yields to the event loop. */
const sliceMs = 10;

/** Runs a long piece of work step by step and yields to the event loop in between. */
export async function inTurns<T>(steps: Iterator<void, T>): Promise<T> {
  for (let ends = performance.now() + sliceMs; ; ) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() < ends) continue;
    await nextTurn();
    ends = performance.now() + sliceMs;
  }
}

/**
 * Returns what is to be awaited between steps of work that may go on without ever waiting: it yields to the event loop
 * once a slice has passed.
 */
export function pauses(): () => Promise<void> {
  let ends = performance.now() + sliceMs;
  return async () => {
    if (performance.now() < ends) return;
    await nextTurn();
    ends = performance.now() + sliceMs;
  };
}

/** Runs all steps without yielding. */
export function atOnce<T>(steps: Iterator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Whether it is time to tell of something again: once `ms` milliseconds have passed since it last was, or since `last`. */
export function atMostEvery(ms: number, now: () => number, last = now()): () => boolean {
  let told = last;
  return () => {
    if (now() - told < ms) return false;
    told = now();
    return true;
  };
}

/** Resolves to the result of `work`, or to undefined after `ms` milliseconds. The work is not cancelled. */
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

/** Resolves after `ms` milliseconds. */
export const pause = (timers: Timers, ms: number): Promise<void> =>
  new Promise((resolve) => {
    timers.after(ms, resolve);
  });

/** Methods of `T` that return a promise. */
type Methods<T> = { [K in keyof T]: T[K] extends (...args: never[]) => Promise<unknown> ? T[K] : never };

/** Loads at the first call of `get`. A failed load is retried at the next call. `begun`: the load, if one has begun. */
export function loadOnce<T>(load: () => Promise<T>): { get(): Promise<T>; begun(): Promise<T> | undefined } {
  let loading: Promise<T> | undefined;
  return {
    get() {
      loading ??= load().catch((error) => {
        loading = undefined;
        throw error;
      });
      return loading;
    },
    begun: () => loading,
  };
}

/** A proxy whose object is loaded at the first method call. A failed load is retried at the next call. */
export function lazy<T extends object & Methods<T>>(load: () => Promise<T>): T {
  const loaded = loadOnce(load);
  const call =
    (name: string) =>
    async (...args: unknown[]) => {
      const object = (await loaded.get()) as Record<string, (...args: unknown[]) => unknown>;
      return object[name]?.(...args);
    };
  // `await` on the proxy must not treat it as a promise.
  return new Proxy({} as T, {
    get: (_, name) => (typeof name === 'string' && name !== 'then' ? call(name) : undefined),
  });
}

/** Megabytes. The document of 5 MB of markup takes at most half of it. */
const mostMemory = 512;

const entry = new URL('./worker-entry.ts', import.meta.url);

/** Runs in a Node worker thread without our environment variables, but with the modules that this process keeps compiled. */
export const runInWorker: RunInWorker = <Answer>(program: URL, given: object, deadline: AbortSignal) => {
  const { promise, resolve, reject } = Promise.withResolvers<Answer | undefined>();
  const compiled = getCompileCacheDir();
  const worker = new Worker(entry, {
    workerData: { program: program.href, given },
    execArgv: [],
    env: compiled === undefined ? {} : { NODE_COMPILE_CACHE: compiled },
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

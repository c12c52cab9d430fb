import { Worker } from 'node:worker_threads';
import type { InThread } from './domain/ports/in-thread.ts';

/** Megabytes; what 5 MB of markup become takes at most half of it. */
const mostMemory = 512;

/** A thread of Node's, which sees nothing of our environment. */
export const inThread: InThread = <Answer>(program: URL, given: object, deadline: AbortSignal) => {
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

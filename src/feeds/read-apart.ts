import { Worker } from 'node:worker_threads';
import type { FeedDocument } from './feed-document.ts';

/** What a worker is given, and answers with a FeedDocument. */
export interface FetchedText {
  text: string;
  /** Where it was fetched from. */
  url: string;
}

/** Megabytes; a document of 5 MB that is made of nothing but elements takes about half of it. */
const mostMemory = 512;

/**
 * Reads a document in a thread of its own: one that is made to hurt takes seconds, in which nobody else would be
 * answered. One that takes more memory, or is not read when `deadline` aborts, is broken.
 */
export function readApart(fetched: FetchedText, deadline: AbortSignal): Promise<FeedDocument> {
  const { promise, resolve, reject } = Promise.withResolvers<FeedDocument>();
  const worker = new Worker(new URL('./read-apart-worker.ts', import.meta.url), {
    workerData: fetched,
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: mostMemory },
  });
  const giveUp = () => resolve({ is: 'broken' });
  deadline.addEventListener('abort', giveUp, { once: true });
  if (deadline.aborted) giveUp();
  worker
    .once('message', resolve)
    .once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? giveUp() : reject(error),
    )
    .once('exit', (code) => reject(new Error(`the reader of a feed ended with ${code}`)));
  return promise.finally(() => {
    deadline.removeEventListener('abort', giveUp);
    void worker.terminate();
  });
}

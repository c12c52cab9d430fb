import { Worker } from 'node:worker_threads';
import { refused } from './import-fault.ts';
import type { ReadArticle } from './read-article.ts';

/** What a worker is given, and answers with a ReadArticle. */
export interface HtmlPage {
  html: string;
  /** Where it was fetched from. */
  url: string;
}

/** Megabytes; a page of 5 MB and its document take about a third of it. */
const mostMemory = 512;

/**
 * Reads the article on a page in a thread of its own: making a document of a large page takes seconds, in which nobody
 * else would be answered. A page that takes more memory, or is not read when `deadline` aborts, is refused.
 */
export function readApart(page: HtmlPage, deadline: AbortSignal): Promise<ReadArticle> {
  const { promise, resolve, reject } = Promise.withResolvers<ReadArticle>();
  const worker = new Worker(new URL('./read-apart-worker.ts', import.meta.url), {
    workerData: page,
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: mostMemory },
  });
  const giveUp = () => resolve(refused('too_complex'));
  deadline.addEventListener('abort', giveUp, { once: true });
  if (deadline.aborted) giveUp();
  worker
    .once('message', resolve)
    .once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? giveUp() : reject(error),
    )
    .once('exit', (code) => reject(new Error(`the reader of a page ended with ${code}`)));
  return promise.finally(() => {
    deadline.removeEventListener('abort', giveUp);
    void worker.terminate();
  });
}

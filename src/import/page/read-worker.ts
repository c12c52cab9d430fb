import { parentPort, workerData } from 'node:worker_threads';
import { buildNameIndex } from '../../search/names/name-index.ts';
import { foundClaims, keptArticle } from '../kept-article.ts';
import { readArticle, readPasted } from './read-article.ts';
import type { WorkerTask } from './read-in-worker.ts';

/** Milliseconds for proposing claims; what was found by then is returned. */
const mostProposing = 5_000;

/** The worker's entry point, see `readArticleInWorker`. */
const task = workerData as WorkerTask;
const nameIndex = buildNameIndex(task.desk);

function within(limit: number): () => boolean {
  const end = performance.now() + limit;
  return () => performance.now() > end;
}

if ('sentences' in task) parentPort?.postMessage(foundClaims(task, nameIndex, within(mostProposing)));
else {
  const read = 'html' in task ? readArticle(task.html, task.url) : readPasted(task.text);
  parentPort?.postMessage(keptArticle(read, nameIndex, within(mostProposing)));
}

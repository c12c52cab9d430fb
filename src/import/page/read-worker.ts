import { buildNameIndex } from '../../search/names/name-index.ts';
import { foundClaims, keptArticle } from '../kept-article.ts';
import { readArticle, readPasted } from './read-article.ts';
import type { FoundClaim, KeptArticle, WorkerTask } from './read-in-worker.ts';

/** Milliseconds for proposing claims; what was found by then is returned. */
const mostProposing = 5_000;

/** Runs in a worker, see `readArticleInWorker` and `readClaimsInWorker`. */
export function run(task: WorkerTask): KeptArticle | FoundClaim[] {
  const nameIndex = buildNameIndex(task.desk);
  if ('sentences' in task) return foundClaims(task, nameIndex, within(mostProposing));
  const read = 'html' in task ? readArticle(task.html, task.url) : readPasted(task.text);
  return keptArticle(read, nameIndex, within(mostProposing));
}

function within(limit: number): () => boolean {
  const end = performance.now() + limit;
  return () => performance.now() > end;
}

import type { RunInWorker } from '../domain/ports/runtime.ts';
import type { FeedDocument } from './read-document.ts';

/** Input of the worker, which answers with a FeedDocument. */
export interface FetchedText {
  text: string;
  /** Address it was fetched from. */
  url: string;
  now: Date;
}

const program = new URL('./read-worker.ts', import.meta.url);

/** Parses a document in a worker thread. A document that exceeds its time or memory counts as broken. */
export const readFeedInWorker = async (
  inThread: RunInWorker,
  fetched: FetchedText,
  deadline: AbortSignal,
): Promise<FeedDocument> => (await inThread<FeedDocument>(program, fetched, deadline)) ?? { is: 'broken' };

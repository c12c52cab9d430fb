import type { RunInWorker } from '../domain/ports/runtime.ts';
import type { FeedDocument } from './read-document.ts';

/** What the thread is given; it answers with a FeedDocument. */
export interface FetchedText {
  text: string;
  /** Where it was fetched from. */
  url: string;
}

const program = new URL('./read-worker.ts', import.meta.url);

/** Reads a document in a thread of its own; one that is made to hurt, which takes too long there, is broken. */
export const readFeedInWorker = async (
  inThread: RunInWorker,
  fetched: FetchedText,
  deadline: AbortSignal,
): Promise<FeedDocument> => (await inThread<FeedDocument>(program, fetched, deadline)) ?? { is: 'broken' };

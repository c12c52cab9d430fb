import type { RunInWorker } from '../domain/ports/runtime.ts';
import type { FeedDocument, FetchedText } from './read-document.ts';

const program = new URL('./read-document.ts', import.meta.url);

/** Parses a document in a worker thread. A document that exceeds its time or memory counts as broken. */
export const readFeedInWorker = async (
  inThread: RunInWorker,
  fetched: FetchedText,
  deadline: AbortSignal,
): Promise<FeedDocument> => (await inThread<FeedDocument>(program, fetched, deadline)) ?? { is: 'broken' };

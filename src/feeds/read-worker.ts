import { type FeedDocument, readDocument } from './read-document.ts';
import type { FetchedText } from './read-in-worker.ts';

/** Runs in a worker, see `readFeedInWorker`. */
export const run = ({ text, url, now }: FetchedText): FeedDocument => readDocument(text, url, now);

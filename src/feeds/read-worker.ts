import { parentPort, workerData } from 'node:worker_threads';
import { readDocument } from './read-document.ts';
import type { FetchedText } from './read-in-worker.ts';

/** The worker's entry point, see `readFeedInWorker`. */
const { text, url, now } = workerData as FetchedText;
parentPort?.postMessage(readDocument(text, url, now));

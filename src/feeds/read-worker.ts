import { parentPort, workerData } from 'node:worker_threads';
import { readDocument } from './read-document.ts';
import type { FetchedText } from './read-in-worker.ts';

/** Runs in a thread of its own, see `readApart`. */
const { text, url } = workerData as FetchedText;
parentPort?.postMessage(readDocument(text, url));

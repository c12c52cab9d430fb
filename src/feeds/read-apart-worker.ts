import { parentPort, workerData } from 'node:worker_threads';
import type { FetchedText } from './read-apart.ts';
import { readDocument } from './read-document.ts';

/** Runs in a thread of its own, see `readApart`. */
const { text, url } = workerData as FetchedText;
parentPort?.postMessage(readDocument(text, url));

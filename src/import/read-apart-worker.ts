import { parentPort, workerData } from 'node:worker_threads';
import type { HtmlPage } from './read-apart.ts';
import { readArticle } from './read-article.ts';

/** Runs in a thread of its own, see `readApart`. */
const { html, url } = workerData as HtmlPage;
parentPort?.postMessage(readArticle(html, url));

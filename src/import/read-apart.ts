import type { InThread } from '../domain/ports/in-thread.ts';
import { refused } from './import-fault.ts';
import type { ReadArticle } from './read-article.ts';

/** What the thread is given; it answers with a ReadArticle. */
export interface HtmlPage {
  html: string;
  /** Where it was fetched from. */
  url: string;
}

const program = new URL('./read-apart-worker.ts', import.meta.url);

/** Reads the article on a page in a thread of its own; a page that takes too much there is refused. */
export const readApart = async (
  inThread: InThread,
  page: HtmlPage,
  deadline: AbortSignal,
): Promise<ReadArticle> => (await inThread<ReadArticle>(program, page, deadline)) ?? refused('too_complex');

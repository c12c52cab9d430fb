import { isFeedLike, rootElement } from '../domain/root-element.ts';
import type { FeedDocument } from './feed-document.ts';
import { pageFeeds } from './page-feeds.ts';
import { readFeed } from './read-feed.ts';
import { readList } from './read-list.ts';

/** What `text`, fetched from `url`, is to one who looks for feeds. Never throws, whatever it holds. */
export function readDocument(text: string, url: string): FeedDocument {
  const root = rootElement(text);
  try {
    if (root === 'opml') return { is: 'list', feeds: readList(text, url) };
    if (isFeedLike(text)) return readFeed(text, url);
  } catch (error) {
    // The library throws where the document is none; a document of any size or depth is no bug of ours.
    if (error instanceof Error) return { is: 'broken' };
    throw error;
  }
  return root === 'html' ? { is: 'page', feeds: pageFeeds(text, url) } : { is: 'other' };
}

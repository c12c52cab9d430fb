import type { Web, WebResponse } from '../domain/ports/web.ts';
import { isFeedLike } from '../domain/root-element.ts';
import { decodePage } from './decode-page.ts';
import { isFeedType, mediaType } from './feed-types.ts';
import { follow } from './follow.ts';
import { type ImportFault, refused, statusFault } from './import-fault.ts';
import type { UrlRules } from './page-url.ts';
import { readBody } from './read-body.ts';

const pageTypes: Record<string, Page['kind']> = {
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'text/plain': 'plain',
};

const headers = { accept: 'text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1' };

export interface Page {
  /** Where the redirects ended. */
  url: string;
  kind: 'html' | 'plain';
  text: string;
  /** The charset it was read in, by its WHATWG name. */
  charset: string;
}

export type Fetched = { ok: true; page: Page } | { ok: false; fault: ImportFault };

/** Reads one page for an editor, of at most 5 MB; see `follow`. A feed is told apart from what is no page at all. */
export function fetchPage(address: string, web: Web, rules: UrlRules = {}): Promise<Fetched> {
  return follow(address, { web, rules, headers }, readPage);
}

async function readPage(url: URL, response: WebResponse, signal: AbortSignal): Promise<Fetched> {
  const { status } = response;
  const wrong = statusFault(status);
  if (wrong) return refused(wrong);
  const type = response.headers['content-type'] ?? '';
  const kind = pageTypes[mediaType(type)];
  if (!kind && !isFeedType(mediaType(type))) return refused('not_a_page');
  const body = await readBody(response, signal);
  if (!body.ok) return body;
  const decoded = decodePage(body.bytes, type);
  if (isFeedLike(decoded.text)) return refused('is_feed');
  return kind ? { ok: true, page: { url: url.href, kind, ...decoded } } : refused('not_a_page');
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { servePages } from '../import/page-server.ts';

export interface ServedItem {
  name: string;
  title?: string;
  /** Where the article is; `/NAME` of the site unless told. */
  link?: string;
  date?: Date;
}

interface ServedFeed {
  items: ServedItem[];
  /** Answers so instead of with the feed. */
  status?: number;
  headers?: Record<string, string>;
}

/** A site on this machine with feeds that honour ETags, articles, pages and lists; it remembers how it answered. */
export async function feedSite() {
  const feeds = new Map<string, ServedFeed>();
  const documents = new Map<string, { type: string; text: string }>();
  const answers: { path: string; status: number }[] = [];
  const article = readFileSync('tests/import/articles/railway.html', 'utf8');
  const site = await servePages((request, response) => {
    const path = new URL(request.url ?? '/', 'http://site').pathname;
    const answer = (status: number, headers: Record<string, string> = {}, text = '') => {
      answers.push({ path, status });
      response.writeHead(status, headers).end(text);
    };
    const document = documents.get(path);
    if (document) return answer(200, { 'content-type': document.type }, document.text);
    const feed = feeds.get(path);
    if (!feed) return answer(200, { 'content-type': 'text/html; charset=utf-8' }, article);
    const { status, items, headers } = feed;
    if (status !== undefined) return answer(status, headers);
    const text = rss(path, items, (name) => site.at(`/${name}`));
    const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 12)}"`;
    const said = { etag, 'last-modified': 'Mon, 23 Nov 2026 08:00:00 GMT', ...headers };
    if (request.headers['if-none-match'] === etag) return answer(304, said);
    answer(200, { 'content-type': 'application/rss+xml', ...said }, text);
  });
  return {
    ...site,
    feeds,
    documents,
    /** How it has answered since this was last asked, `/rss 304`. */
    answered: () => answers.splice(0).map(({ path, status }) => `${path} ${status}`),
  };
}

function rss(path: string, items: readonly ServedItem[], at: (name: string) => string): string {
  const entries = items.map(
    ({ name, title = `Article ${name}`, link = at(name), date }) =>
      `<item><title>${title}</title><link>${link}</link><guid isPermaLink="false">${name}</guid>${date ? `<pubDate>${date.toUTCString()}</pubDate>` : ''}</item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Feed of ${path}</title>${entries.join('')}</channel></rss>`;
}

import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { DeskDefinition } from '../domain/desk.ts';
import type { Import, ProposedClaim, ReadArticle } from '../domain/import.ts';
import type { ArticleReader, ArticleReading, KnownAs } from '../domain/ports/imports.ts';
import type { RunInWorker, Web, WebResponse } from '../domain/ports/runtime.ts';
import type { Source } from '../domain/sources/source.ts';
import type { UrlRules } from '../http/addresses.ts';
import { decodePage, isFeedLike, isFeedType, mediaType, readBody } from '../http/body.ts';
import { failedWith, type ImportFault, statusFault } from '../http/fault.ts';
import { followRedirects } from '../http/fetch.ts';
import { isNearSame } from './claims/duplicates.ts';
import { factsOf, matchingFacts } from './claims/match-facts.ts';
import { readDate } from './dates/relative.ts';
import { keyOf } from './kept-article.ts';
import {
  type FoundClaim,
  type KeptArticle,
  readArticleInWorker,
  readClaimsInWorker,
} from './page/read-in-worker.ts';

/**
 * Milliseconds. A page just within all limits takes five seconds on a busy machine, and proposing claims stops after
 * five.
 */
const mostReading = 15_000;

export function createArticleReader(web: Web, inThread: RunInWorker, rules: UrlRules = {}): ArticleReader {
  const deadline = () => web.deadline(mostReading);
  const found = rememberClaims((about, desk) => readClaimsInWorker(inThread, { ...about, desk }, deadline()));
  return {
    async page(address, desk) {
      const fetched = await fetchPage(address, web, rules);
      if (!fetched.ok) {
        const { says, code } = fetched.fault;
        return { ok: false, says, isFeed: code === 'is_feed' };
      }
      const { kind, text, url } = fetched.page;
      const task = kind === 'html' ? { html: text, url, desk } : { text, desk };
      const read = reading(await readArticleInWorker(inThread, task, deadline()));
      if (!read.ok) return read;
      const { about } = read.article;
      // Plain text has no metadata more reliable than its address.
      const from = (kind === 'html' ? about.url : undefined) ?? url;
      return { ok: true, article: { ...read.article, about: { ...about, url: from }, key: keyOf(from) } };
    },
    async pasted(text, desk) {
      return reading(await readArticleInWorker(inThread, { text, desk }, deadline()));
    },
    async claims({ about, sentences }, { desk, entries, scope }) {
      const claims = await found({ about, sentences }, desk);
      const factsAbout = factsOf(entries, scope);
      return Promise.all(
        claims.map(async (claim): Promise<ProposedClaim> => {
          const { same, similar } = matchingFacts(claim, await factsAbout(claim));
          const ids = (facts: readonly { id: string }[]) => facts.map(({ id }) => id);
          return { ...claim, matches: ids(same), similar: ids(similar) };
        }),
      );
    },
    knownAs: async (article, desk) => knownAs(article, desk),
    date: async (words) => readDate(words),
  };
}

type Sentences = Pick<Import, 'about' | 'sentences'>;

/** An editor who ticks claims opens the same ones page by page, so they are cached per article and desk. */
function rememberClaims(find: (of: Sentences, desk: DeskDefinition) => Promise<FoundClaim[]>) {
  const known = new WeakMap<DeskDefinition, LRUCache<string, Promise<FoundClaim[]>>>();
  return (of: Sentences, desk: DeskDefinition): Promise<FoundClaim[]> => {
    const mine = known.get(desk) ?? new LRUCache<string, Promise<FoundClaim[]>>({ max: 20 });
    known.set(desk, mine);
    const key = createHash('sha256').update(JSON.stringify(of)).digest('base64');
    const claims = mine.get(key) ?? find(of, desk);
    mine.set(key, claims);
    // An empty result may be a timeout, so it is not cached.
    claims.then(
      (all) => all.length === 0 && mine.delete(key),
      () => mine.delete(key),
    );
    return claims;
  };
}

const reading = (read: KeptArticle): ArticleReading =>
  read.ok ? read : { ok: false, says: read.fault.says };

function knownAs(
  { key, about, signature }: ReadArticle,
  { sources, imports }: { sources: readonly Source[]; imports: readonly Import[] },
): KnownAs | undefined {
  // By the address that it was read at, which a feed may have of its own, and by the one that it gives itself.
  const keysOf = (one: { key?: string | undefined; about: { url?: string } }) =>
    [one.key, one.about.url === undefined ? undefined : keyOf(one.about.url)].filter(Boolean);
  const keys = new Set(keysOf({ key, about }));
  if (keys.size > 0) {
    const source = sources.find(({ url }) => url !== undefined && keys.has(keyOf(url)));
    const before = imports.find((one) => keysOf(one).some((own) => keys.has(own)));
    if (source || before)
      return { by: 'address', ...(source && { source }), ...(before && { import: before }) };
  }
  const alike = imports.find((one) => isNearSame(one.signature, signature));
  return alike && { by: 'text', import: alike };
}

const pageTypes: Record<string, Page['kind']> = {
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'text/plain': 'plain',
};

const headers = { accept: 'text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1' };

interface Page {
  /** Address after redirects. */
  url: string;
  kind: 'html' | 'plain';
  text: string;
  /** WHATWG name of the charset it was decoded with. */
  charset: string;
}

type Fetched = { ok: true; page: Page } | { ok: false; fault: ImportFault };

/** Fetches one page of at most 5 MB for an editor; see `followRedirects`. A feed is distinguished from other non-pages. */
export function fetchPage(address: string, web: Web, rules: UrlRules = {}): Promise<Fetched> {
  return followRedirects(address, { web, rules, headers }, readPage);
}

async function readPage(url: URL, response: WebResponse, signal: AbortSignal): Promise<Fetched> {
  const { status } = response;
  const wrong = statusFault(status);
  if (wrong) return failedWith(wrong);
  const type = response.headers['content-type'] ?? '';
  const kind = pageTypes[mediaType(type)];
  if (!kind && !isFeedType(mediaType(type))) return failedWith('not_a_page');
  const body = await readBody(response, signal);
  if (!body.ok) return body;
  const decoded = decodePage(body.bytes, type);
  if (isFeedLike(decoded.text)) return failedWith('is_feed');
  return kind ? { ok: true, page: { url: url.href, kind, ...decoded } } : failedWith('not_a_page');
}

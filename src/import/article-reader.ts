import { createHash } from 'node:crypto';
import { type Import, longestExcerpt, type ProposedClaim, type ReadArticle } from '../domain/import.ts';
import type { ArticleReader, ClaimView, KnownAs, Reading } from '../domain/ports/article-reader.ts';
import type { InThread } from '../domain/ports/in-thread.ts';
import type { NameIndex } from '../domain/ports/names.ts';
import type { Web } from '../domain/ports/web.ts';
import type { Source } from '../domain/source.ts';
import type { Article } from './article.ts';
import type { Claim } from './claim.ts';
import { addressKey } from './clean-url.ts';
import { fetchPage } from './fetch-page.ts';
import { findTopics } from './find-topics.ts';
import { factsAbout, matchingFacts } from './match-facts.ts';
import type { UrlRules } from './page-url.ts';
import { proposeClaims } from './propose-claims.ts';
import { readApart } from './read-apart.ts';
import { readDate } from './read-date.ts';
import { readPasted } from './read-pasted.ts';
import { isNearSame, signatureOf } from './shingles.ts';

/** An article of interest has a tenth of it. */
const mostClaims = 200;
/** Milliseconds; a page just within all limits takes two seconds on a slow machine. */
const mostReading = 10_000;

/** `rules` loosens what may be read; only tests do, which serve pages on this machine. */
export function createArticleReader(web: Web, inThread: InThread, rules: UrlRules = {}): ArticleReader {
  return {
    async page(address, names) {
      const fetched = await fetchPage(address, web, rules);
      if (!fetched.ok) {
        const { says, code } = fetched.fault;
        return { ok: false, says, isFeed: code === 'is_feed' };
      }
      const { kind, text, url } = fetched.page;
      const read =
        kind === 'html'
          ? await readApart(inThread, { html: text, url }, web.deadline(mostReading))
          : readPasted(text);
      if (!read.ok) return { ok: false, says: read.fault.says };
      // A plain text says nothing of itself that is nearer the truth than where it was found.
      const canonical = kind === 'html' ? read.article.url : undefined;
      return kept({ ...read.article, url: canonical ?? url }, names);
    },
    async pasted(text, names) {
      const read = readPasted(text);
      return read.ok ? kept(read.article, names) : { ok: false, says: read.fault.says };
    },
    claims,
    knownAs: async (article, desk) => knownAs(article, desk),
    date: async (words) => readDate(words),
  };
}

/** Of the text only the sentences that may hold a fact go on from here. */
function kept({ paragraphs, ...about }: Article, names: NameIndex): Reading {
  const claims = proposeClaims({ ...about, paragraphs }, names).slice(0, mostClaims);
  const sentences = claims
    .toSorted((a, b) => a.paragraph - b.paragraph)
    .map(({ sentence }) => excerpt(sentence));
  const key = about.url === undefined ? undefined : keyOf(about.url);
  const article: ReadArticle = { about, sentences, signature: signatureOf(paragraphs.join('\n')) };
  return { ok: true, article: { ...article, ...(key !== undefined && { key }) } };
}

/** An address that only a test may read has no other way to be written. */
const keyOf = (url: string) => addressKey(url) ?? url;

function excerpt(sentence: string): string {
  const letters = [...sentence];
  return letters.length <= longestExcerpt ? sentence : `${letters.slice(0, longestExcerpt - 1).join('')}…`;
}

async function claims(
  { about, sentences }: Pick<Import, 'about' | 'sentences'>,
  { names, entries, scope }: ClaimView,
): Promise<ProposedClaim[]> {
  const found = proposeClaims({ ...about, paragraphs: sentences }, names).slice(0, mostClaims);
  const best = found[0]?.score ?? 0;
  return Promise.all(
    found.map(async (claim) => {
      const matches = matchingFacts(claim, await factsAbout(claim, entries, scope));
      return proposed(claim, { names, likely: claim.score * 2 > best, matches: matches.map(({ id }) => id) });
    }),
  );
}

function proposed(
  { sentence, kind, standing, dates, people, countries, places, organisations }: Claim,
  { names, likely, matches }: { names: NameIndex; likely: boolean; matches: string[] },
): ProposedClaim {
  return {
    id: createHash('sha256').update(sentence).digest('hex').slice(0, 8),
    ...{ sentence, kind, standing, people, countries, places, organisations, likely, matches },
    dates: [...new Set(dates.map(({ edtf }) => edtf))],
    topics: findTopics(sentence, names),
  };
}

function knownAs(
  { key, signature }: ReadArticle,
  { sources, imports }: { sources: readonly Source[]; imports: readonly Import[] },
): KnownAs | undefined {
  if (key !== undefined) {
    const source = sources.find(({ url }) => url !== undefined && keyOf(url) === key);
    const before = imports.find((one) => one.key === key);
    if (source || before)
      return { by: 'address', ...(source && { source }), ...(before && { import: before }) };
  }
  const alike = imports.find((one) => isNearSame(one.signature, signature));
  return alike && { by: 'text', import: alike };
}

import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Day } from '../domain/dates/day.ts';
import { type Import, longestExcerpt } from '../domain/import.ts';
import type { StatementReading } from '../domain/ports/drafts.ts';
import type { NameIndex } from '../domain/ports/names.ts';
import { addressKey } from '../http/addresses.ts';
import { findNames, findTopics } from '../search/names/in-text.ts';
import { isEveryday } from '../search/names/world.ts';
import { signatureOf } from './claims/duplicates.ts';
import { saysJourney } from './claims/kind.ts';
import type { Claim } from './claims/propose.ts';
import { proposeClaims } from './claims/propose.ts';
import { findDates } from './dates/relative.ts';
import type { ReadArticle } from './page/read-article.ts';
import type { FoundClaim, KeptArticle } from './page/read-in-worker.ts';

/** Ten times what an article of interest has. */
const mostClaims = 200;

/** What is stored of an article: its address, and the sentences that may hold a fact, in order. */
export function keptArticle(read: ReadArticle, names: NameIndex, enough?: () => boolean): KeptArticle {
  if (!read.ok) return read;
  const { paragraphs, ...about } = read.article;
  const { claims, partly } = proposeClaims(read.article, names, enough);
  const sentences = claims
    .slice(0, mostClaims)
    .toSorted((a, b) => a.paragraph - b.paragraph)
    .map(({ sentence }) => excerpt(sentence));
  const key = about.url === undefined ? undefined : keyOf(about.url);
  const signature = signatureOf(paragraphs.join('\n'));
  return {
    ok: true,
    article: {
      about,
      sentences,
      signature,
      ...(key !== undefined && { key }),
      ...(partly && { partly: true as const }),
    },
  };
}

/** Claims found in stored sentences, likeliest first. */
export function foundClaims(
  { about, sentences }: Pick<Import, 'about' | 'sentences'>,
  names: NameIndex,
  enough?: () => boolean,
): FoundClaim[] {
  const { claims } = proposeClaims({ ...about, paragraphs: sentences }, names, enough);
  const best = claims[0]?.score ?? 0;
  return claims.slice(0, mostClaims).map((claim) => matchesOf(claim, names, claim.score * 2 > best));
}

function matchesOf(
  { sentence, kind, standing, dates, people, countries, places, organisations }: Claim,
  names: NameIndex,
  likely: boolean,
): FoundClaim {
  return {
    id: createHash('sha256').update(sentence).digest('hex').slice(0, 8),
    sentence,
    kind,
    standing,
    people,
    countries,
    places,
    organisations,
    likely,
    dates: [...new Set(dates.map(({ edtf }) => edtf))],
    topics: findTopics(sentence, names),
  };
}

/** Of each desk as it serves: a draft is looked at several times until it is decided. */
const statementsRead = new WeakMap<NameIndex, LRUCache<string, StatementReading>>();
const mostStatements = 200;

/** The lists that reading a statement builds at its first use, which take longest. */
const listsOf = (names: NameIndex): (() => unknown)[] => [
  () => isEveryday('march'),
  () => findDates('Monday', { earliest: '2000-01-01', latest: '2000-01-01' }),
  () => names.exact('monday', ['country']),
  () => findNames('Nonesuch Nobody', names),
];

/**
 * Has the lists built, each in a turn of its own: together they would hold the loop for a third of a second when the
 * first statement is read.
 */
export async function prepareReading(names: NameIndex): Promise<void> {
  if (statementsRead.has(names)) return;
  for (const build of listsOf(names)) {
    build();
    await nextTurn();
  }
}

/** What a statement of the desk's own says of itself, of any of its sentences. `today`: the day that it is written. */
export function readStatement(text: string, names: NameIndex, today: Day): StatementReading {
  const known = statementsRead.get(names) ?? new LRUCache<string, StatementReading>({ max: mostStatements });
  statementsRead.set(names, known);
  const key = `${today} ${text}`;
  const reading = known.get(key) ?? read(text, names, today);
  known.set(key, reading);
  return reading;
}

function read(text: string, names: NameIndex, today: Day): StatementReading {
  const { claims } = proposeClaims({ opinion: false, dated: today, paragraphs: [text] }, names);
  const all = (key: 'people' | 'countries' | 'places' | 'organisations') => [
    ...new Set(claims.flatMap((claim) => claim[key])),
  ];
  const date = claims.flatMap(({ dates }) => dates).find(({ written }) => written)?.edtf;
  return {
    people: all('people'),
    countries: all('countries'),
    places: all('places'),
    organisations: all('organisations'),
    topics: findTopics(text, names),
    ...(date !== undefined && { date }),
    isPlan: claims.some(({ kind }) => kind === 'plan'),
    isJourney: claims.some(
      ({ kind, sentence }) => kind === 'visit' || (kind === 'event' && saysJourney(sentence)),
    ),
  };
}

export const keyOf = (url: string) => addressKey(url) ?? url;

function excerpt(sentence: string): string {
  const letters = [...sentence];
  return letters.length <= longestExcerpt ? sentence : `${letters.slice(0, longestExcerpt - 1).join('')}…`;
}

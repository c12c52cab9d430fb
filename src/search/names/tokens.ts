import { stemmer } from 'stemmer';
import type { NameKind } from '../../domain/ports/names.ts';
import { normalise } from './phonetic-key.ts';

/** Characters; longer tokens are addresses and noise. */
const longest = 40;

/** The normalised words of a text. */
export const wordsOf = (text: string): string[] => normalise(joinPlus(text)).split(' ');

/** Words of a text as indexed: normalised and stemmed, without stop words and single characters. */
export const wordTokens = (text: string): string[] => wordsOf(text).flatMap(stemOf);

/** Keeps `C5+1` as one word; separately, any 1 would match. */
export function joinPlus(text: string): string {
  return text.replace(/(?<=\d) ?\+ ?(?=\d)/g, 'plus');
}

/** A normalised word with what is indexed of it. */
interface Word {
  word: string;
  /** Its token; empty for a stop word or single character. */
  stems: readonly string[];
  /** Whether others may misspell it. */
  isSpelt: boolean;
}

/** Texts use few words often; one string for each is hashed once, however often it comes. */
const mostWords = 20_000;
const known = new Map<string, Word>();

export function wordOf(folded: string): Word {
  const found = known.get(folded);
  if (found) return found;
  const word = { word: folded, stems: stemsOf(folded), isSpelt: /^[a-z]{4,30}$/.test(folded) };
  if (folded.length > longest) return word;
  if (known.size === mostWords) known.clear();
  known.set(folded, word);
  return word;
}

/** The token of one normalised word; empty for a stop word or single character. */
export const stemOf = (folded: string): readonly string[] => wordOf(folded).stems;

function stemsOf(folded: string): string[] {
  if (folded === '' || folded.length > longest || isStopWord(folded)) return [];
  if (/^[a-z\d]$/.test(folded)) return [];
  return [/\d/.test(folded) ? folded : stemmer(folded)];
}

/** A name as one token that no word can equal: `personruto`, `countryke`. */
export function nameToken(kind: NameKind | 'source', id: string): string {
  return `${kind}${id.toLowerCase().replace(/[^a-z0-9]/g, '')}`;
}

/** Words too common for searching. `may` is kept, because it is a month. */
const stop = new Set(
  (
    'a about above after all also am an and any are as at be because been before being between both but by can could ' +
    'did do does during each few for from further had has have having he her here him his how i if in into is it its ' +
    'me more most my no nor not of off on once only or other our out over own said same she should so some such than ' +
    'that the their them then there these they this those through to too under until up very was we were what when ' +
    'where which while who whom why will with would you your'
  ).split(' '),
);

function isStopWord(word: string): boolean {
  return stop.has(word);
}

/** Empty for text that cannot be a name: no letter or digit, or far too long. A flag is its country's code. */
export function readable(text: string): string {
  const typed = text.normalize('NFKC').trim();
  const flag = /^(?:[\u{1f1e6}-\u{1f1ff}]{2}|:flag[-_][a-z]{2}:)$/u.test(typed);
  if (flag) return typed.startsWith(':') ? typed.slice(6, 8).toUpperCase() : lettersOfFlag(typed);
  return typed.length > 200 || !/[\p{L}\p{N}]/u.test(typed) || normalise(typed) === '' ? '' : typed;
}

const lettersOfFlag = (flag: string) =>
  [...flag].map((sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0x1f1e6 + 65)).join('');

/** Scripts that write no spaces between words. */
export const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
export const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

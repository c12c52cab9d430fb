import { distance } from 'fastest-levenshtein';
import { dateWords } from '../../domain/dates/date-words.ts';
import type { NameIndex } from '../../domain/ports/names.ts';
import type { Gloss } from '../../search/names/glossary.ts';
import { isWordNotCode } from '../../search/names/inflection.ts';
import { caseStem } from '../../search/names/phonetic-key.ts';
import { segmenter, unspaced } from '../../search/names/tokens.ts';
import { isEveryday } from '../../search/names/world.ts';
import { foreignOnly, foreignQuestion, grammarWords, lexicon, longestPhrase, type Mark } from './lexicon.ts';

/** A word of the question. */
export interface Token {
  /** As typed, without punctuation and possessive. */
  text: string;
  low: string;
  /** Ended with `'s`. */
  owns: boolean;
  /** The word of the question where `text` replaces it. */
  typed?: string;
  /** A word of another language that asks, in the place of which `text` is; no part of a name. */
  asks?: true;
}

/** A question all in capitals, with its small words in small letters: there `IS` and `IN` are no codes. */
export const unshouted = (question: string, languages: readonly string[]): string =>
  /\p{Ll}/u.test(question) || question.trim().split(/\s+/).length < 4
    ? question
    : question.replace(/\p{L}+/gu, (word) => {
        const low = word.toLowerCase();
        return isWordNotCode(low, languages) ? low : word;
      });

/** Splits a question into words; joined names such as `Franco-German` are split where `isName` knows both parts. */
export function tokensOf(
  question: string,
  isName: (text: string) => boolean,
  /** What entries say for the words at the beginning. */
  glossOf: (words: readonly string[]) => Gloss | undefined = () => undefined,
  /** Whether a word says nothing by itself in a language of the desk. */
  isSmall: (word: string) => boolean = () => false,
  /** Whether a word is a code of the desk, in capitals. */
  isCode: (word: string) => boolean = () => false,
): Token[] {
  const spaced = question
    .normalize('NFKC')
    .replace(/\p{RI}{2}/gu, ' $& ')
    .replace(
      /([\p{L}-]+)['’]s (predecessor|successor)\b/giu,
      (_, name: string, which: string) => `who ${/^p/i.test(which) ? 'before' : 'after'} ${name}`,
    )
    .replace(/(?<=\d) ?\+ ?(?=\d)/g, '+')
    .replace(/(?<![\d.,+-])[1-9]\d{4,8}(?![\d.,-])/g, (number) => Number(number).toLocaleString('en-GB'))
    .replace(/\bwhat['’ʼ]s (?=new\b)/gi, 'whats ')
    .replace(/\b(ha[sd]|have|do(?:es)?|did|is|are|was|were|could|would)n['’ʼ]?t\b/gi, '$1 not')
    .replace(/(?<=\d{4})[-–—](?=\d{4}\b)/g, ' to ')
    .replace(/[?!;:"“”„«»()[\]…¿¡؟؛。、]/g, ' ')
    .replace(/,(?!\d)/g, ' ')
    .replace(/(?<=\s|^)[-–—](?=\s|$)/g, ' ');
  // A picture says something where nothing else does; beside words it only adorns them. A flag is a name.
  const isSaid = /[\p{L}\p{N}\p{RI}]/u.test(spaced) ? /[\p{L}\p{N}\p{RI}]/u : /\p{Extended_Pictographic}/u;
  const isForeign = foreignQuestion.has(spaced.trim().split(/\s+/)[0]?.toLowerCase() ?? '');
  const isKnown = (text: string) => lexicon.has(text) || glossOf([text]) !== undefined || isName(text);
  const typed = spaced
    .split(/\s+/)
    .flatMap((word) => (unspaced.test(word) ? unspacedWords(word, isKnown) : [word]))
    .flatMap((word) => {
      // `qu'est-ce`, `passe-t-il`, `d’Haïti`
      const rest = isName(word) ? word : word.replace(elision, '');
      const parts = rest.split('-');
      return parts.length > 1 && parts.slice(1).every(isSmall) ? parts : [rest];
    })
    .filter((word) => !(isForeign && foreignOnly.has(word.toLowerCase()) && !isCode(word)))
    .flatMap((word) => {
      const parts = word.split('-');
      if (lexicon.has(word.toLowerCase())) return [word];
      return parts.length === 2 &&
        parts.every((part) => part.length > 1) &&
        parts.some(isName) &&
        !isName(word)
        ? parts
        : [word];
    })
    .map((word) => word.replace(/^[.'’]+|[.'’]+$/g, ''))
    .filter((word) => isSaid.test(word))
    .map((word) => {
      const text = word.replace(/['’ʼ]s$/i, '');
      return { text, low: text.toLowerCase(), owns: text !== word };
    });
  return inWordsOfEntries(typed, glossOf).flatMap((token, at, all) => {
    if (token.typed !== undefined) return [token];
    const slip =
      grammarWords.has(token.low) || isSmall(token.low) || isDateWord(token.low) || isName(token.text)
        ? undefined
        : corrected(token.low, grammarWords);
    // `Viet Nam` is no visit.
    const beside = [all.slice(at, at + 2), all.slice(Math.max(0, at - 1), at + 1)];
    const isInName =
      slip && beside.some((run) => run.length > 1 && isName(run.map(({ text }) => text).join(' ')));
    return [slip && !isInName ? { ...token, text: slip, low: slip, typed: token.text } : token];
  });
}

/** `sept`, `tues` */
const isDateWord = (word: string): boolean => dateWords().words.has(word);

/** The tokens with names of several words as they are spelt where they are misspelt, and what was read so. */
export function respelt(
  tokens: readonly Token[],
  names: Pick<NameIndex, 'misspelt'>,
): { tokens: Token[]; readAs: { typed: string; label: string }[] } {
  const all: Token[] = [];
  const readAs: { typed: string; label: string }[] = [];
  const words = tokens.map(({ text, typed }) => (typed === undefined || typed.includes(' ') ? text : typed));
  for (let at = 0; at < tokens.length; ) {
    const meant = names.misspelt(words.slice(at));
    if (meant) {
      const typed = words.slice(at, at + meant.used).join(' ');
      readAs.push({ typed, label: meant.name.label });
      const spelling = meant.spelling.split(/\s+/);
      all.push(...spelling.map((text) => ({ text, low: text.toLowerCase(), owns: false, typed })));
    } else all.push(...tokens.slice(at, at + 1));
    at += meant?.used ?? 1;
  }
  return { tokens: all, readAs };
}

/** A small word that is written together with the next one. */
const elision = /^(?:[cdjlmnst]|[a-z]{0,5}qu|dell|all|nell|sull|dall)['’](?=\p{L}{2})/iu;

/** The longest names that are looked for, and how much of a line is read so. */
const [longestUnspaced, mostUnspaced] = [10, 100];

/** The words of a line without spaces: the longest known ones, and between them those of the script's dictionary. */
function unspacedWords(line: string, isKnown: (text: string) => boolean): string[] {
  const words: string[] = [];
  for (let at = 0; at < Math.min(line.length, mostUnspaced); ) {
    const rest = line.slice(at, mostUnspaced);
    const lengths = Array.from({ length: Math.min(longestUnspaced, rest.length) }, (_, n) => n + 1).reverse();
    const known = lengths.find((length) => isKnown(rest.slice(0, length)));
    const [first] = segmenter.segment(rest);
    const word = rest.slice(0, known ?? first?.segment.length ?? rest.length);
    words.push(word);
    at += word.length;
  }
  return words;
}

function inWordsOfEntries(
  tokens: readonly Token[],
  glossOf: (words: readonly string[]) => Gloss | undefined,
): Token[] {
  const all: Token[] = [];
  for (let at = 0; at < tokens.length; ) {
    const run = tokens.slice(at, at + longestPhrase);
    const gloss = glossOf(run.map(({ text }) => text));
    const typed = run
      .slice(0, gloss?.used)
      .map(({ text }) => text)
      .join(' ');
    if (gloss)
      all.push(
        ...gloss.says.split(' ').map((text) => ({
          text,
          low: text.toLowerCase(),
          owns: false,
          typed,
          ...(gloss.asks && { asks: gloss.asks }),
        })),
      );
    else all.push(...run.slice(0, 1));
    at += gloss?.used ?? 1;
  }
  return all;
}

let cases: Map<string, Mark> | undefined;

/** Words of the grammar that have cases, by what all their cases share: визит, визите. */
function inCases(): Map<string, Mark> {
  const stems = () =>
    [...lexicon].filter(([word]) => word.length > 4).map(([word, mark]) => [caseStem(word), mark] as const);
  cases ??= new Map(stems().filter(([stem]) => stem.length > 3));
  return cases;
}

/** `opinions`; shorter words are mostly other words. */
const plural = /^\p{L}{5,}[^s]s$/u;

/** The longest phrase of the grammar that begins at a token. */
export function phraseAt(tokens: readonly Token[], at: number): { used: number; mark: Mark } | undefined {
  for (let used = Math.min(longestPhrase, tokens.length - at); used > 0; used -= 1) {
    const words = tokens.slice(at, at + used);
    if (words.slice(0, -1).some(({ owns }) => owns)) continue;
    const text = words.map(({ low }) => low).join(' ');
    const mark =
      lexicon.get(text) ??
      (used > 1
        ? undefined
        : plural.test(text)
          ? lexicon.get(text.slice(0, -1))
          : inCases().get(caseStem(text)));
    if (mark) return { used, mark };
  }
  return undefined;
}

/**
 * The word of a vocabulary that a misspelt word means: the only one within one error, in longer words within two. A
 * word of everyday language is no misspelling.
 */
export function corrected(word: string, vocabulary: Iterable<string>): string | undefined {
  if (word.length < 4 || /\d/.test(word) || isWord(word)) return undefined;
  if (/\p{Script=Cyrillic}/u.test(word)) return inflected(word, vocabulary);
  const most = word.length < 7 ? 1 : 2;
  let best: { errors: number; words: string[] } = { errors: most + 1, words: [] };
  for (const known of vocabulary) {
    if (known.length < 3 || Math.abs(known.length - word.length) > most || known[0] !== word[0]) continue;
    const errors = isSwap(word, known) ? 1 : distance(word, known);
    if (errors < best.errors) best = { errors, words: [known] };
    else if (errors === best.errors && errors <= most) best.words.push(known);
  }
  // Forms of one word, such as singular and plural, are as good as one.
  const [only, ...others] = best.words.sort((a, b) => a.length - b.length);
  return only && others.every((other) => other.startsWith(only.slice(0, -1))) ? only : undefined;
}

/** A word of everyday language, or a form of one: resumed, reopening. */
const isWord = (word: string): boolean =>
  [word, word.replace(/(?<=e)d$/, ''), word.replace(/(?:ed|e?s|ing)$/, ''), word.replace(/ing$/, 'e')].some(
    isEveryday,
  );

/** The word of which this is a case form: the same but for an ending. */
function inflected(word: string, vocabulary: Iterable<string>): string | undefined {
  for (const known of vocabulary) {
    const least = Math.max(
      4,
      Math.min(word.length, known.length) - 2,
      Math.max(word.length, known.length) - 3,
    );
    if (known.slice(0, least) === word.slice(0, least) && known.length >= least) return known;
  }
  return undefined;
}

function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = [...a].findIndex((letter, index) => letter !== b[index]);
  return at >= 0 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

import { distance } from 'fastest-levenshtein';
import type { EntryBody } from '../domain/entry.ts';
import { normalise } from '../search/names/phonetic-key.ts';
import { stemOf } from '../search/names/tokens.ts';
import { isEveryday } from '../search/names/world.ts';
import type { ContentWord } from './plan.ts';
import { superlatives, synonyms } from './read/lexicon.ts';

/** Whether an entry of these words says a word of the question, or is on a topic or organisation that it names. */
export function holdsWord(
  { word, topics, organisations, literal = false }: ContentWord,
  body: EntryBody,
  words: readonly string[],
  stems: ReadonlySet<string>,
  isName: (word: string) => boolean = () => false,
): boolean {
  if (organisations.some((id) => body.organisations.includes(id))) return true;
  const parts = normalise(word)
    .split(' ')
    .filter((part) => stemOf(part).length > 0 || /\d/.test(part));
  const isSaid = (part: string) =>
    superlatives.has(part)
      ? superlatives.get(part)?.some((one) => words.includes(one)) === true
      : isSpoken(part);
  const isSpoken = (part: string) =>
    (isStemmed(part) && formsOf(part, literal).some((form) => stems.has(form))) ||
    words.some((own) => part === own || (!isName(own) && isForm(part, own))) ||
    isCompound(part, words);
  const said =
    (parts.length > 0 && parts.every(isSaid)) || (word.includes('-') && unhyphenated(word).some(isSaid));
  return said || topics.some((id) => body.topics.includes(id));
}

/** `use` has the stem of `US`. */
const isStemmed = (part: string): boolean =>
  part.length > 3 || stemOf(part)[0] === part || synonyms.has(part);

const formsOf = (part: string, literal: boolean): string[] =>
  [part, ...(literal ? [] : (synonyms.get(part) ?? []))].flatMap((one) =>
    normalise(one).split(' ').flatMap(stemOf),
  );

/** `goldmine` for gold mine. */
function isCompound(part: string, words: readonly string[]): boolean {
  if (part.length < 7) return false;
  return words.some(
    (own) =>
      own.length > 2 &&
      part.startsWith(own) &&
      part.length - own.length > 2 &&
      words.includes(part.slice(own.length)),
  );
}

/** `agreed` and `agreement`; a slip of the finger where the word is no other word. */
function isForm(part: string, own: string): boolean {
  if (part.length < 5 || own.length < 5) return false;
  const shared = sharedStart(part, own);
  if (
    shared >= 5 &&
    shared >= Math.max(part.length, own.length) - 4 &&
    Math.abs(part.length - own.length) <= 4
  )
    return shared >= Math.min(part.length, own.length) - 2;
  if (part[0] !== own[0] || (isEveryday(part) && part.length < 8)) return false;
  return distance(part, own) <= (Math.min(part.length, own.length) < 7 || isEveryday(part) ? 1 : 2);
}

function sharedStart(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

/** `re-elected` is `reelected`, too. */
export const unhyphenated = (text: string): string[] =>
  [...text.matchAll(/\p{L}+(?:[-‐‑]\p{L}+)+/gu)].map(([word]) => normalise(word).replaceAll(' ', ''));

export const wordsIn = (text: string) => normalise(text.replace(/[’']s\b/g, '')).split(' ');

export const says = (text: string, name: string) =>
  text.includes(` ${normalise(name)} `) ||
  normalise(name)
    .split(' ')
    .every((word) => text.includes(` ${word} `));

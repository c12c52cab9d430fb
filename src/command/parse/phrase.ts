import { distance } from 'fastest-levenshtein';

/** A word or phrase as it is compared: small letters, hyphens as spaces, no punctuation around it. */
export function phrase(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[-_‐‑–—\s]+/g, ' ');
  return trimEnds(plain, /[\s.,;!?]/);
}

/** Without the signs that stand around it. A regular expression would look for the end again from each of them. */
export function trimEnds(text: string, sign: RegExp): string {
  const letters = [...text];
  const isOther = (letter: string) => !sign.test(letter);
  return letters.slice(Math.max(0, letters.findIndex(isOther)), letters.findLastIndex(isOther) + 1).join('');
}

/** The key of an option: `as-of`, `as_of` and `asof` are one. */
export function optionKey(text: string): string {
  return phrase(text).replaceAll(' ', '');
}

/** Those of `candidates` that `typed` may be a misspelling of, the nearest first, at most `limit`. */
export function closest(typed: string, candidates: readonly string[], limit = 3): string[] {
  const word = phrase(typed);
  if (word === '' || word.length > 40) return [];
  return candidates
    .map((candidate) => ({ candidate, errors: unlike(word, phrase(candidate)) }))
    .filter(
      ({ candidate, errors }) =>
        errors <= Math.max(1, Math.ceil(Math.min(word.length, candidate.length) / 3)),
    )
    .sort((a, b) => a.errors - b.errors)
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** A beginning of three letters or more counts as one error. */
function unlike(word: string, candidate: string): number {
  return word.length >= 3 && candidate.startsWith(word) ? 1 : distance(word, candidate);
}

import { distance } from 'fastest-levenshtein';

/** The known word that `typed` was probably meant to be, if one is close enough to be worth naming. */
export function closest(typed: string, known: Iterable<string>): string | undefined {
  const word = typed.toLowerCase();
  const limit = Math.max(1, Math.floor(typed.length / 2.5));
  let best: { word: string; far: number } | undefined;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) > limit) continue;
    const far = distance(word, candidate.toLowerCase());
    // Two letters exchanged count two; it is the commonest slip of all, also in a word of four letters.
    const near = far <= limit || (far === 2 && letters(word) === letters(candidate.toLowerCase()));
    if (near && (!best || far < best.far)) best = { word: candidate, far };
  }
  return best?.word;
}

function letters(word: string): string {
  return [...word].sort().join('');
}

/** `did you mean "x"?`, or else what there is to choose from when that is short enough to read, or `otherwise`. */
export function didYouMean(typed: string, known: Iterable<string>, otherwise: string): string {
  const words = [...known];
  const near = closest(typed.slice(0, 200), words);
  if (near !== undefined) return `did you mean "${near}"?`;
  const list = words.join(', ');
  return words.length > 0 && list.length <= 240 ? `${otherwise}; there are: ${list}` : otherwise;
}

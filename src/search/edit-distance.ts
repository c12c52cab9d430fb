import { distance } from 'fastest-levenshtein';

/** Typing errors between two spellings, infinite where their lengths alone differ by more than three. Two neighbouring letters swapped are one error, as people make it. */
export function typos(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return Infinity;
  const edits = distance(a, b);
  return edits === 2 && a.length === b.length && swapped(a, b) ? 1 : edits;
}

/** Errors that are forgiven in a word of this length. Words of up to three letters must be right. */
export function forgiven(length: number): number {
  if (length <= 3) return 0;
  return length <= 5 ? 1 : length <= 9 ? 2 : 3;
}

function swapped(a: string, b: string): boolean {
  let at = 0;
  while (a[at] === b[at]) at += 1;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

import { stemmer } from 'stemmer';
import type { NameKind } from '../domain/ports/names.ts';
import { fold } from './fold.ts';
import { isStopWord } from './stop-words.ts';

/** Longer tokens are addresses and noise. */
const longest = 40;

/** Words of a text as they are indexed: folded, stemmed, stop words and single letters or digits left out. */
export function wordTokens(text: string): string[] {
  return fold(joinPlus(text)).split(' ').flatMap(stemOf);
}

/** `C5+1` is one word: apart, its parts would be found by any 1. */
export function joinPlus(text: string): string {
  return text.replace(/(?<=\d) ?\+ ?(?=\d)/g, 'plus');
}

/** The token of one folded word; none for a stop word or a lone letter or digit. */
export function stemOf(folded: string): string[] {
  if (folded === '' || folded.length > longest || isStopWord(folded)) return [];
  if (/^[a-z\d]$/.test(folded)) return [];
  return [/\d/.test(folded) ? folded : stemmer(folded)];
}

/** A name as one token that no word can equal by chance: `personmirziyoyev`, `countrykz`. */
export function nameToken(kind: NameKind, id: string): string {
  return `${kind}${id.toLowerCase().replace(/[^a-z0-9]/g, '')}`;
}

import { stemmer } from 'stemmer';
import type { NameKind } from '../domain/ports/names.ts';
import { fold } from './fold.ts';
import { isStopWord } from './stop-words.ts';

/** Longer tokens are addresses and noise. */
const longest = 40;

/** Words of a text as they are indexed: folded, stemmed, stop words and single letters left out. */
export function wordTokens(text: string): string[] {
  return fold(text).split(' ').flatMap(stemOf);
}

/** The token of one folded word; none for a stop word or a lone letter. */
export function stemOf(folded: string): string[] {
  if (folded === '' || folded.length > longest || isStopWord(folded)) return [];
  if (/^[a-z]$/.test(folded)) return [];
  return [/\d/.test(folded) ? folded : stemmer(folded)];
}

/** A name as one token that no word can equal by chance: `personmirziyoyev`, `countrykz`. */
export function nameToken(kind: NameKind, id: string): string {
  return `${kind}${id.toLowerCase().replace(/[^a-z0-9]/g, '')}`;
}

import { trimEnds } from './phrase.ts';

/** Words that people type around what they ask, and that change nothing. */
const small = new Set(
  (
    'a an the of in on at by for to from with and or about as is are was were has have been did does do there any ' +
    'all every please pls show tell give list find get me what which who whom when where how many between during ' +
    'since until vs its their some recorded record entries entry desk briefing deskwire'
  ).split(' '),
);

/** Two capitals in a line of small letters are a country's code, whatever word they spell. */
export function isCode(text: string, line: string): boolean {
  return /^[A-Z]{2}$/.test(text) && /\p{Ll}/u.test(line);
}

/** True for a word that may be passed over. */
export function isSmallWord(text: string, line: string): boolean {
  const word = trimEnds(text.toLowerCase(), /[^\p{L}\p{N}]/u);
  if (word === '') return true;
  return !isCode(text, line) && small.has(word);
}

import { typos } from './edit-distance.ts';
import { fold } from './fold.ts';
import type { NameRecord } from './name-record.ts';
import { skeleton } from './skeleton.ts';
import { withoutTitles } from './titles.ts';

const beyondLatin = /[\p{L}--\p{Script=Latin}]/v;
const feminine = /(?:ov|ev|in)a$/;

/**
 * `karimova` where only Karimov is listed: in Latin that is another person's name. In Cyrillic it may be a case form,
 * which is why it stands among the spellings there.
 */
export function isOtherGender(text: string, { name, spellings }: NameRecord): boolean {
  if (name.kind !== 'person' || beyondLatin.test(text)) return false;
  const women = wordsOf(text).filter((word) => feminine.test(word));
  if (women.length === 0) return false;
  const latin = spellings.filter((spelling) => !beyondLatin.test(spelling)).flatMap(wordsOf);
  const sounds = new Set(latin.filter((word) => word.endsWith('a')).map(skeleton));
  return women.some((word) => !sounds.has(skeleton(word)));
}

/** Whether nobody need be told that `text` means this name: a listed spelling, its words, or the same in another script. */
export function isPlainSpelling(text: string, record: NameRecord): boolean {
  if (isOtherGender(text, record)) return false;
  const person = record.name.kind === 'person';
  const words = person ? withoutTitles(wordsOf(text)) : wordsOf(text);
  const known = record.spellings.flatMap(wordsOf);
  const listed =
    (person && words.every((word) => known.includes(word))) ||
    record.spellings.some((spelling) => fold(spelling).replaceAll(' ', '') === words.join(''));
  if (beyondLatin.test(text))
    return listed || record.spellings.some((one) => skeleton(one) === skeleton(text));
  const [word = ''] = words;
  return listed && !(person && words.length === 1 && isListedError(word, record.name.label));
}

/** `blinkin`: listed so that it is found, yet a letter or two off and of another sound than the name. */
function isListedError(word: string, label: string): boolean {
  const parts = wordsOf(label);
  if (word.length < 5 || parts.some((part) => skeleton(part) === skeleton(word))) return false;
  return parts.some((part) => part.length === word.length && typos(part, word) === 1);
}

function wordsOf(text: string): string[] {
  return fold(text).split(' ');
}

import { distance } from 'fastest-levenshtein';
import { withoutTitles } from './countries.ts';
import { wordsIn } from './in-text.ts';
import { caseStem, normalise, phoneticKey, readings, spelledStem } from './phonetic-key.ts';
import { type Form, type FormSet, fewestErrors, groupBy, lettersOf, type NameRecord } from './records.ts';

export interface NearHit {
  record: NameRecord;
  /** Number of typing errors; halves come from comparing by sound. */
  errors: number;
}

/** Names that `text` may misspell, nearest first, without duplicates. */
export function nearest(text: string, { byLength }: FormSet): NearHit[] {
  const folded = normalise(text);
  const reach = toleratedErrors(folded.length) + 2;
  if (reach === 2) return [];
  const letters = lettersOf(folded);
  const sounds = readings(text)
    .filter((sound) => sound.length >= 5)
    .map((sound) => ({ sound, letters: lettersOf(sound) }));
  const words = folded.split(' ');
  const best = new Map<NameRecord, number>();
  const note = (record: NameRecord, errors: number) => {
    if (errors < (best.get(record) ?? Infinity)) best.set(record, errors);
  };
  const near = byLength.slice(Math.max(0, folded.length - reach), folded.length + reach + 1).flat();
  for (const form of near) {
    // Full names are compared word by word, or Liz Cheney would be Dick; a given name alone identifies nobody.
    const isPerson = form.record.name.kind === 'person';
    if (isPerson && (words.length > 1 || (form.part && !form.family))) continue;
    const allowed = borne(Math.min(folded.length, form.folded.length), isPerson);
    if (allowed === 0) continue;
    const errors =
      fewestErrors(letters, form.letters) <= allowed ? typingErrors(folded, form.folded) : Infinity;
    if (errors <= allowed) note(form.record, errors);
    // Of all countries of the world some sounds like many a word: Wakanda is not Uganda.
    else if (form.record.name.kind !== 'country' || form.record.name.covered !== false)
      for (const sound of sounds) compareSounds(sound, form, note);
  }
  return [...best].map(([record, errors]) => ({ record, errors })).sort((a, b) => a.errors - b.errors);
}

/** Suggestions for an unknown word: names that begin with it or resemble it, likeliest first. */
export function suggest(text: string, forms: readonly Form[], limit: number): NameRecord[] {
  const folded = normalise(text);
  if (folded.length < 3 || isAbbreviation(text)) return [];
  const mostFor = errorLimits(folded.length);
  const words = folded.split(' ');
  const typed = lettersOf(folded);
  const best = new Map<NameRecord, number>();
  for (const { record, folded: written, letters } of forms) {
    const begun = written.startsWith(folded) || written.includes(` ${folded}`);
    const isPerson = record.name.kind === 'person';
    const most = mostFor(record);
    if (!begun && fewestErrors(typed, letters) > most) continue;
    if (!begun && isPerson && words.length > 1 && !eachIsNear(words, written.split(' '))) continue;
    const errors = begun ? 0.5 : typingErrors(folded, written);
    if (errors <= Math.max(most, 0.5) && errors < (best.get(record) ?? Infinity)) best.set(record, errors);
  }
  return [...best]
    .sort(([, a], [, b]) => a - b)
    .slice(0, limit)
    .map(([record]) => record);
}

/** The most errors with which a text of this length suggests a name. */
function errorLimits(length: number): (record: NameRecord) => number {
  const usual = Math.max(1, Math.round(length / 3));
  const ofPerson = Math.max(1, Math.min(usual, borne(length, true)));
  // Of all countries of the world some resembles many a word: Macron is not Macao.
  const ofUncovered = toleratedErrors(length) - 1;
  return ({ name: { covered, kind } }) => {
    if (covered === false) return ofUncovered;
    return kind === 'person' ? ofPerson : usual;
  };
}

function compareSounds(
  { sound, letters }: { sound: string; letters: number },
  form: Form,
  note: (record: NameRecord, errors: number) => void,
): void {
  const allowed = toleratedErrors(Math.min(sound.length, form.phoneticKey.length)) - 1;
  if (allowed < 1 || fewestErrors(letters, form.soundLetters) > allowed) return;
  const errors = typingErrors(sound, form.phoneticKey);
  if (errors <= allowed) note(form.record, errors + 0.5);
}

/**
 * Typing errors between two spellings; infinite if their lengths differ by more than three. Swapping two neighbouring
 * letters counts as one error.
 */
export function typingErrors(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return Infinity;
  const edits = distance(a, b);
  return edits === 2 && a.length === b.length && swapped(a, b) ? 1 : edits;
}

/** `NATO`: what abbreviates something is never a slip in the name of another thing. */
export const isAbbreviation = (text: string): boolean => /^\p{Lu}[\p{Lu}\d]{1,5}$/u.test(text.trim());

/** Two family names of six letters differ by two. */
const borne = (length: number, isPerson: boolean) =>
  isPerson && length <= 6 ? Math.min(1, toleratedErrors(length)) : toleratedErrors(length);

/**
 * Each word is near by itself, however few letters are different in all; John Smyth may be John Smith, one of
 * whose names it is.
 */
function eachIsNear(typed: readonly string[], written: readonly string[]): boolean {
  const shared = typed.some((word) => written.includes(word));
  const most = ({ length }: string) => Math.max(1, shared ? Math.round(length / 3) : borne(length, true));
  return typed.every((word) => written.some((other) => typingErrors(word, other) <= most(word)));
}

/** Words of a text that `typed` may misspell, as the text has them; undefined where it has the very same, too. */
export function spellingIn(text: string, typed: string): string | undefined {
  const folded = normalise(typed);
  const words = wordsIn(text);
  const count = folded.split(' ').length;
  const runs = words
    .slice(0, Math.max(0, words.length - count + 1))
    .map(({ from }, at) => text.slice(from, words[at + count - 1]?.to))
    .map((run) => ({ run, errors: typingErrors(folded, normalise(run)) }));
  const [best] = runs.sort((a, b) => a.errors - b.errors);
  const isSlip = best && best.errors > 0 && best.errors < toleratedErrors(folded.length);
  return isSlip && /^\p{Lu}/u.test(best.run) ? best.run : undefined;
}

/** Errors tolerated in a word of this length. Words of up to three letters must be exact. */
export function toleratedErrors(length: number): number {
  if (length <= 3) return 0;
  return length <= 5 ? 1 : length <= 9 ? 2 : 3;
}

function swapped(a: string, b: string): boolean {
  let at = 0;
  while (a[at] === b[at]) at += 1;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

const beyondLatin = /[\p{L}--\p{Script=Latin}]/v;
const feminine = /(?:ov|ev|in)a$/;

/**
 * `ivanova` where only Ivanov is listed: in Latin that is another person. In Cyrillic it may be a case form, which
 * the spellings list.
 */
export function isOtherGender(text: string, { name, spellings }: NameRecord): boolean {
  if (name.kind !== 'person' || beyondLatin.test(text)) return false;
  const women = wordsOf(text).filter((word) => feminine.test(word));
  if (women.length === 0) return false;
  const latin = spellings.filter((spelling) => !beyondLatin.test(spelling)).flatMap(wordsOf);
  const sounds = new Set(latin.filter((word) => word.endsWith('a')).map(phoneticKey));
  return women.some((word) => !sounds.has(phoneticKey(word)));
}

/**
 * Whether `text` needs no notice that it means this name: a listed spelling, its words, or the same in another script.
 */
export function isPlainSpelling(text: string, record: NameRecord): boolean {
  if (isOtherGender(text, record)) return false;
  const person = record.name.kind === 'person';
  const words = person ? withoutTitles(wordsOf(text)) : wordsOf(text);
  const known = record.spellings.flatMap(wordsOf);
  const listed =
    (person && words.every((word) => known.includes(word))) ||
    record.spellings.some((spelling) => normalise(spelling).replaceAll(' ', '') === words.join(''));
  if (beyondLatin.test(text))
    return (
      listed ||
      record.spellings.some((one) => phoneticKey(one) === phoneticKey(text)) ||
      (caseStem(text) !== '' && record.spellings.some((one) => spelledStem(one) === caseStem(text)))
    );
  const [word = ''] = words;
  return listed && !(person && words.length === 1 && isListedError(word, record.name.label));
}

/** `blinkin`: a listed misspelling, a letter or two off, that sounds different. */
function isListedError(word: string, label: string): boolean {
  const parts = wordsOf(label);
  if (word.length < 5 || parts.some((part) => phoneticKey(part) === phoneticKey(word))) return false;
  return parts.some((part) => part.length === word.length && typingErrors(part, word) === 1);
}

function wordsOf(text: string): string[] {
  return normalise(text).split(' ');
}

/**
 * Names that contain all words of the text: `shanghai`, `shohin`. Of an everyday word only countries that end in it:
 * `korea`, not the exclave of that name. Persons are found by their words before.
 */
export function namesContaining(folded: string, forms: readonly Form[], everyday: boolean): NameRecord[] {
  if (folded.length < 5) return [];
  const words = folded.split(' ');
  const hits = forms.filter(({ folded: spelt, record, label }) => {
    if (record.name.kind === 'person') return false;
    if (everyday) return record.name.kind === 'country' && label && spelt.endsWith(` ${folded}`);
    return words.every((word) => ` ${spelt} `.includes(` ${word} `));
  });
  return [...new Set(hits.map(({ record }) => record))];
}

/** Names that begin with the text: `mirziyo`. Two words of a person's name are given and family name. */
export function begunBy(folded: string, forms: readonly Form[]): NameRecord[] {
  const least = (form: Form) => (form.record.name.kind === 'person' ? 6 : 5);
  const hits = forms.filter(
    (form) =>
      folded.length >= least(form) &&
      form.folded.startsWith(folded) &&
      !(
        form.record.name.kind === 'person' &&
        (folded.includes(' ') || form.folded.length - folded.length < 2)
      ),
  );
  return [...new Set(hits.map(({ record }) => record))];
}

interface Respelling {
  record: NameRecord;
  spelling: string;
  /** Of the words that were asked. */
  used: number;
  errors: number;
}

/**
 * Finds names of several words that a text misspells from its first word on, over their whole length: a part of
 * `Democratic Repubilc of the Congo` is no other country. One long word must be right, so that few names are compared. No
 * word may be one of its own (`isWord`); small words of a name (`and`) may be a letter off.
 */
export function createRespelling(records: readonly NameRecord[]) {
  const byWord = groupBy(
    records.flatMap((record) =>
      record.spellings.flatMap((spelling) => {
        const words = wordsOf(spelling);
        const name = { record, spelling, words };
        const long = words.length > 1 ? [...words.entries()].filter(([, word]) => word.length > 3) : [];
        return long.map(([at, word]) => [`${at} ${word}`, name] as const);
      }),
    ),
  );
  return (typed: readonly string[], isWord: (word: string, record: NameRecord) => boolean) => {
    const ends = new Map<number, number>();
    const words: string[] = [];
    for (const [at, one] of typed.entries()) {
      const folded = normalise(one);
      if (folded !== '') words.push(...folded.split(' '));
      if (!ends.has(words.length)) ends.set(words.length, at + 1);
    }
    let best: Respelling[] = [];
    const names = new Set(words.flatMap((word, at) => byWord.get(`${at} ${word}`) ?? []));
    for (const { record, spelling, words: written } of names) {
      const used = ends.get(written.length) ?? 0;
      const [first] = best;
      if (used === 0 || (first && used < first.used)) continue;
      const isSmall = (word: string) => spelling.split(' ').includes(word);
      const each = written.map((word, at) => slipIn(words[at] ?? '', word, isSmall(word)));
      const errors = each.reduce((sum, one) => sum + one, 0);
      if (errors < 1 || errors > toleratedErrors(spelling.length)) continue;
      const own = each.some(
        (one, at) => one > 0 && (words[at] ?? '').length > 3 && isWord(words[at] ?? '', record),
      );
      if (own) continue;
      const hit = { record, spelling, used, errors };
      if (!first || used > first.used || errors < first.errors) best = [hit];
      else if (errors === first.errors) best.push(hit);
    }
    const [only, ...others] = best;
    return others.every(({ record }) => record === only?.record) ? only : undefined;
  };
}

/** Typing errors in a word of a long name; infinite if it is rather another word. */
function slipIn(typed: string, written: string, isSmall: boolean): number {
  if (typed === written) return 0;
  const errors = typingErrors(typed, written);
  const allowed =
    written.length > 3 ? toleratedErrors(written.length) : isSmall && written.length > 1 ? 1 : 0;
  return errors <= allowed ? errors : Infinity;
}

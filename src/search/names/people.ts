import { generationOf, isGeneration, isTitle } from './countries.ts';
import { toleratedErrors, typingErrors } from './near.ts';
import { normalise, phoneticKey, withoutEnding, wordReadings } from './phonetic-key.ts';
import { familyNames, type NameRecord, personWords } from './records.ts';
import { isEveryday } from './world.ts';

/** A person's names by their part in the whole. */
interface Bearer {
  record: NameRecord;
  /** Last words of the spellings. */
  families: Part[];
  /** Words before the last, and hyphenated ones joined. */
  givens: Part[];
  /** First letters of all words, as sounds. */
  initials: Set<string>;
  /** Junior, III: those that a spelling of the name has. Any other tells another person. */
  generations: Set<string>;
}

interface Part {
  folded: string;
  single: string;
  sound: string;
  skeleton: string;
  /** Spelt in Latin letters. */
  latin: boolean;
}

interface Typed {
  folded: string;
  single: string;
  /** Folded with case endings removed: Nursultana, Nazarbajevas, Clintonová. */
  stems: string[];
  sounds: string[];
  skeletons: string[];
  /** The sound of an initial; missing: a whole word. */
  initial?: string;
  generation?: string;
  patronymic: boolean;
}

export interface FullNameHit {
  record: NameRecord;
  /** 0: every word is one of the person's. More: typing errors, or a middle name that is not listed. */
  errors: number;
}

/** Finds persons by given and family name together, in any order, language and case. */
export function createFullNames(records: readonly NameRecord[]): (text: string) => FullNameHit[] {
  const bearers = records.filter(({ name }) => name.kind === 'person').flatMap(bearerOf);
  return (text) => {
    const typed = wordsTyped(text);
    if (typed.length < 2 || typed.length > mostWords) return [];
    const hits = bearers.flatMap((bearer) => {
      const errors = errorsOf(typed, bearer);
      return errors === undefined ? [] : [{ record: bearer.record, errors }];
    });
    const least = Math.min(...hits.map(({ errors }) => errors));
    return hits.filter(({ errors }) => errors === least);
  };
}

const mostWords = 6;

function bearerOf(record: NameRecord): Bearer[] {
  const families: Part[] = [];
  const givens: Part[] = [];
  for (const spelling of record.spellings) {
    const latin = !beyondLatin.test(spelling);
    const words = namesIn(spelling).filter((word) => !isTitle(word) && !isGeneration(word));
    if (words.length < 2) continue;
    const hyphened = spelling.split(/\s+/).filter((word) => word.includes('-'));
    const joined = hyphened.map((word) => normalise(word).replaceAll(' ', ''));
    for (const word of [...words.slice(0, -1), ...joined]) givens.push(partOf(word, latin));
    families.push(partOf(words.at(-1) ?? '', latin));
  }
  if (families.length === 0) return [];
  const generations = record.spellings.flatMap((spelling) => namesIn(spelling).flatMap(generationOf));
  return [
    {
      record,
      families,
      givens: givens.filter(({ folded }) => folded.length > 1),
      initials: new Set([...givens, ...families].map(({ sound }) => sound.slice(0, 1))),
      generations: new Set(generations),
    },
  ];
}

function partOf(folded: string, latin: boolean): Part {
  const sound = phoneticKey(folded);
  return { folded, single: undoubled(folded), sound, skeleton: consonants(sound), latin };
}

const beyondLatin = /[\p{L}--\p{Script=Latin}]/v;

const namesIn = (text: string) => normalise(text).split(' ');

/** Russian, Turkic and Persian ways to name the father. */
const patronymic = /(?:[oe]vich|[oe]vna|ich|inichna|uly|uulu|ogli|ogly|oglu|qizi|kyzy|zoda|zade)$/;
function wordsTyped(text: string): Typed[] {
  return text
    .normalize('NFKC')
    .split(/[\s,\-‐‑–.]+(?=[^\s.]|$)/u)
    .flatMap((word, at, all) => {
      const folded = normalise(word);
      if (folded === '' || (isTitle(folded) && !isGeneration(folded))) return [];
      const sounds = wordReadings(word);
      const short = /^\p{L}$/u.test(word) || (/^\p{L}{1,2}$/u.test(word) && dotted(text, word));
      return [
        {
          folded,
          single: undoubled(folded),
          stems: withoutEnding(folded),
          sounds,
          skeletons: sounds.map(consonants),
          ...(short && all.length > 1 && { initial: phoneticKey(folded).slice(0, 1) }),
          ...(isGeneration(folded) && { generation: generationOf(folded)[0] ?? '' }),
          patronymic: patronymic.test(folded) && at > 0,
        },
      ];
    });
}

const dotted = (text: string, word: string) => text.includes(`${word}.`);

/**
 * Errors of the best way to share the words out; undefined if the family name or every given name is missing, or a
 * word says that it is somebody else.
 */
function errorsOf(typed: readonly Typed[], bearer: Bearer): number | undefined {
  const names = typed.filter((word) => !word.generation);
  const generations = typed.flatMap((word) => word.generation ?? []);
  if (names.length < 2 || generations.some((one) => !bearer.generations.has(one))) return undefined;
  const all = names.flatMap((_, family) => errorsWithFamily(names, family, bearer) ?? []);
  return all.length > 0 ? Math.min(...all) : undefined;
}

function errorsWithFamily(names: readonly Typed[], family: number, bearer: Bearer): number | undefined {
  const own = names[family] as Typed;
  const fits = own.initial ? undefined : fitOf(own, bearer.families);
  if (!fits) return undefined;
  const all = [fits];
  let given = false;
  const middle: Typed[] = [];
  for (const [at, word] of names.entries()) {
    if (at === family) continue;
    if (word.initial) {
      if (!bearer.initials.has(word.initial) && !given) return undefined;
      given = true;
      continue;
    }
    const asGiven = fitOf(word, bearer.givens);
    const found = asGiven ?? fitOf(word, bearer.families, 0);
    if (found) all.push(found);
    else if (!word.patronymic) middle.push(word);
    given ||= asGiven !== undefined;
  }
  const sum = all.reduce((total, { errors }) => total + errors, 0);
  if (!given || (all.some(({ doubtful }) => doubtful) && !all.some(({ foreign }) => foreign)))
    return undefined;
  // `Barack Hussein Obama`: what stands between the two names that fit is a middle name.
  const between = middle.every((word) => word !== names[0] && word !== names.at(-1));
  if (!between || middle.length > 2 || (middle.length > 0 && sum > 0)) return undefined;
  return sum + middle.length;
}

interface Fit {
  errors: number;
  /** Only the sound fits, and the word is a word of its own, as Joan beside John. */
  doubtful?: boolean;
  /** Written as another language does. */
  foreign?: boolean;
}

/** How the word fits the closest part; undefined if none is near, or it is a word of its own. */
function fitOf(
  { folded, single, stems, sounds, skeletons }: Typed,
  parts: readonly Part[],
  most = 3,
): Fit | undefined {
  const same = parts.filter((part) => folded === part.folded);
  if (same.length > 0) return { errors: 0, ...(same.every(({ latin }) => !latin) && { foreign: true }) };
  if (parts.some((part) => stems.includes(part.folded))) return { errors: 0, foreign: true };
  const everyday = isEveryday(folded);
  if (parts.some((part) => part.single === single)) return { errors: 0 };
  if (parts.some(({ sound }) => sound.length > 1 && sounds.includes(sound)))
    return { errors: 0, ...(everyday ? { doubtful: true } : { foreign: true }) };
  if (everyday || most === 0) return undefined;
  let errors = Infinity;
  for (const { folded: written, sound, skeleton } of parts) {
    errors = Math.min(errors, nearness(stems, written, 0), nearness(sounds, sound, 1));
    if (skeleton.length > 2 && skeletons.includes(skeleton)) errors = Math.min(errors, 1);
  }
  return errors <= most ? { errors, foreign: true } : undefined;
}

const undoubled = (folded: string) => folded.replace(/(.)\1/g, '$1');

function nearness(spelt: readonly string[], part: string, stricter: 0 | 1): number {
  const errors = spelt.map((one) => [one, typingErrors(one, part)] as const);
  return Math.min(
    ...errors.map(([one, far]) =>
      far <= toleratedErrors(Math.min(one.length, part.length)) - stricter ? far : Infinity,
    ),
  );
}

/** Vowels change from language to language: Şevket, Sərdar. */
const consonants = (sound: string) => sound.replace(/[aeiou]/g, '');

/** A person with the words of the name, and how its family names sound. */
export function withWords(record: NameRecord) {
  return { record, words: personWords(record), families: familyNames(record) };
}

import anyAscii from 'any-ascii';

/** Letters whose sound is lost when accents are removed. */
const hissing: Record<string, string> = {
  š: 'sh',
  ş: 'sh',
  ș: 'sh',
  ž: 'zh',
  č: 'ch',
  ć: 'ch',
  ż: 'zh',
  ǧ: 'g',
  ğ: 'g',
};

/** Spellings of one sound in common Latin transliterations of Russian and Turkic names. */
const sounds = new Map([
  ...['shch', 'sch', 'sh'].map((spelt) => [spelt, 'S'] as const),
  ...['tsch', 'tch', 'ch'].map((spelt) => [spelt, 'C'] as const),
  ...['dsch', 'dzh', 'dj', 'zh', 'j'].map((spelt) => [spelt, 'J'] as const),
  ...['ck', 'q', 'c'].map((spelt) => [spelt, 'k'] as const),
  ...['ts', 'tz', 'ce', 'ci', 'cy'].map((spelt) => [spelt, 'c'] as const),
  ...([
    ['kh', 'h'],
    ['gh', 'g'],
    ['ph', 'f'],
    ['th', 't'],
    ['x', 'ks'],
    ['w', 'v'],
  ] as const),
]);
const longestSound = 4;
/** First letters of these spellings; other letters need no lookup. */
const beginnings = new Set([...sounds.keys()].map((spelt) => spelt[0]));

/**
 * A looser key than `normalise`, equal for transliterations of one name: Zhukov and Jukov, Yeltsin and
 * Eltsin, Kyiv and Kiyiv. Runs of vowels and glides count once; consonants distinguish names.
 */
export function phoneticKey(text: string): string {
  return normalise(hissed(text)).split(' ').map(ofWord).join(' ');
}

function hissed(text: string): string {
  if (!beyondAscii.test(text)) return text;
  return text.replace(/[šşșžčćżǧğ]/gi, (letter) => hissing[letter.toLowerCase()] ?? letter);
}

/**
 * Possible readings of typed text: as written; with German or Polish j (Jelzin); with x for kh (Raxman). Only for
 * questions; indexed names have one key, or unrelated names would match.
 */
export function readings(text: string): string[] {
  const all = [phoneticKey(text)];
  if (/j/i.test(text)) all.push(phoneticKey(text.replace(/(?<!d)j/gi, 'y')));
  if (/x/i.test(text)) all.push(phoneticKey(text.replace(/x/gi, 'h')));
  return all;
}

/** How languages write sounds of other names: Sjevardnadze, Szewardnadze, Caferov, Poetin, Jruschov, Iohannes. */
const habits: readonly (readonly [RegExp, string])[] = [
  [/(?<!d)j/gi, 'y'],
  [/j/gi, 'h'],
  [/(?<!d)y/gi, 'j'],
  [/^i(?=[aou])/gi, 'j'],
  [/x/gi, 'h'],
  [/x/gi, 'sh'],
  [/c(?![hk])/gi, 'j'],
  [/[sś](?:j|z)|(?<![ts])ch/gi, 'sh'],
  [/dz?j|zj|zs/gi, 'zh'],
  [/cz|tj|cs/gi, 'ch'],
  [/oe/gi, 'u'],
  [/s(?![hjz])/gi, 'z'],
  [/z(?!h)/gi, 's'],
];

/** Keys of one word as different languages may have written it. Only beside another word that fits the person. */
export function wordReadings(word: string): string[] {
  const spelt = normalise(hissed(word));
  const written = [spelt, ...habits.map(([letters, heard]) => spelt.replace(letters, heard))];
  return [...new Set(written.flatMap((one) => withoutEnding(one)).map(ofWord))];
}

/** Endings that languages add to foreign names: Russian cases, Baltic -s and -as, Czech -ova. */
const ending = /^(.{2,})(?:(?:[aiueo]?s)|ova|[oe]m|ym|[aeuyi])$/;

/** The word, and without a case ending: Nursultana, Nazarbajevas, Clintonová. */
export function withoutEnding(folded: string): string[] {
  const stem = ending.exec(folded)?.[1];
  return stem ? [folded, stem] : [folded];
}

/** Endings of Russian nouns and adjectives. */
const caseEnding =
  /(?:ого|его|ому|ему|ыми|ими|ами|ями|ых|их|ую|юю|ая|яя|ое|ее|ые|ие|ый|ий|ой|ей|ом|ем|ым|им|ам|ям|ах|ях|[аеиоуыэюяйь])$/;

/** Of words of up to four letters only nouns are read: of Ош, Иран and Куба, and not of Мали, which has no cases. */
const shortEnding = /(?<=..)(?:ом|ем|ой|ей|[аеуыияюь])$/;
const longWord = 4;

/** A Cyrillic text folded, its words without case endings; empty for another script. */
export function caseStem(text: string): string {
  return stemmed(text, (word) => word.replace(word.length > longWord ? caseEnding : shortEnding, ''));
}

/** The case stem of the place or country of an adjective: карагандинский, ташкентская; empty for any other word. */
export function placeStem(text: string): string {
  const [, place] =
    /^(.{3,}?)(?:ин|ен|ов)?ск(?:ий|ая|ое|ие|ого|ому|им|ом|ой|ую|их|ими|о)$/u.exec(text.toLowerCase()) ?? [];
  return place ? caseStem(place) : '';
}

/** The case stem of a listed spelling; empty if it has no case forms. */
export function spelledStem(text: string): string {
  const isShort = text.length <= longWord;
  if (isShort && !/^\p{Lu}\p{Ll}*[\p{Ll}--[оуэюиыеё]]$/v.test(text)) return '';
  return isShort ? stemmed(text, (word) => word.replace(/(?<=..)[аяь]$/, '')) : caseStem(text);
}

function stemmed(text: string, stem: (word: string) => string): string {
  if (text.length < 2 || !/^[\p{Script=Cyrillic}\s-]+$/u.test(text)) return '';
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s-]+/);
  return normalise(words.map(stem).join(' '));
}

function ofWord(word: string): string {
  let sound = '';
  let at = 0;
  while (at < word.length) {
    const letter = word[at] as string;
    const run = vowelRun(word, at);
    let said = run > 0 ? vowel(word.slice(at, at + run), at) : letter;
    let taken = run || 1;
    for (let length = longestSound; length > 0 && beginnings.has(letter); length -= 1) {
      const found = sounds.get(word.slice(at, at + length));
      if (found === undefined) continue;
      // The vowel after a soft c only shows its sound.
      [said, taken] = [found, found === 'c' && letter === 'c' ? 1 : Math.min(length, word.length - at)];
      break;
    }
    if (sound.at(-1) !== said) sound += said;
    at += taken;
  }
  return sound.replace(/([aeiou])f$/, '$1v');
}

function vowelRun(word: string, at: number): number {
  let end = at;
  while ('aeiouy'.includes(word[end] ?? '-')) end += 1;
  return end - at;
}

/** `iyoye`, `iyae` and `ie` sound alike after a consonant; before a vowel a glide is dropped: Yeltsin, Eltsin. */
function vowel(run: string, at: number): string {
  if (run.startsWith('ou') || run.startsWith('oo')) return 'u';
  const heard = at === 0 ? run.replace(/^[iy](?=[aeou])/, '') : run;
  return heard.charAt(0).replace('y', 'i');
}

/** Letters that any-ascii transliterates without their sound, or as quotation marks. */
const beforeLatin: Record<string, string> = { ё: 'yo', Ё: 'Yo', ь: '', Ь: '', ъ: '', Ъ: '' };

/** Greek writes b, d, g, j and u with two letters, and the h of other languages as its ch. */
const greek: readonly (readonly [RegExp, string])[] = [
  [/μπ/gi, 'b'],
  [/ντ/gi, 'd'],
  [/γκ/gi, 'g'],
  [/τζ/gi, 'j'],
  [/ο[υύ]/gi, 'u'],
  [/χ/gi, 'h'],
];
const isGreek = /\p{Script=Greek}/u;

const plain = /^[a-z0-9]+(?: [a-z0-9]+)*$/;
const beyondAscii = /[^\0-\x7f]/;
const special = /[ёЁьЬъЪ]/g;
/** Apostrophes are part of a word: Côte d’Ivoire, Hawaiʻi. Includes modifier letters. */
const apostrophes = /['`´‘’‛ʹʻʼʽˈʿʾ＇]/g;
/** Invisible characters: soft hyphens, zero-width spaces and joiners, direction marks. */
const invisible = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;

/**
 * Canonical spelling of a text: Latin letters `a-z`, digits and single spaces. Transliterates other scripts, removes
 * accents and apostrophes, turns punctuation into spaces. Idempotent.
 */
export function normalise(text: string): string {
  if (plain.test(text)) return text;
  const latin = beyondAscii.test(text) ? toLatin(text) : text;
  return latin
    .toLowerCase()
    .replace(/['`]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

function toLatin(text: string): string {
  let composed = text.normalize('NFKC').replace(invisible, '').replace(apostrophes, '');
  if (isGreek.test(composed)) for (const [pair, sound] of greek) composed = composed.replace(pair, sound);
  return anyAscii(composed.replace(special, (letter) => beforeLatin[letter] ?? letter));
}

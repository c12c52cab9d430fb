import anyAscii from 'any-ascii';

/** Letters whose sound is lost when accents are removed. */
const hissing: Record<string, string> = {
  š: 'sh',
  ş: 'sh',
  ș: 'sh',
  ž: 'zh',
  č: 'ch',
  ć: 'ch',
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
 * A looser key than `normalise`, equal for transliterations of one name: Zhaparov and Japarov, Nazarbaev and
 * Nazarbayev, Kirgizia and Kyrgyzia. Runs of vowels and glides count once; consonants distinguish names.
 */
export function phoneticKey(text: string): string {
  const spelt = /[^\0-\x7f]/.test(text)
    ? text.replace(/[šşșžčćǧğ]/gi, (letter) => hissing[letter.toLowerCase()] ?? letter)
    : text;
  return normalise(spelt).split(' ').map(ofWord).join(' ');
}

/**
 * Possible readings of typed text: as written; with German or Polish j (Mirzijojew); with Uzbek x (Raxmon). Only for
 * questions; indexed names have one key, or unrelated names would match.
 */
export function readings(text: string): string[] {
  const all = [phoneticKey(text)];
  if (/j/i.test(text)) all.push(phoneticKey(text.replace(/(?<!d)j/gi, 'y')));
  if (/x/i.test(text)) all.push(phoneticKey(text.replace(/x/gi, 'h')));
  return all;
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

const plain = /^[a-z0-9]+(?: [a-z0-9]+)*$/;
const beyondAscii = /[^\0-\x7f]/;
const special = /[ёЁьЬъЪ]/g;
/** Apostrophes are part of a word: Côte d’Ivoire, Oʻzbekiston. Includes modifier letters. */
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
  const composed = text.normalize('NFKC').replace(invisible, '').replace(apostrophes, '');
  return anyAscii(composed.replace(special, (letter) => beforeLatin[letter] ?? letter));
}

import anyAscii from 'any-ascii';

/** Letters whose sound is lost when accents are dropped. */
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

/** Spellings of one sound in the usual ways of writing Russian and Turkic names in Latin. */
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
/** Letters that begin one of the sounds: others are looked up in vain. */
const beginnings = new Set([...sounds.keys()].map((spelt) => spelt[0]));

/**
 * A looser key than `normalise`, under which the transliterations of one name meet: Zhaparov and Japarov, Nazarbaev and
 * Nazarbayev, Kirgizia and Kyrgyzia. Runs of vowels and glides count once; consonants keep names apart.
 */
export function phoneticKey(text: string): string {
  const spelt = /[^\0-\x7f]/.test(text)
    ? text.replace(/[šşșžčćǧğ]/gi, (letter) => hissing[letter.toLowerCase()] ?? letter)
    : text;
  return normalise(spelt).split(' ').map(ofWord).join(' ');
}

/**
 * How typed text may be meant: as it stands; with the j of German and Polish spellings (Mirzijojew); with the x of
 * Uzbek ones (Raxmon). Only questions are read so: indexed names have one key, or strangers would meet.
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
      // The vowel after a soft c only says how it sounds.
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

/** `iyoye`, `iyae` and `ie` are one sound after a consonant; before any, a glide is dropped: Yeltsin, Eltsin. */
function vowel(run: string, at: number): string {
  if (run.startsWith('ou') || run.startsWith('oo')) return 'u';
  const heard = at === 0 ? run.replace(/^[iy](?=[aeou])/, '') : run;
  return heard.charAt(0).replace('y', 'i');
}

/** Written-out forms that any-ascii gives without a hint of their sound, or as quotes. */
const beforeLatin: Record<string, string> = { ё: 'yo', Ё: 'Yo', ь: '', Ь: '', ъ: '', Ъ: '' };

const plain = /^[a-z0-9]+(?: [a-z0-9]+)*$/;
const beyondAscii = /[^\0-\x7f]/;
const special = /[ёЁьЬъЪ]/g;
/** Apostrophes belong to the word around them: Côte d’Ivoire, Oʻzbekiston. Modifier letters are among them. */
const apostrophes = /['`´‘’‛ʹʻʼʽˈʿʾ＇]/g;
/** Soft hyphens, zero-width spaces and joiners, direction marks: they are seen by nobody. */
const invisible = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;

/**
 * The spelling that all ways of writing a text share: Latin letters `a-z`, digits and single spaces. Scripts are
 * transliterated, accents and apostrophes dropped, punctuation becomes a space. Normalising twice changes nothing.
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

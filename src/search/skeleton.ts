import { fold } from './fold.ts';

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

/** Spellings of one sound in the usual ways of writing Russian and Turkic names in Latin, longest first. */
const sounds: [RegExp, string][] = [
  [/shch|sch|sh/g, 'S'],
  [/tch|ch/g, 'C'],
  [/dzh|dj|zh|j/g, 'J'],
  [/kh/g, 'h'],
  [/gh/g, 'g'],
  [/ph/g, 'f'],
  [/th/g, 't'],
  [/ck|q/g, 'k'],
  [/c(?![eiy])/g, 'k'],
  [/ts|tz|c/g, 'c'],
  [/x/g, 'ks'],
  [/w/g, 'v'],
  [/ou|oo/g, 'u'],
  [/([oe])f+\b/g, '$1v'],
];

/**
 * A looser key than `fold`, under which the transliterations of one name meet: Zhaparov and Japarov, Nazarbaev and
 * Nazarbayev, Kirgizia and Kyrgyzia. Runs of vowels and glides count once; consonants keep names apart.
 */
export function skeleton(text: string): string {
  return fold(text.replace(/[šşșžčćǧğ]/gi, (letter) => hissing[letter.toLowerCase()] ?? letter))
    .split(' ')
    .map(ofWord)
    .join(' ');
}

/**
 * How typed text may be meant: as it stands; with the j of German and Polish spellings (Mirzijojew); with the x of
 * Uzbek ones (Raxmon). Only questions are read so: indexed names have one skeleton, or strangers would meet.
 */
export function readings(text: string): string[] {
  const all = [skeleton(text)];
  if (/j/i.test(text)) all.push(skeleton(text.replace(/(?<!d)j/gi, 'y')));
  if (/x/i.test(text)) all.push(skeleton(text.replace(/x/gi, 'h')));
  return all;
}

function ofWord(word: string): string {
  let sound = word;
  for (const [spelt, said] of sounds) sound = sound.replace(spelt, said);
  return sound.replace(/[aeiouy]+/g, vowel).replace(/(.)\1+/g, '$1');
}

/** `iyoye`, `iyae` and `ie` are one sound after a consonant; before any, a glide is dropped: Yeltsin, Eltsin. */
function vowel(run: string, at: number): string {
  if (at === 0)
    return run
      .replace(/^[iy](?=[aeou])/, '')
      .charAt(0)
      .replace('y', 'i');
  return run.charAt(0).replace('y', 'i');
}

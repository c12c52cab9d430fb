import { normalise } from './phonetic-key.ts';
import type { NameRecord } from './records.ts';
import { countryKey, isSmallWord } from './world.ts';

/**
 * Endings that tell where, whence, whose and whom, by language, in its own letters. In a language that has no line here
 * names are read in their plain form. Cyrillic is read by `caseStem` in any language.
 */
const endings: Readonly<Record<string, string>> = {
  az: 'da də dan dən a ə ya yə ın in un ün nın nin nun nün ı i u ü nı ni la lə',
  cs: 'a u e ě y i í ou em ém ech ích ům ami ách ími',
  da: 's',
  de: 's es',
  el: 'ας α ς ου ο ων',
  et: 's st sse l t lt le ks ga ni na ta sid te',
  eu: 'n an ko tik ra ren ek',
  fi: 'n a ta tta ssa sta lla lta lle ksi na in en',
  hr: 'a e i u om em oj ama ima',
  hu: 'ban ben ba be ból ből ra re ról ről on en ön n nak nek val vel al el tól től hoz hez höz nál nél gal gel ig ért t at et ot',
  hy: 'ի ում ից ին ով ն ը',
  is: 's ar i u um',
  ka: 'ს ის ში იში დან იდან ით თან მა ზე',
  ko: '은 는 이 가 을 를 의 에 에서 과 와 로 으로 도 에게',
  lt: 'os oje ą ai ių o e ui u ės ėje ę is',
  lv: 'as ā ai u us am ija os ē es ei',
  nl: 's',
  no: 's',
  pl: 'a ą ę e y i u ie ii ce iem om ach iach ech zech ami',
  ro: 'ei ii ului ul',
  sk: 'a u e y i í ou om ej ech ích ach ách ami',
  sl: 'a e i o u em om ah ih oma',
  so: 'da ta ka ga ha',
  sq: 'së ës it ut in un ën',
  sv: 's',
  ta: 'இல் இன் உக்கு',
  tr: 'da de ta te dan den tan ten a e ya ye ın in un ün nın nin nun nün ı i u ü yı yi yu yü la le yla yle',
};

/** Turkic languages, and one beside them: in, from, to, of and the object. */
const turkic = new Set(['az', 'ba', 'kk', 'ky', 'tg', 'tk', 'tr', 'tt', 'ug', 'uz']);
const turkicEnding = /(?<=...)(?:[dt][aeo]|[dtn][aeo]n|(?:g|gh|k|q)[aeo]|[dtn][iyuo]n?g?|ro)$/;
const longestEnding = 5;

const known = new Map<string, ReadonlySet<string>>();

function endingsOf(languages: readonly string[]): ReadonlySet<string> {
  const key = languages.join();
  const before = known.get(key);
  if (before) return before;
  const all = languages.flatMap((language) => (endings[language] ?? '').split(' ').map(normalise));
  const made = new Set(all.filter((ending) => ending !== ''));
  known.set(key, made);
  return made;
}

/** A folded word without each ending that it may have in one of the languages. */
function withoutEndings(folded: string, languages: readonly string[]): string[] {
  const all = endingsOf(languages);
  const stems = languages.some((language) => turkic.has(language)) ? [folded.replace(turkicEnding, '')] : [];
  for (let length = 1; length <= longestEnding && folded.length - length > 2; length += 1)
    if (all.has(folded.slice(-length))) stems.push(folded.slice(0, -length));
  // A whole word is no ending.
  return [...new Set(stems)].filter((stem) => stem !== folded && !stem.endsWith(' '));
}

/** The most letters at the end of a name that a case changes, and the fewest that it leaves. */
const changes = (name: string) => (name.length < 7 ? { most: 1, fewest: 3 } : { most: 2, fewest: 5 });

/**
 * Finds what a folded word means that has an ending and another end of its stem: Kreikan of Kreikka, Kubie of Kuba. A
 * case changes no more letters than it drops; of short names it only drops a vowel, or has e for i: Suomessa of Suomi.
 * Undefined where two names share the stem.
 */
function createStems<T>(names: Iterable<readonly [folded: string, means: T]>) {
  const byStem = new Map<string, { means: T; dropped: number; name: string }[]>();
  for (const [name, means] of names) {
    const { most, fewest } = changes(name);
    for (let dropped = 1; dropped <= most && name.length - dropped >= fewest; dropped += 1) {
      if (dropped === 1 && !(name.length < 5 ? /[aoey]$/ : /[aoeyi]$/).test(name)) continue;
      const stem = name.slice(0, -dropped);
      byStem.set(stem, [...(byStem.get(stem) ?? []), { means, dropped, name }]);
    }
  }
  return (folded: string, languages: readonly string[]): T | undefined => {
    const found = new Set<T>();
    for (const stem of withoutEndings(folded, languages))
      for (let changed = 0; changed <= 2 && changed < stem.length; changed += 1)
        for (const { means, dropped, name } of byStem.get(stem.slice(0, stem.length - changed)) ?? [])
          if (changed === 0 || (name.length < 7 ? /i$/.test(name) && /e$/.test(stem) : changed <= dropped))
            found.add(means);
    const [only, ...others] = found;
    return others.length === 0 ? only : undefined;
  };
}

/** What Arabic and Hebrew write together with the next word: and, in, to, so, like, from, the. */
const particle = /^[وفبكلובלמהשכ](?=\p{L}{3})/u;
/** What stands before an apostrophe: l’Espagne, d'Italia, dell’India. */
const elided = /^\p{L}{1,5}['’](?=\p{L}{3})/u;

export const withoutElision = (text: string): string => text.replace(elided, '');

/** A word without each of what may be written before it; what is left counts only where it is a name. */
function withoutBeginnings(text: string): string[] {
  const typed = text.normalize('NFKC');
  if (elided.test(typed)) return [withoutElision(typed)];
  const once = typed.replace(particle, '');
  if (once === typed) return [];
  const bare = [once, once.replace(particle, '')];
  // The article loses its first letter after "to": للعراق.
  return bare.flatMap((one) => [one, one.replace(/^ل/, 'ال')]);
}

/**
 * Reads a word of running text in the desk's languages: the records that it names, or the code of a country. `spelt`:
 * the desk's names by folded spelling; `spoken`: codes of countries by their names in its languages; `foreign`: also in
 * the countries' own.
 */
export function createCaseReader({
  languages,
  spelt,
  spoken,
  foreign,
}: {
  languages: readonly string[];
  spelt: () => ReadonlyMap<string, NameRecord[]>;
  spoken: () => ReadonlyMap<string, string>;
  foreign: () => ReadonlyMap<string, string>;
}): (text: string) => NameRecord[] | string {
  let stems: ReturnType<typeof createStems<string>> | undefined;
  const ownCountries = () =>
    [...spelt()].flatMap(([folded, [only, other]]): [string, string][] =>
      only?.name.kind === 'country' && !other ? [[folded, only.name.id]] : [],
    );
  return (text) => {
    const folded = normalise(text);
    const endless = withoutEndings(folded, languages);
    const plain = [...withoutBeginnings(text).map(normalise), ...endless];
    if (plain.length === 0) return [];
    // The plain name of another country: Nijerya is no case of Nijer.
    const itself = foreign().get(countryKey(text));
    if (itself !== undefined) return itself;
    const own = plain.flatMap((one) => spelt().get(one) ?? []);
    if (own.length > 0) return [...new Set(own)];
    const code = plain.map((one) => spoken().get(one)).find((one) => one !== undefined);
    if (code !== undefined || endless.length === 0) return code ?? [];
    stems ??= createStems([...ownCountries(), ...spoken()]);
    return stems(folded, languages) ?? [];
  };
}

/** A capital, where the script has them and names use them: Georgian has, and they do not. */
export const canBegin = (text: string): boolean =>
  /^[\p{Lu}\p{Lt}\p{Lo}\p{N}\p{Script=Georgian}]/u.test(text);

/** Country codes that are everyday words of English in lower case: Belarus, India, Norway. */
const wordsLikeCodes = new Set('am an as at be by do id in is it la me my no or so to'.split(' '));

/** Whether a text in small letters is a word of English or of the languages sooner than a code: sur, of Suriname. */
export const isWordNotCode = (text: string, languages: readonly string[]): boolean =>
  /^[a-z]{2,3}$/.test(text) && (wordsLikeCodes.has(text) || isSmallWord(text, languages));

import type { DeskDefinition } from '../../domain/desk.ts';
import type { Name, NameIndex, NameKind } from '../../domain/ports/names.ts';
import { isTitle } from './countries.ts';
import { canBegin } from './inflection.ts';
import { segmenter, unspaced } from './tokens.ts';

/** A name found in a sentence; several candidates if ambiguous. */
export interface FoundName {
  text: string;
  index: number;
  candidates: Name[];
}

const claimKinds: readonly NameKind[] = ['person', 'country', 'place', 'organisation'];
const wordPattern = /\p{L}\.(?:\p{L}\.)+|[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’ʻʼ+&-][\p{L}\p{N}\p{M}]+)*/gu;
/** At the start of a sentence a capital does not make these names. */
const smallWords =
  /^(The|This|That|These|Those|And|But|For|From|With|While|When|After|Before|Both|Other|Others|One|Two|Three|Some|Many|Most|All|Now|Then|There|Here|Not|Its|His|Her|Our|You|They|She|Who|What|Will|May|March|August)$/;
/** Titles before a family name that are not part of it. */
const titles =
  /^(Mr|Mrs|Ms|Dr|Prof|Gen|Gov|Sen|Amb|Presidents?|(Prime )?Ministers?|Secretary|State|Ambassador|Envoy|Leaders?|Chairman|Premier|Former|Vice|Deputy|Foreign|Russian|Chinese|American|U\.S\.|US)$/;
const longestRun = 6;
const mostWords = 400;
/** Two-letter abbreviations accepted as names; in running text the others are rarely country codes. */
const shortNames = new Set(['US', 'UK', 'UN', 'EU']);
/** A name of two letters where none is a country code: Ош. */
const shortName = /^[\p{Lu}--\p{Script=Latin}]\p{Ll}$/v;

/** The desk's people, countries, places and organisations in a sentence, preferring the longest match. */
export function findNames(sentence: string, names: NameIndex): FoundName[] {
  const words = wordsIn(sentence);
  const found: FoundName[] = [];
  for (let at = 0; at < words.length; at++) {
    const name = nameAt(sentence, words, at, names);
    if (!name) continue;
    found.push(name.found);
    at = name.last;
  }
  return found;
}

/**
 * Whether a text names what the desk is about: itself, a country that it covers, a place or a person of one, or an
 * organisation that is called after it.
 */
export function namesDesk(text: string, definition: DeskDefinition, names: NameIndex): boolean {
  const own = definition.name.toLowerCase();
  if (text.toLowerCase().includes(own)) return true;
  if (countriesNamed(text, definition, names).size > 0) return true;
  const after = new Set(
    definition.organisations
      .filter(({ spellings }) => spellings.some((spelling) => spelling.toLowerCase().includes(own)))
      .map(({ id }) => id),
  );
  const isAfter = ({ kind, id }: Name) => kind === 'organisation' && after.has(id);
  return after.size > 0 && findNames(text, names).some(({ candidates }) => candidates.some(isAfter));
}

/**
 * Countries that the desk covers and a text names: by themselves, by an adjective such as Kenyan, or by a place or a
 * person of theirs.
 */
export function countriesNamed(
  text: string,
  { countries, people }: DeskDefinition,
  names: NameIndex,
): Set<string> {
  const ofName = ({ kind, id, country }: Name) =>
    kind === 'country' ? id : kind === 'person' ? people.find((one) => one.id === id)?.country : country;
  const found = findNames(text, names).flatMap(({ candidates }) => candidates.map(ofName));
  const adjectives = wordsIn(text).flatMap(({ text: word }) => countriesOfAdjective(word, names));
  const named = new Set([...found, ...adjectives.map(ofName)]);
  return new Set(countries.filter(({ id, covered }) => covered && named.has(id)).map(({ id }) => id));
}

/** Countries whose name an English adjective is made of. */
export function countriesOfAdjective(word: string, names: Pick<NameIndex, 'exact' | 'isPlain'>): Name[] {
  const stem = adjective.exec(word)?.[1];
  const own = ownAdjectives.get(word);
  const nouns = own !== undefined ? [own] : stem === undefined ? [] : [stem, `${stem}a`, `${stem}ia`];
  return nouns.flatMap((noun) => names.exact(noun, ['country']).filter((name) => names.isPlain(noun, name)));
}

/** Somali, Kenyan, Ethiopians */
const adjective = /^(\p{Lu}\p{L}{2,}?)(?:n|ns|s|an|ans|ian|ians|ese|i|is)$/u;

/** Of these countries English has an adjective that no rule makes. */
const ownAdjectives = new Map(
  Object.entries({
    Belgium: 'Belgian',
    Brazil: 'Brazilian',
    Canada: 'Canadian',
    Czechia: 'Czech',
    Denmark: 'Danish',
    Finland: 'Finnish',
    France: 'French',
    Germany: 'German',
    Greece: 'Greek',
    Hungary: 'Hungarian',
    Iceland: 'Icelandic',
    Ireland: 'Irish',
    Italy: 'Italian',
    Netherlands: 'Dutch',
    Norway: 'Norwegian',
    Philippines: 'Filipino',
    Poland: 'Polish',
    Spain: 'Spanish',
    Sweden: 'Swedish',
    Switzerland: 'Swiss',
    Thailand: 'Thai',
    Turkey: 'Turkish',
    'United Kingdom': 'British',
    'Burkina Faso': 'Burkinabe',
    'Ivory Coast': 'Ivorian',
    Niger: 'Nigerien',
    Nigeria: 'Nigerian',
  }).map(([country, word]) => [word, country]),
);

/**
 * Countries that a text names by an adjective beside what is theirs: "the Russian state company". Of “Indian Ocean” and
 * “American University” it is a part of a name.
 */
export function countriesOfAdjectives(text: string, names: NameIndex): Name[] {
  const known = findNames(text, names);
  return wordsIn(text).flatMap((word, at, words) => {
    const next = words[at + 1];
    const isBeside = next && /^ $/.test(text.slice(word.to, next.from));
    const isOwn = isBeside && (!/^\p{Lu}/u.test(next.text) || isTitle(next.text.toLowerCase()));
    const isKnown = known.some(
      ({ index, text: { length } }) => index <= word.from && word.from < index + length,
    );
    const found = isOwn && !isKnown ? countriesOfAdjective(word.text, names) : [];
    return new Set(found.map(({ id }) => id)).size === 1 ? found.slice(0, 1) : [];
  });
}

export interface Word {
  text: string;
  from: number;
  to: number;
}

export function wordsIn(sentence: string): Word[] {
  const words: Word[] = [];
  for (const { 0: run, index } of sentence.matchAll(wordPattern)) {
    if (words.length >= mostWords) break;
    const parts = unspaced.test(run) ? [...segmenter.segment(run.slice(0, mostWords))] : [];
    for (const { segment, index: at } of parts)
      words.push({ text: segment, from: index + at, to: index + at + segment.length });
    const text = run.replace(/['’]s$/, '');
    if (parts.length === 0) words.push({ text, from: index, to: index + text.length });
  }
  return words;
}

function nameAt(sentence: string, words: readonly Word[], at: number, names: NameIndex) {
  const first = words[at];
  if (!first || !mayBegin(first.text)) return undefined;
  for (let last = Math.min(at + longestRun, words.length) - 1; last >= at; last--) {
    const end = words[last];
    if (!end || !isOneRun(sentence, words, at, last) || (last > at && !mayBegin(end.text))) continue;
    const text = sentence.slice(first.from, end.to);
    if (last === at && !mayStandAlone(text)) continue;
    // A single word that only sounds like a name is usually another word.
    const alone = last === at;
    const candidates = names
      .exact(text, claimKinds)
      .filter((name) => !alone || names.isPlain(text, name))
      .filter(({ kind }) => kind === 'country' || !isAdjective(first.text))
      .filter(({ kind }) => !alone || kind !== 'person' || !isPartOfName(sentence, words, at, names))
      .filter((name) => name.kind !== 'person' || isWholePerson(sentence, words, { at, last, name, names }))
      .filter(
        ({ kind }) => (kind !== 'place' && kind !== 'country') || !isPaperOrMoney(sentence, words, last),
      );
    if (candidates.length > 0) return { found: { text, index: first.from, candidates }, last };
  }
  return undefined;
}

interface PersonRun {
  at: number;
  last: number;
  name: Name;
  names: NameIndex;
}

/**
 * "Deputy Secretary of State Christopher Landau" is not Warren Christopher, and "the Will" not Will Smith: titles
 * and a given name never make a person, and a name that goes on is another one.
 */
function isWholePerson(
  sentence: string,
  words: readonly Word[],
  { at, last, name, names }: PersonRun,
): boolean {
  const own = words
    .slice(at, last + 1)
    .filter(
      ({ text }) =>
        !standsBefore(text, names) && !smallWords.test(text) && !text.toLowerCase().split('-').every(isTitle),
    );
  const [only] = own;
  if (!only) return false;
  const next = words[last + 1];
  const goesOn = next && isOneRun(sentence, words, last, last + 1) && /^\p{Lu}\p{Ll}/u.test(next.text);
  if (goesOn && !smallWords.test(next.text) && !calendar.test(next.text) && own.length < 2) return false;
  const whole = sentence.slice(only.from, own.at(-1)?.to);
  if (own.length > 1) return names.exact(whole, ['person']).some(({ id }) => id === name.id);
  const given = name.label.split(/[ -]/)[0]?.toLowerCase();
  return only.text.toLowerCase() !== given && names.isPlain(only.text, name);
}

const calendar =
  /^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December)$/;
/** A word with a capital that is part of no name: small at the beginning of a sentence, a month, an office. */
export const isNoName = (word: string): boolean =>
  smallWords.test(word) || calendar.test(word) || titles.test(word);

const paper =
  /^(?:Post|Times|Journal|Herald|Tribune|Review|Examiner|Globe|Observer|Courier|Today|Bureau|News|Agency|Press|Radio|Television|TV|Media|Daily|Weekly|Gazette|Monitor|Standard|Chronicle|Mail|Telegraph|Guardian|Institute|Foundation|Cent(?:er|re)|University|Magazine|Online|Wire)$/;

/** Two or more words with capitals, none of them one that papers and houses are called by: a person as far as one can see. */
export const isPersonLike = (text: string): boolean =>
  /^\p{Lu}[\p{L}.’'-]+(?: (?:\p{Lu}[\p{L}.’'-]*|al|bin|da|de|del|den|der|di|du|el|van|von))+$/u.test(text) &&
  !/\p{Lu}{3}/u.test(text) &&
  !text.split(' ').some((word) => paper.test(word));

/** The Washington Post and U.S. dollars are no places. */
function isPaperOrMoney(sentence: string, words: readonly Word[], last: number): boolean {
  const next = words[last + 1];
  const isNear = next !== undefined && isOneRun(sentence, words, last, last + 1);
  return isNear && (paper.test(next.text) || /^dollars?$/i.test(next.text));
}

/**
 * "Askar Tulegenov" is not another Askar, and "Dana Karimova" not another Karimova: one word of a longer name matches
 * nobody.
 */
function isPartOfName(sentence: string, words: readonly Word[], at: number, names: NameIndex): boolean {
  const [before, after] = [words[at - 1], words[at + 1]];
  if (after && isOneRun(sentence, words, at, at + 1) && /^\p{Lu}\p{Ll}/u.test(after.text)) return true;
  if (!before || !isOneRun(sentence, words, at - 1, at)) return false;
  return /^\p{Lu}/u.test(before.text) && !smallWords.test(before.text) && !standsBefore(before.text, names);
}

/** A title, or an adjective of a country, which is any spelling of it but its name: Chad may be a given name. */
const standsBefore = (text: string, names: NameIndex) =>
  titles.test(text) || names.exact(text, ['country']).some(({ label }) => label !== text);

const mayStandAlone = (text: string) =>
  text.length < 3 && !/^\p{Lo}+$/u.test(text)
    ? shortNames.has(text) || shortName.test(text)
    : !smallWords.test(text) && /[\p{L}+]/u.test(text);

const mayBegin = (text: string) => canBegin(text) || isAdjective(text);

/** узбекская, казахстанской: the languages that write in Cyrillic give adjectives of countries no capital. */
const isAdjective = (text: string) =>
  /^\p{Ll}[\p{L}-]+(?:с|ц)ь?к(?:ий|а|ая|ое|ие|ого|ому|им|ом|ой|ую|их|ими)$/u.test(text);

/** Only spaces or the dot of an initial may separate the words, or nothing; a comma or slash ends a name. */
export function isOneRun(sentence: string, words: readonly Word[], from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const gap = sentence.slice(words[at]?.to, words[at + 1]?.from);
    if (!/^(?:\.? )?$/.test(gap)) return false;
  }
  return true;
}

const longestTopic = 3;
const mostTopicWords = 100;
const mostTopics = 3;

/** Topics whose names or spellings occur in a sentence; a guess for the editor to check. */
export function findTopics(sentence: string, names: NameIndex): string[] {
  const words = sentence.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}+-]*/gu)?.slice(0, mostTopicWords) ?? [];
  const found = new Set<string>();
  for (let from = 0; from < words.length; from++)
    for (let run = 1; run <= longestTopic && from + run <= words.length; run++) {
      const [topic, other] = names.exact(words.slice(from, from + run).join(' '), ['topic']);
      if (topic && !other) found.add(topic.id);
    }
  return [...found].slice(0, mostTopics);
}

import type { DeskDefinition } from '../../domain/desk.ts';
import type { NameIndex } from '../../domain/ports/names.ts';
import { capital } from '../../domain/text.ts';
import { isTitle } from './countries.ts';
import {
  countriesOfAdjective,
  type FoundName,
  findNames,
  isNoName,
  isOneRun,
  type Word,
  wordsIn,
} from './in-text.ts';
import { isWordNotCode } from './inflection.ts';
import { normalise } from './phonetic-key.ts';

/** Somebody with an office whom the desk does not list. */
export interface Official {
  name: string;
  /** Id of the country whose office it is. */
  country?: string;
}

/** Words for an office; in Russian as they stand before a name that is in no case form either. */
const office =
  /^(?:president|premier|minister|ambassador|envoy|secretary|chairman|chairwoman|governor|mayor|speaker|spokesman|spokeswoman|spokesperson|director|commissioner|negotiator|lawmaker|commander|head|президент|премьер|премьер-министр|министр|посол|глава|секретарь|председатель|губернатор|мэр|аким|хоким|спикер|представитель|директор)$/iu;
export const namesOffice = (text: string): boolean => text.split(' ').some((word) => office.test(word));
/** What an office is for may have capitals too: Minister of Energy and Water Resources. */
const leadsOn = /^(?:of|for|and|the|to)$/i;
/** Words between an office and its holder. */
const farthest = 8;
const [fewest, most] = [2, 4];

/**
 * People that a sentence names with an office and the desk does not know: "foreign minister of Kenya Musalia
 * Mudavadi", or the other way round, after a comma.
 */
export function findOfficials(sentence: string, names: NameIndex): Official[] {
  const words = wordsIn(sentence);
  const known = findNames(sentence, names);
  const text: Reading = { sentence, words, known, names };
  const found = new Map<string, Official>();
  for (const [at, word] of words.entries()) {
    if (!office.test(word.text)) continue;
    const run = runAfter(text, at) ?? runBefore(text, at);
    if (!run) continue;
    const name = sentence.slice(words[run.from]?.from, words[run.to - 1]?.to);
    if (found.has(name) || names.resolve(name, ['person']).outcome !== 'unknown') continue;
    const country = countryWith(text, run);
    found.set(name, { name, ...(country !== undefined && { country }) });
  }
  return [...found.values()];
}

/** Before the name of a place. */
const placed = /^(?:in|at|to|of|from|near|en|de|a|à|в|из|на)$/iu;

/**
 * The only person that a sentence on a visit may name and the desk does not know, with an office or without; the country
 * is one that stands with the name: "Kenya's Amina Hassan", "Amina Hassan of Kenya".
 */
export function strangerIn(sentence: string, names: NameIndex): Official | undefined {
  const [official, ...others] = findOfficials(sentence, names);
  if (official) return others.length === 0 ? official : undefined;
  const words = wordsIn(sentence);
  const known = findNames(sentence, names);
  const text: Reading = { sentence, words, known, names };
  const found = new Map<string, string | undefined>();
  for (let at = 0; at < words.length; at++) {
    const to = runFrom(text, at);
    if (to === at) continue;
    const isName = to - at >= fewest && to - at <= most && !placed.test(words[at - 1]?.text ?? '');
    const country = onlyOf([...countryBefore(text, at), ...countryOf(text, to)]);
    if (isName) found.set(sentence.slice(words[at]?.from, words[to - 1]?.to), country);
    at = to - 1;
  }
  const [only, another] = found;
  if (!only || another) return undefined;
  const [name, country] = only;
  return { name, ...(country !== undefined && { country }) };
}

interface Reading {
  sentence: string;
  words: readonly Word[];
  known: readonly FoundName[];
  names: NameIndex;
}

/** Where somebody's name stands among the words, and the office that it stands with. */
interface Run {
  from: number;
  to: number;
  office: number;
}

function runAfter(text: Reading, at: number): Run | undefined {
  const { sentence, words } = text;
  const aside = runFrom(text, at + 1);
  const isAside = sentence.slice(words[at]?.to, words[at + 1]?.from) === ', ' && aside - at - 1 >= fewest;
  if (isAside && /^(?:[,.”"»]|$)/.test(sentence.slice(words[aside - 1]?.to)))
    return { from: at + 1, to: aside, office: at };
  for (let from = at + 1; from < words.length && from - at <= farthest; from++) {
    if (!isNear(text, from - 1)) return undefined;
    const to = runFrom(text, from);
    if (to === from) continue;
    const isFor = leadsOn.test(words[from - 1]?.text ?? '');
    const own = isFor ? Math.max(from, to - fewest) : from;
    // Of "Minister of Foreign Affairs" nothing is a name.
    if (isFor && (to - from <= fewest || !isFollowed(text, to))) from = to - 1;
    else if (to - own < fewest || to - own > most) return undefined;
    else return { from: own, to, office: at };
  }
  return undefined;
}

/** What somebody did follows, and not what else an institution is called. */
const isFollowed = (text: Reading, to: number) =>
  isNear(text, to - 1) &&
  /^\p{Ll}/u.test(text.words[to]?.text ?? '') &&
  !leadsOn.test(text.words[to]?.text ?? '');

/** "Musalia Mudavadi, the foreign minister of Kenya" */
function runBefore(text: Reading, at: number): Run | undefined {
  const { sentence, words } = text;
  for (let end = at; end > 0 && at - end < farthest; end--) {
    const gap = sentence.slice(words[end - 1]?.to, words[end]?.from);
    if (/^ ?$/.test(gap)) continue;
    if (gap !== ', ') return undefined;
    let from = end;
    while (from > 0 && runFrom(text, from - 1) === end) from--;
    const isName = end - from >= fewest && end - from <= most;
    return isName ? { from, to: end, office: at } : undefined;
  }
  return undefined;
}

/** Where the run of words that may be a name ends. */
function runFrom({ sentence, words, known }: Reading, from: number): number {
  let to = from;
  for (; to < words.length; to++) {
    const { text, from: index } = words[to] as Word;
    const isKnown = known.some((one) => one.index <= index && index < one.index + one.text.length);
    const isName = /^\p{Lu}[\p{Ll}\p{M}]/u.test(text) || /^\p{Lu}$/u.test(text);
    if (!isName || isKnown || isNoName(text) || isTitle(text.toLowerCase()) || office.test(text)) break;
    if (to > from && !isOneRun(sentence, words, to - 1, to)) break;
  }
  return to;
}

const isNear = ({ sentence, words }: Reading, at: number) =>
  /^\.? ?$/.test(sentence.slice(words[at]?.to, words[at + 1]?.from).replace(/^['’]s/, ''));

/**
 * The only country that stands with a name and its office: "Kenyan Foreign Minister X", "Kenya's minister X", "minister
 * of Kenya X", "minister X of Kenya", "X, minister for energy of Kenya". Where a verb or another name stands between,
 * it is somebody else's: "Smith of Kenya met President X".
 */
function countryWith(text: Reading, { from, to, office: at }: Run): string | undefined {
  const isAfter = from > at;
  const of = isAfter ? [...forWhat(text, at, from), ...countryOf(text, to)] : forWhat(text, at);
  return onlyOf([...countryBefore(text, at), ...of]);
}

const onlyOf = (ids: readonly string[]) => {
  const [only, ...others] = new Set(ids);
  return others.length === 0 ? only : undefined;
};

/** "Kenyan Deputy Foreign" before "Minister", "Kenya's" or "Kenya" */
function countryBefore(text: Reading, at: number): readonly string[] {
  for (let from = at - 1; from >= 0 && isNear(text, from); from--) {
    const { ids } = countryAt(text, from);
    if (ids.length > 0) return ids;
    const word = (text.words[from] as Word).text;
    if (!isTitle(word.toLowerCase()) && !office.test(word) && !portfolio.test(word)) return [];
  }
  return [];
}

/** What an office may be for, before its word: "Kenyan trade minister". */
const portfolio =
  /^(?:acting|interim|new|deputy|chief|special|permanent|cabinet|parliament|parliamentary|senate|party|opposition|government|army|military|central|bank|national|security|foreign|external|internal|interior|home|affairs|and|for|defen[cs]e|financ(?:e|ial)|econom(?:y|ic)|energy|trade|commerce|industry|investment|justice|health|education|science|agricultur(?:e|al)|transport|culture|tourism|labou?r|environment|climate|water|oil|gas|mining|mines|sports?|information|development|planning|infrastructure)$/i;

/** "of Kenya", "for trade of the Republic of Kenya". `end`: where the holder's name begins, if it comes after. */
function forWhat(text: Reading, at: number, end?: number): readonly string[] {
  let small = 0;
  const { words } = text;
  for (let next = at + 1; next < (end ?? words.length) && isNear(text, next - 1); next++) {
    const word = (words[next] as Word).text;
    const { ids, to } = countryAt(text, next);
    const isOfOffice = end === undefined || to === end || /^(?:of|for)$/i.test(words[to]?.text ?? '');
    if (ids.length > 0) return isOfOffice ? ids : [];
    small = leadsOn.test(word) ? 0 : small + 1;
    if (small > mostSmall) return [];
  }
  return [];
}

/** Words that an office is for, one after the other: "energy", "foreign affairs". */
const mostSmall = 2;

/** "Musalia Mudavadi of Kenya", "Musalia Mudavadi (Kenya)", "Musalia Mudavadi, Kenya," */
function countryOf(text: Reading, at: number): readonly string[] {
  const { words, sentence } = text;
  const { ids, to } = countryAt(text, at);
  const isAside = /^(?:, | ?\()$/.test(sentence.slice(words[at - 1]?.to, words[at]?.from));
  if (isAside && ids.length > 0) return /^[,)]/.test(sentence.slice(words[to - 1]?.to)) ? ids : [];
  if (!/^of$/i.test(words[at]?.text ?? '') || !isNear(text, at - 1)) return [];
  return countryAt(text, /^the$/i.test(words[at + 1]?.text ?? '') ? at + 2 : at + 1).ids;
}

/** The countries that the words at a place name, by a name or an adjective, and where these words end. */
function countryAt({ known, names, words }: Reading, at: number): { ids: readonly string[]; to: number } {
  const word = words[at];
  if (!word) return { ids: [], to: at };
  const found = known.find(({ index, text: { length } }) => index <= word.from && word.from < index + length);
  const end = found ? found.index + found.text.length : word.to;
  const past = words.findIndex(({ from }) => from >= end);
  const exact = /^\p{Lu}/u.test(word.text) ? names.exact(word.text, ['country']) : [];
  const unlisted = exact.length > 0 ? exact : countriesOfAdjective(word.text, names);
  const ids = (found?.candidates ?? unlisted).flatMap(({ kind, id }) => (kind === 'country' ? [id] : []));
  return { ids, to: past < 0 ? words.length : past };
}

/**
 * Ids of the offices with a title, of one country or of all: `president of Kenia`, `Kenyan president`, `president`. The
 * desk need spell each with one of its country's names alone. A title alone is read where
 * the desk has it of every country that it covers: of others it may mean an office that the desk does not list.
 */
export function createTitles(
  { offices, countries, languages }: DeskDefinition,
  names: Pick<NameIndex, 'exact' | 'isPlain' | 'longest'>,
): (text: string) => string[] {
  const countriesOf = (text: string): string[] => {
    if (text !== text.toUpperCase() && isWordNotCode(text.toLowerCase(), languages)) return [];
    const found = names.exact(text, ['country']);
    return (found.length > 0 ? found : countriesOfAdjective(capital(text), names)).map(({ id }) => id);
  };
  /** A text without the words that name one of these countries, at either end. */
  const split = (text: string, isOne: (country: string) => boolean) => {
    const words = text.replace(/['’]s(?= )/g, '').split(' ');
    const most = Math.min(names.longest().country, words.length - 1);
    for (let used = most; used > 0; used -= 1) {
      const own = (part: readonly string[]) => countriesOf(part.join(' ')).filter(isOne);
      const [last, first] = [own(words.slice(-used)), own(words.slice(0, used))];
      const title = last.length > 0 ? words.slice(0, -used) : words.slice(used);
      const countries = last.length > 0 ? last : first;
      const bare = normalise(title.join(' ').replace(/ of(?: the)?$/i, ''));
      if (countries.length > 0 && bare !== '') return { title: bare, countries };
    }
    return undefined;
  };
  const titled = new Map<string, { id: string; country: string }[]>();
  for (const { id, name, spellings, country, retraction } of offices) {
    if (country === undefined || retraction !== undefined) continue;
    for (const text of [name, ...spellings]) {
      const title = split(text, (one) => one === country)?.title ?? normalise(text);
      titled.set(title, [...(titled.get(title) ?? []), { id, country }]);
    }
  }
  const titles = [...titled.keys()];
  const isOfAll = (all: readonly { country: string }[]) =>
    countries.every(({ id, covered }) => !covered || all.some(({ country }) => country === id));
  return (text) => {
    const folded = normalise(text);
    const alone = titled.get(folded);
    if (alone) return isOfAll(alone) ? unique(alone) : [];
    if (!titles.some((title) => folded.startsWith(`${title} `) || folded.endsWith(` ${title}`))) return [];
    const said = split(text, () => true);
    const found = titled.get(said?.title ?? '')?.filter(({ country }) => said?.countries.includes(country));
    return unique(found ?? []);
  };
}

const unique = (offices: readonly { id: string }[]) => [...new Set(offices.map(({ id }) => id))];

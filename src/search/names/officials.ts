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
    const name = sentence.slice(run.first.from, run.last.to);
    if (found.has(name) || names.resolve(name, ['person']).outcome !== 'unknown') continue;
    const country = countryIn(text, run.around);
    found.set(name, { name, ...(country !== undefined && { country }) });
  }
  return [...found.values()];
}

/** Before the name of a place. */
const placed = /^(?:in|at|to|of|from|near|en|de|a|à|в|из|на)$/iu;

/**
 * The only person that a sentence on a visit may name and the desk does not know, with an office or without. A country
 * that it names beside a place of another one is the visitor's.
 */
export function strangerIn(sentence: string, names: NameIndex): Official | undefined {
  const [official, ...others] = findOfficials(sentence, names);
  if (official) return others.length === 0 ? official : undefined;
  const words = wordsIn(sentence);
  const known = findNames(sentence, names);
  const text: Reading = { sentence, words, known, names };
  const named = known.flatMap(({ candidates }) => candidates);
  const visited = new Set(
    named.flatMap(({ kind, country }) => (kind === 'place' && country ? [country] : [])),
  );
  const further = named.flatMap(({ kind, id }) => (kind === 'country' && !visited.has(id) ? [id] : []));
  const [own, another] = visited.size > 0 ? new Set(further) : [];
  const runs: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const to = runFrom(text, at);
    if (to === at) continue;
    const isName = to - at >= fewest && to - at <= most && !placed.test(words[at - 1]?.text ?? '');
    if (isName) runs.push(sentence.slice(words[at]?.from, words[to - 1]?.to));
    at = to - 1;
  }
  const [name, second] = new Set(runs);
  if (name === undefined || second !== undefined) return undefined;
  return { name, ...(own !== undefined && another === undefined && { country: own }) };
}

interface Reading {
  sentence: string;
  words: readonly Word[];
  known: readonly FoundName[];
  names: NameIndex;
}

interface Run {
  first: Word;
  last: Word;
  /** The words that may name the country. */
  around: readonly Word[];
}

function runAfter(text: Reading, at: number): Run | undefined {
  const { sentence, words } = text;
  const aside = runFrom(text, at + 1);
  const isAside = sentence.slice(words[at]?.to, words[at + 1]?.from) === ', ' && aside - at - 1 >= fewest;
  if (isAside && /^(?:[,.”"»]|$)/.test(sentence.slice(words[aside - 1]?.to)))
    return runOf(words, at + 1, aside, words.slice(Math.max(0, at - farthest), at));
  for (let from = at + 1; from < words.length && from - at <= farthest; from++) {
    if (!isNear(text, from - 1)) return undefined;
    const to = runFrom(text, from);
    if (to === from) continue;
    const isFor = leadsOn.test(words[from - 1]?.text ?? '');
    const own = isFor ? Math.max(from, to - fewest) : from;
    // Of "Minister of Foreign Affairs" nothing is a name.
    if (isFor && (to - from <= fewest || !isFollowed(text, to))) from = to - 1;
    else if (to - own < fewest || to - own > most) return undefined;
    else return runOf(words, own, to, [...words.slice(Math.max(0, at - 3), from), ...whereFrom(words, to)]);
  }
  return undefined;
}

/** "Minister Musalia Mudavadi of Kenya" */
const whereFrom = (words: readonly Word[], at: number): readonly Word[] =>
  /^of$/i.test(words[at]?.text ?? '') ? words.slice(at + 1, at + 4) : [];

function runOf(words: readonly Word[], from: number, to: number, around: readonly Word[]): Run | undefined {
  const [first, last] = [words[from], words[to - 1]];
  return first && last && { first, last, around };
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
    return isName ? runOf(words, from, end, words.slice(end, at + farthest)) : undefined;
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

/** The only country that these words name, by its name or an adjective. */
function countryIn({ known, names }: Reading, words: readonly Word[]): string | undefined {
  const ids = words.flatMap(({ text, from }) => {
    const found = known.filter(({ index, text: { length } }) => index <= from && from < index + length);
    const named = found.flatMap(({ candidates }) => candidates);
    const isName = named.length > 0 || !/^\p{Lu}/u.test(text);
    const exact = isName ? named : names.exact(text, ['country']);
    const all = exact.length > 0 || isName ? exact : countriesOfAdjective(text, names);
    return all.flatMap(({ kind, id }) => (kind === 'country' ? [id] : []));
  });
  const [only, ...others] = new Set(ids);
  return others.length === 0 ? only : undefined;
}

/**
 * Ids of the offices with a title, of one country or of all: `president of Kenia`, `Kenyan president`, `president`. The
 * desk need spell each with one of its country's names alone. A title alone is read where
 * the desk has it of every country that it covers: of others it may mean an office that the desk does not list.
 */
export function createTitles(
  { offices, countries, languages }: DeskDefinition,
  names: Pick<NameIndex, 'exact' | 'isPlain'>,
): (text: string) => string[] {
  const countriesOf = (text: string): string[] => {
    if (text !== text.toUpperCase() && isWordNotCode(text.toLowerCase(), languages)) return [];
    const found = names.exact(text, ['country']);
    return (found.length > 0 ? found : countriesOfAdjective(capital(text), names)).map(({ id }) => id);
  };
  /** A text without the words that name one of these countries, at either end. */
  const split = (text: string, isOne: (country: string) => boolean) => {
    const words = text.replace(/['’]s(?= )/g, '').split(' ');
    const most = Math.min(longestCountry, words.length - 1);
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

/** Words of a country's name. */
const longestCountry = 4;

import { distance } from 'fastest-levenshtein';
import type { Name, NameIndex, NameKind } from '../../domain/ports/names.ts';
import type { Block } from '../../domain/reply.ts';
import { quoted } from '../../domain/text.ts';
import { isGeneration } from '../../search/names/countries.ts';
import { wordTokens } from '../../search/names/tokens.ts';
import { isEveryday } from '../../search/names/world.ts';
import { normalisePhrase } from './grammar.ts';
import type { Token } from './tokens.ts';

/** Words read as a name. `meant` differs from `name` for a place that stands for its country. */
export interface NameReading {
  name: Name;
  /** The place that was typed, if its country is meant. */
  place?: Name;
  via: 'exact' | 'near';
  typed: string;
  used: number;
}

export type NameOutcome =
  | { outcome: 'found'; reading: NameReading }
  | { outcome: 'ambiguous'; candidates: Name[]; typed: string; used: number }
  | { outcome: 'unknown'; suggestions: Name[]; elsewhere?: Name[]; typed: string };

const longestFullName = 5;
const maxNearWords = 4;

/** The longest run of words that is exactly one name; `loose` runs, which end before a keyword, come first. */
export function readExact(
  words: readonly Token[],
  loose: readonly Token[],
  kinds: readonly NameKind[],
  byPlace: boolean,
  names: NameIndex,
): NameReading | undefined {
  const exact =
    // An option's word may be part of a name: Kansas City.
    longestExact(words, loose.length + 1, kinds, byPlace, names) ??
    longestExact(loose, 1, kinds, byPlace, names);
  const long = names.misspelt(words.map(({ text }) => text));
  if (long && long.used > (exact?.used ?? 0) && (kinds.includes(long.name.kind) || byPlace))
    return {
      ...meant(long.name, names, byPlace),
      via: 'near',
      typed: join(words, long.used),
      used: long.used,
    };
  return fullName(loose, exact, kinds, names) ?? exact;
}

/** `Barack Hussein Obama`: a person's whole name goes before a part of it that is spelt exactly. */
function fullName(
  words: readonly Token[],
  exact: NameReading | undefined,
  kinds: readonly NameKind[],
  names: NameIndex,
): NameReading | undefined {
  if (!kinds.includes('person') || exact?.name.kind !== 'person') return undefined;
  for (let used = Math.min(words.length, longestFullName); used > exact.used; used -= 1) {
    const typed = join(words, used);
    const found = names.resolve(typed, ['person']);
    if (found.outcome === 'found') return { name: found.name, via: found.via, typed, used };
  }
  return undefined;
}

function longestExact(
  words: readonly Token[],
  least: number,
  kinds: readonly NameKind[],
  byPlace: boolean,
  names: NameIndex,
): NameReading | undefined {
  for (let used = Math.min(words.length, names.longest().words); used >= least; used -= 1) {
    const typed = join(words, used);
    const [name, ...others] = names.exact(typed, kinds);
    const place = name || !byPlace ? undefined : names.exact(typed, ['place'])[0];
    const found = place ?? (others.length === 0 ? name : undefined);
    if (found) return { ...meant(found, names, byPlace), via: 'exact', typed, used };
  }
  return undefined;
}

/** `Donald Trump Jr`: a known name with a word that tells of another of the same name. */
export function namesakeOf(
  words: readonly Token[],
  names: NameIndex,
): { typed: string; used: number; known: Name[] } | undefined {
  const at = words.slice(0, longestFullName).findIndex(({ text }, index) => index > 0 && isGeneration(text));
  if (at < 0) return undefined;
  const known = names.exact(join(words, at), ['person']);
  const typed = join(words, at + 1);
  if (known.length === 0 || names.exact(typed, ['person']).length > 0) return undefined;
  return { typed, used: at + 1, known };
}

/** An exact name, otherwise the longest run of `loose` words that is nearly one name or ambiguous. */
export function readName(
  words: readonly Token[],
  loose: readonly Token[],
  kinds: readonly NameKind[],
  byPlace: boolean,
  names: NameIndex,
): NameOutcome {
  const exact = readExact(words, loose, kinds, byPlace, names);
  if (exact) return { outcome: 'found', reading: exact };
  let best: NameOutcome | undefined;
  for (let used = Math.min(loose.length, maxNearWords); used > 0; used -= 1) {
    const read = readRun(loose, used, kinds, byPlace, names);
    // A shorter run with the same meaning leaves the following words free.
    if (read && (!best || sameNames(read, best))) best = read;
  }
  if (best) return best;
  const typed = join(words, 1);
  const resolution = names.resolve(typed, kinds);
  if (resolution.outcome !== 'unknown') return { outcome: 'unknown', suggestions: [], typed };
  const { suggestions, elsewhere } = resolution;
  return { outcome: 'unknown', suggestions, ...(elsewhere && { elsewhere }), typed };
}

function readRun(
  words: readonly Token[],
  used: number,
  kinds: readonly NameKind[],
  byPlace: boolean,
  names: NameIndex,
): NameOutcome | undefined {
  const typed = join(words, used);
  const resolution = names.resolve(typed, kinds);
  if (resolution.outcome === 'ambiguous') {
    return { outcome: 'ambiguous', candidates: resolution.candidates, typed, used };
  }
  const found = [resolution, ...(byPlace ? [names.resolve(typed, ['place'])] : [])].find(
    (one) => one.outcome === 'found',
  );
  if (!found) return undefined;
  return { outcome: 'found', reading: { ...meant(found.name, names, byPlace), via: found.via, typed, used } };
}

function sameNames(a: NameOutcome, b: NameOutcome): boolean {
  return idsOf(a) === idsOf(b);
}

function idsOf(read: NameOutcome): string {
  const found =
    read.outcome === 'found' ? [read.reading.name] : read.outcome === 'ambiguous' ? read.candidates : [];
  return found.map(({ kind, id }) => `${kind} ${id}`).join(', ');
}

function meant(name: Name, names: NameIndex, byPlace: boolean): { name: Name; place?: Name } {
  if (!byPlace || name.kind !== 'place' || !name.country) return { name };
  const [country] = names.exact(name.country, ['country']);
  return country ? { name: country, place: name } : { name };
}

/** Notice on how a name was read, if the answer does not make it obvious. */
export function readAs({ name, place, via, typed }: NameReading, names: NameIndex): Block[] {
  const asked = place ?? name;
  const notes: string[] = [];
  if (via === 'near' || !names.isPlain(typed, asked) || looksMisspelt(typed, asked)) {
    notes.push(`Read ${quoted(typed)} as ${asked.label}.`);
  }
  if (name.kind === 'topic' && via === 'exact' && !sharesWord(typed, name) && isWider(typed, name, names))
    notes.push(
      `${quoted(typed)} is read as the topic ${name.label}, which is wider; search for the words themselves.`,
    );
  if (place) notes.push(`${place.label} is in ${name.label}; this answers for the country.`);
  if (notes.length === 0) return [];
  return [{ type: 'notice', tone: 'info', spans: [{ text: notes.join(' ') }] }];
}

/** What the desk lists as words of the topic, and other English words; the rest are translations of its name. */
const isWider = (typed: string, { id }: Name, names: NameIndex): boolean =>
  names.isWordOf(typed, id) || typed.split(/[^\p{L}]+/u).every((word) => word === '' || isEveryday(word));

/** Whether the words have a stem of the topic's name or id; other scripts are translations. */
function sharesWord(typed: string, { id, label }: Name): boolean {
  const own = wordTokens(`${label} ${id}`);
  return (
    !/^[\p{Script=Latin}\p{P}\p{N}\s]+$/u.test(typed) ||
    typed === id ||
    wordTokens(typed).some((stem) => own.includes(stem))
  );
}

/** Common misspellings are listed as spellings, but still get a notice. */
function looksMisspelt(typed: string, { label, kind }: Name): boolean {
  if (kind === 'person') return false;
  const [a, b] = [normalisePhrase(typed), normalisePhrase(label)];
  const errors = distance(a, b);
  return a.length > 4 && errors > 0 && errors < 3 && !a.startsWith(b);
}

function join(words: readonly Token[], used: number): string {
  return words
    .slice(0, used)
    .map(({ text }) => text)
    .join(' ');
}

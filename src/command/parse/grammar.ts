import { distance } from 'fastest-levenshtein';
import type { NameKind } from '../../domain/ports/names.ts';
import type { CommandShape, OptionDefinition } from '../define.ts';
import type { Token } from './tokens.ts';

export interface Option extends OptionDefinition {
  name: string;
}

/** A command's options, indexed by typed words. */
export interface Grammar {
  options: Option[];
  bare: Option[];
  /** By the key of its name or alias; several options may share an alias. */
  announced: Map<string, Option[]>;
  /** Options by words that may precede a name: `to`, `from`. */
  led: Map<string, Option[]>;
  /** The option that takes all remaining words. */
  words?: Option;
  /** An example line, such as `who ruto`. */
  example?: string;
  /** The two options of a period, if the command has both. */
  period?: { start: Option; end: Option };
}

const made = new WeakMap<CommandShape, Grammar>();

export function grammarOf(definition: CommandShape): Grammar {
  const grammar = made.get(definition) ?? makeGrammar(definition);
  made.set(definition, grammar);
  return grammar;
}

function makeGrammar(definition: CommandShape): Grammar {
  const options = Object.entries(definition.options).map(([name, option]) => ({ ...option, name }));
  const bare = definition.bare.flatMap((name) => options.find((option) => option.name === name) ?? []);
  const announced = new Map<string, Option[]>();
  const led = new Map<string, Option[]>();
  for (const option of options) {
    for (const word of [option.name, ...(option.aliases ?? [])]) put(announced, optionKey(word), option);
    for (const word of Object.keys(option.leads ?? {})) put(led, normalisePhrase(word), option);
  }
  const words = bare.find((option) => option.kind.type === 'words');
  // With words, because the bare command does not show its options.
  const example = definition.examples.find(({ line }) => line.includes(' '))?.line;
  const [start, end] = (['start', 'end'] as const).map((edge) => options.find(boundsPeriod(edge)));
  return {
    options,
    bare,
    announced,
    led,
    ...(words && { words }),
    ...(example && { example }),
    ...(start && end && { period: { start, end } }),
  };
}

/** The option of a key; `topics` and `people` are `topic` and `person`. */
export function optionNamed({ announced }: Grammar, key: string): Option | undefined {
  const word = optionKey(key);
  const single = [word.replace(/s$/, ''), word.replace(/ies$/, 'y'), word.replace(/^people$/, 'person')];
  return [word, ...single].flatMap((one) => announced.get(one) ?? [])[0];
}

/** Options that bound a period; `as-of` does not. */
export function boundsPeriod(edge: 'start' | 'end'): (option: Option) => boolean {
  return ({ name, kind }) => kind.type === 'day' && kind.edge === edge && name !== 'as-of';
}

/** Kinds of names; a country may also be meant by one of its places, where no option `beside` takes places. */
export function kindsOf(
  options: readonly Option[],
  beside: readonly Option[] = [],
): { kinds: NameKind[]; byPlace: boolean } {
  const of = (all: readonly Option[]) => [
    ...new Set(all.flatMap(({ kind }) => (kind.type === 'name' ? kind.kinds : []))),
  ];
  const kinds = of(options);
  return { kinds, byPlace: kinds.includes('country') && !of([...options, ...beside]).includes('place') };
}

/** In words. */
const longestAlias = 3;
/** More words than any value or list of names has. */
const longestRun = 200;

/** Number of words from `at` that introduce an option, and the options; 0 if none. The longest alias wins. */
export function announcedAt(
  { announced }: Grammar,
  tokens: readonly Token[],
  at: number,
): { options: Option[]; used: number } {
  const run = plainRun(tokens.slice(at, at + longestAlias), 0);
  for (let used = run.length; used > 0; used -= 1) {
    const words = run.slice(0, used).map(({ text }) => text);
    const options = announced.get(optionKey(words.join(' ')))?.filter(({ keyed }) => !keyed);
    if (options && options.length > 0) return { options, used };
  }
  return { options: [], used: 0 };
}

/** Words from `at` up to a quoted one or one with a key. A quoted first word is returned alone. */
export function plainRun(tokens: readonly Token[], at: number): Token[] {
  const first = tokens[at];
  if (!first || first.key) return [];
  if (first.quoted) return [first];
  const rest = tokens.slice(at, at + longestRun);
  const stop = rest.findIndex((token) => token.quoted || token.key !== undefined);
  return stop < 0 ? rest : rest.slice(0, stop);
}

/** Like `plainRun`, but also ends where an option is introduced. */
export function looseRun(grammar: Grammar, tokens: readonly Token[], at: number): Token[] {
  const run = plainRun(tokens, at);
  const stop = run.findIndex((_, offset) => offset > 0 && announcedAt(grammar, tokens, at + offset).used > 0);
  return stop < 0 ? run : run.slice(0, stop);
}

/** Whether the option holds several names, so that further ones are added. */
export function takesMany({ kind }: OptionDefinition): boolean {
  return kind.type === 'name' && kind.many === true;
}

function put(map: Map<string, Option[]>, key: string, option: Option): void {
  map.set(key, [...(map.get(key) ?? []), option]);
}

/** Normalises a word or phrase for comparison: lower case, hyphens as spaces, no surrounding punctuation. */
export function normalisePhrase(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[-_‐‑–—\s]+/g, ' ');
  return trimEnds(plain, /[\s.,;!?]/);
}

/** Removes surrounding signs. A regular expression would search for the end again from each of them. */
export function trimEnds(text: string, sign: RegExp): string {
  const letters = [...text];
  const isOther = (letter: string) => !sign.test(letter);
  return letters.slice(Math.max(0, letters.findIndex(isOther)), letters.findLastIndex(isOther) + 1).join('');
}

/** Key of an option: `as-of`, `as_of` and `asof` are equal. */
export function optionKey(text: string): string {
  return normalisePhrase(text).replaceAll(' ', '');
}

/** Candidates that `typed` may misspell, nearest first, at most `limit`. */
export function closest(typed: string, candidates: readonly string[], limit = 3): string[] {
  const word = normalisePhrase(typed);
  if (word === '' || word.length > 40) return [];
  return candidates
    .map((candidate) => ({ candidate, errors: unlike(word, normalisePhrase(candidate)) }))
    .filter(
      ({ candidate, errors }) =>
        errors <= Math.max(1, Math.ceil(Math.min(word.length, candidate.length) / 3)),
    )
    .sort((a, b) => a.errors - b.errors)
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** A prefix of three letters or more counts as one error. */
function unlike(word: string, candidate: string): number {
  return word.length >= 3 && candidate.startsWith(word) ? 1 : distance(word, candidate);
}

/** Filler words that do not change a question. */
const small = new Set(
  (
    'a an the of in on at by for to from with and or about as is are was were has have been did does do there any ' +
    'all every please pls show tell give list find get me what which who whom when where how many between during ' +
    'news since until vs its their some recorded record entries entry desk briefing deskwire'
  ).split(' '),
);

/** Two capitals in a lower-case line are a country code, even if they spell a word; so are two letters alone. */
export function isCode(text: string, line: string): boolean {
  return (
    (/^[A-Z]{2}$/.test(text) && /\p{Ll}/u.test(line)) || (/^[a-z]{2}$/i.test(text) && line.trim() === text)
  );
}

/** Whether the word may be ignored. */
export function isSmallWord(text: string, line: string): boolean {
  const word = trimEnds(text.toLowerCase(), /[^\p{L}\p{N}]/u);
  // A flag or another picture says something, and is never left out.
  if (word === '') return !/[\p{Extended_Pictographic}\p{Regional_Indicator}]/u.test(text);
  return !isCode(text, line) && small.has(word);
}

/** Splits `energy,trade` into words without the commas. */
export function splitAtCommas(token: Token): Token[] {
  const words = token.text.split(',').map((word) => word.trim());
  return words.filter(Boolean).map((text) => ({ text, quoted: token.quoted, raw: text }));
}

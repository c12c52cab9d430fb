import type { NameKind } from '../../domain/ports/names.ts';
import type { CommandShape, OptionDefinition } from '../define.ts';
import { optionKey, phrase } from './phrase.ts';
import type { Token } from './tokens.ts';

export interface Option extends OptionDefinition {
  name: string;
}

/** What the reader needs to know of a command, looked up by typed words. */
export interface Grammar {
  options: Option[];
  bare: Option[];
  /** By the key of its name or alias; an alias may belong to several. */
  announced: Map<string, Option[]>;
  /** Names that a word before them may lead: `to`, `from`. */
  led: Map<string, Option[]>;
  /** The option that takes all words that are left. */
  words?: Option;
  /** A line that the command answers, such as `who tokayev`, to show how it is asked. */
  example?: string;
  /** Options that together hold a period, when the command has both. */
  period?: { start: Option; end: Option };
}

export function grammarOf(definition: CommandShape): Grammar {
  const options = Object.entries(definition.options).map(([name, option]) => ({ ...option, name }));
  const bare = definition.bare.flatMap((name) => options.find((option) => option.name === name) ?? []);
  const announced = new Map<string, Option[]>();
  const led = new Map<string, Option[]>();
  for (const option of options) {
    for (const word of [option.name, ...(option.aliases ?? [])]) put(announced, optionKey(word), option);
    for (const word of Object.keys(option.leads ?? {})) put(led, phrase(word), option);
  }
  const words = bare.find((option) => option.kind.type === 'words');
  // One with words: the bare command shows nothing of what it takes.
  const example = definition.examples.find(({ line }) => line.includes(' '))?.line;
  const [start, end] = (['start', 'end'] as const).map((edge) => options.find(boundary(edge)));
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

/** `as-of` looks back at the record; it bounds no period. */
export function boundary(edge: 'start' | 'end'): (option: Option) => boolean {
  return ({ name, kind }) => kind.type === 'day' && kind.edge === edge && name !== 'as-of';
}

/** A country may be meant by a place in it. */
export function kindsOf(options: readonly Option[]): { kinds: NameKind[]; byPlace: boolean } {
  const kinds = [...new Set(options.flatMap(({ kind }) => (kind.type === 'name' ? kind.kinds : [])))];
  return { kinds, byPlace: kinds.includes('country') && !kinds.includes('place') };
}

/** Words of the longest alias. */
const longestAlias = 3;
/** More words than any value has, or the longest list of names. */
const longestRun = 200;

/** How many words from `at` on announce an option, and which: 0 when none does. The longest alias wins. */
export function announcedAt(
  { announced }: Grammar,
  tokens: readonly Token[],
  at: number,
): { options: Option[]; used: number } {
  const run = plainRun(tokens.slice(at, at + longestAlias), 0);
  for (let used = run.length; used > 0; used -= 1) {
    const words = run.slice(0, used).map(({ text }) => text);
    const options = announced.get(optionKey(words.join(' ')));
    if (options) return { options, used };
  }
  return { options: [], used: 0 };
}

/** The words from `at` on up to one that is quoted or announces itself. A quoted first word stands alone. */
export function plainRun(tokens: readonly Token[], at: number): Token[] {
  const first = tokens[at];
  if (!first || first.key) return [];
  if (first.quoted) return [first];
  const rest = tokens.slice(at, at + longestRun);
  const stop = rest.findIndex((token) => token.quoted || token.key !== undefined);
  return stop < 0 ? rest : rest.slice(0, stop);
}

/** The same, ending also where an option is announced. */
export function looseRun(grammar: Grammar, tokens: readonly Token[], at: number): Token[] {
  const run = plainRun(tokens, at);
  const stop = run.findIndex((_, offset) => offset > 0 && announcedAt(grammar, tokens, at + offset).used > 0);
  return stop < 0 ? run : run.slice(0, stop);
}

/** Holds several names, so that a further one joins those before. */
export function takesMany({ kind }: OptionDefinition): boolean {
  return kind.type === 'name' && kind.many === true;
}

function put(map: Map<string, Option[]>, key: string, option: Option): void {
  map.set(key, [...(map.get(key) ?? []), option]);
}

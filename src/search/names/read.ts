import type { DeskDefinition } from '../../domain/desk.ts';
import type { Name, NameIndex, NameKind } from '../../domain/ports/names.ts';
import { normalise } from './phonetic-key.ts';
import { isEveryday } from './world.ts';

/** A piece of a line: words that mean a name, or one word that means none. */
export interface NamePiece {
  words: readonly string[];
  /** Index of its first word. */
  at: number;
  /** One name; several if persons share it; empty: the word means no name. */
  names: Name[];
  /** Missing without a name. `near`: tell the reader how it was read. */
  via?: 'exact' | 'near';
  /** What the word may have meant. */
  suggestions: Name[];
  /** Countries with a place of this name, which the desk does not list. */
  elsewhere?: Name[];
  /** The word before a family name that is nobody's given name on the desk: Liz, before Cheney. Maybe a stranger. */
  stranger?: string;
}

const longestNear = 3;

/**
 * Splits a line into names and other words: the longest exact name first, then the longest near one. Words that other
 * readers know, such as dates, are taken out before.
 */
export function readNames(
  words: readonly string[],
  index: NameIndex,
  kinds: readonly NameKind[],
  { near = true }: { near?: boolean } = {},
): NamePiece[] {
  const pieces: NamePiece[] = [];
  for (let at = 0; at < words.length; ) {
    const exact = exactAt(words, at, index, kinds);
    const long = near ? index.misspelt(words.slice(at)) : undefined;
    const piece =
      long && kinds.includes(long.name.kind) && long.used > (exact?.words.length ?? 0)
        ? misspeltAt(words, at, long)
        : (exact ?? nearAt(words, at, index, kinds, near));
    const stranger = strangerBefore(piece, pieces.at(-1));
    pieces.push(stranger ? { ...piece, stranger } : piece);
    at += piece.words.length;
  }
  return pieces;
}

function strangerBefore({ words, names }: NamePiece, before: NamePiece | undefined): string | undefined {
  if (words.length > 1 || names[0]?.kind !== 'person' || !before || before.names.length > 0) return undefined;
  const [word = ''] = before.words;
  if (!/^\p{Lu}\p{Ll}+$/u.test(word)) return undefined;
  // A capital at the beginning of the line is no sign of a name: Did, Has.
  return before.at > 0 || !isEveryday(word) ? word : undefined;
}

const misspeltAt = (
  words: readonly string[],
  at: number,
  { name, used }: { name: Name; used: number },
): NamePiece => ({ words: words.slice(at, at + used), at, names: [name], via: 'near', suggestions: [] });

function exactAt(
  words: readonly string[],
  at: number,
  index: NameIndex,
  kinds: readonly NameKind[],
): NamePiece | undefined {
  for (let used = Math.min(index.longest().words, words.length - at); used > 0; used -= 1) {
    const run = words.slice(at, at + used);
    const names = index.exact(run.join(' '), kinds);
    if (names.length > 0) return { words: run, at, names, via: 'exact', suggestions: [] };
  }
  return undefined;
}

/**
 * `islam`, `joe`: a word of the language or of another name, which is also the given name of somebody whom nobody calls
 * by it alone.
 */
export function isGivenAsWord(text: string, { kind, id, label }: Name, definition: DeskDefinition): boolean {
  if (kind !== 'person' || text.includes(' ') || text !== text.toLowerCase()) return false;
  const folded = normalise(text);
  if (!normalise(label).split(' ').slice(0, -1).includes(folded)) return false;
  const { people, organisations, topics } = definition;
  const spellings = people.find((one) => one.id === id)?.spellings ?? [];
  if (spellings.some((one) => normalise(one) === folded)) return false;
  const begins = (name: string) =>
    normalise(name)
      .split(' ')
      .some((word) => word.startsWith(folded));
  return isEveryday(text) || [...organisations, ...topics].some(({ name }) => begins(name));
}

/** No longer than to the next exact name, which is one by itself. */
function nearAt(
  words: readonly string[],
  at: number,
  index: NameIndex,
  kinds: readonly NameKind[],
  near: boolean,
): NamePiece {
  const word = words.slice(at, at + 1);
  if (strangerRun(words.slice(at), index, kinds) > 0) return { words: word, at, names: [], suggestions: [] };
  const alone = index.resolve(word.join(' '), kinds);
  const most = Math.min(longestNear, words.length - at);
  for (let used = near ? most : 0; used > 0; used -= 1) {
    const run = words.slice(at, at + used);
    if (used > 1 && !isPersonOf(run, index, kinds)) continue;
    const found = used > 1 ? index.resolve(run.join(' '), kinds) : alone;
    if (found.outcome === 'found')
      return { words: run, at, names: [found.name], via: 'near', suggestions: [] };
    if (found.outcome === 'ambiguous')
      return { words: run, at, names: found.candidates, via: 'near', suggestions: [] };
  }
  if (alone.outcome !== 'unknown') {
    const suggestions = alone.outcome === 'found' ? [alone.name] : alone.candidates;
    return { words: word, at, names: [], suggestions };
  }
  const { suggestions, elsewhere } = alone;
  return { words: word, at, names: [], suggestions, ...(elsewhere && { elsewhere }) };
}

const longestStranger = 4;

/**
 * `Angela Merkel`: how many words with capitals are the name of somebody whom the desk does not hold, and no misspelt
 * Angola. 0: they are not. `anyCase`: only a person is asked for.
 */
export function strangerRun(
  words: readonly string[],
  index: NameIndex,
  kinds: readonly NameKind[],
  anyCase = false,
): number {
  const looks = (word: string) =>
    /^\p{L}[\p{L}\p{M}.'’-]*$/u.test(word) &&
    (anyCase || (/^[\p{Lu}\p{Lo}]/u.test(word) && word !== word.toUpperCase()));
  const [first = ''] = words;
  if (!kinds.includes('person') || !looks(first)) return 0;
  const begun = index.resolve(first, kinds);
  if (begun.outcome === 'unknown' && begun.elsewhere) return 0;
  let used = 1;
  while (used < Math.min(longestStranger, words.length)) {
    const word = words[used] ?? '';
    const read = looks(word) && !isEveryday(word) ? index.resolve(word, kinds) : undefined;
    if (read?.outcome !== 'unknown' || read.suggestions.length > 0) break;
    used += 1;
  }
  const whole = words.slice(0, used).join(' ');
  return used > 1 && index.resolve(whole, ['person']).outcome === 'unknown' ? used : 0;
}

/** Several words are nearly a name only as a person's given and family name, or where the whole is a place or country. */
function isPersonOf(run: readonly string[], index: NameIndex, kinds: readonly NameKind[]): boolean {
  const rest = run.slice(1).join(' ');
  return index.exact(rest, kinds).every(({ kind }) => kind === 'person');
}

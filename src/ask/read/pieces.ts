import type { Name, NameKind } from '../../domain/ports/names.ts';
import { isGeneration, isOwnCode } from '../../search/names/countries.ts';
import { isWordNotCode } from '../../search/names/inflection.ts';
import { normalise } from '../../search/names/phonetic-key.ts';
import { isGivenAsWord, strangerRun } from '../../search/names/read.ts';
import { isEveryday, isSmallWord } from '../../search/names/world.ts';
import type { AskContext, Plan } from '../plan.ts';
import { lexicon, type Mark, titles } from './lexicon.ts';
import { corrected, phraseAt, type Token } from './tokens.ts';

export const kinds: readonly NameKind[] = ['person', 'country', 'place', 'office', 'organisation', 'topic'];

/** Something read: where it began, and what it adds to the plan. */
export interface Piece {
  at: number;
  used: number;
  mark?: Mark;
  names?: Name[];
  region?: true;
  word?: string;
  typed?: string;
  /** As it was typed, where the names are only near to it. */
  near?: string;
  /** The words of somebody else than the person whose name is among them. */
  stranger?: string;
}

/** The longest piece that begins at a token. `readAs` is told of misspelt ones. */
export function pieceAt(
  tokens: readonly Token[],
  at: number,
  context: AskContext,
  areas: ReadonlySet<string>,
  spelt: ReadonlySet<string>,
  readAs: Plan['readAs'],
): Piece {
  const { names } = context;
  const isCode = isOwnCode(tokens[at]?.text ?? '', context.desk.definition);
  const phrase = isCode ? undefined : phraseAt(tokens, at);
  for (let used = Math.min(names.longest().words, tokens.length - at); used > 0; used -= 1) {
    const run = tokens.slice(at, at + used);
    if (used > (phrase?.used ?? 1) && leadsOn(run.at(-1))) continue;
    if (run.slice(0, -1).some(({ owns }) => owns) && used > 1 && !run[0]?.owns) continue;
    const low = run.map((token) => token.low).join(' ');
    if (areas.has(low)) return { at, used, region: true };
    if (phrase && phrase.used >= used) return { at, used: phrase.used, mark: phrase.mark };
    const found = named(run, names, context);
    if (found.length > 0 && !isOfAnother(tokens, at, used, found, names)) return { at, used, names: found };
  }
  const token = tokens[at] as Token;
  if (isSmallWord(token.low, context.desk.definition.languages)) return { at, used: 1, mark: {} };
  const near = nearName(tokens, at, context);
  const meant = near ? undefined : corrected(token.low, spelt);
  if (meant) {
    const run = tokens.map((each, n) =>
      n === at ? { ...each, text: meant, low: meant, typed: each.typed ?? each.text } : each,
    );
    const piece = pieceAt(run, at, context, areas, new Set(), readAs);
    const typed = token.typed ?? token.text;
    if (typed !== meant) readAs.push({ typed, label: meant });
    return piece;
  }
  if (near) {
    const typed = tokens
      .slice(at, at + near.used)
      .map(({ text }) => text)
      .join(' ');
    readAs.push({ typed, label: near.names[0]?.label ?? '' });
    return { at, ...near, near: typed };
  }
  return { at, used: 1, word: token.low, typed: token.typed ?? token.text };
}

/** `president of`: more follows, so that nothing is called so; it need not be looked for. */
function leadsOn(last: Token | undefined): boolean {
  const mark = last && last.low.length > 1 && last.text === last.low ? lexicon.get(last.low) : undefined;
  return (
    mark !== undefined && (mark.end !== undefined || mark.cue === 'be' || Object.keys(mark).length === 0)
  );
}

/** `Angela Merkel`: a word that only sounds like a name, in the name of somebody whom the desk does not hold. */
function isOfAnother(
  tokens: readonly Token[],
  at: number,
  used: number,
  found: readonly Name[],
  names: AskContext['names'],
): boolean {
  const words = tokens.slice(at).map(({ text }) => text);
  if (used > 1 || found.some((name) => names.isPlain(words[0] ?? '', name))) return false;
  return strangerRun(words, names, kinds) > 0;
}

function named(run: readonly Token[], names: AskContext['names'], context: AskContext): Name[] {
  const text = run.map((token) => token.text).join(' ');
  const [first] = run;
  if (first?.asks || run.at(-1)?.asks) return [];
  if (run.length === 1 && isWordNotCode(text, context.desk.definition.languages)) return [];
  // Two letters in lower case are a word of some language more often than a country.
  const isShortWord =
    first && first.low.length < 3 && first.text === first.low && first.low !== first.text.toUpperCase();
  if (run.length === 1 && isShortWord && first.low !== 'us') {
    const { countries, organisations } = context.desk.definition;
    const isCode = countries.some(({ id }) => id.toLowerCase() === first.low);
    const isShort = organisations.some(({ spellings }) => spellings.includes(first.low.toUpperCase()));
    if (!isCode && !isShort) return [];
  }
  const exact = names
    .exact(text, kinds)
    .filter((name) => !isGivenAsWord(text, name, context.desk.definition));
  // Words of the grammar are no part of a person's name: initials match too easily.
  const grammatical = run.length > 1 && run.some(({ low }) => lexicon.has(low));
  const fit = grammatical ? exact.filter(({ kind }) => kind !== 'person') : exact;
  if (fit.length > 0) return sameText(fit, names, text);
  const singular = run
    .map(({ text: word }) => word.replace(/ies$/, 'y').replace(/(?<=[a-z]{3})s$/, ''))
    .join(' ');
  return singular === text ? [] : names.exact(singular, ['office', 'organisation', 'topic']);
}

/** All names of one spelling, offices beside persons too. */
function sameText(found: Name[], names: AskContext['names'], text: string): Name[] {
  return found.some(({ kind }) => kind === 'office') ? names.exact(text, ['office']) : found;
}

function nearName(
  tokens: readonly Token[],
  at: number,
  { names, desk }: AskContext,
): { used: number; names: Name[] } | undefined {
  for (const used of [2, 1]) {
    const run = tokens.slice(at, at + used);
    if (run.length < used || (used > 1 && run.some(({ low }) => lexicon.has(low) || isEveryday(low))))
      continue;
    if (used === 1 && (isEveryday(run[0]?.low ?? '') || (run[0]?.low.length ?? 0) < 4)) continue;
    if (used > 1 && names.exact(run[1]?.text ?? '', kinds).some(({ kind }) => kind !== 'person')) continue;
    const found = names.resolve(run.map(({ text }) => text).join(' '), ['person', 'country', 'place']);
    const all =
      found.outcome === 'found' ? [found.name] : found.outcome === 'ambiguous' ? found.candidates : [];
    const text = run[0]?.text ?? '';
    const own = all.filter(
      (name) =>
        !(used === 1 && isGivenAsWord(text, name, desk.definition)) &&
        (name.kind !== 'country' || desk.definition.countries.some(({ id }) => id === name.id)),
    );
    if (own.length > 0) return { used, names: own };
  }
  return undefined;
}

/**
 * `Thomas Cheney`, `Donald Trump Jr`: a name that is known beside a word that says it is somebody else. The words are
 * then looked for as they are.
 */
export function withStrangers(pieces: readonly Piece[], tokens: readonly Token[]): Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const before = all.at(-1);
    if (before && isStranger(before, piece, tokens)) {
      const run = tokens.slice(before.at, piece.at + piece.used);
      const text = run.map((token) => token.typed ?? token.text).join(' ');
      const word = run.map(({ low }) => low).join(' ');
      all[all.length - 1] = { at: before.at, used: run.length, word, typed: text, stranger: text };
    } else all.push(piece);
  }
  return all;
}

function isStranger(before: Piece, piece: Piece, tokens: readonly Token[]): boolean {
  if (before.at + before.used !== piece.at) return false;
  const [one, other] = [isPerson(before), isPerson(piece)];
  const word = tokens[piece.at]?.low ?? '';
  if (one && !other) return isGeneration(word) || (before.near !== undefined && isNameLike(piece, tokens));
  if (one && other)
    return (before.near ?? piece.near) !== undefined && (isGiven(before, tokens) || isGiven(piece, tokens));
  return other && piece.used === 1 && isNameLike(before, tokens);
}

const isPerson = ({ names }: Piece): boolean => names?.[0]?.kind === 'person';

/** A word that is no word of the language, nor of the grammar. */
function isNameLike({ word, at, used, typed }: Piece, tokens: readonly Token[]): boolean {
  const { low = '', text = '' } = tokens[at] ?? {};
  return (
    word !== undefined &&
    used === 1 &&
    typed === text &&
    /^\p{L}{3,}$/u.test(text) &&
    (!/\p{Script=Cyrillic}/u.test(text) || text !== low) &&
    !isEveryday(low) &&
    !titles.has(low)
  );
}

/** Only the given name was said. */
function isGiven({ names, at, used }: Piece, tokens: readonly Token[]): boolean {
  const [given, ...rest] = normalise(names?.[0]?.label ?? '').split(' ');
  return used === 1 && rest.length > 0 && normalise(tokens[at]?.text ?? '') === given;
}

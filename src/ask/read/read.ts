import type { Name, NameKind } from '../../domain/ports/names.ts';
import { isEveryday } from '../../search/names/world.ts';
import type { AskContext, ContentWord, CountryMention, Cue, Plan, Wanted } from '../plan.ts';
import { readDates } from './dates.ts';
import { placeNameOf, regionWords, wordsOfDesk } from './desk-words.ts';
import { lexicon, type Mark } from './lexicon.ts';
import { corrected, phraseAt, type Token, tokensOf } from './tokens.ts';

const kinds: readonly NameKind[] = ['person', 'country', 'place', 'office', 'organisation', 'topic'];
const longestName = 6;

type Draft = Omit<Plan, 'cues' | 'wanted'> & { cues: Set<Cue>; wanted: Set<Wanted> };

/** Something read: where it began, and what it adds to the plan. */
interface Piece {
  at: number;
  used: number;
  mark?: Mark;
  names?: Name[];
  region?: true;
  word?: string;
  typed?: string;
}

/** Reads a question in the order: dates, the desk's names, the grammar, misspelt names, words of the entries. */
export function readQuestion(question: string, context: AskContext): Plan {
  const { names, scope, desk } = context;
  const known = (text: string) => names.exact(text, kinds).length > 0;
  const tokens = tokensOf(question, known);
  const ahead = tokens.some(({ low }) => ['planned', 'upcoming', 'coming', 'next'].includes(low));
  const dates = readDates(tokens, scope.today, context.readPeriod, ahead);
  const plan: Draft = {
    asked: 'list',
    cues: new Set(),
    persons: [],
    countries: [],
    places: [],
    offices: [],
    range: dates.range,
    content: [],
    wanted: new Set(),
    readAs: [],
  };
  const areas = regionWords(desk);
  const spelt = wordsOfDesk(desk);
  const pieces: Piece[] = [];
  for (let at = 0; at < tokens.length; ) {
    const piece = dates.taken.has(at) ? { at, used: 1 } : pieceAt(tokens, at, context, areas, spelt, plan);
    if (!dates.taken.has(at)) pieces.push(piece);
    at += piece.used;
  }
  let asked: Plan['asked'] | undefined;
  for (const [index, piece] of pieces.entries()) {
    const { mark } = piece;
    if (mark) {
      if (mark.asked && (!asked || (asked === 'whether' && mark.asked !== 'whether'))) asked = mark.asked;
      if (mark.cue) plan.cues.add(mark.cue);
      if (mark.wanted) plan.wanted.add(mark.wanted);
      if (mark.order) plan.order ??= mark.order;
      if (mark.nth) plan.nth ??= mark.nth;
      if (mark.extreme) plan.extreme ??= mark.extreme;
      if (mark.region) plan.region ??= endOf(pieces, index);
    } else if (piece.region) plan.region ??= endOf(pieces, index, tokens);
    else if (piece.names) addNames(plan, piece, pieces, index, tokens, context);
    else if (piece.word) addWord(plan, { word: piece.word, typed: piece.typed ?? piece.word });
  }
  // `between Cheney in 2006 and Blinken in 2023`: the persons only say what the years are.
  const between = pieces.some(({ mark }) => mark?.date === 'between');
  if (between && asked === 'who' && plan.persons.length === 2 && plan.range.since) plan.persons = [];
  return { ...plan, asked: asked ?? 'list' };
}

function pieceAt(
  tokens: readonly Token[],
  at: number,
  context: AskContext,
  areas: ReadonlySet<string>,
  spelt: ReadonlySet<string>,
  plan: Draft,
): Piece {
  const { names } = context;
  for (let used = Math.min(longestName, tokens.length - at); used > 0; used -= 1) {
    const run = tokens.slice(at, at + used);
    if (run.slice(0, -1).some(({ owns }) => owns) && used > 1 && !run[0]?.owns) continue;
    const low = run.map((token) => token.low).join(' ');
    if (areas.has(low)) return { at, used, region: true };
    const phrase = phraseAt(tokens, at);
    if (phrase && phrase.used >= used) return { at, used: phrase.used, mark: phrase.mark };
    const found = named(run, names, context);
    if (found.length > 0) return { at, used, names: found };
  }
  const token = tokens[at] as Token;
  const near = nearName(tokens, at, context);
  const meant = near ? undefined : corrected(token.low, spelt);
  if (meant) {
    const run = tokens.map((each, n) =>
      n === at ? { ...each, text: meant, low: meant, typed: each.typed ?? each.text } : each,
    );
    const piece = pieceAt(run, at, context, areas, new Set(), plan);
    plan.readAs.push({ typed: token.text, label: meant });
    return piece;
  }
  if (near) {
    plan.readAs.push({
      typed: tokens
        .slice(at, at + near.used)
        .map(({ text }) => text)
        .join(' '),
      label: near.names[0]?.label ?? '',
    });
    return { at, ...near };
  }
  return { at, used: 1, word: token.low, typed: token.typed ?? token.text };
}

function named(run: readonly Token[], names: AskContext['names'], context: AskContext): Name[] {
  const text = run.map((token) => token.text).join(' ');
  const [first] = run;
  // Two letters in lower case are a word of some language more often than a country.
  if (run.length === 1 && first && first.low.length < 3 && first.text === first.low && first.low !== 'us') {
    if (!context.desk.definition.countries.some(({ id }) => id.toLowerCase() === first.low)) return [];
  }
  const exact = names.exact(text, kinds);
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
    const own = all.filter(
      ({ kind, id }) => kind !== 'country' || desk.definition.countries.some((one) => one.id === id),
    );
    if (own.length > 0) return { used, names: own };
  }
  return undefined;
}

function addNames(
  plan: Draft,
  piece: Piece,
  pieces: readonly Piece[],
  index: number,
  tokens: readonly Token[],
  context: AskContext,
): void {
  const names = piece.names ?? [];
  const of = (kind: NameKind) => names.filter((name) => name.kind === kind);
  const text = tokens
    .slice(piece.at, piece.at + piece.used)
    .map(({ text: word }) => word)
    .join(' ');
  const [offices, persons, countries, places] = [of('office'), of('person'), of('country'), of('place')];
  if (offices.length > 0) plan.offices.push(offices.map(({ id }) => id));
  else if (persons.length > 0) {
    const before = pieces[index - 1]?.mark?.date;
    const ids = persons.map(({ id }) => id);
    if ((before === 'before' || before === 'after') && !plan.beside)
      plan.beside = { side: before, persons: ids };
    else plan.persons.push(ids);
  } else if (countries[0])
    plan.countries.push(mention(countries[0].id, text, pieces, index, tokens, context));
  else if (places[0]) {
    const side = pieces[index - 1]?.mark?.date;
    if ((side === 'before' || side === 'after') && !plan.besidePlace)
      plan.besidePlace = { side, place: places[0].id };
    else plan.places.push(places[0]);
  } else {
    const organisations = of('organisation').map(({ id }) => id);
    const typed = unique(
      tokens.slice(piece.at, piece.at + piece.used).map((token) => token.typed ?? token.text),
    ).join(' ');
    const topics = of('topic').map(({ id }) => id);
    addWord(plan, { word: text.toLowerCase(), typed, topics, organisations });
  }
}

function mention(
  id: string,
  text: string,
  pieces: readonly Piece[],
  index: number,
  tokens: readonly Token[],
  context: AskContext,
): CountryMention {
  const next = pieces[index + 1];
  const adjective = !placeNameOf(context.desk, id, text);
  const { offices, people } = context.desk.definition;
  const holds =
    next?.mark?.cue === 'official' ||
    next?.names?.some(({ kind, id: one }) =>
      [...(kind === 'office' ? offices : kind === 'person' ? people : [])].some(
        (own) => own.id === one && own.country === id,
      ),
    );
  const end = endOf(pieces, index, tokens).end;
  const isVisits = next?.mark?.cue === 'visit' && !end;
  if (holds || isVisits || (adjective && end !== 'to')) return { id, end: 'from', adjective: true };
  return { id, ...(end && { end }) };
}

/** `to`, `from` or neither, by the preposition or verb before a piece. */
function endOf(pieces: readonly Piece[], index: number, tokens?: readonly Token[]): { end?: 'to' | 'from' } {
  const isRegion = pieces[index]?.region;
  const following = pieces[index + 1];
  const holder =
    isRegion &&
    (following?.names?.some(({ kind }) => kind === 'office') || following?.mark?.cue === 'official');
  const owns = tokens?.[(pieces[index]?.at ?? 0) + (pieces[index]?.used ?? 1) - 1]?.owns;
  if (holder || owns) return { end: 'from' };
  for (let at = index - 1; at >= 0; at -= 1) {
    const { mark, names, word, region } = pieces[at] as Piece;
    if (mark?.end) return { end: mark.end };
    if (mark?.cue === 'visit') return { end: 'to' };
    if (
      mark &&
      (mark.cue === 'all' || mark.cue === 'or' || mark.wanted === 'country' || Object.keys(mark).length === 0)
    )
      continue;
    if ((names?.[0]?.kind === 'country' || names?.[0]?.kind === 'place' || region) && !mark) continue;
    if (isRegion && (mark?.cue === 'official' || names?.some(({ kind }) => kind === 'office')))
      return { end: 'from' };
    if (word || mark || names) return {};
  }
  return {};
}

function addWord(plan: Draft, said: Partial<ContentWord> & { word: string; typed: string }): void {
  const content = { topics: [], organisations: [], ...said, word: said.word.replace(/^the /, '') };
  if (!plan.content.some((one) => one.word === content.word)) plan.content.push(content);
}

const unique = (words: readonly string[]) => [...new Set(words)];

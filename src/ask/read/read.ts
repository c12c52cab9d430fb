import { isCovered } from '../../domain/desk.ts';
import type { Name, NameKind } from '../../domain/ports/names.ts';
import { isOwnCode } from '../../search/names/countries.ts';
import { glossAt } from '../../search/names/glossary.ts';
import { isSmallWord } from '../../search/names/world.ts';
import type { AskContext, ContentWord, CountryMention, Cue, Limit, Plan, Wanted } from '../plan.ts';
import { readDates } from './dates.ts';
import { placeNameOf, regionWords, wordsOfDesk } from './desk-words.ts';
import type { Mark } from './lexicon.ts';
import { kinds, type Piece, pieceAt, withStrangers } from './pieces.ts';
import { changesOf, chosen, isUnsure, withEnds } from './readings.ts';
import { respelt, type Token, tokensOf, unshouted } from './tokens.ts';

type Draft = Omit<Plan, 'cues' | 'wanted'> & { cues: Set<Cue>; wanted: Set<Wanted> };

/** Reads a question in the order: dates, the desk's names, the grammar, misspelt names, words of the entries. */
export function readQuestion(question: string, context: AskContext, said?: string): Plan {
  const changes = changesOf(said);
  const { names, scope, desk } = context;
  const known = (text: string) => names.exact(text, kinds).length > 0;
  const isSmall = (word: string) => isSmallWord(word, desk.definition.languages);
  const isCode = (word: string) => isOwnCode(word, desk.definition);
  const glossOf = (words: readonly string[]) => glossAt(words, desk.definition, names);
  const words = unshouted(question, desk.definition.languages);
  const { tokens, readAs } = respelt(tokensOf(words, known, glossOf, isSmall, isCode), names);
  const ahead = tokens.some(({ low }) => ['planned', 'upcoming', 'coming', 'next'].includes(low));
  // In some language a city is a weekday, too.
  const isNamed = (text: string) => /^\p{Script=Cyrillic}+$/u.test(text) && known(text);
  const readPeriod = (text: string) => (text.split(' ').some(isNamed) ? undefined : context.readPeriod(text));
  const dates = readDates(tokens, scope.today, readPeriod, ahead);
  const plan: Draft = {
    asked: 'list',
    cues: new Set(),
    persons: [],
    countries: [],
    places: [],
    offices: [],
    range: dates.range,
    ...(dates.month && { month: dates.month }),
    content: [],
    limits: [],
    wanted: new Set(),
    readAs,
  };
  const areas = regionWords(desk);
  const spelt = wordsOfDesk(desk);
  const found: Piece[] = [];
  for (let at = 0; at < tokens.length; ) {
    const piece = dates.taken.has(at)
      ? { at, used: 1 }
      : pieceAt(tokens, at, context, areas, spelt, plan.readAs);
    if (!dates.taken.has(at)) found.push(piece);
    at += piece.used;
  }
  const pieces = withStrangers(found, tokens);
  plan.readAs = plan.readAs.filter(({ typed }) => !pieces.some(({ stranger }) => stranger?.includes(typed)));
  let asked: Plan['asked'] | undefined;
  for (const [index, piece] of pieces.entries()) {
    const { mark } = piece;
    if (mark) {
      if (mark.asked && (!asked || (asked === 'whether' && mark.asked !== 'whether'))) asked = mark.asked;
      const noun = compoundAt(pieces, index, tokens) ?? thingAt(pieces, index, tokens);
      if (noun) addWord(plan, { word: noun, typed: noun });
      else if (mark.cue) plan.cues.add(mark.cue);
      if (mark.wanted) plan.wanted.add(mark.wanted);
      if (mark.order) plan.order ??= mark.order;
      const counted = mark.nth ? countedAt(pieces, index, tokens) : undefined;
      if (counted) addWord(plan, { word: counted, typed: counted });
      else if (mark.nth) plan.nth ??= mark.nth;
      if (mark.extreme) plan.extreme ??= mark.extreme;
      const part = noun || counted ? undefined : limitOf(mark);
      if (part) plan.limits.push({ part, typed: typedAt(piece, tokens) });
      const speaker = mark.cue === 'opinion' && speakerBefore(pieces, index);
      if (speaker) plan.limits.push({ part: 'speaker', typed: speaker });
      const counts = mark.extreme ? pieces[index + 1]?.mark?.wanted : undefined;
      if (counts) plan.extremeOf = counts;
      if (mark.region) plan.region ??= endOf(pieces, index);
    } else if (piece.region) plan.region ??= endOf(pieces, index, tokens);
    else if (piece.names) {
      piece.names = chosen(piece.names, changes);
      const doer = doerAt(pieces, index);
      if (doer && asked === 'whether') plan.limits.push({ part: 'doer', typed: doer });
      if (piece.near && isUnsure(piece.names)) plan.unsure ??= { typed: piece.near, names: piece.names };
      addNames(plan, piece, pieces, index, tokens, context);
    } else if (piece.word) addWord(plan, { word: piece.word, typed: piece.typed ?? piece.word });
  }
  // `between Cheney in 2006 and Blinken in 2023`: the persons only say what the years are.
  const between = pieces.some(({ mark }) => mark?.date === 'between');
  if (between && asked === 'who' && plan.persons.length === 2 && plan.range.since) plan.persons = [];
  const whole = { ...plan, asked: asked ?? 'list' };
  if (isOfBeingThere(whole, context)) plan.cues.add('visit');
  return withEnds(whole, changes);
}

/** `what does Kenya say`, `what do Kenyan officials say`: the country or organisation that speaks. */
function speakerBefore(pieces: readonly Piece[], index: number): string | undefined {
  const at = pieces[index - 1]?.mark?.cue === 'official' ? index - 2 : index - 1;
  const [name] = pieces[at]?.names ?? [];
  return name && (name.kind === 'country' || name.kind === 'organisation') ? name.label : undefined;
}

/** `did Kenya sue Uganda`: the country that did it, to another one. */
function doerAt(pieces: readonly Piece[], index: number): string | undefined {
  const isCountry = (piece?: Piece) => piece?.names?.[0]?.kind === 'country';
  const rest = pieces.slice(index + 1);
  const other = rest.findIndex(isCountry);
  // What is done to, by or from the other is told in any order.
  if (!isCountry(pieces[index]) || !rest[0]?.word || other < 0 || rest[other - 1]?.mark?.end)
    return undefined;
  return pieces[index]?.names?.[0]?.label;
}

const limits = ['order', 'nth', 'extreme'] as const;
const limitingCues: ReadonlySet<string> = new Set(['compare', 'more', 'again', 'lead', 'meet', 'visit']);

const limitOf = (mark: Mark): Limit['part'] | undefined =>
  limits.find((part) => mark[part] !== undefined) ??
  (mark.cue && limitingCues.has(mark.cue) ? (mark.cue as Limit['part']) : undefined);

const typedAt = ({ at, used }: Piece, tokens: readonly Token[]): string =>
  unique(tokens.slice(at, at + used).map((token) => token.typed ?? token.text)).join(' ');

/** `when was Smith in Kenya`: nothing is asked but that somebody was away from home there. */
function isOfBeingThere({ asked, cues, persons, countries, places, ...plan }: Plan, { desk }: AskContext) {
  const [ids = [], ...others] = persons;
  if (others.length + plan.offices.length + plan.content.length > 0 || ids.length !== 1) return false;
  if (asked !== 'when' && asked !== 'whether' && asked !== 'list') return false;
  if (!cues.has('be') || cues.size > 1) return false;
  const home = desk.definition.people.find(({ id }) => id === ids[0])?.country;
  const where = [
    ...countries.flatMap(({ id, end }) => (end === 'to' ? id : [])),
    ...places.flatMap(({ country }) => country ?? []),
  ];
  return where.length > 0 && countries.every(({ end }) => end === 'to') && !where.includes(home ?? '');
}

/** `second term`: what is counted is no visit and no name, so that the words are looked for. */
function countedAt(pieces: readonly Piece[], index: number, tokens: readonly Token[]): string | undefined {
  const [piece, next] = [pieces[index], pieces[index + 1]];
  const cue = next?.mark?.cue === 'lead' ? undefined : next?.mark?.cue;
  if (!piece || !next?.mark || cue || next.mark.wanted || next.mark.end || next.mark.date) return undefined;
  return tokens
    .slice(piece.at, next.at + 1)
    .map(({ low }) => low)
    .join(' ');
}

/** `term limits`: before a word that the grammar does not have, a word for office is part of what is looked for. */
function compoundAt(pieces: readonly Piece[], index: number, tokens: readonly Token[]): string | undefined {
  const [piece, next] = [pieces[index], pieces[index + 1]];
  if (piece?.mark?.cue !== 'lead' || piece.used > 1 || !next?.word) return undefined;
  return next.at === piece.at + 1 ? tokens[piece.at]?.low : undefined;
}

/** `the pipeline plan`, `drop its plan`: a plan of which something is said asks for nothing that lies ahead. */
function thingAt(pieces: readonly Piece[], index: number, tokens: readonly Token[]): string | undefined {
  const lowAt = (at: number) => tokens[pieces[at]?.at ?? -1]?.low ?? '';
  const [low, before] = [lowAt(index), pieces[index - 1]];
  const isOfName = /^(?:topic|country)$/.test(before?.names?.[0]?.kind ?? '');
  // `the border dispute`
  if (/^disputes?$/.test(low) && (before?.word || isOfName)) return low;
  if (pieces[index]?.mark?.cue !== 'planned' || low !== 'plan') return undefined;
  if (/^(?:its|his|her|their)$/.test(lowAt(index - 1)) && pieces[index - 2]?.word) return low;
  let at = index - 1;
  while (lowAt(at) !== 'the' && (pieces[at]?.names || pieces[at]?.word)) at -= 1;
  return lowAt(at) === 'the' && (at < index - 1 || pieces[at]?.names) ? low : undefined;
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
  const before = pieces[index - 1];
  if (offices.length > 0 && before && isOfAnother(offices, pieces, index, context)) {
    const typed = tokens.slice(before.at, piece.at + piece.used).map((token) => token.text);
    addWord(plan, { word: typed.join(' ').toLowerCase(), typed: typed.join(' ') });
  } else if (offices.length > 0) {
    plan.offices.push(offices.map(({ id }) => id));
    // `presidents of Kenya`: all of them.
    if (
      /(?<!s)s(?= |$)/i.test(text.replace(/ of .*$/, '')) &&
      context.names.exact(text, ['office']).length === 0 &&
      plan.asked === 'list'
    )
      plan.wanted.add('holders');
  } else if (persons.length > 0) {
    const before = pieces[index - 1]?.mark?.date;
    const ids = persons.map(({ id }) => id);
    if ((before === 'before' || before === 'after') && !plan.beside) {
      plan.beside = { side: before, persons: ids };
      plan.limits.push({ part: 'beside', typed: `${before} ${text}` });
    } else plan.persons.push(ids);
  } else if (countries[0])
    plan.countries.push(mention(countries[0].id, text, pieces, index, tokens, context));
  else if (places[0]) {
    const side = pieces[index - 1]?.mark?.date;
    if ((side === 'before' || side === 'after') && !plan.besidePlace)
      plan.besidePlace = { side, place: places[0].id };
    else plan.places.push(places[0]);
  } else {
    const organisations = of('organisation').map(({ id }) => id);
    const typed = typedAt(piece, tokens);
    const topics = of('topic').map(({ id }) => id);
    addWord(plan, { word: text.toLowerCase(), typed, topics, organisations });
  }
}

/** `the French president`, where the desk lists no president of France. */
function isOfAnother(
  offices: readonly Name[],
  pieces: readonly Piece[],
  index: number,
  { desk }: AskContext,
): boolean {
  const before = pieces[index - 1]?.names?.filter(({ kind }) => kind === 'country') ?? [];
  const own = (id: string) => desk.definition.offices.find((one) => one.id === id)?.country;
  // `Kenya secretary of state visits` is where they went.
  const isHost = pieces[index + 1]?.mark?.cue === 'visit' && before.every(({ id }) => isCovered(desk, id));
  return (
    before.length > 0 &&
    !isHost &&
    !pieces[index + 1]?.names?.some(({ kind }) => kind === 'person') &&
    !offices.some(({ id }) => before.some((country) => country.id === own(id)))
  );
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
  // `Kenya visits` may be either way, also `visits to the region`; `Kenya visits to France` is not.
  const isToElsewhere = (piece: Piece, at: number) =>
    at > index + 1 && piece.mark?.end === 'to' && !pieces[at + 1]?.region && !pieces[at + 1]?.mark?.region;
  // `has Kenya visited Uganda`
  const isSubject =
    /ed$/.test(tokens[next?.at ?? -1]?.low ?? '') && pieces[index + 2]?.names?.[0]?.kind === 'country';
  const isGuest = adjective || isSubject || !isCovered(context.desk, id) || pieces.some(isToElsewhere);
  const isVisits = next?.mark?.cue === 'visit' && !end && isGuest;
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

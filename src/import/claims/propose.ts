import { parseEventDate } from '../../domain/dates/event-date.ts';
import type { Name, NameIndex, NameKind } from '../../domain/ports/names.ts';
import type { FactKind, Standing } from '../../domain/vocabulary.ts';
import { type FoundName, findNames } from '../../search/names/in-text.ts';
import { findDates } from '../dates/relative.ts';
import { hasBeen, isAhead, isBackground, isWhenSaid, mayBePlanned } from '../dates/tense.ts';
import type { FoundDate, Written } from '../dates/written.ts';
import type { Article } from '../page/article.ts';
import { kindOf } from './kind.ts';
import { findNumbers, findQuotes, findTitles, settleNames } from './names.ts';
import { standingOf } from './standing.ts';

const mostSentences = 2000;

interface Proposals {
  /** Likeliest first. */
  claims: Claim[];
  /** The article exceeded the limits, or `enough` stopped the reading. */
  partly: boolean;
}

/**
 * Finds claims in an article by rules over its sentences, without a model or network. `enough` is called before each
 * sentence and may stop the reading. Work per sentence is bounded, so the total is linear in the text.
 */
export function proposeClaims(article: Article, names: NameIndex, enough = () => false): Proposals {
  const written = writtenOn(article.dated);
  const sentences: ReadSentence[] = [];
  let partly = false;
  let read = 0;
  reading: for (const [index, text] of article.paragraphs.entries())
    for (const sentence of sentencesOf(text, article.language)) {
      if (read === mostSentences || enough()) {
        partly = true;
        break reading;
      }
      read += 1;
      if (!isClutter(sentence)) sentences.push(readSentence(sentence, index + 1, { names, written }));
    }
  const certain = sentences
    .flatMap(({ found }) => found.filter(isCertain))
    .map(({ candidates: [name] }) => name?.id ?? '');
  const known = new Set(certain);
  const claims = sentences
    .map((one) => settled(one, known))
    .filter(worthProposing)
    .sort((a, b) => b.score - a.score);
  return { claims, partly };
}

/** What one sentence says by itself; other sentences may resolve its names. */
interface ReadSentence
  extends Pick<Claim, 'sentence' | 'paragraph' | 'dates' | 'numbers' | 'named' | 'quotes' | 'standing'> {
  found: FoundName[];
  /** The dates, if it is a plan. */
  planned: FoundDate[];
  kinds: { withPerson: FactKind; without: FactKind };
}

const isCertain = ({ candidates }: FoundName) => candidates.length === 1;

/** Days on which the article may have appeared; undefined if not even the year is known. */
function writtenOn(dated: string | undefined): Written | undefined {
  const parsed = dated === undefined ? undefined : parseEventDate(dated);
  if (!parsed?.ok) return undefined;
  const { earliest, latest } = parsed.date;
  return earliest !== null && latest !== null ? { earliest, latest } : undefined;
}

function readSentence(
  sentence: string,
  paragraph: number,
  { names, written }: { names: NameIndex; written: Written | undefined },
): ReadSentence {
  const all = findDates(sentence, written).filter(({ index }) => !isBackground(sentence, index));
  const isSaid = (date: FoundDate) =>
    !isAhead(date, written) && isWhenSaid(sentence, date.index, date.text.length);
  const [said, told] = [all.filter(isSaid), all.filter((date) => !isSaid(date))];
  const dates = told.length > 0 ? told : said;
  const found = findNames(sentence, names);
  const standing = standingOf(sentence);
  const about = {
    past: dates.some((date) => hasBeen(date, written)),
    ahead: dates.some((date) => isAhead(date, written)),
    lasting: dates.length > 0 && dates.every(({ edtf }) => edtf.endsWith('/..')),
    saidOnly: dates.length > 0 && told.length === 0,
    standing,
  };
  return {
    sentence,
    paragraph,
    dates,
    found,
    standing,
    planned: told.filter((date) => mayBePlanned(date, sentence, written)),
    kinds: {
      withPerson: kindOf(sentence, { ...about, person: true }),
      without: kindOf(sentence, { ...about, person: false }),
    },
    numbers: findNumbers(without(sentence, dates)),
    named: findTitles(sentence, found),
    quotes: findQuotes(sentence),
  };
}

function settled({ found, kinds, planned, ...sentence }: ReadSentence, known: ReadonlySet<string>): Claim {
  const named = settleNames(found, known);
  const certain = named.filter(isCertain).flatMap(({ candidates }) => candidates);
  const people = idsOf(certain, 'person');
  const kind = people.length > 0 ? kinds.withPerson : kinds.without;
  const claim = {
    ...sentence,
    kind,
    dates: kind === 'plan' ? planned : sentence.dates,
    people,
    countries: [...new Set([...idsOf(certain, 'country'), ...countriesOf(certain)])],
    places: idsOf(certain, 'place'),
    organisations: idsOf(certain, 'organisation'),
    unclear: named.filter((name) => !isCertain(name)),
  };
  return { ...claim, score: scoreOf(claim) };
}

const idsOf = (names: readonly Name[], kind: NameKind) => [
  ...new Set(names.filter((name) => name.kind === kind).map(({ id }) => id)),
];

const countriesOf = (names: readonly Name[]) =>
  names.flatMap(({ kind, country }) => (kind === 'place' && country ? [country] : []));

/** Blanks the dates, so that "27 February" is not counted as a number. */
function without(sentence: string, dates: readonly FoundDate[]): string {
  return dates.reduce((left, { text }) => left.replace(text, ' '), sentence);
}

/** A sentence that may hold a fact, for an editor to tick and rewrite. */
export interface Claim {
  /** The source's wording: shown beside the form, never exported. */
  sentence: string;
  /** Counts from 1. */
  paragraph: number;
  kind: FactKind;
  /** For the editor to confirm. */
  standing: Extract<Standing, 'reported' | 'opinion' | 'speculation'>;
  /** In the order of the sentence. Empty: the article's own date applies. */
  dates: FoundDate[];
  /** Ids without duplicates. Includes the countries of the places. */
  people: string[];
  countries: string[];
  places: string[];
  organisations: string[];
  /** Ambiguous names, for the editor to choose from. */
  unclear: FoundName[];
  /** Named things that the desk does not list. */
  named: string[];
  numbers: string[];
  quotes: string[];
  /** Higher is more likely a fact worth having; comparable only within one article. */
  score: number;
}

const fewestWords = 5;
const mostCharacters = 1200;

/** Text around an article: captions, author notes, calls to subscribe, questions to the reader. */
const clutter =
  /^(image|photo|picture|source|credit|caption|about the author|read (more|also|next)|related|see also|follow|subscribe|sign up|share|click|copyright|©|all rights|advertisement|tags?|topics?|filed under|editor['’]s note|the views expressed|this (article|story|piece) (was|is|has)|join|support|comments?|cookies?|we use)\b|\b(follow (him|her|them|us) on|subscribe to|newsletter|sign up for|terms of use|privacy policy|cookies|all rights reserved|click here)\b|^\(?(?:additional |writing and )?(?:reporting|editing|writing) by \p{Lu}|\b(?:did not|declined to|refused to)\b.{0,40}\b(?:comment\b|(?:reply|respond) to (?:an? |the )?(?:\w+ )?(?:request|question|call|e-?mail|inquir))|(?<!\p{L})(?:отказал\p{L}+ (?:от комментари|комментировать)|(?:от комментари\p{L}+|комментировать).{0,30}отказал)/iu;

function isClutter(sentence: string): boolean {
  const words = sentence.split(' ').length;
  return (
    words < fewestWords ||
    sentence.length > mostCharacters ||
    sentence.endsWith('?') ||
    clutter.test(sentence)
  );
}

type Scored = Omit<Claim, 'score'>;

/** One point for each thing that can be verified, more for what makes a fact: a date, a person, an event. */
function scoreOf(claim: Scored): number {
  const { dates, people, countries, places, organisations, named, numbers, quotes, kind, standing } = claim;
  const names = Math.min(countries.length + places.length + organisations.length, 4);
  const written = dates.some((date) => date.written);
  return (
    (written ? 3 : dates.length > 0 ? 2 : 0) +
    Math.min(people.length, 3) * 2 +
    names +
    Math.min(named.length, 1) +
    Math.min(numbers.length, 2) +
    Math.min(quotes.length, 1) +
    { visit: 3, event: 2, plan: 2, status: 1, view: 0 }[kind] -
    (standing === 'speculation' ? 1 : 0)
  );
}

/** Whether the sentence contains something to verify; others only continue the story. */
function worthProposing(claim: Claim): boolean {
  const { dates, people, countries, places, organisations, unclear, named, numbers, quotes } = claim;
  return [dates, people, countries, places, organisations, unclear, named, numbers, quotes].some(
    (all) => all.length > 0,
  );
}

/** Abbreviations that end in a dot without ending the sentence. */
const abbreviation =
  /^(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Gov|Sen|Rep|Amb|Hon|Rev|St|Jr|Sr|vs|No|Nos|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|approx|ca|cf|e\.g|i\.e|Ph\.D|(?:\p{Lu}\.)*\p{Lu})\.$/u;
/** Initials may end a sentence or a name; before these words the sentence goes on. */
const initials = /^(?:\p{Lu}\.){2,}$/u;
const beforeWord = new Set([' ', '\t', '\n', '(', '“', '"', "'"]);
const openers =
  /^(The|This|That|These|Those|It|Its|He|She|They|We|But|And|In|On|At|As|For|With|While|After|Before|However|Moreover|Since|When|Other|No)\b/;
const longestQuote = 1500;
/** Longest merged sentence in characters; the next piece starts a new one. */
const longestSentence = 4000;
/** Characters examined before a possible end; longer than any abbreviation. */
const longestEnding = 60;

/** Open marks of a sentence, as far as later pieces depend on them. */
interface Open {
  length: number;
  ending: string;
  /** Opening minus closing curly quotation marks. */
  curly: number;
  straight: number;
}

const nothing: Open = { length: 0, ending: '', curly: 0, straight: 0 };

/**
 * Yields the trimmed sentences of a paragraph. `Intl.Segmenter` finds possible ends; pieces that end in an
 * abbreviation, continue in lower case or lie within a quotation are merged. Each piece is examined once, so the work
 * is linear in the text.
 */
export function* sentencesOf(paragraph: string, language = 'en'): Generator<string> {
  let text = '';
  let open = nothing;
  for (const { segment } of segmenterOf(language).segment(paragraph)) {
    if (open.length >= longestSentence || !goesOn(open, segment.trimStart())) {
      if (text.trim() !== '') yield text.trim();
      text = '';
      open = nothing;
    }
    text += segment;
    open = withPiece(open, segment);
  }
  if (text.trim() !== '') yield text.trim();
}

export const sentences = (paragraph: string, language?: string): string[] => [
  ...sentencesOf(paragraph, language),
];

function withPiece({ length, ending, curly, straight }: Open, piece: string): Open {
  const marks = piece.match(/[“”"]/g) ?? [];
  const count = (mark: string) => marks.filter((one) => one === mark).length;
  return {
    length: length + piece.length,
    ending: (ending + piece).slice(-longestEnding),
    curly: curly + count('“') - count('”'),
    straight: straight + count('"'),
  };
}

function goesOn({ length, ending, curly, straight }: Open, next: string): boolean {
  const before = ending.trimEnd();
  if (/^\p{Ll}/u.test(next) && !/[?!…]$/.test(before)) return true;
  // Curly quotes show their direction; a straight one opens if their number is odd.
  if ((curly > 0 || straight % 2 === 1) && length < longestQuote) return true;
  if (!before.endsWith('.')) return false;
  const word = lastWord(before);
  return initials.test(word) ? !openers.test(next) : abbreviation.test(word);
}

function lastWord(text: string): string {
  let from = text.length;
  while (from > 0 && !beforeWord.has(text.charAt(from - 1))) from -= 1;
  return text.slice(from);
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(language: string): Intl.Segmenter {
  const known = segmenters.get(language);
  if (known) return known;
  const made = new Intl.Segmenter(language, { granularity: 'sentence' });
  // Pages choose the language, so the cache is bounded.
  if (segmenters.size < 20) segmenters.set(language, made);
  return made;
}

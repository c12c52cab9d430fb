import { knownDate } from '../../domain/dates/date-range.ts';
import { parseEventDate } from '../../domain/dates/event-date.ts';
import type { Name, NameIndex, NameKind } from '../../domain/ports/names.ts';
import type { FactKind, Standing } from '../../domain/vocabulary.ts';
import { type FoundDate, findDates, type Written } from '../dates/relative.ts';
import type { Article } from '../page/article.ts';
import { kindOf } from './kind.ts';
import { type FoundName, findNames, findNumbers, findQuotes, findTitles, settleNames } from './names.ts';
import { standingOf } from './standing.ts';

const mostSentences = 2000;

interface Proposals {
  /** The likeliest first. */
  claims: Claim[];
  /** The article was longer than is read, or `enough` ended it. */
  partly: boolean;
}

/**
 * Claims in an article. Plain rules over its sentences: no model, no network. `enough` is asked before each sentence, and
 * ends the reading with what was found; the work for one sentence is bounded, so that all of it grows with the text.
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

/** What a sentence says by itself: other sentences may say whom its names mean. */
interface ReadSentence
  extends Pick<Claim, 'sentence' | 'paragraph' | 'dates' | 'numbers' | 'named' | 'quotes' | 'standing'> {
  found: FoundName[];
  kinds: { withPerson: FactKind; without: FactKind };
}

const isCertain = ({ candidates }: FoundName) => candidates.length === 1;

/** The days the article may have appeared on; none where that is not known to the year. */
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
  const dates = findDates(sentence, written);
  const found = findNames(sentence, names);
  const past = dates.some((date) => hasBeen(date, written));
  return {
    ...{ sentence, paragraph, dates, found, standing: standingOf(sentence) },
    kinds: {
      withPerson: kindOf(sentence, { person: true, past }),
      without: kindOf(sentence, { person: false, past }),
    },
    numbers: findNumbers(without(sentence, dates)),
    named: findTitles(sentence, found),
    quotes: findQuotes(sentence),
  };
}

function settled({ found, kinds, ...sentence }: ReadSentence, known: ReadonlySet<string>): Claim {
  const named = settleNames(found, known);
  const certain = named.filter(isCertain).flatMap(({ candidates }) => candidates);
  const people = idsOf(certain, 'person');
  const claim = {
    ...sentence,
    kind: people.length > 0 ? kinds.withPerson : kinds.without,
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

/** The sentence with its dates blanked, so that "27 February" counts nothing. */
function without(sentence: string, dates: readonly FoundDate[]): string {
  return dates.reduce((left, { text }) => left.replace(text, ' '), sentence);
}

function hasBeen({ edtf }: FoundDate, written: Written | undefined): boolean {
  const { latest, earliest } = knownDate(edtf);
  if (!written) return latest !== null;
  return (latest ?? earliest ?? '9999') <= written.latest;
}

/** A sentence that may hold a fact, for an editor to tick and to write in the desk's own words. */
export interface Claim {
  /** The source's own words: shown beside the form, never exported. */
  sentence: string;
  /** Counted from 1. */
  paragraph: number;
  kind: FactKind;
  /** To be confirmed by the editor. */
  standing: Extract<Standing, 'reported' | 'opinion' | 'speculation'>;
  /** In order of the sentence; none where it gives none, and the article's own date then stands. */
  dates: FoundDate[];
  /** Ids, each once. Countries are also those of the places. */
  people: string[];
  countries: string[];
  places: string[];
  organisations: string[];
  /** Names that fit several, for the editor to choose from. */
  unclear: FoundName[];
  /** Names of things that the desk does not list. */
  named: string[];
  numbers: string[];
  quotes: string[];
  /** Higher is more likely a fact worth having; only comparable within one article. */
  score: number;
}

const fewestWords = 5;
const mostCharacters = 1200;

/** What surrounds an article: captions, notes on the author, calls to subscribe, questions to the reader. */
const clutter =
  /^(image|photo|picture|source|credit|caption|about the author|read (more|also|next)|related|see also|follow|subscribe|sign up|share|click|copyright|©|all rights|advertisement|tags?|topics?|filed under|editor['’]s note|the views expressed|this (article|story|piece) (was|is|has)|join|support|comments?|cookies?|we use)\b|\b(follow (him|her|them|us) on|subscribe to|newsletter|sign up for|terms of use|privacy policy|cookies|all rights reserved|click here)\b/i;

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

/** One for each thing that can be looked up, more for what makes a fact: a date, a person, something that happened. */
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

/** Something to look up: the rest only carries the story on. */
function worthProposing(claim: Claim): boolean {
  const { dates, people, countries, places, organisations, unclear, named, numbers, quotes } = claim;
  return [dates, people, countries, places, organisations, unclear, named, numbers, quotes].some(
    (all) => all.length > 0,
  );
}

/** Words that end in a dot without ending a sentence. */
const abbreviation =
  /^(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Gov|Sen|Rep|Amb|Hon|Rev|St|Jr|Sr|vs|No|Nos|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|approx|ca|cf|e\.g|i\.e|Ph\.D|(?:\p{Lu}\.)*\p{Lu})\.$/u;
/** Letters with dots end a sentence as well as a name: they do not, where these words go on. */
const initials = /^(?:\p{Lu}\.){2,}$/u;
const beforeWord = new Set([' ', '\t', '\n', '(', '“', '"', "'"]);
const openers =
  /^(The|This|That|These|Those|It|Its|He|She|They|We|But|And|In|On|At|As|For|With|While|After|Before|However|Moreover|Since|When|Other|No)\b/;
const longestQuote = 1500;
/** What is put together ends here: the next piece is another sentence, whatever it goes on with. */
const longestSentence = 4000;
/** Characters before a possible end that say whether it is one: more than any abbreviation has. */
const longestEnding = 60;

/** What is open of a sentence, as far as the next piece asks of it. */
interface Open {
  length: number;
  ending: string;
  /** Curly quotation marks that open, less those that close. */
  curly: number;
  straight: number;
}

const nothing: Open = { length: 0, ending: '', curly: 0, straight: 0 };

/**
 * Sentences of a paragraph, trimmed, one at a time. `Intl.Segmenter` finds where one may end; what ends in an
 * abbreviation, goes on in a small letter or stands within an open quotation is put together again. Each piece is looked
 * at once, so that the work grows with the text and not with its square.
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
  // Curly quotes tell; a straight one opens where it is the odd one out.
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
  // Languages come from pages: without a bound they would fill the memory one by one.
  if (segmenters.size < 20) segmenters.set(language, made);
  return made;
}

import type { Day } from '../domain/dates/day.ts';
import type { Desk } from '../domain/desk.ts';
import type { EntryReader, Scope, StoredEntry, VisitRegister } from '../domain/ports/entries.ts';
import type { Name, NameIndex } from '../domain/ports/names.ts';

/** What kind of answer a question wants. `list`: a line without a question word. */
export type Asked =
  | 'who'
  | 'when'
  | 'where'
  | 'count'
  | 'amount'
  | 'which'
  | 'whether'
  | 'what'
  | 'why'
  | 'list';

/** A country, with the end of the journey that the words around it give. */
export interface CountryMention {
  id: string;
  end?: 'to' | 'from';
  /** Stands for a person or office: `Kenyan president`, `US visits`. */
  adjective?: true;
}

/** A word that no part of the plan explains: an entry must hold it. `topics`: it also names these topics. */
export interface ContentWord {
  word: string;
  /** As the question spells it. */
  typed: string;
  topics: string[];
  organisations: string[];
  /** Told by the word itself alone, and not by one that means nearly the same. */
  literal?: boolean;
}

/** A word of the grammar that limits what is asked, as it was typed. */
export interface Limit {
  part:
    | 'order'
    | 'nth'
    | 'extreme'
    | 'compare'
    | 'more'
    | 'again'
    | 'beside'
    | 'lead'
    | 'meet'
    | 'speaker'
    | 'doer'
    | 'visit';
  typed: string;
}

/** What a question asks for, read once. Everything that answers it works on this alone. */
export interface Plan {
  asked: Asked;
  /** Words that say what it is about, each set by a word of the question. */
  cues: ReadonlySet<Cue>;
  order?: 'first' | 'last';
  nth?: number;
  extreme?: 'most' | 'fewest';
  /** What somebody has the most of: `visited most countries`. */
  extremeOf?: Wanted;
  /** Each mention with the persons whom it may mean. */
  persons: string[][];
  countries: CountryMention[];
  places: Name[];
  offices: string[][];
  region?: { end?: 'to' | 'from' };
  range: Days;
  /** The range is the latest such month, which the question names without a year. */
  month?: number;
  content: ContentWord[];
  /** Words of the grammar that limit what is asked. */
  limits: Limit[];
  /** Nouns that are counted or asked for: `country`, `person`, `trip`. */
  wanted: ReadonlySet<Wanted>;
  /** Person before or after whom somebody held the office. */
  beside?: { side: 'before' | 'after'; persons: string[] };
  /** The stop before or after one at this place. */
  besidePlace?: { side: 'before' | 'after'; place: string };
  readAs: { typed: string; label: string }[];
  /** Only what rests on one of these sources. */
  restsOn?: readonly string[];
  /** A word that is equally near to several names. */
  unsure?: { typed: string; names: Name[] };
}

/** The days asked, both ends inclusive. */
export interface Days {
  since?: Day;
  until?: Day;
}

export type Cue =
  | 'visit'
  | 'meet'
  | 'compare'
  | 'more'
  /** More than once. */
  | 'again'
  /** How many times, and not how many of something. */
  | 'often'
  | 'new'
  | 'fresh'
  | 'planned'
  | 'future'
  | 'ahead'
  /** Asks what an entry tells of a journey that no register has. */
  | 'travelled'
  | 'price'
  | 'dispute'
  | 'opinion'
  /** Asks for opinions and speculation themselves. */
  | 'view'
  /** Names an article of the desk, its author, or what it comes to. */
  | 'article'
  | 'author'
  | 'gist'
  | 'happen'
  | 'official'
  | 'lead'
  | 'title'
  | 'never'
  | 'since'
  | 'be'
  | 'long'
  | 'all'
  | 'or'
  | 'about';

export type Wanted = 'article' | 'country' | 'place' | 'person' | 'holders' | 'trip' | 'stop' | 'date';

export interface AskContext {
  desk: Desk;
  names: NameIndex;
  scope: Scope;
  entries: EntryReader;
  visits: VisitRegister;
  /** Entries that say most of these words, best first, and the words that no entry holds. */
  passages(words: string, range: Days, limit: number): Promise<{ entries: StoredEntry[]; unheld: string[] }>;
  /** The days that words mean; undefined for words that are no date. */
  readPeriod(text: string): { start: Day; end: Day } | undefined;
}

/** An entry of an answer; `text` replaces its usual row. */
export interface AnswerRow {
  entry: StoredEntry;
  text?: string;
  label?: string;
}

export interface Answer {
  outcome: 'ok' | 'not_found' | 'not_covered' | 'question';
  /** The answer in a sentence; missing where the first row is the answer. */
  says?: string;
  rows: AnswerRow[];
  /** Reach of the sources, as far as it bears on the question. */
  reach?: string;

  /** Ids of sources that the answer rests on beside those of its rows. */
  sources?: string[];
  /** All entries that were counted. */
  counted?: StoredEntry[];
  /** How many entries a list has, and the day since which they were published. */
  total?: number;
  since?: Day;
  /** The plan in words. */
  reading: string;
  /** A command line that lists everything that was counted. */
  more?: { label: string; line: string };
}

/** What each way of answering makes use of, beside names, words and times. */
const uses: Readonly<
  Record<'articles' | 'comparisons' | 'lists' | 'passages' | 'roles' | 'visits', readonly Limit['part'][]>
> = {
  articles: ['order'],
  lists: [],
  passages: ['order', 'nth', 'extreme', 'compare', 'lead', 'meet', 'speaker', 'doer', 'visit'],
  roles: ['order', 'beside', 'lead'],
  comparisons: ['order', 'nth', 'extreme', 'compare', 'more', 'again', 'lead', 'meet', 'visit'],
  visits: ['order', 'nth', 'extreme', 'more', 'again', 'lead', 'meet', 'visit'],
};

/** An answer that says first which words of the question it made no use of. */
export function withUnused(answer: Answer, { limits, asked }: Plan, way: keyof typeof uses): Answer {
  // `more on gas` compares nothing.
  const compares = asked === 'who' || asked === 'which' || asked === 'whether' || asked === 'where';
  const left = limits
    .filter(({ part }) => !uses[way].includes(part) && (part !== 'more' || compares))
    .map(({ typed }) => `“${typed}”`);
  if (answer.outcome !== 'ok' || left.length === 0) return answer;
  return {
    ...answer,
    says: [`Not used: ${[...new Set(left)].join(', ')}.`, answer.says].filter(Boolean).join(' '),
  };
}

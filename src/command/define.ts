import type { z } from 'zod';
import { type DateWords, dateWords } from '../domain/dates/date-words.ts';
import { dayIn } from '../domain/dates/day.ts';
import type { Desk } from '../domain/desk.ts';
import type { Role } from '../domain/identity.ts';
import type { Place, ReadMark } from '../domain/ports/access.ts';
import type { Question } from '../domain/ports/answerer.ts';
import type { Unanswered } from '../domain/ports/chat.ts';
import type { EntryReader, Scope, VisitRegister } from '../domain/ports/entries.ts';
import type { Name, NameIndex, NameKind } from '../domain/ports/names.ts';
import type { Publication } from '../domain/ports/publishing.ts';
import type { Reply, View } from '../domain/reply.ts';
import type { Searcher, SearchLanguage } from '../domain/search/query.ts';

/** Type of an option's value: decides how typed words are read, what a platform offers and how completion works. */
type OptionKind =
  /**
   * A name of one of these kinds; the value is its id. `many`: several names joined by commas or "and"; the value is
   * their comma-separated ids, see `namesOption`.
   */
  | { type: 'name'; kinds: readonly NameKind[]; many?: true }
  /**
   * One of a fixed set of words, each with synonyms. `grows`: too many for a platform's list, now or later, so they
   * are completed instead.
   */
  | { type: 'choice'; choices: Record<string, readonly string[]>; grows?: true }
  /**
   * A day, month or year: its first day for `start`, its last for `end`. Value: `YYYY-MM-DD`. `ahead`: in the future,
   * so that Friday and 1 December are the next ones.
   */
  | { type: 'day'; edge: 'start' | 'end'; ahead?: true }
  /** An entry's id. */
  | { type: 'entry' }
  /** Free words to the end of the line; `of` tells completion what they usually are; `quotes`: they mean something. */
  | { type: 'words'; of?: 'commands'; quotes?: true }
  /**
   * One word or quoted text, verbatim, at most `max` characters. `like`: bare words are taken only if they match.
   * `names`: usually one of these, or several with commas, and completed as such; the command resolves it. `keeps`:
   * the command itself refuses a longer text, after saving it. `ofTopics`: words that stand in texts on a topic and are
   * no name of it, typed bare, are looked for in the texts; several with commas.
   */
  | {
      type: 'text';
      max: number;
      like?: Likeness;
      names?: readonly NameKind[];
      keeps?: true;
      ofTopics?: true;
    }
  | { type: 'number'; min: number; max: number }
  /** `tellsNo`: an explicit no differs from a missing flag; the value is then `no`. */
  | { type: 'flag'; tellsNo?: true };

/** A pattern or other test for words. */
export interface Likeness {
  test(words: string): boolean;
  /** Words of a phrase that is read before choices and names: `first monday of the month`. */
  phrase?(words: string): boolean;
  /** Most words that may belong together, such as `New York`; default: one. */
  most?: number;
}

export interface OptionDefinition<T = unknown> {
  /** At most 100 characters, Discord's limit; shown by Discord and by help. */
  description: string;
  kind: OptionKind;
  required?: boolean;
  /** Read where typed but offered nowhere: in lines of before, as bare words, or because a form asks for it. */
  older?: true;
  /** Further words that introduce the option, such as `from` for since. Its own name always does. */
  aliases?: readonly string[];
  /** For names: words before a name that also set other options, depending on the name. See `directionLeads`. */
  leads?: Record<string, (name: Name) => Record<string, string>>;
  /** Only `name:value` sets it: in free words its name is a word like others. */
  keyed?: true;
  schema: z.ZodType<T>;
}

export type Options = Record<string, OptionDefinition>;

/** Options by name, as they are offered. */
export const offeredIn = (options: Options): [string, OptionDefinition][] =>
  Object.entries(options).filter(([, { older }]) => !older);

type Value<O> = O extends OptionDefinition<infer T> ? T : never;

/** Input of a handler: options by name; undefined if not given, unless required. */
export type Input<O extends Options> = {
  [K in keyof O]: O[K] extends { required: true } ? Value<O[K]> : Value<O[K]> | undefined;
};

/** How much of an answer is shown, and the lines that show more. */
export interface Showing {
  /** Entries per page. */
  pageSize: number;
  /** The form asked for; missing: the command has only one. */
  view?: View;
  /** A short list opened to its pages; `inFull`: entries of a page of details. */
  paged?: { inFull: number };
  /** The same command line with these options changed; undefined removes one. */
  line(changes: Record<string, string | undefined>): string;
}

/** Everything that a desk's command may use, so that equal questions have equal answers. */
export interface CommandContext extends Showing {
  desk: Desk;
  scope: Scope;
  names: NameIndex;
  entries: EntryReader;
  visits: VisitRegister;
  searcher: Searcher;
  language: SearchLanguage;
  /** Commands of the desk, for help. */
  commands: readonly DeskCommand[];
  /** Counts the question as one without an answer. */
  unanswered?(asked: Unanswered): void;
  /** Who asks, for commands whose answer is `personal`. */
  reader?: DeskReader;
  /** Only the form that is asked for is looked at. */
  oneForm?: true | undefined;
}

/** One reader of one desk, and what was announced there. */
export interface DeskReader {
  mark(): Promise<ReadMark | undefined>;
  readUpTo(number: number): Promise<void>;
  /** The highest number of the publication sequence. */
  head(): Promise<number>;
  /** The last publications with a number above `from` and up to `to`, the newest first. */
  newest(from: number, to: number, limit: number): Promise<Publication[]>;
}

/** What examples may name: `visits {visited}`. Each is of what the desk holds; it lacks those of which it holds none. */
export interface ExampleNames {
  country: string;
  /** Another country of the region. */
  neighbour: string;
  /** The same country in another script. */
  otherwise: string;
  person: string;
  topic: string;
  /** The year of the newest fact. */
  year: string;
  /** Two words of the title of the newest fact. */
  words: string;
  /** A country with recorded visits, a visitor, and a year since which there are some. */
  visited: string;
  visitor: string;
  visits: string;
  /** The ids of a fact and of the summary of an article. */
  fact: string;
  article: string;
  /** The word `disputed`, where something is. */
  disputed: string;
}

/** Names of what the desk holds stand in braces, see `ExampleNames`; without such a name there is no such example. */
interface Example {
  /** Text after the desk's slash command, such as `visits {visited}`. */
  line: string;
  /** Short explanation for help. */
  about: string;
  /** A name that the desk must have although the example does not use it. */
  needs?: keyof ExampleNames;
}

/** What parsing, help, completion and registration need of any command. */
export interface CommandShape<O extends Options = Options> {
  /** One word, or a group and a word, such as `roles grant`. */
  name: string;
  /** At most 100 characters. */
  description: string;
  options: O;
  /** Options that bare words may fill, preferred first. */
  bare: readonly (keyof O & string)[];
  examples: readonly Example[];
  /** Words after the group that mean this command without its own word: `add https://…` for `add link`. */
  alone?: Likeness;
  /**
   * May take long, as it fetches, and then asks in a form; a platform may show that the form is coming. The name of an
   * option: only where that is given.
   */
  asks?: true | string;
  /** Changes something: its examples are shown as text to type, never as buttons. */
  acts?: true;
  /** Its answers have a short form; the option `show` opens the others. */
  forms?: true;
  /** Asked about what is to come: a month or weekday without a year is the next one. */
  looksAhead?: true;
}

/** A reader's command on a desk: `/horn visits`. */
export interface DeskCommand<O extends Options = Options> extends CommandShape<O> {
  scope: 'desk';
  role: Role;
  /** Answers whoever asks alone: never from memory, never for a channel. */
  personal?: true;
  /** Its name is a word of questions: a line that it cannot read may be one. */
  asked?: true;
  /** The command that answers a line with more than this one takes; its line may begin with this one's name. */
  narrower?: string;
  /** Of a line that is too long it reads the beginning. */
  cutsLine?: true;
  run(input: Input<O>, context: CommandContext): Promise<Reply>;
}

/** What a command of the app knows about a question. */
export interface AppContext extends Showing {
  /** The asker: `terminal`, `slack:T…:U…` or `discord:G…:U…`. */
  person: string;
  /** `slack:T…:C…` or `discord:G…:C…`; missing on platforms without channels. */
  channel?: string;
  /** The person's right in that channel, as reported by the platform. */
  standing?: Question['standing'];
  now: Date;
  /** The person's role on the desk; without a desk, their strongest role on any. */
  role: Role;
  /** The slash command typed, such as `deskwire`; all of the app's slash commands, for help. */
  slash: string;
  slashes: readonly AppSlash[];
  /** For a part that needs a stronger role: the refusal, or undefined if the person has the role. */
  refuse(needed: Role): Reply | undefined;
  /** The person's role on another desk. */
  roleOn(desk: string): Promise<Role>;
  /** Answers another line of the same person in the same place. */
  answer(line: string): Promise<Reply>;
}

/** Context by scope of a command: the app, one desk, or one desk or all (`*`). */
export interface ContextAbout {
  app: AppContext;
  desk: AppContext & { service: DeskService };
  desks: AppContext & { desk: string };
}

export type About = keyof ContextAbout;

/**
 * A subcommand of the app: `/deskwire digest subscribe`. One about a desk gets the option `desk` automatically, and
 * its names are those of that desk.
 */
export interface AppCommand<O extends Options = Options, A extends About = About> extends CommandShape<O> {
  scope: 'app';
  about: A;
  /** Weakest role that may use it; missing: anyone. */
  role?: Role;
  /** Keeps for the person which desk is meant where a line names none, and then answers its option `line`. */
  keepsDesk?: true;
  run(input: Input<O>, context: ContextAbout[A]): Promise<Reply>;
}

/** A slash command of the app, for everything that is not a reader's question to a desk. */
export interface AppSlash {
  scope: 'app';
  id: string;
  /** Shown by Discord, at most 100 characters. */
  about: string;
  commands: readonly AppCommand[];
  /** Description of each group by name, at most 100 characters. */
  groups: Readonly<Record<string, string>>;
}

/** Declares a command once; parsing, help, completion, Slack and Discord all derive from it. */
export function defineCommand<const O extends Options>(definition: DeskCommand<O>): DeskCommand;
export function defineCommand<const O extends Options, const A extends About>(
  definition: AppCommand<O, A>,
): AppCommand;
export function defineCommand(definition: unknown): unknown {
  return definition;
}

/** One desk in service. A changed definition creates a new one. */
export interface DeskService {
  desk: Desk;
  names: NameIndex;
  language: SearchLanguage;
  entries: EntryReader;
  visits: VisitRegister;
  searcher: Searcher;
  /** Names for its examples. */
  examples: Partial<ExampleNames>;
}

/** Words for dates that a desk reads, and the times that it names; without a desk, English. */
export const datesOf = (service: DeskService | undefined): DateWords => {
  const definition = service?.desk.definition;
  return dateWords(definition?.languages, definition?.eras);
};

/** `place`: who can see the answer; editing is private. */
export function scopeOf(
  { desk }: Pick<DeskService, 'desk'>,
  role: Role,
  now: Date,
  place: Place = 'internal',
): Scope {
  return { desk: desk.definition.id, role, place, now, today: dayIn(desk.definition.zone, now) };
}

import type { z } from 'zod';
import { dayIn } from '../domain/dates/day.ts';
import type { Desk } from '../domain/desk.ts';
import type { Role } from '../domain/identity.ts';
import type { Place } from '../domain/ports/access.ts';
import type { Question } from '../domain/ports/answerer.ts';
import type { EntryReader, Scope, Searcher, SearchLanguage, VisitRegister } from '../domain/ports/entries.ts';
import type { Name, NameIndex, NameKind } from '../domain/ports/names.ts';
import type { Reply } from '../domain/reply.ts';

/** What an option holds, and so how typed words are read, what a platform offers and what is completed. */
type OptionKind =
  /**
   * A name of one of these kinds; its value is the id. `many`: several names with commas or "and" between them; the
   * value is their ids with commas, see `namesOption`.
   */
  | { type: 'name'; kinds: readonly NameKind[]; many?: true }
  /** One of a few fixed words, with other ways to say each. `grows`: too many to be listed by a platform, now or one day; they are completed. */
  | { type: 'choice'; choices: Record<string, readonly string[]>; grows?: true }
  /**
   * A day, month or year: the first day it may mean for `start`, the last for `end`. Value: `YYYY-MM-DD`. `ahead`: one
   * to come, so that Friday and 1 December are the next ones.
   */
  | { type: 'day'; edge: 'start' | 'end'; ahead?: true }
  /** An entry's id. */
  | { type: 'entry' }
  /** Free words to the end of the line; `of` says what they mostly are, for completion. */
  | { type: 'words'; of?: 'commands' }
  /**
   * One word, or what stands in quotes, taken as it is; at most `max` characters. Bare words are taken only where they
   * are `like` this, when that is given. `names`: it mostly is one of these, or several with commas, and is completed as
   * one; what it means is for the command to find out. `keeps`: a longer one is for the command to refuse, once it is kept.
   */
  | { type: 'text'; max: number; like?: Likeness; names?: readonly NameKind[]; keeps?: true }
  | { type: 'number'; min: number; max: number }
  /** `tellsNo`: to say no is something else than to say nothing; then the value is `no`. */
  | { type: 'flag'; tellsNo?: true };

/** A pattern, or another test of words. */
export interface Likeness {
  test(words: string): boolean;
  /** How many words may be so together, such as `New York`; none: one. */
  most?: number;
}

export interface OptionDefinition<T = unknown> {
  /** At most 100 characters; shown by Discord and by help. */
  description: string;
  kind: OptionKind;
  required?: boolean;
  /** Words that also announce the option: `from` for since. The option's own name always does. */
  aliases?: readonly string[];
  /** Names only: words before the name that set other options too, by what was named. See `directionLeads`. */
  leads?: Record<string, (name: Name) => Record<string, string>>;
  schema: z.ZodType<T>;
}

export type Options = Record<string, OptionDefinition>;

type Value<O> = O extends OptionDefinition<infer T> ? T : never;

/** What the handler gets: every option by its name, undefined when not given unless required. */
export type Input<O extends Options> = {
  [K in keyof O]: O[K] extends { required: true } ? Value<O[K]> : Value<O[K]> | undefined;
};

/** All that a desk's command may use. Nothing else of the world reaches it, so that equal questions have equal answers. */
export interface CommandContext {
  desk: Desk;
  scope: Scope;
  names: NameIndex;
  entries: EntryReader;
  visits: VisitRegister;
  searcher: Searcher;
  language: SearchLanguage;
  /** Every command of the desk, for help. */
  commands: readonly DeskCommand[];
  /** Entries a page; a platform with little room asks for fewer. */
  pageSize: number;
  /** The command line that asks the same with these options changed; undefined removes one. */
  line(changes: Record<string, string | undefined>): string;
}

interface Example {
  /** What is typed after the desk's slash command, such as `visits kazakhstan`. */
  line: string;
  /** What it answers, in a few words, for help. */
  about: string;
  /** Text that its answer on the real desk must hold; the test of examples looks for it. */
  shows: string;
}

/** What reading a line, help, completion and registration go by, whatever a command is about. */
export interface CommandShape<O extends Options = Options> {
  /** One word, or a group and a word, such as `roles grant`. */
  name: string;
  /** At most 100 characters. */
  description: string;
  options: O;
  /** Options that bare words may fill, the preferred first. */
  bare: readonly (keyof O & string)[];
  examples: readonly Omit<Example, 'shows'>[];
  /** It changes something: its examples are shown to be typed, and no button runs one. */
  acts?: true;
}

/** What readers ask of a desk: `/centralasia visits`. */
export interface DeskCommand<O extends Options = Options> extends CommandShape<O> {
  scope: 'desk';
  role: Role;
  examples: readonly Example[];
  run(input: Input<O>, context: CommandContext): Promise<Reply>;
}

/** What a command of the app knows of a question. */
export interface AppContext {
  /** Who asks: `terminal`, `slack:T…:U…` or `discord:G…:U…`. */
  person: string;
  /** `slack:T…:C…` or `discord:G…:C…`; none where there are no channels. */
  channel?: string;
  /** What the platform has said of the person in that channel. */
  standing?: Question['standing'];
  now: Date;
  /** Held on the desk that is meant; where none is, the strongest held on any. */
  role: Role;
  /** Entries a page; a platform with little room asks for fewer. */
  pageSize: number;
  /** The slash command that was typed, such as `deskwire`, and all that the app has, for help. */
  slash: string;
  slashes: readonly AppSlash[];
  /** The command line that asks the same with these options changed; undefined removes one. */
  line(changes: Record<string, string | undefined>): string;
  /** For what needs more than the command itself: the answer to one who lacks the role, undefined where it is held. */
  refuse(needed: Role): Reply | undefined;
  /** The role of the person on any desk. */
  roleOn(desk: string): Promise<Role>;
}

/** By what a command is about: nothing of a desk's, one desk, or one desk or every desk (`*`). */
export interface ContextAbout {
  app: AppContext;
  desk: AppContext & { service: DeskService };
  desks: AppContext & { desk: string };
}

export type About = keyof ContextAbout;

/**
 * A subcommand of the app: `/deskwire digest subscribe`. One about a desk gets the option `desk` by itself; names in its
 * other options are those of the desk that is meant.
 */
export interface AppCommand<O extends Options = Options, A extends About = About> extends CommandShape<O> {
  scope: 'app';
  about: A;
  /** The least role that may use it; none: anyone. */
  role?: Role;
  run(input: Input<O>, context: ContextAbout[A]): Promise<Reply>;
}

/** A slash command of the app, for what belongs to no single desk and for what is done to a desk. */
export interface AppSlash {
  scope: 'app';
  id: string;
  /** Shown by Discord; at most 100 characters. */
  about: string;
  commands: readonly AppCommand[];
  /** What each group of commands is about, by its name; at most 100 characters. */
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

/** One desk as it serves now. A changed definition makes a new one. */
export interface DeskService {
  desk: Desk;
  names: NameIndex;
  language: SearchLanguage;
  entries: EntryReader;
  visits: VisitRegister;
  searcher: Searcher;
}

/** `place`: where it will be seen; an editor at work sees it alone. */
export function scopeOf({ desk }: DeskService, role: Role, now: Date, place: Place = 'internal'): Scope {
  return { desk: desk.definition.id, role, place, now, today: dayIn(desk.definition.zone, now) };
}

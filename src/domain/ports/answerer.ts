import type { Choice, Reply } from '../reply.ts';
import type { Member } from './access.ts';
import type { NameKind } from './names.ts';

/** A command line as typed or as put together from a platform's options, and who asks where. */
export interface Question extends Member {
  /** With the slash: `/centralasia visits kazakhstan`. */
  text: string;
  /** `slack:T…:C…` or `discord:G…:C…`; none where there are no channels. */
  channel?: string;
  /** What the platform says of the person in that channel, where it says so with the question. */
  standing?: 'manages-channel';
  /** Where the answer will be seen; entries that may not be shown there are left out. */
  audience: 'person' | 'channel';
  /** Entries a page. */
  pageSize: number;
}

/** The one door through which every platform asks. It never throws: a failure is a Reply too. */
export interface Answerer {
  answer(question: Question): Promise<Reply>;
  /** Values for one option being typed: what to show, and what to put into the line. */
  complete(at: OptionInProgress, limit: number): Promise<Choice[]>;
  /** Names of a desk that what is typed may become, however it is written: what to show, and the id. */
  names(typed: NameInProgress, limit: number): Choice[];
  /** The desks and their commands, as they stand now. */
  catalogue(): CatalogueDesk[];
}

export interface OptionInProgress {
  desk: string;
  command: string;
  option: string;
  typed: string;
  /** What the other options hold so far. */
  given?: Readonly<Record<string, string>>;
  channel?: string;
}

interface NameInProgress {
  desk: string;
  kinds: readonly NameKind[];
  typed: string;
}

/** A slash command with its subcommands, from which help, the Slack manifest and Discord's registration are made. */
export interface CatalogueDesk {
  id: string;
  /** Of the app: it belongs to no single desk. */
  app?: true;
  name: string;
  about: string;
  commands: CatalogueCommand[];
  /** What each group is about, by its name. */
  groups?: Readonly<Record<string, string>>;
}

export interface CatalogueCommand {
  /** One word; or a group and a word with a blank between, such as `roles grant`. */
  name: string;
  description: string;
  options: CatalogueOption[];
  examples: { line: string; about: string }[];
}

export interface CatalogueOption {
  name: string;
  description: string;
  required: boolean;
  type: 'text' | 'number' | 'flag';
  /** For numbers, both inclusive; for text `max` counts its characters. */
  min?: number;
  max?: number;
  /** Text that is kept as it was written, with its quotes. */
  verbatim?: true;
  /** A short closed list; none: free, or completed through `complete` when `completes` is set. */
  choices?: string[];
  completes: boolean;
}

/** The slash command for what belongs to no single desk. What it answers is for the one who asks, never for a channel. */
export const appCommand = 'deskwire';

/** The slash may be left out, as everywhere. */
export const isAppLine = (line: string): boolean => /^\/?deskwire(\s|$)/i.test(line.trim());

/** The option that every command of a desk takes where people type or choose. `public:no` keeps an answer private. */
export const publicOption = {
  name: 'public',
  description: 'Show the answer to everyone in this channel',
} as const;

/** Entries a page on every chat platform: five of ordinary length stay within what one message may say on each. */
export const chatPageSize = 5;

import type { Choice, Reply } from '../reply.ts';
import { withoutPunctuation } from '../text.ts';
import type { Member } from './access.ts';
import type { NameKind } from './names.ts';

/** A command line, typed or assembled from a platform's options, with the person and the channel. */
export interface Question extends Member {
  /** With the slash: `/horn visits kenya`. */
  text: string;
  /** `slack:T…:C…` or `discord:G…:C…`; missing on platforms without channels. */
  channel?: string;
  /** The person's right in that channel, if the platform names it in the interaction. */
  standing?: 'manages-channel';
  /** Where the answer is shown; entries that may not be shown there are left out. */
  audience: 'person' | 'channel';
  /** Entries per page. */
  pageSize: number;
  /** Only the form that is asked for is looked at: what others alone show need not be read. */
  oneForm?: true;
}

/** Answers command lines for every platform. Never throws: a failure is a Reply. */
export interface Answerer {
  answer(question: Question): Promise<Reply>;
  /** Completions of one option: label, and value to insert. At most `limit`. */
  complete(at: OptionInProgress, limit: number): Promise<Choice[]>;
  /** Completions of a name in any spelling: label, and id. At most `limit`. */
  names(typed: NameInProgress, limit: number): Choice[];
  /** Whether the line may take long and then asks in a form. */
  asks(text: string): boolean;
  /** The desks that are served now, with their commands. */
  catalogue(): CatalogueDesk[];
}

interface OptionInProgress {
  desk: string;
  command: string;
  option: string;
  typed: string;
  /** Values of the other options so far. */
  given?: Readonly<Record<string, string>>;
  person?: string;
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
  /** Description of each command group, by name. */
  groups?: Readonly<Record<string, string>>;
}

export interface CatalogueCommand {
  /** One word, or a group and a word separated by a space, such as `roles grant`. */
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
  /** Text that is kept as typed, including quotes. */
  verbatim?: true;
  /** A short closed list; missing: free text, completed by `complete` if `completes` is set. */
  choices?: string[];
  completes: boolean;
}

/** Slash commands of the app, beside those of the desks. What they answer is for the one who asks, never for a channel. */
export const appCommands = { manage: 'deskwire', edit: 'deskwire-edit' } as const;

export const appCommandIds: readonly string[] = Object.values(appCommands);

/** A line on the command for digests, settings and roles. */
export const manageLine = (rest: string): string => `/${appCommands.manage} ${rest}`;

/** A line on the command for writing, review and sources. */
export const editLine = (rest: string): string => `/${appCommands.edit} ${rest}`;

/** The slash is optional. */
export const isAppLine = (line: string): boolean =>
  appCommandIds.includes(/^\/?(\S+)/.exec(line.trim())?.[1]?.toLowerCase() ?? '');

/** Option of every desk command. `public:no` keeps an answer private. */
export const publicOption = {
  name: 'public',
  description: 'Show the answer to everyone in this channel',
} as const;

/** Entries per page on chat platforms: five of ordinary length fit the message limit of each. */
export const chatPageSize = 5;

/** In the terminal, where lines are wider. */
export const terminalPageSize = 8;

/** Name of the action on a message that drafts a fact from the link in it. */
export const addToDesk = 'Add to desk';

/** The line that an action on a message stands for: its first link, and its words; undefined without a link. */
export function lineOfMessage(text: string): string | undefined {
  const [found] = /https?:\/\/[^\s"<>|\\]{3,2000}/.exec(text) ?? [];
  if (found === undefined) return undefined;
  const url = withoutPunctuation(found);
  const words = text.replace(/https?:\/\/\S+/g, ' ').replace(/["“”„‟«»″＂\\]/g, ' ');
  const said = words.replace(/\s+/g, ' ').trim().slice(0, 600).toWellFormed();
  return editLine(`add link url:"${url}"${said ? ` said:"${said}"` : ''}`);
}

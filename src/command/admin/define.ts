import type { Role } from '../../domain/identity.ts';
import type { Question } from '../../domain/ports/answerer.ts';
import type { Reply } from '../../domain/reply.ts';
import type { CommandShape, DeskService, Input, Options } from '../define.ts';

/** What a command of `/deskwire` knows of a question. */
export interface HouseContext {
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
  /** Every command of `/deskwire`, and what its groups are about, for help. */
  commands: readonly HouseCommand[];
  groups: Readonly<Record<string, string>>;
  /** The command line that asks the same with these options changed; undefined removes one. */
  line(changes: Record<string, string | undefined>): string;
  /** For what needs more than the command itself: the answer to one who lacks the role, undefined where it is held. */
  refuse(needed: Role): Reply | undefined;
  /** The role of the person on any desk. */
  roleOn(desk: string): Promise<Role>;
}

/** By what a command is about: nothing of a desk's, one desk, or one desk or every desk (`*`). */
export interface ContextAbout {
  house: HouseContext;
  desk: HouseContext & { service: DeskService };
  desks: HouseContext & { desk: string };
}

export type About = keyof ContextAbout;

/**
 * A subcommand of `/deskwire`. Its name is a word, or a group and a word: `digest subscribe`. One about a desk gets the
 * option `desk` by itself; names in its other options are those of the desk that is meant.
 */
export interface HouseCommand<O extends Options = Options, A extends About = About> extends CommandShape<O> {
  about: A;
  /** The least role that may use it; none: anyone. */
  role?: Role;
  run(input: Input<O>, context: ContextAbout[A]): Promise<Reply>;
}

/** Declares a command of `/deskwire` once; parsing, help, completion, Slack and Discord all derive from it. */
export function defineHouseCommand<const O extends Options, const A extends About>(
  command: HouseCommand<O, A>,
): HouseCommand {
  return command as unknown as HouseCommand;
}

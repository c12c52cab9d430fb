import { type Role, strongest } from '../domain/identity.ts';
import type { Member, RoleOf } from '../domain/ports/access.ts';
import type { Question } from '../domain/ports/answerer.ts';
import type { Clock, Log } from '../domain/ports/runtime.ts';
import type { Reply } from '../domain/reply.ts';
import type { About, AppCommand, AppSlash, ContextAbout, DeskService } from './define.ts';
import { askWhichDesk, type DeskReading, deskOfNames, everyDesk, readWithDesk } from './desk-option.ts';
import { lineFor } from './line.ts';
import { formOf, withAnswerOptions } from './options.ts';
import { tidy } from './parse/tokens.ts';
import { checkRole, faultReply, logRefusal, noDesk, refusal } from './refusals.ts';
import type { Found } from './route.ts';
import type { Slashes } from './slashes.ts';

/** The desk that is meant where a line settles none: the channel's, else the one that the person chose. */
export type UsualDesk = (asked: {
  person?: string | undefined;
  channel?: string | undefined;
}) => Promise<string | undefined>;

interface AppRunner {
  roleOf: RoleOf;
  usualDesk: UsualDesk;
  answer(question: Question): Promise<Reply>;
  clock: Clock;
  log: Log;
}

type Asked = Extract<Found, { slash: { scope: 'app' } }>;

/** Runs commands of the app: reads each with the names of its desk, and checks the person's role there. */
export function createAppRunner({ roleOf, usualDesk, answer, clock, log }: AppRunner) {
  return async function run(
    { command, slash, rest }: Asked,
    question: Question,
    { desks, apps: slashes }: Pick<Slashes, 'desks' | 'apps'>,
  ): Promise<Reply> {
    const byNames = command.about === 'app' ? undefined : deskOfNames(rest, desks)?.desk.definition.id;
    const usual = command.keepsDesk ? undefined : (byNames ?? (await usualDesk(question)));
    const now = clock();
    const head = `/${slash.id} ${command.name}`;
    const definition = withAnswerOptions(command, 'app');
    const reading = readWithDesk(definition, rest, { desks, usual, now, head });
    const { parsed, desk, service } = reading;
    if (command.about !== 'app' && desk === undefined)
      return whichDesk(
        command,
        { slash: slash.id, line: `${head} ${tidy(rest)}`.trim() },
        reading,
        desks,
        slashes,
      );
    const role = await (desk === undefined ? strongestRole(question, desks) : roleOf(question, desk));
    const tried = { person: question.person, desk, command: command.name, held: role };
    const refuse = (needed: Role) => checkRole(tried, needed);
    const refused = command.role && refuse(command.role);
    const of = service && { desk: service.desk.definition.id };
    if (refused) return { ...logRefusal(log, tried, refused), ...of };
    const { values, notices } = parsed;
    if (!parsed.ok)
      return faultReply(parsed.fault, { slash: slash.id, ...of, definition: command, values, notices });
    // A button keeps the desk it was shown for, whatever the usual desk is when pressed.
    const pinned = desk !== undefined && desks.length > 1 ? { ...values, desk } : values;
    const { desk: _, show: __, ...input } = parsed.input;
    const context = {
      person: question.person,
      now,
      role,
      refuse,
      slash: slash.id,
      slashes,
      ...formOf(command, parsed.input, question.pageSize),
      roleOn: (id: string) => roleOf(question, id),
      answer: (text: string) => answer({ ...question, text }),
      ...(question.channel && { channel: question.channel }),
      ...(question.standing && { standing: question.standing }),
      ...(desk !== undefined && { desk }),
      ...(service && { service }),
      line: (changes: Record<string, string | undefined>) =>
        lineFor(slash.id, definition, { ...pinned, ...changes }),
    };
    const reply = logRefusal(log, tried, await command.run(input, context as ContextAbout[About]));
    return { ...of, ...reply, visibility: 'private', blocks: [...notices, ...reply.blocks] };
  };

  async function strongestRole(member: Member, desks: readonly DeskService[]): Promise<Role> {
    const ids = [everyDesk, ...desks.map(({ desk }) => desk.definition.id)];
    return strongest(await Promise.all(ids.map((desk) => roleOf(member, desk))));
  }
}

/** Reports faults of the line first, unless only a desk's names could decide. */
function whichDesk(
  definition: AppCommand,
  { slash, line }: { slash: string; line: string },
  { parsed }: DeskReading,
  desks: readonly DeskService[],
  slashes: readonly AppSlash[],
): Reply {
  if (desks.length === 0) return refusal('failed', noDesk);
  const named = Object.values(definition.options).some(({ kind }) => kind.type === 'name');
  if (!parsed.ok && (!named || parsed.fault.code === 'bad_choice')) {
    const { fault, values, notices } = parsed;
    return faultReply(fault, { slash, definition, values, notices });
  }
  return askWhichDesk(desks, slashes, {
    lineOn: (id) => `${line} desk:${id}`,
    every: definition.about === 'desks',
    keeps: !definition.keepsDesk,
  });
}

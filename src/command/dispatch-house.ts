import { house } from '../domain/house.ts';
import type { CatalogueDesk, OptionInProgress, Question } from '../domain/ports/answerer.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Place } from '../domain/ports/places.ts';
import type { Member, RoleOf } from '../domain/ports/role-of.ts';
import type { Choice, Reply } from '../domain/reply.ts';
import { type Role, strongest } from '../domain/roles.ts';
import { catalogueCommand } from './catalogue.ts';
import { completeValue } from './complete-value.ts';
import type { About, ContextAbout, HouseCommand } from './define-house.ts';
import { deskChoices, everyDesk, type Reading, readWithDesk, serviceFor, withDesk } from './desk-meant.ts';
import type { DeskService } from './desk-service.ts';
import { faultReply, forbidden, refusal, unknownCommand } from './fault-reply.ts';
import { split } from './find-command.ts';
import { lineFor } from './line.ts';
import { tidy } from './parse/tokens.ts';
import { checkRole, logged } from './permissions.ts';
import { routeHouse } from './route-house.ts';

export interface HouseOptions {
  commands: readonly HouseCommand[];
  /** What each group of commands is about, by its name; at most 100 characters. */
  groups: Readonly<Record<string, string>>;
  /** The desk that a channel mostly asks; undefined where it has none. */
  usualDesk(channel: string): Promise<string | undefined>;
}

interface Surroundings extends HouseOptions {
  desks(): DeskService[];
  roleOf: RoleOf;
  placeOf(channel: string | undefined): Promise<Place>;
  clock: Clock;
  log: Log;
}

export interface House {
  /** Answers a line that begins with `/deskwire`. May throw. */
  answer(question: Question): Promise<Reply>;
  complete(at: OptionInProgress, limit: number): Promise<Choice[]>;
  catalogue(): CatalogueDesk;
}

const slash = `/${house}`;
const help: Choice = { label: `Everything ${slash} knows`, command: `${slash} help` };

/** `/deskwire`: what belongs to no single desk, and what is done to a desk rather than asked of it. */
export function createHouse(around: Surroundings): House {
  const { commands, groups, desks, roleOf, placeOf, usualDesk, clock, log } = around;

  async function answer(question: Question): Promise<Reply> {
    const [, typed] = split(tidy(question.text));
    const where = routeHouse(typed, commands);
    if (question.audience === 'channel') {
      const says = `What ${slash} answers is for the one who asks, not for a channel.`;
      const command = where.found ? where.command.name : house;
      return logged(log, { person: question.person, command }, forbidden('an answer for one person', says));
    }
    if (where.found) return run(where.command, where.rest, question);
    const says = `${slash} has no command “${[...where.word].slice(0, 40).join('')}”.`;
    const meant = where.meant.map((choice) => ({ ...choice, command: `${slash} ${choice.command}` }));
    return unknownCommand(says, meant, help);
  }

  async function run(command: HouseCommand, text: string, question: Question): Promise<Reply> {
    const head = `${slash} ${command.name}`;
    const usual = question.channel && (await usualDesk(question.channel));
    const now = clock();
    const reading = readWithDesk(command, text, { desks: desks(), usual, now, head });
    const { parsed, desk, service } = reading;
    if (command.about !== 'house' && desk === undefined) return whichDesk(command, text, reading);
    const role = await (desk === undefined ? strongestRole(question) : roleOf(question, desk));
    const tried = { person: question.person, desk, command: command.name, held: role };
    const refuse = (needed: Role) => checkRole(tried, needed);
    const refused = command.role && refuse(command.role);
    const of = service && { desk: service.desk.definition.id };
    if (refused) return { ...logged(log, tried, refused), ...of };
    const { values, notices } = parsed;
    const whole = commands.map((one) => withDesk(one, desks()));
    const definition = withDesk(command, desks());
    if (!parsed.ok) return faultReply(parsed.fault, { slash: house, ...of, definition, values, notices });
    // A button means the desk that it was shown for, whatever is usual when it is pressed.
    const pinned = desk !== undefined && desks().length > 1 ? { ...values, desk } : values;
    const { desk: _, ...input } = parsed.input;
    const context = {
      ...{ person: question.person, pageSize: question.pageSize, now, role, commands: whole, groups, refuse },
      roleOn: (id: string) => roleOf(question, id),
      ...(question.channel && { channel: question.channel }),
      ...(question.standing && { standing: question.standing }),
      ...(desk !== undefined && { desk }),
      ...(service && { service }),
      line: (changes: Record<string, string | undefined>) =>
        lineFor(house, definition, { ...pinned, ...changes }),
    };
    const reply = logged(log, tried, await command.run(input, context as ContextAbout[About]));
    return { ...of, ...reply, visibility: 'private', blocks: [...notices, ...reply.blocks] };
  }

  /** What is wrong with the line is said first, unless only the names of a desk could tell. */
  function whichDesk(command: HouseCommand, text: string, { parsed }: Reading): Reply {
    const serving = desks();
    if (serving.length === 0) return refusal('failed', 'No desk is installed yet.');
    const definition = withDesk(command, serving);
    const named = Object.values(command.options).some(({ kind }) => kind.type === 'name');
    if (!parsed.ok && (!named || parsed.fault.code === 'bad_choice'))
      return faultReply(parsed.fault, {
        slash: house,
        definition,
        values: parsed.values,
        notices: parsed.notices,
      });
    const line = `${slash} ${command.name} ${tidy(text)}`.trim();
    const choices = deskChoices(line, serving, command.about === 'desks');
    return refusal('question', 'Which desk is meant?', 'Ask', choices);
  }

  async function strongestRole(member: Member): Promise<Role> {
    const ids = [everyDesk, ...desks().map(({ desk }) => desk.definition.id)];
    return strongest(await Promise.all(ids.map((desk) => roleOf(member, desk))));
  }

  return {
    answer,

    async complete({ command: name, option, typed, given, channel }, limit) {
      const command = commands.find((one) => one.name === name);
      const definition = command && withDesk(command, desks()).options[option];
      if (!definition) return [];
      const usual = channel && (await usualDesk(channel));
      const service = serviceFor(given?.desk ?? usual, desks());
      const place = () => placeOf(channel);
      return completeValue(definition, typed, { service, now: clock(), place }, limit);
    },

    catalogue() {
      const all = commands.map((command) => catalogueCommand(withDesk(command, desks())));
      const about = 'Digests, writing and review, roles and settings';
      return { id: house, name: 'Deskwire', about, commands: all, groups };
    },
  };
}

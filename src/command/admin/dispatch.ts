import type { Serving } from '../../domain/desk.ts';
import { type Role, strongest } from '../../domain/identity.ts';
import type { Member, Place, RoleOf } from '../../domain/ports/access.ts';
import {
  type CatalogueDesk,
  house,
  type OptionInProgress,
  type Question,
} from '../../domain/ports/answerer.ts';
import type { Clock, Log } from '../../domain/ports/runtime.ts';
import type { Choice, Reply } from '../../domain/reply.ts';
import { completeValue } from '../complete/value.ts';
import { catalogueCommand, type DeskService } from '../define.ts';
import { findCommand, groupOf, helpWords, lineFor, split } from '../line.ts';
import { closest } from '../parse/grammar.ts';
import { tidy } from '../parse/tokens.ts';
import { checkRole, faultReply, forbidden, logged, refusal, unknownCommand } from '../refusals.ts';
import type { About, ContextAbout, HouseCommand } from './define.ts';
import { deskChoices, everyDesk, type Reading, readWithDesk, serviceFor, withDesk } from './desk-option.ts';

export interface HouseOptions {
  commands: readonly HouseCommand[];
  /** What each group of commands is about, by its name; at most 100 characters. */
  groups: Readonly<Record<string, string>>;
  /** The desk that a channel mostly asks; undefined where it has none. */
  usualDesk(channel: string): Promise<string | undefined>;
}

interface Surroundings extends HouseOptions {
  desks: Serving<DeskService>;
  roleOf: RoleOf;
  placeOf(channel: string | undefined): Promise<Place>;
  clock: Clock;
  log: Log;
}

interface House {
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
    const reading = readWithDesk(command, text, { desks: desks.all(), usual, now, head });
    const { parsed, desk, service } = reading;
    if (command.about !== 'house' && desk === undefined) return whichDesk(command, text, reading);
    const role = await (desk === undefined ? strongestRole(question) : roleOf(question, desk));
    const tried = { person: question.person, desk, command: command.name, held: role };
    const refuse = (needed: Role) => checkRole(tried, needed);
    const refused = command.role && refuse(command.role);
    const of = service && { desk: service.desk.definition.id };
    if (refused) return { ...logged(log, tried, refused), ...of };
    const { values, notices } = parsed;
    const whole = commands.map((one) => withDesk(one, desks.all()));
    const definition = withDesk(command, desks.all());
    if (!parsed.ok) return faultReply(parsed.fault, { slash: house, ...of, definition, values, notices });
    // A button means the desk that it was shown for, whatever is usual when it is pressed.
    const pinned = desk !== undefined && desks.all().length > 1 ? { ...values, desk } : values;
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
    const serving = desks.all();
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
    const ids = [everyDesk, ...desks.all().map(({ desk }) => desk.definition.id)];
    return strongest(await Promise.all(ids.map((desk) => roleOf(member, desk))));
  }

  return {
    answer,

    async complete({ command: name, option, typed, given, channel }, limit) {
      const command = commands.find((one) => one.name === name);
      const definition = command && withDesk(command, desks.all()).options[option];
      if (!definition) return [];
      const usual = channel && (await usualDesk(channel));
      const service = serviceFor(given?.desk ?? usual, desks.all());
      const place = () => placeOf(channel);
      return completeValue(definition, typed, { service, now: clock(), place }, limit);
    },

    catalogue() {
      const all = commands.map((command) => catalogueCommand(withDesk(command, desks.all())));
      const about = 'Digests, writing and review, roles and settings';
      return { id: house, name: 'Deskwire', about, commands: all, groups };
    },
  };
}

type HouseRoute =
  | { found: true; command: HouseCommand; rest: string }
  /** `meant`: whole lines, without the slash command. */
  | { found: false; word: string; meant: Choice[] };

/** Which command a line asks, given what was typed after `/deskwire`. */
function routeHouse(line: string, commands: readonly HouseCommand[]): HouseRoute {
  const [first, rest] = split(line);
  const help = commands.find(({ name }) => name === 'help');
  const explain = (what: string): HouseRoute =>
    help ? { found: true, command: help, rest: what } : { found: false, word: what, meant: [] };
  if (first === '' || helpWords.has(first.toLowerCase())) return explain(rest);
  const found = findCommand(line, commands);
  if (found && helpWords.has(found.rest.toLowerCase())) return explain(found.command.name);
  if (found) return { found: true, ...found };
  const group = commands.find((one) => groupOf(one) === first.toLowerCase()) && first.toLowerCase();
  if (group && (rest === '' || helpWords.has(rest.toLowerCase()))) return explain(group);
  return { found: false, word: group ? `${group} ${split(rest)[0]}` : first, meant: near(line, commands) };
}

/** Misspelt in either word, or with one of the two left out: `role grant`, `roles grnt`, `subscribe`. */
function near(line: string, commands: readonly HouseCommand[]): Choice[] {
  const [first, after] = split(line);
  const [second, rest] = split(after);
  const groups = [...new Set(commands.flatMap((one) => groupOf(one) ?? []))];
  const meant = [
    ...closest(first, second === '' ? [] : groups).flatMap((group) => {
      const own = commands.filter((one) => groupOf(one) === group);
      const words = closest(
        second,
        own.map(({ name }) => split(name)[1]),
      );
      const shown = words.length > 0 ? own.filter(({ name }) => words.includes(split(name)[1])) : own;
      return shown.map((command) => ({ command, rest: words.length > 0 ? rest : '' }));
    }),
    ...commands
      .filter((command) => closest(first, [split(command.name)[1] || command.name]).length > 0)
      .map((command) => ({ command, rest: after })),
  ];
  const alone = closest(first, second === '' ? groups : []);
  const lines = meant.map(({ command: { name, description }, rest: kept }) => ({
    label: description,
    command: `${name} ${kept}`.trim(),
  }));
  const all = [...alone.map((group) => ({ label: `Everything of ${group}`, command: group })), ...lines];
  return all.filter(({ command }, at) => all.findIndex((one) => one.command === command) === at);
}

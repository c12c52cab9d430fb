import type { Serving } from '../domain/desk.ts';
import { passingWords } from '../domain/errors.ts';
import type { Place, Places, RoleOf } from '../domain/ports/access.ts';
import { type Answerer, isAppLine, manageLine, type Question } from '../domain/ports/answerer.ts';
import type { RecordState } from '../domain/ports/entries.ts';
import type { TypedLine } from '../domain/ports/platform.ts';
import type { Clock, Log } from '../domain/ports/runtime.ts';
import type { Reply } from '../domain/reply.ts';
import { asOneQuestion } from '../runtime/question-order.ts';
import { aboutItself } from './about-itself.ts';
import { choices, notice } from './answer/blocks.ts';
import { completeLine, typedLine } from './complete/line.ts';
import { completeNames, completeValue } from './complete/value.ts';
import type { AppSlash, DeskCommand, DeskService } from './define.ts';
import { lineThatAsks } from './desk-option.ts';
import { beginningOf, plainWords, splitFirstWord } from './line.ts';
import { maxAppLine, maxLine, tooLong } from './parse/parse.ts';
import { tidy } from './parse/tokens.ts';
import { forbidden, logRefusal, refusal, unknownCommand } from './refusals.ts';
import { asksIn, type Found, pageOf, type Route, route, saysDesk, type Unknown } from './route.ts';
import { createAppRunner, type UsualDesk } from './run-app.ts';
import { createDeskRunner, type Readers } from './run-desk.ts';
import { type DeskSlash, readAfter, type Slashes, serviceOf, slashesOf } from './slashes.ts';
import { canRead, isSlip, readersOf, turnedInto } from './without-command.ts';

interface DispatcherOptions {
  /** Readers' commands, on every desk. */
  commands: readonly DeskCommand[];
  /** The app's slash commands, if any. */
  apps?: readonly AppSlash[];
  usualDesk?: UsualDesk;
  desks: Serving<DeskService>;
  roleOf: RoleOf;
  recordState: RecordState;
  places: Places;
  readers: Readers;
  clock: Clock;
  log: Log;
  /** Short unique id that a reader quotes and the log contains. */
  newErrorId(): string;
}

export interface Dispatcher extends Answerer {
  /** Completions of the whole line, best first, for Tab. */
  completeLine(text: string, at?: { cursor?: number; person?: string }): Promise<string[]>;
  /** The line as typed options, for a platform that has them; undefined if it names no slash command. */
  typedLine(text: string): TypedLine | undefined;
  /** Whether the line says a desk and one of its commands, so that none of the app can be meant. */
  isOfDesk(text: string): boolean;
  /** The line with the slash command that is meant; where nothing settles the desk, one that asks for it. */
  withSlash(question: Pick<Question, 'text' | 'person'>): Promise<string>;
}

/** Words after a question word; fewer may be a name that the desk does not have. */
const longQuestion = 4;

/** Answers command lines: finds the command, checks the role, reads the options and runs it. Never throws. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const {
    commands,
    apps = [],
    desks,
    roleOf,
    recordState,
    places,
    readers,
    clock,
    log,
    newErrorId,
  } = options;
  const { usualDesk = async () => undefined } = options;
  const slashes = slashesOf(commands, apps, desks.all);
  /** Without an answer from the platform, a place counts as shared. */
  const placeOf = async (channel: string | undefined): Promise<Place> =>
    channel === undefined ? 'internal' : ((await places.ofChannel(channel)) ?? 'shared');
  const runOnDesk = createDeskRunner({ roleOf, recordState, places, placeOf, readers, clock, log });
  const runOnApp = createAppRunner({ roleOf, usualDesk, answer: (question) => ask(question), clock, log });

  async function ask(question: Question): Promise<Reply> {
    const longest = apps.length > 0 && isAppLine(question.text.slice(0, maxLine)) ? maxAppLine : maxLine;
    const known = slashes();
    if (question.text.length > longest) {
      const begun = beginningOf(question.text, longest);
      const { where } = await routed({ ...question, text: begun }, known);
      if (!('reply' in where) && where.found && isOfDesk(where) && where.command.cutsLine) {
        const read = await runOnDesk(where, { ...question, text: begun });
        const says = `Only the first ${longest.toLocaleString('en-GB')} characters were read.`;
        return { ...read, blocks: [notice('info', says), ...read.blocks] };
      }
      const { says, write } = tooLong(longest);
      return refusal('invalid', `${says} ${write}`);
    }
    const { where, usual } = await routed(question, known);
    const reply = await answerAt(where, question, known);
    return usual ? askedOf(usual, reply, question) : reply;
  }

  async function answerAt(where: Route, question: Question, known: Slashes): Promise<Reply> {
    if ('reply' in where) return where.reply;
    if (where.slash.scope === 'app' && question.audience === 'channel') return forOne(where, question);
    if (!where.found) return unmatched(where, question, known);
    if (!isOfDesk(where)) return runOnApp(where, question, known);
    const page = where.command.name === 'new' && pageOf(`new ${where.rest}`, where.slash);
    if (page) return runOnDesk({ ...where, ...page }, question);
    const reply = await runOnDesk(where, question);
    return (await narrowed(where, question, reply)) ?? (await asQuestion(where, question, reply)) ?? reply;
  }

  /** `country kg --topic energy`: more than the command takes, which another one does. */
  async function narrowed(
    { slash, command, rest }: Extract<Found, { slash: DeskSlash }>,
    question: Question,
    { outcome }: Reply,
  ): Promise<Reply | undefined> {
    const other = slash.commands.find(({ name }) => name === command.narrower);
    if (!other || !rest.includes(' ') || (outcome !== 'invalid' && outcome !== 'not_found')) return undefined;
    const line = [rest, `${command.name} ${rest}`].find((one) => canRead(other, one, slash, clock()));
    if (line === undefined) return undefined;
    const reply = await runOnDesk({ found: true, slash, command: other, rest: line }, question);
    const says = notice('info', `“${command.name}” does not take all of this: answered by “${other.name}”.`);
    return { ...reply, blocks: [says, ...reply.blocks] };
  }

  /** A command that cannot read its words, in a line that is a question: `who went to nairobi with rice?` */
  async function asQuestion(
    { slash, command, rest, line = `${command.name} ${rest}` }: Extract<Found, { slash: DeskSlash }>,
    question: Question,
    { outcome }: Reply,
  ): Promise<Reply | undefined> {
    const asker = slash.commands.find(({ name }) => name === 'ask');
    // A plain question, of which the command is a word.
    const isPlain = command.asked === true || command.name === 'new' || /^who /i.test(line);
    const isWords = outcome === 'invalid' && plainWords.test(rest) && line.split(' ').length >= longQuestion;
    const asks = rest.endsWith('?') || isWords || (isPlain && (rest.includes(' ') || command.name === 'new'));
    if (!asker || asker === command || !asks || (outcome !== 'invalid' && outcome !== 'not_found'))
      return undefined;
    const asked = { found: true, slash, command: asker, rest: line } as const;
    const isLong = (command.asked === true || isWords) && rest.split(' ').length >= longQuestion;
    const answers = ({ outcome }: Reply) => outcome === 'ok' || outcome === 'not_covered' || isLong;
    const reply = await runOnDesk(asked, question, { counts: answers });
    if (!answers(reply)) return undefined;
    if (isPlain) return reply;
    const says = notice('info', `“${command.name}” cannot read this: answered as a question.`);
    return { ...reply, blocks: [...reply.blocks, says] };
  }

  /** Answers of the app are private. */
  function forOne(where: Found | Unknown, { person }: Question): Reply {
    const { id } = where.slash;
    const says = `What /${id} answers is for the one who asks, not for a channel.`;
    const command = where.found ? where.command.name : id;
    return logRefusal(log, { person, command }, forbidden('an answer for one person', says));
  }

  /** Where several desks may be meant, the `usual` one is. */
  async function routed(
    question: Pick<Question, 'text' | 'person' | 'channel'>,
    known: Slashes,
  ): Promise<{ where: Route; usual?: DeskService | undefined }> {
    const where = route(question.text, known);
    if (!('reply' in where) || where.reply.outcome !== 'question') return { where };
    const usual = desks.byId((await usualDesk(question)) ?? '');
    return usual
      ? { where: route(`/${usual.desk.definition.id} ${question.text}`, known), usual }
      : { where };
  }

  /** Below an answer whose line did not say the desk: which was asked, and the others where it knows nothing. */
  function askedOf({ desk }: DeskService, reply: Reply, { text }: Question): Reply {
    const { id: own, name } = desk.definition;
    const says = notice('info', `Asked of ${name}; “${manageLine('me desk')}” changes the desk.`);
    const others = desks.all().flatMap(({ desk: { definition } }) => {
      const { id, name: label } = definition;
      return id === own ? [] : [{ label, command: `/${id} ${text}` }];
    });
    const instead = reply.outcome === 'not_found' ? choices('Ask another desk', others) : [];
    return { ...reply, blocks: [...reply.blocks, says, ...instead] };
  }

  /**
   * A line without a command. On a desk: a name alone opens its page, a misspelt command is offered, and everything else
   * is a question.
   */
  async function unmatched(where: Unknown, question: Question, known: Slashes): Promise<Reply> {
    const { slash, line } = where;
    if (slash.scope === 'app') return unknown(where);
    const run = (command: DeskCommand, rest = line) =>
      runOnDesk({ found: true, slash, command, rest }, question);
    const turned = turnedInto(line, slash, clock());
    if (turned) return run(turned.command, turned.rest);
    if (!asksSomething.test(line)) {
      const says = `“${line}” is no question, and no numbered choice is open here. Write a name, a command or a question.`;
      return { ...refusal('invalid', says), desk: slash.id };
    }
    const near = where.near.filter(({ command }) => isSlip(where, command, slash, clock()));
    if (near.length > 0) return unknown({ ...where, near });
    const named = (name: string) => slash.commands.find((command) => command.name === name);
    // `-gas`: what a search leaves out, a question would ask for.
    const asker = /(?:^|\s)-\p{L}/u.test(line) ? undefined : named('ask');
    if (asker) {
      const itself = aboutItself(line, known.apps, slash.service.names);
      if (itself?.isCommandAlone) return { ...itself.reply, desk: slash.id };
      const reply = await runOnDesk({ found: true, slash, command: asker, rest: line }, question, {
        counts: () => itself === undefined,
      });
      const isOfEntries = reply.outcome !== 'not_found' && reply.citations.length > 0;
      return itself && !isOfEntries ? { ...itself.reply, desk: slash.id } : reply;
    }
    const search = named('search');
    if (!search) return unknown(where);
    const found = await run(search);
    return {
      ...found,
      blocks: [notice('info', `No command: read as a search for “${line}”.`), ...found.blocks],
    };
  }

  /** Suggests similar commands; on a desk, otherwise commands that can read the whole line. */
  function unknown({ slash, line, word, near }: Unknown): Reply {
    const typed = `“${[...word].slice(0, 40).join('')}”`;
    if (slash.scope === 'app') {
      const help = { label: `Everything /${slash.id} knows`, command: `/${slash.id} help` };
      return unknownCommand(`/${slash.id} has no command ${typed}.`, near, help);
    }
    const meant = near.length > 0 ? near : readersOf(line, slash, clock());
    const help = { label: 'Everything this desk answers', command: `/${slash.id} help` };
    return { ...unknownCommand(`This desk has no command ${typed}.`, meant, help), desk: slash.id };
  }

  return {
    async answer(question) {
      try {
        return await asOneQuestion(() => ask(question));
      } catch (err) {
        const passing = passingWords(err);
        if (passing) {
          log.warn({ err, person: question.person }, 'command not answered: temporary failure');
          return refusal('failed', passing);
        }
        const errorId = newErrorId();
        log.error({ err, errorId, person: question.person }, 'command failed');
        const says = `Something went wrong here and the question could not be answered. If it happens again, give an admin this number: ${errorId}`;
        return refusal('failed', says);
      }
    },

    async complete({ desk: id, command, option, typed, given, person, channel }, limit) {
      if (typed.length > maxLine) return [];
      const { all, apps: ofApp, desks: serving } = slashes();
      const slash = all.find((one) => one.id === id);
      if (!slash) return [];
      const definition = readAfter(slash, ofApp).find(({ name }) => name === command)?.options[option];
      if (!definition) return [];
      const usual = slash.scope === 'app' ? await usualDesk({ person, channel }) : undefined;
      const service = serviceOf(slash, given?.desk ?? usual, serving);
      const place = () => placeOf(channel);
      return asOneQuestion(() => completeValue(definition, typed, { service, now: clock(), place }, limit));
    },

    names({ desk, kinds, typed }, limit) {
      const service = desks.byId(desk);
      return service && typed.length <= maxLine ? completeNames(typed, kinds, service, limit) : [];
    },

    asks: (text) => text.length <= maxAppLine && asksIn(text, slashes()),

    catalogue: () => slashes().catalogue,

    async completeLine(text, { cursor = text.length, person } = {}) {
      const usual = person === undefined ? undefined : await usualDesk({ person });
      return completeLine({ text, cursor, slashes: slashes(), usual, now: clock() });
    },

    typedLine: (text) => typedLine(text, slashes(), clock()),

    isOfDesk: (text) => text.length <= maxLine && saysDesk(text, slashes().all),

    async withSlash({ text, person }) {
      const known = slashes();
      const [first] = known.all;
      if (text.startsWith('/') || !first || text.length > maxLine) return text;
      const { where } = await routed({ text, person }, known);
      if ('reply' in where)
        return where.reply.outcome === 'question' ? lineThatAsks(text, known.apps) : `/${first.id} ${text}`;
      const { id } = where.slash;
      return splitFirstWord(tidy(text))[0].toLowerCase() === id ? `/${tidy(text)}` : `/${id} ${text}`;
    },
  };
}

/** A letter, a year, a flag or a picture. */
const asksSomething = /\p{L}|\d{4}|[\p{RI}\p{Extended_Pictographic}]/u;

const isOfDesk = (found: Found): found is Extract<Found, { slash: DeskSlash }> =>
  found.slash.scope === 'desk';

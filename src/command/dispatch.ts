import { dayIn } from '../domain/dates/day.ts';
import type { Serving } from '../domain/desk.ts';
import { passingWords } from '../domain/errors.ts';
import type { Role } from '../domain/identity.ts';
import type { Place, Places, RoleOf } from '../domain/ports/access.ts';
import { type Answerer, house as houseId, isHouseLine, type Question } from '../domain/ports/answerer.ts';
import type { RecordState, Scope } from '../domain/ports/entries.ts';
import type { Clock, Log } from '../domain/ports/runtime.ts';
import type { Choice, Reply } from '../domain/reply.ts';
import { createHouse, type HouseOptions } from './admin/dispatch.ts';
import { completeLine } from './complete/line.ts';
import { completeNames, completeValue } from './complete/value.ts';
import {
  type CommandContext,
  type CommandDefinition,
  catalogueCommand,
  type DeskService,
  scopeOf,
  withPublic,
} from './define.ts';
import { lineFor } from './line.ts';
import { maxHouseLine, maxLine, parse, tooLong } from './parse/parse.ts';
import { checkRole, faultReply, logged, unknownCommand as noSuchCommand, refusal } from './refusals.ts';
import { type Route, route } from './route.ts';
import { leftOut, noting } from './withheld.ts';

interface DispatcherOptions {
  commands: readonly CommandDefinition[];
  /** What `/deskwire` answers; none: there is no such command. */
  house?: HouseOptions;
  desks: Serving<DeskService>;
  roleOf: RoleOf;
  recordState: RecordState;
  places: Places;
  clock: Clock;
  log: Log;
  /** Short and unique: a reader quotes it, the log holds it. */
  newErrorId(): string;
}

export interface Dispatcher extends Answerer {
  /** Whole lines that the one being typed may become, best first, for Tab. */
  completeLine(text: string, cursor?: number): Promise<string[]>;
}

type Found = Extract<Route, { found: true }>;

/** Answers command lines: finds desk and command, checks the role, reads the options, runs, and never throws. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { commands, desks, roleOf, recordState, places, clock, log, newErrorId } = options;
  const catalogued = commands.map(catalogueCommand);
  const memories = new WeakMap<DeskService, AnswerMemory>();
  /** What the platform does not tell at the moment counts as shared. */
  const placeOf = async (channel: string | undefined): Promise<Place> =>
    channel === undefined ? 'internal' : ((await places.ofChannel(channel)) ?? 'shared');
  const house = options.house && createHouse({ ...options.house, desks, roleOf, placeOf, clock, log });

  async function ask(question: Question): Promise<Reply> {
    const ofHouse = house && isHouseLine(question.text.slice(0, maxLine));
    const longest = ofHouse ? maxHouseLine : maxLine;
    if (question.text.length > longest) {
      const { says, write } = tooLong(longest);
      return refusal('invalid', `${says} ${write}`);
    }
    if (ofHouse) return house.answer(question);
    const ids = desks.all().map(({ desk }) => desk.definition.id);
    const where = route(question.text, ids, commands, house ? [houseId] : []);
    if ('reply' in where) return where.reply;
    const service = desks.byId(where.desk) as DeskService;
    return where.found ? run(where, service, question) : unknownCommand(where, service);
  }

  async function run(found: Found, service: DeskService, question: Question): Promise<Reply> {
    const { definition, desk, rest } = found;
    const role = await roleOf(question, desk);
    const tried = { person: question.person, desk, command: definition.name, held: role };
    const refused = checkRole(tried, definition.role);
    if (refused) return { ...logged(log, tried, refused), desk };
    const { own, shown } = await seenBy(question, service, role);
    // All that an answer is made from, besides the desk and what is recorded; of who asks and where, only this.
    const seen = [shown.role, shown.place, own.role, own.place, shown.today];
    const key = JSON.stringify([definition.name, rest, ...seen, question.pageSize]);
    const memory = memories.get(service) ?? new AnswerMemory();
    memories.set(service, memory);
    const state = await recordState.at(shown.now);
    return memory.recall(state, key, async () => {
      const reply = await answer(found, service, shown, question.pageSize);
      if (own.role === shown.role && own.place === shown.place) return reply;
      const wider = noting(service);
      await answer(found, wider.service, own, question.pageSize);
      const aside = leftOut(wider.marked, shown);
      return { ...reply, ...(aside && { aside }) };
    });
  }

  /**
   * `shown`: what the answer may hold, which for a channel is what its least privileged reader may see. `own`: what the
   * one who asks may know of, the same unless something is marked. Only then a platform is asked who sees it.
   */
  async function seenBy({ person, channel, audience }: Question, service: DeskService, role: Role) {
    const now = clock();
    const forAll = audience === 'channel';
    if (!(await service.entries.hasMarked(service.desk.definition.id))) {
      const scope = scopeOf(service, forAll ? 'reader' : role, now);
      return { own: scope, shown: scope };
    }
    const own = scopeOf(service, role, now, await places.ofPerson(person));
    if (!forAll) return { own, shown: own };
    const place = own.place === 'shared' ? 'shared' : await placeOf(channel);
    return { own, shown: scopeOf(service, 'reader', now, place) };
  }

  async function answer(
    { definition, desk, rest }: Found,
    service: DeskService,
    scope: Scope,
    pageSize: number,
  ): Promise<Reply> {
    const head = `/${desk} ${definition.name}`;
    const asked = withPublic(definition);
    const parsed = parse({ definition: asked, text: rest, names: service.names, today: scope.today, head });
    const { values, notices } = parsed;
    if (!parsed.ok) return faultReply(parsed.fault, { slash: desk, desk, definition, values, notices });
    const { public: toAll, ...input } = parsed.input;
    const asOf = input['as-of'];
    const { names, entries, visits, searcher, language } = service;
    const context: CommandContext = {
      ...{ desk: service.desk, names, entries, visits, searcher, language, commands },
      scope: typeof asOf === 'string' ? { ...scope, asOf } : scope,
      pageSize,
      line: (changes) => lineFor(desk, definition, { ...values, ...changes }),
    };
    const reply = await definition.run(input, context);
    const visibility = toAll ? 'public' : toAll === false ? 'private' : reply.visibility;
    const said = toAll !== undefined && { visibilitySaid: true as const };
    return { ...reply, visibility, ...said, desk: reply.desk ?? desk, blocks: [...notices, ...reply.blocks] };
  }

  /** Commands whose name is like the first word, then those that can read the whole line. */
  function unknownCommand(
    where: Extract<Route, { desk: string; found: false }>,
    service: DeskService,
  ): Reply {
    const { desk, line, near } = where;
    const [word = ''] = line.split(' ');
    const renamed = near.map(({ name }) => `/${desk} ${name}${line.slice(word.length)}`);
    const today = dayIn(service.desk.definition.zone, clock());
    const readers = commands.filter((definition) => {
      if (definition.bare.length === 0 || definition.name === 'help' || definition.role !== 'reader')
        return false;
      const kinds = definition.bare.map((name) => definition.options[name]?.kind.type);
      if (kinds.includes('entry')) return false;
      return parse({ definition, text: line, names: service.names, today, head: '', faults: 1 }).ok;
    });
    const meant = near.length > 0 ? near : readers;
    const lines = near.length > 0 ? renamed : readers.map(({ name }) => `/${desk} ${name} ${line}`);
    const says = `This desk has no command “${[...word].slice(0, 40).join('')}”.`;
    const choices = lines.map(
      (whole, at): Choice => ({ label: meant[at]?.description ?? whole, command: whole }),
    );
    const help = { label: 'Everything this desk answers', command: `/${desk} help` };
    return { ...noSuchCommand(says, choices, help), desk };
  }

  return {
    async answer(question) {
      try {
        return await ask(question);
      } catch (err) {
        const passing = passingWords(err);
        if (passing) {
          log.warn({ err, person: question.person }, 'command could not be answered just now');
          return refusal('failed', passing);
        }
        const errorId = newErrorId();
        log.error({ err, errorId, person: question.person }, 'command failed');
        const says = `Something went wrong here and the question could not be answered. If it happens again, give an admin this number: ${errorId}`;
        return refusal('failed', says);
      }
    },

    async complete(at, limit) {
      const { desk, command, option, typed } = at;
      if (house && desk === houseId) return house.complete(at, limit);
      const service = desks.byId(desk);
      const definition = commands.find(({ name }) => name === command)?.options[option];
      if (!service || !definition) return [];
      const place = () => placeOf(at.channel);
      return completeValue(definition, typed, { service, now: clock(), place }, limit);
    },

    names({ desk, kinds, typed }, limit) {
      const service = desks.byId(desk);
      return service ? completeNames(typed, kinds, service, limit) : [];
    },

    catalogue() {
      const asked = desks.all().map(({ desk: { definition } }) => {
        const { id, name, about } = definition;
        return { id, name, about, commands: catalogued };
      });
      return house ? [...asked, house.catalogue()] : asked;
    },

    completeLine: (text, cursor = text.length) =>
      completeLine({
        text,
        cursor,
        commands,
        desks: desks.all(),
        house: options.house?.commands ?? [],
        now: clock(),
      }),
  };
}

/** Replies kept; one holds some ten kilobytes. */
const kept = 200;

/**
 * What was answered in one state of the record. The same question in the same state has the same answer; what an
 * answer depends on besides the state belongs into the question.
 */
export class AnswerMemory {
  #state: string | undefined;
  readonly #replies = new Map<string, Reply>();

  async recall(state: string, question: string, answer: () => Promise<Reply>): Promise<Reply> {
    if (state !== this.#state) this.#replies.clear();
    this.#state = state;
    const known = this.#replies.get(question);
    if (known) return known;
    const reply = await answer();
    // Someone who asked meanwhile may have seen a newer state: this answer is not of that one.
    if (state === this.#state) this.#keep(question, reply);
    return reply;
  }

  #keep(question: string, reply: Reply): void {
    this.#replies.set(question, reply);
    const [oldest] = this.#replies.keys();
    if (this.#replies.size > kept && oldest !== undefined) this.#replies.delete(oldest);
  }
}

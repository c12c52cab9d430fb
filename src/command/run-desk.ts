import { LRUCache } from 'lru-cache';
import type { Role } from '../domain/identity.ts';
import type { Place, Places, ReadMarks, RoleOf } from '../domain/ports/access.ts';
import type { Question } from '../domain/ports/answerer.ts';
import type { Gaps, Unanswered } from '../domain/ports/chat.ts';
import type { RecordState, Scope } from '../domain/ports/entries.ts';
import type { Publications } from '../domain/ports/publishing.ts';
import type { Clock, Log } from '../domain/ports/runtime.ts';
import type { Reply } from '../domain/reply.ts';
import { type CommandContext, type DeskReader, type DeskService, datesOf, scopeOf } from './define.ts';
import { lineFor } from './line.ts';
import { formOf, withAnswerOptions } from './options.ts';
import { parse } from './parse/parse.ts';
import { checkRole, faultReply, logRefusal } from './refusals.ts';
import type { Found } from './route.ts';
import { leftOut, recordMarked } from './withheld.ts';

/** What is kept of readers and of what they ask. */
export interface Readers {
  marks: ReadMarks;
  gaps: Pick<Gaps, 'count'>;
  publications: Pick<Publications, 'head' | 'newest'>;
}

interface DeskRunner {
  roleOf: RoleOf;
  recordState: RecordState;
  places: Places;
  /** Without an answer from the platform, a place counts as shared. */
  placeOf(channel: string | undefined): Promise<Place>;
  readers: Readers;
  clock: Clock;
  log: Log;
}

/** With the question, where it had no answer. */
interface Answered {
  reply: Reply;
  gap: Unanswered | undefined;
}

const rememberedAskers = 2000;

type Asked = Extract<Found, { slash: { scope: 'desk' } }>;

/** Runs desk commands. Equal questions have equal answers until something is recorded. */
export function createDeskRunner(options: DeskRunner) {
  const { roleOf, recordState, places, placeOf, readers, clock, log } = options;
  const memories = new WeakMap<DeskService, AnswerMemory<Answered>>();
  const counted = new LRUCache<string, true>({ max: rememberedAskers });

  /** `counts`: whether a question without an answer is counted, by its reply. */
  async function run(
    asked: Asked,
    question: Question,
    { counts = () => true }: { counts?: (reply: Reply) => boolean } = {},
  ): Promise<Reply> {
    const { command, rest, slash } = asked;
    const { id: desk, service } = slash;
    const role = await roleOf(question, desk);
    const tried = { person: question.person, desk, command: command.name, held: role };
    const refused = checkRole(tried, command.role);
    if (refused) return { ...logRefusal(log, tried, refused), desk };
    if (command.personal) {
      const { own } = await seenBy({ ...question, audience: 'person' }, service, role);
      const reader = readerOf(question.person, desk, own.now);
      return { ...(await answer(asked, service, own, question.pageSize, { reader })), personal: true };
    }
    const { own, shown } = await seenBy(question, service, role);
    // Besides desk and record, an answer depends only on this part of the asker and place.
    const seen = [shown.role, shown.place, own.role, own.place, shown.today];
    const isOneScope = own.role === shown.role && own.place === shown.place;
    // What is left out is told of all forms.
    const oneForm = isOneScope ? question.oneForm : undefined;
    const key = JSON.stringify([command.name, rest, ...seen, question.pageSize, oneForm]);
    const memory = memories.get(service) ?? new AnswerMemory<Answered>();
    memories.set(service, memory);
    const state = await recordState.at(shown.now);
    const answered = await memory.recall(state, key, async () => {
      let gap: Unanswered | undefined;
      const unanswered = (found: Unanswered) => {
        gap = found;
      };
      const reply = await answer(asked, service, shown, question.pageSize, { unanswered, oneForm });
      if (isOneScope) return { reply, gap };
      const wider = recordMarked(service);
      await answer(asked, wider.service, own, question.pageSize);
      const aside = leftOut(wider.marked, shown);
      return { reply: { ...reply, ...(aside && { aside }) }, gap };
    });
    if (answered.gap && counts(answered.reply)) await count(desk, answered.gap, question.person, shown);
    return answered.reply;
  }

  /** Once a day for each person, which only this process remembers. That it cannot be counted changes no answer. */
  async function count(desk: string, gap: Unanswered, person: string, { now, today }: Scope): Promise<void> {
    const once = JSON.stringify([today, desk, person, gap.key]);
    if (counted.has(once)) return;
    counted.set(once, true);
    try {
      await readers.gaps.count(desk, gap, now);
    } catch (err) {
      log.warn({ err, desk }, 'a question without an answer was not counted');
    }
  }

  function readerOf(person: string, desk: string, now: Date): DeskReader {
    const { marks, publications } = readers;
    return {
      mark: () => marks.of(person, desk),
      readUpTo: (number) => marks.set(person, desk, number, now),
      head: () => publications.head(),
      newest: (from, to, limit) => publications.newest(desk, from, to, limit),
    };
  }

  /**
   * `shown`: what the answer may contain; in a channel, what its least privileged reader may see. `own`: what the
   * asker may know; differs only if entries are marked, and only then the platform is asked.
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

  return run;
}

async function answer(
  { command, rest, slash }: Asked,
  service: DeskService,
  scope: Scope,
  pageSize: number,
  extra: Pick<CommandContext, 'reader' | 'unanswered' | 'oneForm'> = {},
): Promise<Reply> {
  const { id: desk, commands } = slash;
  const head = `/${desk} ${command.name}`;
  const definition = withAnswerOptions(command, 'desk');
  const searchable = commands.some(({ name }) => name === 'search');
  const parsed = parse({
    definition,
    text: rest,
    names: service.names,
    dates: datesOf(service),
    today: scope.today,
    head,
    searchable,
  });
  const { values, notices } = parsed;
  if (!parsed.ok)
    return faultReply(parsed.fault, { slash: desk, desk, definition: command, values, notices });
  const { public: toAll, show: _, ...input } = parsed.input;
  const asOf = input['as-of'];
  const { names, entries, visits, searcher, language } = service;
  const context: CommandContext = {
    desk: service.desk,
    names,
    entries,
    visits,
    searcher,
    language,
    commands,
    scope: typeof asOf === 'string' ? { ...scope, asOf } : scope,
    ...formOf(command, parsed.input, pageSize),
    ...extra,
    line: (changes) => lineFor(desk, withAnswerOptions(command, 'app'), { ...values, ...changes }),
  };
  const reply = await command.run(input, context);
  const visibility = toAll ? 'public' : toAll === false ? 'private' : reply.visibility;
  const said = toAll !== undefined && { visibilitySaid: true as const };
  return { ...reply, visibility, ...said, desk: reply.desk ?? desk, blocks: [...notices, ...reply.blocks] };
}

/** Cached replies, about ten kilobytes each. */
const kept = 200;

/**
 * Caches the answers of one state of the record. Everything else that an answer depends on must be part of the
 * question.
 */
export class AnswerMemory<T extends object = Reply> {
  #state: string | undefined;
  readonly #replies = new LRUCache<string, T>({ max: kept });

  async recall(state: string, question: string, answer: () => Promise<T>): Promise<T> {
    if (state !== this.#state) this.#replies.clear();
    this.#state = state;
    const known = this.#replies.get(question);
    if (known) return known;
    const reply = await answer();
    // A question asked meanwhile may have seen a newer state, which this answer does not belong to.
    if (state === this.#state) this.#replies.set(question, reply);
    return reply;
  }
}

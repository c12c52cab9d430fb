import { notice, privately } from '../../../src/command/answer/blocks.ts';
import { type DeskService, scopeOf } from '../../../src/command/define.ts';
import { CitationList } from '../../../src/domain/answer/citations.ts';
import { addDays } from '../../../src/domain/dates/day.ts';
import type { Desk, Serving } from '../../../src/domain/desk.ts';
import type { Draft } from '../../../src/domain/draft.ts';
import type { EntryBody } from '../../../src/domain/entry.ts';
import { assertNever } from '../../../src/domain/errors.ts';
import { allows, isPerson } from '../../../src/domain/identity.ts';
import type { RoleOf } from '../../../src/domain/ports/access.ts';
import { appCommands } from '../../../src/domain/ports/answerer.ts';
import type { ReviewItem, ReviewItems } from '../../../src/domain/ports/cards.ts';
import type { Drafts } from '../../../src/domain/ports/drafts.ts';
import type { Revisions } from '../../../src/domain/ports/publishing.ts';
import type { Reply } from '../../../src/domain/reply.ts';
import { isListed } from '../../../src/domain/sources/listed.ts';
import { handlings } from '../../../src/domain/vocabulary.ts';
import { type feedCards, isFeedSubject } from '../feeds/feed-cards.ts';
import { returnedReply } from './lifecycle.ts';
import { showingOn, type WritingDeps } from './options.ts';
import { outcomeOf, reviewCard } from './review-card.ts';
import { passedOn, staleOn, type Waiting, waitingOn } from './review-queue.ts';

export interface ReviewItemsDeps extends Pick<WritingDeps, 'editing' | 'near' | 'reports' | 'content'> {
  roleOf: RoleOf;
  drafts: Pick<Drafts, 'get' | 'list'>;
  revisions: Revisions;
  /** The desks that serve now. */
  desks: Serving<DeskService>;
  feeds: ReturnType<typeof feedCards>;
}

/** The card that says how many have none. */
const rest = 'more';
const contradiction = 'contradiction';

/** The two entries of a contradiction. */
function pairOf(subject: string): [string, string][] {
  const [kind, one, other] = subject.split(':');
  return kind === contradiction && one !== undefined && other !== undefined ? [[one, other]] : [];
}

const usually = { standing: 20, rest };
const ofOld = { standing: 5, rest };

/** Authors are told of so many at once; older ones have been told before. */
const mostReturned = 100;

type Handling = EntryBody['handling'];

/** What is known of a review item without showing it. */
interface About {
  subject: string;
  version: string;
  since: Date;
  handling: Handling;
  person?: string;
}

/** What waits in `review`, as cards. A conflict of chat and file is for whoever keeps the files, and has none. */
export function createReviewItems(deps: ReviewItemsDeps): ReviewItems {
  const serving = (desk: string) => deps.desks.byId(desk) ?? notServed(desk);

  async function told(waiting: readonly Waiting[], service: DeskService, now: Date): Promise<ReviewItem[]> {
    const things = waiting.map(async (one): Promise<ReviewItem[]> => {
      const about = await aboutOf(one, service, now);
      const person = await personOf(one, service);
      const most = one.kind === 'stale' || one.kind === 'passed' ? ofOld : usually;
      return about ? [{ ...about, most, ...(person && { person }), ...shown(one, service, now) }] : [];
    });
    return (await Promise.all(things)).flat();
  }

  async function returnedOn(service: DeskService, now: Date): Promise<ReviewItem[]> {
    const { id } = service.desk.definition;
    const returned = await deps.drafts.list({ desk: id, states: ['returned'], limit: mostReturned });
    const each = returned.map((draft) => toAuthor(draft, service, now));
    return (await Promise.all(each)).flat();
  }

  return {
    async on(id, now, carded) {
      const service = serving(id);
      // No more than these come to a channel before one of them is seen to.
      const contradictions = { most: usually.standing, also: carded.flatMap(pairOf) };
      const waiting = await waitingOn(deps, { service, now, contradictions });
      const fed = await deps.feeds.on(service.desk.definition, now);
      return [...(await told(waiting, service, now)), ...(await returnedOn(service, now)), ...fed];
    },
    async forPeople(id, now) {
      const service = serving(id);
      const old = [...(await passedOn({ service, now })), ...(await staleOn({ service, now }))];
      const theirs = (await told(old, service, now)).filter(({ person }) => person);
      return [...theirs, ...(await returnedOn(service, now))];
    },
    async beyond(id, since, items) {
      const read = items.filter((item) => item.since >= since && pairOf(item.subject).length > 0);
      return { rest, count: (await deps.near.contradicting(id, since)) - read.length };
    },
    more(id, of, howMany) {
      const { definition } = serving(id).desk;
      if (of !== rest) return deps.feeds.more(definition, howMany);
      const on = deps.desks.all().length > 1 ? ` desk:${id}` : '';
      const wait = howMany === 1 ? 'One more waits' : `${howMany} more wait`;
      const says = `${wait} for a reviewer of ${definition.name}. They come here as those above are seen to; /${appCommands.edit} review${on} shows all.`;
      return privately({ blocks: [notice('info', says)] });
    },
    ended: async (id, subject, of) =>
      isFeedSubject(subject)
        ? deps.feeds.ended(serving(id).desk.definition, subject)
        : outcomeOf(deps, serving(id).desk, subject, of),
  };

  /** Whom it is for alone. What became of a plan knows who wrote it, if nobody else keeps it. */
  async function personOf(one: Waiting, { desk }: DeskService): Promise<string | undefined> {
    if (one.kind !== 'stale' && one.kind !== 'passed') return undefined;
    const keeper = await keeperOf(one.body, desk);
    if (keeper !== undefined || one.kind === 'stale') return keeper;
    const of = {
      desk: desk.definition.id,
      entry: one.body.id,
      states: ['published'] as const,
      limit: mostReturned,
    };
    const author = (await deps.drafts.list(of)).find(({ act }) => act === 'add')?.author;
    return author !== undefined && (await writes(author, desk.definition)) ? author : undefined;
  }

  /** Who keeps it true, if that is a person of a chat platform who may see to it. */
  async function keeperOf({ owner }: EntryBody, { definition }: Desk): Promise<string | undefined> {
    const named = owner ?? definition.owner;
    return (await writes(named, definition)) ? named : undefined;
  }

  async function writes(person: string, { id }: Desk['definition']): Promise<boolean> {
    return isPerson(person) && allows(await deps.roleOf({ person }, id), 'editor');
  }

  async function toAuthor(draft: Draft, { desk }: DeskService, now: Date): Promise<ReviewItem[]> {
    const { id, author, version, updatedAt } = draft;
    // Who writes here no more could do nothing with it.
    if (!(await writes(author, desk.definition))) return [];
    const by = { desk: desk.definition.id, person: author, reviews: false };
    const at = showingOn(desk, by, { now, isOneOfSeveral: deps.desks.all().length > 1 });
    const reply = returnedReply(draft, at);
    return [
      {
        subject: `returned:${id}`,
        version: String(version),
        since: updatedAt,
        person: author,
        handling: 'public',
        most: usually,
        show: async () => reply,
        hint: () => reply,
      },
    ];
  }

  function shown(one: Waiting, { desk }: DeskService, now: Date): Pick<ReviewItem, 'show' | 'hint'> {
    const isOneOfSeveral = deps.desks.all().length > 1;
    // For whoever presses: what they may do is asked then.
    const anyone = { desk: desk.definition.id, person: '', reviews: true };
    const at = { ...showingOn(desk, anyone, { now, isOneOfSeveral }), inChannel: true };
    const hint = (): Reply => {
      const says = `Something waits for a reviewer of ${desk.definition.name}. To see it alone, type ${at.line('review')}`;
      return privately({ blocks: [notice('info', says)] });
    };
    return {
      async show() {
        const citations = new CitationList(desk);
        const blocks = await reviewCard(deps, one, at, citations);
        return blocks.length > 0 ? privately({ blocks, citations }) : hint();
      },
      hint,
    };
  }
}

/** The strictest mark of the entries that a card tells of; what is under embargo is kept in the house. */
function strictest(
  bodies: readonly (Pick<EntryBody, 'handling' | 'embargo'> | undefined)[],
  now: Date,
): Handling {
  const marks = bodies.map((body): Handling => {
    // What cannot be told is kept back.
    if (!body) return 'restricted';
    const isHeld = body.embargo !== undefined && Date.parse(body.embargo) > now.getTime();
    return isHeld && body.handling === 'public' ? 'internal' : body.handling;
  });
  return handlings[Math.max(0, ...marks.map((mark) => handlings.indexOf(mark)))] as Handling;
}

async function aboutOf(one: Waiting, service: DeskService, now: Date): Promise<About | undefined> {
  const stored = (id: string) => service.entries.get(scopeOf(service, 'admin', now), id);
  switch (one.kind) {
    case 'draft': {
      const { id, body, entry, act, version, updatedAt, type } = one.draft;
      // Anybody may see a source or a name.
      if (isListed(type))
        return { subject: `draft:${id}`, version: String(version), since: updatedAt, handling: 'public' };
      const known = act === 'add' || entry === undefined ? undefined : await stored(entry);
      const handling = strictest([body, ...(known ? [known.body] : [])], now);
      return { subject: `draft:${id}`, version: String(version), since: updatedAt, handling };
    }
    case 'filed': {
      const { body, revision, recordedAt } = one.entry;
      const handling = strictest([body], now);
      return { subject: `filed:${body.id}`, version: String(revision), since: recordedAt, handling };
    }
    case 'report': {
      const { number, entry, at } = one.report;
      const known = await stored(entry);
      return {
        subject: `report:${number}`,
        version: '1',
        since: at,
        handling: strictest([known?.body], now),
      };
    }
    case 'contradiction': {
      const { one: first, other, says, since, marks } = one.contradiction;
      const subject = `${contradiction}:${first}:${other}`;
      return { subject, version: says, since, handling: strictest(marks, now) };
    }
    case 'passed':
    case 'stale': {
      const { body, since } = one;
      // The day after its last day is the first on which it is.
      const from = new Date(`${addDays(since, 1)}T00:00:00Z`);
      return {
        subject: `${one.kind}:${body.id}`,
        version: since,
        since: from,
        handling: strictest([body], now),
      };
    }
    case 'conflict':
      return undefined;
    default:
      return assertNever(one);
  }
}

function notServed(desk: string): never {
  throw new Error(`the desk ${desk} does not serve`);
}

import { notice, privately } from '../../src/command/answer/blocks.ts';
import { type DeskService, scopeOf } from '../../src/command/desk-service.ts';
import { CitationList } from '../../src/domain/answer/citations.ts';
import { assertNever } from '../../src/domain/assert-never.ts';
import { addDays } from '../../src/domain/day.ts';
import type { EntryBody } from '../../src/domain/entry.ts';
import type { WaitingThing, WaitingThings } from '../../src/domain/ports/cards.ts';
import type { Drafts } from '../../src/domain/ports/drafts.ts';
import type { Revisions } from '../../src/domain/ports/revisions.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { handlings } from '../../src/domain/vocabulary.ts';
import { reviewCard } from './review-card.ts';
import { type Waiting, waitingOn } from './review-queue.ts';
import { whatBecame } from './what-became.ts';
import { showingOn, type WritingNeeds } from './writing-needs.ts';

export interface WaitingThingsNeeds extends Pick<WritingNeeds, 'editing' | 'reports' | 'content'> {
  drafts: Pick<Drafts, 'get' | 'list'>;
  revisions: Revisions;
  /** The desks that serve now. */
  desks(): readonly DeskService[];
}

type Handling = EntryBody['handling'];

/** What is known of a waiting thing without showing it. */
interface About {
  subject: string;
  version: string;
  since: Date;
  handling: Handling;
}

/** What waits in `review`, as cards. A conflict of chat and file is for whoever keeps the files, and has none. */
export function createWaitingThings(needs: WaitingThingsNeeds): WaitingThings {
  const serving = (desk: string) =>
    needs.desks().find(({ desk: { definition } }) => definition.id === desk) ?? notServed(desk);

  return {
    async on(id, now) {
      const service = serving(id);
      const waiting = await waitingOn(needs, { service, now });
      const things = await Promise.all(
        waiting.map(async (one): Promise<WaitingThing | undefined> => {
          const about = await aboutOf(one, service, now);
          return about && { ...about, ...shown(one, service, now) };
        }),
      );
      return things.filter((thing) => thing !== undefined);
    },
    ended: (id, subject) => whatBecame(needs, serving(id).desk, subject),
  };

  function shown(one: Waiting, { desk }: DeskService, now: Date): Pick<WaitingThing, 'show' | 'hint'> {
    const isOneOfSeveral = needs.desks().length > 1;
    // For whoever presses: what they may do is asked then.
    const anyone = { desk: desk.definition.id, person: '', reviews: true };
    const at = showingOn(desk, anyone, { now, isOneOfSeveral });
    const hint = (): Reply => {
      const says = `Something waits for a reviewer of ${desk.definition.name}. To see it alone, type ${at.line('review')}`;
      return privately({ blocks: [notice('info', says)] });
    };
    return {
      async show() {
        const citations = new CitationList(desk);
        const blocks = await reviewCard(needs, one, at, citations);
        return blocks.length > 0 ? privately({ blocks, citations }) : hint();
      },
      hint,
    };
  }
}

/** The strictest mark of the entries that a card tells of; what is under embargo is kept in the house. */
function strictest(bodies: readonly (EntryBody | undefined)[], now: Date): Handling {
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
      const { id, body, entry, act, version, updatedAt } = one.draft;
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
        ...{ subject: `report:${number}`, version: '1', since: at },
        handling: strictest([known?.body], now),
      };
    }
    case 'contradiction': {
      const { one: first, other, says } = one.contradiction;
      const both = await Promise.all([stored(first), stored(other)]);
      const since = Math.max(...both.map((known) => known?.recordedAt.getTime() ?? 0));
      return {
        ...{ subject: `contradiction:${first}:${other}`, version: says, since: new Date(since) },
        handling: strictest(
          both.map((known) => known?.body),
          now,
        ),
      };
    }
    case 'stale': {
      const { body, since } = one;
      // The day after its last day is the first on which it is.
      const from = new Date(`${addDays(since, 1)}T00:00:00Z`);
      return { subject: `stale:${body.id}`, version: since, since: from, handling: strictest([body], now) };
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

import type { Desk, Serving } from '../domain/desk.ts';
import { assertNever } from '../domain/errors.ts';
import { directPerson, directTo, platformOf } from '../domain/identity.ts';
import type { Places } from '../domain/ports/access.ts';
import type {
  Card,
  CardRenderer,
  Cards,
  CardText,
  ReviewChannel,
  ReviewChannels,
  ReviewItem,
  ReviewItems,
} from '../domain/ports/cards.ts';
import type { Log } from '../domain/ports/runtime.ts';
import type { Reply } from '../domain/reply.ts';

export interface PostCardsPorts {
  /** The desks that serve now. */
  desks: Serving<Desk>;
  channels: Pick<ReviewChannels, 'list'>;
  cards: Pick<Cards, 'open' | 'add' | 'change' | 'count'>;
  things: ReviewItems;
  /** By platform; channels of others are left alone. */
  renderers: Readonly<Record<string, CardRenderer>>;
  places: Pick<Places, 'ofChannel'>;
  /** Keeps a line that does not fit into a button. */
  keep(text: string): Promise<string>;
  /** The same again for what is the same: after a restore a card is found where it stands. */
  newId(of: readonly string[]): string;
  log: Pick<Log, 'error'>;
}

/** In the version of a card that may not show what waits. */
const hinted = ' hint';

/**
 * Writes what cards shall say: a new one for what began to wait since its channel was set, another text where what
 * waits has changed, and the last word where it waits no more. It compares what waits with what is written, so that
 * nothing has to be remembered between two looks, and any number of processes may look at once.
 */
export async function postCards(ports: PostCardsPorts, now: Date): Promise<void> {
  for (const { definition } of ports.desks.all()) {
    const { id } = definition;
    try {
      await ofDesk(ports, id, now);
    } catch (err) {
      ports.log.error({ err, desk: id }, 'review cards of a desk failed; retrying next minute');
    }
  }
}

async function ofDesk(ports: PostCardsPorts, desk: string, now: Date): Promise<void> {
  const { cards, things, renderers, log } = ports;
  const isHere = ({ channel }: { channel: string }) => renderers[platformOf(channel)] !== undefined;
  const open = (await cards.open(desk)).filter(isHere);
  const channels = (await ports.channels.list(desk)).filter(isHere);
  const isForAll = channels.length > 0 || open.some(({ channel }) => !directPerson(channel));
  const carded = [...new Set(open.map(({ subject }) => subject))];
  const waiting = isForAll ? await things.on(desk, now, carded) : await things.forPeople(desk, now);
  const beyond = new Map<string, { rest: string; count: number }>();
  for (const { channel, since } of channels) beyond.set(channel, await things.beyond(desk, since, waiting));
  for (const step of planCards({ waiting, open, channels, beyond }, now)) {
    if (step.step !== 'end' && !isHere(step)) continue;
    try {
      await takeStep(ports, desk, step, now);
    } catch (err) {
      // The others need not wait for it.
      log.error({ err, desk, step: step.step }, 'review card not written; retrying next minute');
    }
  }
}

async function takeStep(ports: PostCardsPorts, desk: string, step: CardStep, now: Date): Promise<void> {
  const { cards, things } = ports;
  switch (step.step) {
    case 'show': {
      const { channel, thing, known } = step;
      const shows = await mayShow(ports, channel, thing);
      // The platform does not tell at the moment who sees the channel.
      if (shows === undefined) return;
      const { subject } = thing;
      const version = shows ? thing.version : thing.version + hinted;
      const show = shows ? thing.show : async () => thing.hint();
      return say(ports, { desk, channel, subject, version, known }, [show, async () => thing.hint()], now);
    }
    case 'more': {
      const { channel, subject, count, known } = step;
      const show = async () => things.more(desk, subject, count);
      return say(ports, { desk, channel, subject, version: String(count), known }, [show], now);
    }
    case 'end': {
      const { card } = step;
      const { subject, version } = card;
      const last = await things.ended(desk, subject, { now, shown: !version.includes(hinted) });
      const text = last && (await textOf(ports, card, { version: `${version} ended`, reply: last }));
      if (text) await cards.change(card, text, true, now);
      return;
    }
    default:
      return assertNever(step);
  }
}

interface Said extends Pick<Card, 'desk' | 'channel' | 'subject' | 'version'> {
  known: Card | undefined;
}

/** The first of the replies that fits into a message, on a new card or on the one that is known. */
async function say(
  ports: PostCardsPorts,
  { known, version, ...about }: Said,
  replies: readonly (() => Promise<Reply>)[],
  now: Date,
): Promise<void> {
  if (known?.version === version) return;
  const { desk, channel, subject } = about;
  const nth = known ? 0 : await ports.cards.count({ desk, channel, subject });
  const id = known?.id ?? ports.newId(['card', desk, channel, subject, `${nth}`]);
  for (const reply of replies) {
    const text = await textOf(ports, { id, channel }, { version, reply: await reply() });
    if (!text) continue;
    if (known) await ports.cards.change(known, text, false, now);
    else await ports.cards.add({ id, ...about, ...text }, now);
    return;
  }
  throw new Error('a hint does not fit into a message');
}

/** What is restricted stands in no channel, what is internal in none that others see. A person may see what is theirs. */
async function mayShow(
  { places }: PostCardsPorts,
  channel: string,
  { handling, person }: ReviewItem,
): Promise<boolean | undefined> {
  if (person) return true;
  if (handling !== 'internal') return handling === 'public';
  const place = await places.ofChannel(channel);
  return place && place === 'internal';
}

/** Undefined when it is too large for one message. */
async function textOf(
  { renderers, keep }: PostCardsPorts,
  { id, channel }: Pick<Card, 'id' | 'channel'>,
  { version, reply }: { version: string; reply: Reply },
): Promise<CardText | undefined> {
  const body = await renderers[platformOf(channel)]?.card(reply, { channel, id, keep });
  return body === undefined ? undefined : { version, reply, body };
}

/** `known`: the card that shows it already. */
type CardStep =
  | { step: 'show'; channel: string; thing: ReviewItem; known: Card | undefined }
  /** So many have no card of their own yet. */
  | { step: 'more'; channel: string; subject: string; count: number; known: Card | undefined }
  | { step: 'end'; card: Card };

const kindOf = (subject: string) => subject.split(':', 1)[0] ?? subject;

/** A person is told of what began to wait for them no longer ago than this, in milliseconds. */
const recentMs = 14 * 86_400_000;

/**
 * What is to be looked at, given what waits, what stands there and where reviewers are told; what is new in its order.
 * Many may come at once, as from a file: so many of a kind stand in a channel, and the next come as these are seen to.
 */
function planCards(
  {
    waiting,
    open,
    channels,
    beyond,
  }: {
    waiting: readonly ReviewItem[];
    open: readonly Card[];
    channels: readonly ReviewChannel[];
    /** By channel how many wait that were not looked at, and the subject of the card that counts them. */
    beyond: ReadonlyMap<string, { rest: string; count: number }>;
  },
  now: Date,
): CardStep[] {
  const steps: CardStep[] = [];
  const cards = new Map(open.map((card) => [`${card.channel} ${card.subject}`, card]));
  const standing = new Map<string, number>();
  const count = (channel: string, subject: string, more: number) => {
    const key = `${channel} ${kindOf(subject)}`;
    standing.set(key, (standing.get(key) ?? 0) + more);
    return standing.get(key) ?? 0;
  };
  for (const { channel, subject } of open) count(channel, subject, 1);
  /** How many have no card, by the card that counts them. */
  const held = new Map<string, { channel: string; subject: string; count: number }>();
  for (const [channel, { rest: subject, count: unseen }] of beyond)
    if (unseen > 0) held.set(`${channel} ${subject}`, { channel, subject, count: unseen });
  const recent = new Date(now.getTime() - recentMs);
  for (const thing of waiting) {
    const { person, subject, most } = thing;
    const places = person ? [{ channel: directTo(person), since: recent }] : channels;
    for (const { channel, since } of places) {
      const known = cards.get(`${channel} ${subject}`);
      if (!known && thing.since < since) continue;
      if (!known && count(channel, subject, 0) >= most.standing) {
        const key = `${channel} ${most.rest}`;
        const { count: before = 0 } = held.get(key) ?? {};
        held.set(key, { channel, subject: most.rest, count: before + 1 });
        continue;
      }
      if (!known) count(channel, subject, 1);
      steps.push({ step: 'show', channel, thing, known });
    }
  }
  for (const [key, of] of held)
    if (!directPerson(of.channel)) steps.push({ step: 'more', ...of, known: cards.get(key) });
  const subjects = new Set(waiting.map(({ subject }) => subject));
  for (const card of open)
    if (!subjects.has(card.subject) && !held.has(`${card.channel} ${card.subject}`))
      steps.push({ step: 'end', card });
  return steps;
}

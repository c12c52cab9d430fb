import type { Desk } from '../domain/desk.ts';
import { directPerson, directTo } from '../domain/direct.ts';
import { platformOf } from '../domain/platform-of.ts';
import type {
  Card,
  CardRenderer,
  Cards,
  CardText,
  ReviewChannel,
  ReviewChannels,
  WaitingThing,
  WaitingThings,
} from '../domain/ports/cards.ts';
import type { Log } from '../domain/ports/log.ts';
import type { Places } from '../domain/ports/places.ts';
import type { Reply } from '../domain/reply.ts';

export interface PostCardsPorts {
  /** The desks that serve now. */
  desks(): readonly Desk[];
  channels: Pick<ReviewChannels, 'list'>;
  cards: Pick<Cards, 'open' | 'add' | 'change'>;
  things: WaitingThings;
  /** By platform; channels of others are left alone. */
  renderers: Readonly<Record<string, CardRenderer>>;
  places: Pick<Places, 'ofChannel'>;
  /** Keeps a line that does not fit into a button. */
  keep(text: string): Promise<string>;
  newId(): string;
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
  for (const { definition } of ports.desks()) {
    const { id } = definition;
    try {
      await ofDesk(ports, id, now);
    } catch (err) {
      ports.log.error({ err, desk: id }, 'the cards of a desk were not looked at; they are at the next tick');
    }
  }
}

async function ofDesk(ports: PostCardsPorts, desk: string, now: Date): Promise<void> {
  const { channels, cards, things, renderers } = ports;
  const isHere = ({ channel }: { channel: string }) => renderers[platformOf(channel)] !== undefined;
  const open = (await cards.open(desk)).filter(isHere);
  const set = (await channels.list(desk)).filter(isHere);
  const isForAll = set.length > 0 || open.some(({ channel }) => !directPerson(channel));
  const waiting = isForAll ? await things.on(desk, now) : await things.forPeople(desk, now);
  const known = new Map(open.map((card) => [`${card.channel} ${card.subject}`, card]));
  const since = new Date(now.getTime() - recentMs);
  const old = new Map(
    [...Map.groupBy(open.filter(isOld), ({ channel }) => channel)].map(([at, all]) => [at, all.length]),
  );
  for (const thing of waiting) {
    const { person, subject } = thing;
    const places = person ? [{ desk, channel: directTo(person), since }].filter(isHere) : set;
    for (const place of places) {
      const card = known.get(`${place.channel} ${subject}`);
      const count = old.get(place.channel) ?? 0;
      if (!card && isOld(thing) && count >= mostOld) continue;
      const isNew = await inChannel(ports, place, thing, card, now);
      if (isNew && isOld(thing)) old.set(place.channel, count + 1);
    }
  }
  const subjects = new Set(waiting.map(({ subject }) => subject));
  for (const card of open) {
    if (subjects.has(card.subject)) continue;
    const last = await things.ended(desk, card.subject, { now, shown: !card.version.includes(hinted) });
    const text = last && (await textOf(ports, card, { version: `${card.version} ended`, reply: last }));
    if (text) await cards.change(card, text, true, now);
  }
}

/** Many facts may grow old on one day: so many stand in a channel at once, and the next come as these are seen to. */
const mostOld = 5;
const isOld = ({ subject }: Pick<Card, 'subject'>) => subject.startsWith('stale:');

/** A person is told of what began to wait for them no longer ago than this, in milliseconds. */
const recentMs = 14 * 86_400_000;

/** True for a new card. */
async function inChannel(
  ports: PostCardsPorts,
  { desk, channel, since }: ReviewChannel,
  thing: WaitingThing,
  known: Card | undefined,
  now: Date,
): Promise<boolean> {
  if (!known && thing.since < since) return false;
  const shows = await mayShow(ports, channel, thing);
  // The platform does not tell at the moment who sees the channel.
  if (shows === undefined) return false;
  const version = shows ? thing.version : thing.version + hinted;
  if (known?.version === version) return false;
  const { subject } = thing;
  const card = known ?? { id: ports.newId(), channel };
  const text =
    (await textOf(ports, card, { version, reply: shows ? await thing.show() : thing.hint() })) ??
    (await textOf(ports, card, { version, reply: thing.hint() }));
  if (!text) throw new Error('a hint does not fit into a message');
  if (!known) return ports.cards.add({ id: card.id, desk, channel, subject, ...text }, now);
  await ports.cards.change(known, text, false, now);
  return false;
}

/** What is restricted stands in no channel, what is internal in none that others see. A person may see what is theirs. */
async function mayShow(
  { places }: PostCardsPorts,
  channel: string,
  { handling, person }: WaitingThing,
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

import type { Desk } from '../domain/desk.ts';
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
  const open = (await cards.open(desk)).filter(({ channel }) => renderers[platformOf(channel)]);
  const told = (await channels.list(desk)).filter(({ channel }) => renderers[platformOf(channel)]);
  if (open.length === 0 && told.length === 0) return;
  const waiting = await things.on(desk, now);
  for (const channel of told) {
    const known = new Map(
      open.filter((card) => card.channel === channel.channel).map((card) => [card.subject, card]),
    );
    for (const thing of waiting) await inChannel(ports, channel, thing, known.get(thing.subject), now);
  }
  const subjects = new Set(waiting.map(({ subject }) => subject));
  for (const card of open) {
    if (subjects.has(card.subject)) continue;
    const last = await things.ended(desk, card.subject);
    const text = await textOf(ports, card, { version: `${card.version} ended`, reply: last });
    if (text) await cards.change(card, text, true, now);
  }
}

async function inChannel(
  ports: PostCardsPorts,
  { desk, channel, since }: ReviewChannel,
  thing: WaitingThing,
  known: Card | undefined,
  now: Date,
): Promise<void> {
  if (!known && thing.since < since) return;
  const shows = await mayShow(ports, channel, thing);
  // The platform does not tell at the moment who sees the channel.
  if (shows === undefined) return;
  const version = shows ? thing.version : `${thing.version} hint`;
  if (known?.version === version) return;
  const { subject } = thing;
  const card = known ?? { id: ports.newId(), channel };
  const text =
    (await textOf(ports, card, { version, reply: shows ? await thing.show() : thing.hint() })) ??
    (await textOf(ports, card, { version, reply: thing.hint() }));
  if (!text) throw new Error('a hint does not fit into a message');
  if (known) await ports.cards.change(known, text, false, now);
  else await ports.cards.add({ id: card.id, desk, channel, subject, ...text }, now);
}

/** What is restricted stands in no channel, what is internal in none that others see. */
async function mayShow(
  { places }: PostCardsPorts,
  channel: string,
  { handling }: WaitingThing,
): Promise<boolean | undefined> {
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

import { directPerson, directTo } from '../domain/direct.ts';
import type { Card, ReviewChannel, WaitingThing } from '../domain/ports/cards.ts';

/** `known`: the card that shows it already. */
export type CardStep =
  | { step: 'show'; channel: string; thing: WaitingThing; known: Card | undefined }
  /** So many have no card of their own yet. */
  | { step: 'more'; channel: string; count: number; known: Card | undefined }
  | { step: 'end'; card: Card };

/** The subject of the card that says how many have none. */
export const rest = 'more';

/** Many may come at once, as from a file: so many of a kind stand in a channel, and the next come as these are seen to. */
const mostOf = (kind: string) => (kind === 'stale' ? 5 : 20);
const kindOf = (subject: string) => subject.split(':', 1)[0] ?? subject;

/** A person is told of what began to wait for them no longer ago than this, in milliseconds. */
const recentMs = 14 * 86_400_000;

/** What is to be looked at, given what waits, what stands there and where reviewers are told; what is new in its order. */
export function planCards(
  {
    waiting,
    open,
    channels,
  }: { waiting: readonly WaitingThing[]; open: readonly Card[]; channels: readonly ReviewChannel[] },
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
  const held = new Map<string, number>();
  const recent = new Date(now.getTime() - recentMs);
  for (const thing of waiting) {
    const { person, subject } = thing;
    const places = person ? [{ channel: directTo(person), since: recent }] : channels;
    for (const { channel, since } of places) {
      const known = cards.get(`${channel} ${subject}`);
      if (!known && thing.since < since) continue;
      if (!known && count(channel, subject, 0) >= mostOf(kindOf(subject))) {
        held.set(channel, (held.get(channel) ?? 0) + 1);
        continue;
      }
      if (!known) count(channel, subject, 1);
      steps.push({ step: 'show', channel, thing, known });
    }
  }
  for (const [channel, without] of held)
    if (!directPerson(channel))
      steps.push({ step: 'more', channel, count: without, known: cards.get(`${channel} ${rest}`) });
  const subjects = new Set(waiting.map(({ subject }) => subject));
  for (const card of open)
    if (card.subject === rest ? !held.has(card.channel) : !subjects.has(card.subject))
      steps.push({ step: 'end', card });
  return steps;
}

import type fc from 'fast-check';
import { expect } from 'vitest';
import { type Delivery, entriesIn } from '../../src/domain/digests/delivery.ts';
import type { Subscription } from '../../src/domain/digests/subscription.ts';
import type { PublicationEvent } from '../../src/domain/ports/publishing.ts';
import type { DigestWorld } from './digest-world.ts';

export const hour = 3_600_000;
export const day = 24 * hour;
export const begin = Date.parse('2026-11-22T12:00:00Z');
export const topics = ['trade', 'visits'] as const;
export type Topic = (typeof topics)[number];

/** What became of one publication for one subscriber. */
type Fate =
  | 'told'
  | 'topic'
  | 'retracted-before'
  | 'superseded-before'
  | 'never-shown'
  | 'undone'
  | 'skipped'
  | 'before the start';

export interface Entry {
  id: string;
  topic: Topic;
  weight: number;
  retracted: boolean;
  supersedes: string | undefined;
}

export interface Subscriber {
  id: number;
  /** Two digests share one, each of its own name. */
  channel: string;
  /** Wants this topic; none: both. */
  topic: Topic | undefined;
  cursor: number;
  /** Slots up to this instant are dealt with. */
  dealt: number;
  state: 'active' | 'paused';
  until: number | undefined;
  sent: number;
  fates: Map<number, Fate>;
  /** Entries in the messages that its channel got. */
  shown: Set<string>;
  /** Of each digest without a span: what it showed, and what it chose from and did not. */
  starts: { shown: string[]; outweighed: string[] }[];
  /** Headlines that it was told, of those that it asks for. */
  headlines: { wanted: boolean; told: string[] };
}

/** The design's table of what moves the cursor, with a digest daily at 08:00 UTC and a grace of six hours. */
export class Model {
  now = begin;
  entries: Entry[] = [];
  publications: { number: number; entry: string; event: PublicationEvent }[] = [];
  subscribers: Subscriber[] = [];
  /** What the feed announced, oldest first. */
  announced: { title: string; at: number }[] = [];

  head(): number {
    return this.publications.length;
  }

  isSuperseded(id: string): boolean {
    return this.entries.some(({ supersedes, retracted }) => supersedes === id && !retracted);
  }

  /** What a digest of this moment makes of what was published after the cursor. */
  fates({ cursor, topic, shown }: Subscriber): Map<number, Fate> {
    const span = this.publications.filter(({ number }) => number > cursor);
    const fate = (id: string): Fate => {
      const entry = this.entries.find((one) => one.id === id);
      const has = (event: PublicationEvent) => span.some((one) => one.entry === id && one.event === event);
      if (cursor < 0) return 'before the start';
      const isWrong = !has('published') && (has('corrected') || has('retracted'));
      if (topic && entry?.topic !== topic && !(isWrong && shown.has(id))) return 'topic';
      if (entry?.retracted) {
        if (has('published') || !has('retracted')) return 'retracted-before';
        return shown.has(id) ? 'told' : 'never-shown';
      }
      if (this.isSuperseded(id))
        return !has('published') && (has('superseded') || has('corrected')) ? 'told' : 'superseded-before';
      return has('published') || has('corrected') ? 'told' : 'undone';
    };
    return new Map(span.map(({ number, entry }) => [number, fate(entry)]));
  }

  /** The eight weightiest of thirty; never more than thirty here. */
  start({ cursor, topic, starts }: Subscriber): void {
    if (cursor >= 0) return;
    const there = this.entries
      .filter(
        (entry) => !entry.retracted && !this.isSuperseded(entry.id) && (!topic || entry.topic === topic),
      )
      .sort((a, b) => b.weight - a.weight || this.entries.indexOf(b) - this.entries.indexOf(a))
      .map(({ id }) => id);
    starts.push({ shown: there.slice(0, 8), outweighed: there.slice(8) });
  }

  move(subscriber: Subscriber, fates: Map<number, Fate>): void {
    for (const [number, fate] of fates) {
      expect(subscriber.fates.has(number), `${number} is dealt with once`).toBe(false);
      subscriber.fates.set(number, fate);
    }
    subscriber.cursor = this.head();
  }

  digest(subscriber: Subscriber, keep = false): void {
    const { wanted, told } = subscriber.headlines;
    const news = this.announced.filter(({ at }) => at >= this.now - 8 * day).map(({ title }) => title);
    if (wanted) told.push(...news.filter((title) => !told.includes(title)));
    this.start(subscriber);
    if (!keep) this.move(subscriber, this.fates(subscriber));
    subscriber.sent += 1;
  }

  skip(subscriber: Subscriber): void {
    this.move(subscriber, new Map([...this.fates(subscriber).keys()].map((number) => [number, 'skipped'])));
  }

  remember() {
    return { head: this.head(), subscribers: structuredClone(this.subscribers) };
  }

  isCorrectedSince({ head }: { head: number }): boolean {
    return this.publications.slice(head).some(({ event }) => event === 'corrected' || event === 'retracted');
  }

  /** The subscribers are as they were then. */
  goBack({ subscribers }: { subscribers: Subscriber[] }): undefined {
    for (const [at, subscriber] of this.subscribers.entries()) Object.assign(subscriber, subscribers[at]);
  }

  /** Of 08:00 UTC, up to an instant. */
  lastSlot(instant: number): number {
    return Math.floor((instant - 8 * hour) / day) * day + 8 * hour;
  }

  /** What is composed at first. The rest: those whose pause is over, which are looked at once that is written. */
  tickFirst(): Subscriber[] {
    const resumed: Subscriber[] = [];
    for (const subscriber of this.subscribers) {
      const { state, until } = subscriber;
      if (state === 'active') this.due(subscriber);
      else if (until !== undefined && until <= this.now) {
        const dealt = Math.max(subscriber.dealt, until - 1);
        Object.assign(subscriber, { state: 'active', until: undefined, dealt });
        resumed.push(subscriber);
      }
    }
    return resumed;
  }

  due(subscriber: Subscriber): void {
    const newest = this.lastSlot(this.now);
    const isDue = newest > subscriber.dealt;
    if (subscriber.cursor < 0 || (isDue && this.now - newest <= 6 * hour)) this.digest(subscriber);
    if (isDue) subscriber.dealt = newest;
  }
}

/** Real and model must say the same after every command; what is written is sent. */
export async function compare(model: Model, world: DigestWorld): Promise<void> {
  await world.send(['terminal']);
  expect(await world.store.publications.head()).toBe(model.head());
  const shown = new Map<string, Set<string>>();
  for (const { id, channel } of model.subscribers) {
    const own = (await world.deliveries(id)).flatMap(stands);
    shown.set(channel, new Set([...(shown.get(channel) ?? []), ...own]));
  }
  for (const subscriber of model.subscribers) {
    const { cursor, sent, state } = await world.subscription(subscriber.id);
    subscriber.shown = shown.get(subscriber.channel) ?? new Set();
    expect({ cursor, sent, state }).toEqual({
      cursor: subscriber.cursor,
      sent: subscriber.sent,
      state: subscriber.state,
    });
  }
  expect(world.errors).toEqual([]);
}

/** Entries in what was sent of it. */
const stands = ({ parts }: Delivery) =>
  parts.flatMap(({ state, reply }) => (state === 'sent' ? entriesIn(reply) : []));

export type Command = fc.AsyncCommand<Model, DigestWorld>;

export function command(
  name: string,
  run: (model: Model, world: DigestWorld) => Promise<void>,
  check: (model: Model) => boolean = () => true,
): Command {
  return {
    check,
    toString: () => name,
    async run(model, world) {
      await run(model, world);
      await compare(model, world);
    },
  };
}

/** One of the subscribers, whichever there are. */
export function ofOne(
  name: string,
  at: number,
  run: (subscriber: Subscriber, seen: Subscription, model: Model, world: DigestWorld) => Promise<void>,
): Command {
  return command(
    `${name} of ${at}`,
    async (model, world) => {
      const subscriber = model.subscribers[at % model.subscribers.length] as Subscriber;
      await run(subscriber, await world.subscription(subscriber.id), model, world);
    },
    ({ subscribers }) => subscribers.length > 0,
  );
}

/** Takes over what the store announced of these entries; by which event, its own contract holds it to. */
export async function announce(model: Model, world: DigestWorld, expected: string[]): Promise<void> {
  const all = await world.store.publications.after('north', model.head(), 10);
  expect(all.map(({ entry }) => entry).sort()).toEqual([...expected].sort());
  for (const { number, entry, event } of all) model.publications.push({ number, entry, event });
}

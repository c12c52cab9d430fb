import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepNow, stepResume, stepSkip } from '../../src/digest/act-steps.ts';
import { edit, pause } from '../../src/digest/acts.ts';
import type { LedgerStep } from '../../src/domain/ports/ledger.ts';
import type { PublicationEvent } from '../../src/domain/ports/publications.ts';
import type { SubscriptionChange } from '../../src/domain/ports/subscriptions.ts';
import type { Subscription } from '../../src/domain/subscription.ts';
import { DigestWorld } from './digest-world.ts';

const hour = 3_600_000;
const day = 24 * hour;
const begin = Date.parse('2026-11-22T12:00:00Z');
const topics = ['trade', 'visits'] as const;
type Topic = (typeof topics)[number];

/** What became of one publication for one subscriber. */
type Fate = 'told' | 'topic' | 'retracted-before' | 'skipped' | 'before the start';

interface Subscriber {
  id: number;
  /** Wants this topic; none: both. */
  topic: Topic | undefined;
  cursor: number;
  /** Slots up to this instant are dealt with. */
  dealt: number;
  state: 'active' | 'paused';
  until: number | undefined;
  sent: number;
  fates: Map<number, Fate>;
}

/** The design's table of what moves the cursor, with a digest daily at 08:00 UTC and a grace of six hours. */
class Model {
  now = begin;
  entries: { id: string; topic: Topic; retracted: boolean; notes: number }[] = [];
  publications: { number: number; entry: string; event: PublicationEvent }[] = [];
  subscribers: Subscriber[] = [];

  head(): number {
    return this.publications.length;
  }

  /** What a digest of this moment makes of what was published after the cursor. */
  fates({ cursor, topic }: Subscriber): Map<number, Fate> {
    const span = this.publications.filter(({ number }) => number > cursor);
    return new Map(
      span.map(({ number, entry: id }) => {
        const entry = this.entries.find((one) => one.id === id);
        const isNew = span.some((one) => one.entry === id && one.event === 'published');
        if (cursor < 0) return [number, 'before the start'];
        if (topic && entry?.topic !== topic) return [number, 'topic'];
        return [number, entry?.retracted && isNew ? 'retracted-before' : 'told'];
      }),
    );
  }

  move(subscriber: Subscriber, fates: Map<number, Fate>): void {
    for (const [number, fate] of fates) {
      expect(subscriber.fates.has(number), `${number} is dealt with once`).toBe(false);
      subscriber.fates.set(number, fate);
    }
    subscriber.cursor = this.head();
  }

  skip(subscriber: Subscriber): void {
    this.move(subscriber, new Map([...this.fates(subscriber).keys()].map((number) => [number, 'skipped'])));
  }

  /** Of 08:00 UTC, up to an instant. */
  lastSlot(instant: number): number {
    return Math.floor((instant - 8 * hour) / day) * day + 8 * hour;
  }

  tick(): void {
    for (const subscriber of this.subscribers) {
      const { state, until } = subscriber;
      if (state === 'paused') {
        if (until === undefined || until > this.now) continue;
        const dealt = Math.max(subscriber.dealt, until - 1);
        Object.assign(subscriber, { state: 'active', until: undefined, dealt });
      }
      const newest = this.lastSlot(this.now);
      const isDue = newest > subscriber.dealt;
      if (subscriber.cursor < 0 || (isDue && this.now - newest <= 6 * hour)) {
        this.move(subscriber, this.fates(subscriber));
        subscriber.sent += 1;
      }
      if (isDue) subscriber.dealt = newest;
    }
  }
}

/** Real and model must say the same after every command. */
async function compare(model: Model, world: DigestWorld): Promise<void> {
  expect(await world.store.publications.head()).toBe(model.head());
  for (const subscriber of model.subscribers) {
    const { cursor, sent, state } = await world.subscription(subscriber.id);
    expect({ cursor, sent, state }).toEqual({
      cursor: subscriber.cursor,
      sent: subscriber.sent,
      state: subscriber.state,
    });
  }
  expect(world.errors).toEqual([]);
}

type Command = fc.AsyncCommand<Model, DigestWorld>;

function command(
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
function ofOne(
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

async function announce(model: Model, world: DigestWorld, entries: string[], event: PublicationEvent) {
  const all = await world.store.publications.after('north', model.head(), 10);
  expect(all.map(({ entry }) => entry).sort()).toEqual([...entries].sort());
  for (const { number, entry } of all) model.publications.push({ number, entry, event });
}

async function publish(model: Model, world: DigestWorld, wanted: Topic[]): Promise<void> {
  const made = wanted.map((topic, at) => ({
    ...{ id: `e${model.entries.length + at}`, topic, retracted: false, notes: 0 },
  }));
  model.entries.push(...made);
  await Promise.all(
    made.map(({ id, topic }) =>
      // Each on a day of its own, so that no two are told as one event.
      world.write(id, {
        topics: [topic],
        dates: [{ edtf: `19${id.slice(1).padStart(2, '0')}`, sources: [] }],
      }),
    ),
  );
  await announce(
    model,
    world,
    made.map(({ id }) => id),
    'published',
  );
}

function ofEntry(
  name: string,
  at: number,
  run: (model: Model, world: DigestWorld, id: string) => Promise<void>,
) {
  const standing = ({ entries }: Model) => entries.filter(({ retracted }) => !retracted);
  return command(
    `${name} ${at}`,
    async (model, world) => {
      const all = standing(model);
      await run(model, world, all[at % all.length]?.id as string);
    },
    (model) => standing(model).length > 0,
  );
}

async function written(world: DigestWorld, step: LedgerStep | undefined): Promise<void> {
  expect(step && (await world.store.ledger.write(step, world.now))).toBe('written');
}

async function changed(world: DigestWorld, { id, version }: Subscription, change: SubscriptionChange) {
  expect(await world.store.subscriptions.change(id, version, change, 'person', world.now)).toBe('changed');
}

const asked = (world: DigestWorld) => ({ by: 'person', now: world.now });
const filterOf = (topic: Topic | undefined) => ({ topics: topic ? [topic] : [], countries: [] });

async function advance(model: Model, world: DigestWorld, minutes: number): Promise<void> {
  model.now += minutes * 60_000;
  await world.tickAt(new Date(model.now).toISOString());
  model.tick();
}

const which = fc.nat({ max: 5 });
const topic = fc.constantFrom(...topics);
const wish = fc.constantFrom(undefined, ...topics);

const commands: fc.Arbitrary<Command>[] = [
  fc
    .array(topic, { minLength: 1, maxLength: 2 })
    .map((wanted) => command(`publish ${wanted}`, (model, world) => publish(model, world, wanted))),
  which.map((at) =>
    ofEntry('correct', at, async (model, world, id) => {
      const entry = model.entries.find((one) => one.id === id);
      if (!entry) return;
      entry.notes += 1;
      const corrections = Array.from({ length: entry.notes }, (_, n) => ({
        on: '2026-11-22',
        note: `was ${n}`,
      }));
      await world.write(id, { corrections });
      await announce(model, world, [id], 'corrected');
    }),
  ),
  which.map((at) =>
    ofEntry('retract', at, async (model, world, id) => {
      const entry = model.entries.find((one) => one.id === id);
      if (entry) entry.retracted = true;
      await world.write(id, { state: 'retracted', retraction: 'wrong' });
      await announce(model, world, [id], 'retracted');
    }),
  ),
  wish.map((wanted) =>
    command(
      `subscribe to ${wanted ?? 'all'}`,
      async (model, world) => {
        const schedule = { rhythm: 'daily', cron: '0 8 * * *', zone: 'UTC', holidays: 'send' } as const;
        const channel = `terminal:${model.subscribers.length}`;
        const { id } = await world.subscribe({ schedule, filter: filterOf(wanted) }, channel);
        model.subscribers.push({
          ...{ id, topic: wanted, cursor: -1, dealt: model.now, state: 'active', until: undefined, sent: 0 },
          fates: new Map(),
        });
      },
      ({ subscribers }) => subscribers.length < 4,
    ),
  ),
  fc.tuple(which, wish).map(([at, wanted]) =>
    ofOne(`edit to ${wanted ?? 'all'}`, at, async (subscriber, seen, _, world) => {
      await changed(world, seen, edit(seen, { filter: filterOf(wanted) }, { now: world.now }));
      subscriber.topic = wanted;
    }),
  ),
  fc.tuple(which, fc.boolean()).map(([at, keep]) =>
    ofOne(keep ? 'now, keep' : 'now', at, async (subscriber, seen, model, world) => {
      await written(world, await stepNow(world.ports(), seen, world.desk, { ...asked(world), keep }));
      subscriber.sent += 1;
      if (!keep) model.move(subscriber, model.fates(subscriber));
    }),
  ),
  which.map((at) =>
    ofOne('skip', at, async (subscriber, seen, model, world) => {
      await written(world, await stepSkip(world.ports(), seen, world.desk, asked(world)));
      // It takes the next slot with it, if there is one to come.
      if (subscriber.state === 'active' && subscriber.cursor >= 0)
        subscriber.dealt = model.lastSlot(Math.max(subscriber.dealt, 0)) + day;
      model.skip(subscriber);
    }),
  ),
  fc.tuple(which, fc.option(fc.integer({ min: 1, max: 72 }))).map(([at, hours]) =>
    ofOne(`pause ${hours ?? 'until resumed'}`, at, async (subscriber, seen, model, world) => {
      const until = hours === null ? undefined : model.now + hours * hour;
      await changed(world, seen, pause(until === undefined ? undefined : new Date(until)));
      Object.assign(subscriber, { state: 'paused', until });
    }),
  ),
  fc.tuple(which, fc.constantFrom('catch-up' as const, 'from-now' as const)).map(([at, how]) =>
    ofOne(`resume, ${how}`, at, async (subscriber, seen, model, world) => {
      if (seen.state !== 'paused') return;
      await written(world, await stepResume(world.ports(), seen, world.desk, { ...asked(world), how }));
      const dealt = Math.max(subscriber.dealt, model.now);
      Object.assign(subscriber, { state: 'active', until: undefined, dealt });
      if (how === 'from-now') model.skip(subscriber);
    }),
  ),
  fc.constant(command('crash', (_, world) => world.reopen())),
  fc
    .constantFrom(1, 60, 420, 1440, 3000)
    .map((minutes) => command(`tick after ${minutes}`, (model, world) => advance(model, world, minutes))),
  fc
    .constantFrom(300, 1440)
    .map((minutes) => command(`tick after ${minutes}`, (model, world) => advance(model, world, minutes))),
];

/** What the ledger kept of each publication that this subscription's digests dealt with. */
async function recorded(world: DigestWorld, { id, fates }: Subscriber): Promise<Map<number, string>> {
  const kept = new Map<number, string>();
  for (const { edition } of await world.deliveries(id)) {
    const record = edition === undefined ? undefined : await world.store.ledger.edition(edition);
    for (const { publication, rule } of record?.rulings ?? []) {
      const isOut = rule === 'topic' || rule === 'retracted-before';
      // What `now` showed and kept for the next is decided by the next.
      if (fates.get(publication) !== 'skipped') kept.set(publication, isOut ? rule : 'told');
    }
  }
  kept.delete(0);
  return kept;
}

test('whatever happens, every subscriber gets every entry of its filter once, or the reason why not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 40, size: '+1' }), async (all) => {
      const world = await DigestWorld.open(new Date(begin).toISOString());
      try {
        const model = new Model();
        await fc.asyncModelRun(() => ({ model, real: world }), all);
        // Days of rest: whoever is not paused for good has everything dealt with.
        for (let n = 0; n < 4; n += 1)
          await advance(model, world, (model.lastSlot(model.now) + day - model.now) / 60_000);
        await compare(model, world);
        for (const subscriber of model.subscribers) {
          const fromDigests = [...subscriber.fates].filter(
            ([, fate]) => fate !== 'skipped' && fate !== 'before the start',
          );
          const kept = await recorded(world, subscriber);
          for (const [number, fate] of fromDigests) expect(kept.get(number), `${number}`).toBe(fate);
          if (subscriber.state === 'active')
            expect([...subscriber.fates.keys()]).toEqual(model.publications.map(({ number }) => number));
        }
      } finally {
        await world.end();
      }
    }),
    { numRuns: 40, seed: 20_261_123 },
  );
}, 60_000);

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { edit, pause, stepNow, stepResume, stepSkip } from '../../src/digest/acts.ts';
import { type Delivery, entriesIn } from '../../src/domain/digests/delivery.ts';
import type { Rule } from '../../src/domain/digests/edition.ts';
import type { Subscription } from '../../src/domain/digests/subscription.ts';
import type { SubscriptionChange } from '../../src/domain/ports/digests.ts';
import type { LedgerStep } from '../../src/domain/ports/ledger.ts';
import type { PublicationEvent } from '../../src/domain/ports/publishing.ts';
import { DigestWorld, type Moment } from './digest-world.ts';

const hour = 3_600_000;
const day = 24 * hour;
const begin = Date.parse('2026-11-22T12:00:00Z');
const topics = ['trade', 'visits'] as const;
type Topic = (typeof topics)[number];

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

interface Entry {
  id: string;
  topic: Topic;
  weight: number;
  retracted: boolean;
  supersedes: string | undefined;
}

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
  /** Entries in the messages that its channel got. */
  shown: Set<string>;
  /** Of each digest without a span: what it showed, and what it chose from and did not. */
  starts: { shown: string[]; outweighed: string[] }[];
}

/** The design's table of what moves the cursor, with a digest daily at 08:00 UTC and a grace of six hours. */
class Model {
  now = begin;
  entries: Entry[] = [];
  publications: { number: number; entry: string; event: PublicationEvent }[] = [];
  subscribers: Subscriber[] = [];

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

  /** The ten weightiest of the newest thirty; never more than thirty here. */
  start({ cursor, topic, starts }: Subscriber): void {
    if (cursor >= 0) return;
    const there = this.entries
      .filter(
        (entry) => !entry.retracted && !this.isSuperseded(entry.id) && (!topic || entry.topic === topic),
      )
      .sort((a, b) => b.weight - a.weight || this.entries.indexOf(b) - this.entries.indexOf(a))
      .map(({ id }) => id);
    starts.push({ shown: there.slice(0, 10), outweighed: there.slice(10) });
  }

  move(subscriber: Subscriber, fates: Map<number, Fate>): void {
    for (const [number, fate] of fates) {
      expect(subscriber.fates.has(number), `${number} is dealt with once`).toBe(false);
      subscriber.fates.set(number, fate);
    }
    subscriber.cursor = this.head();
  }

  digest(subscriber: Subscriber, keep = false): void {
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
async function compare(model: Model, world: DigestWorld): Promise<void> {
  await world.send(['terminal']);
  expect(await world.store.publications.head()).toBe(model.head());
  for (const subscriber of model.subscribers) {
    const { cursor, sent, state } = await world.subscription(subscriber.id);
    subscriber.shown = new Set((await world.deliveries(subscriber.id)).flatMap(stands));
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

/** Takes over what the store announced of these entries; by which event, its own contract holds it to. */
async function announce(model: Model, world: DigestWorld, expected: string[]): Promise<void> {
  const all = await world.store.publications.after('north', model.head(), 10);
  expect(all.map(({ entry }) => entry).sort()).toEqual([...expected].sort());
  for (const { number, entry, event } of all) model.publications.push({ number, entry, event });
}

type Deed = (model: Model, world: DigestWorld) => Promise<void>;

const publish =
  (wanted: Topic[], supersedes?: string): Deed =>
  async (model, world) => {
    const made = wanted.map((topic, at) => {
      const n = model.entries.length + at;
      return { id: `e${n}`, topic, weight: 1 + (n % 3), retracted: false, supersedes };
    });
    const isNew = supersedes !== undefined && !model.isSuperseded(supersedes);
    const wasStanding = isNew && !model.entries.find(({ id }) => id === supersedes)?.retracted;
    model.entries.push(...made);
    await Promise.all(
      made.map(({ id, topic, weight }) =>
        // Each on a day of its own, so that no two are told as one event.
        world.write(id, {
          ...{ topics: [topic], weight },
          ...(supersedes && { supersedes }),
          dates: [{ edtf: `19${id.slice(1).padStart(2, '0')}`, sources: [] }],
        }),
      ),
    );
    await announce(model, world, [
      ...made.map(({ id }) => id),
      ...(supersedes && wasStanding ? [supersedes] : []),
    ]);
  };

/** Of those that are not retracted, if there is any. */
const ofEntry =
  (at: number, run: (entry: Entry, model: Model, world: DigestWorld) => Promise<void>): Deed =>
  async (model, world) => {
    const standing = model.entries.filter(({ retracted }) => !retracted);
    const entry = standing[at % standing.length];
    if (entry) await run(entry, model, world);
  };

const correct = (at: number) =>
  ofEntry(at, async ({ id }, model, world) => {
    const before = (await world.own(id))?.corrections ?? [];
    await world.write(id, { corrections: [...before, { on: '2026-11-22', note: `was ${before.length}` }] });
    await announce(model, world, [id]);
  });

const retract = (at: number) =>
  ofEntry(at, async (entry, model, world) => {
    entry.retracted = true;
    await world.write(entry.id, { state: 'retracted', retraction: 'wrong' });
    await announce(model, world, [entry.id]);
  });

const supersede = (at: number, topic: Topic) =>
  ofEntry(at, ({ id }, model, world) => publish([topic], id)(model, world));

/** Of any, also of a retracted one: its last change is taken back, with a note where readers knew of it. */
const undo =
  (at: number): Deed =>
  async (model, world) => {
    const entry = model.entries[at % model.entries.length];
    if (!entry || !(await world.undo(entry.id))) return;
    const { id, supersedes } = entry;
    // It takes the place of the older one again.
    const again =
      entry.retracted &&
      supersedes !== undefined &&
      !model.isSuperseded(supersedes) &&
      !model.entries.find((one) => one.id === supersedes)?.retracted;
    entry.retracted = (await world.own(id))?.state === 'retracted';
    await announce(model, world, [id, ...(again ? [supersedes] : [])]);
  };

async function written(world: DigestWorld, step: LedgerStep | undefined): Promise<void> {
  expect(step && (await world.store.ledger.write(step, world.now))).toBe('written');
}

async function changed(world: DigestWorld, { id, version }: Subscription, change: SubscriptionChange) {
  expect(await world.store.subscriptions.change(id, version, change, 'person', world.now)).toBe('changed');
}

const asked = (world: DigestWorld) => ({ by: 'person', now: world.now });
const filterOf = (topic: Topic | undefined) => ({ topics: topic ? [topic] : [], countries: [] });

type Meanwhile = { at: Moment; name: string; deed: Deed };

/** A tick, amid which something may be published; where that moment never comes, it is published after. */
async function advance(
  model: Model,
  world: DigestWorld,
  minutes: number,
  meanwhile?: Meanwhile,
): Promise<void> {
  model.now += minutes * 60_000;
  let resumed: Subscriber[] | undefined;
  if (meanwhile) {
    const { at, deed } = meanwhile;
    const happens = async () => {
      const before = model.remember();
      // What is composed by then knows nothing of it.
      if (at === 'write') resumed ??= model.tickFirst();
      await deed(model, world);
      // Then it is composed once more.
      if (at === 'write' && model.isCorrectedSince(before)) resumed = model.goBack(before);
    };
    world.meanwhile = { at, happens };
  }
  await world.tickAt(new Date(model.now).toISOString());
  resumed ??= model.tickFirst();
  for (const subscriber of resumed) model.due(subscriber);
  await world.late();
}

const which = fc.nat({ max: 5 });
const topic = fc.constantFrom(...topics);
const wish = fc.constantFrom(undefined, ...topics);

const deeds: fc.Arbitrary<{ name: string; deed: Deed }> = fc.oneof(
  fc
    .array(topic, { minLength: 1, maxLength: 2 })
    .map((wanted) => ({ name: `publish ${wanted}`, deed: publish(wanted) })),
  which.map((at) => ({ name: `correct ${at}`, deed: correct(at) })),
  which.map((at) => ({ name: `retract ${at}`, deed: retract(at) })),
  fc.tuple(which, topic).map(([at, of]) => ({ name: `supersede ${at}`, deed: supersede(at, of) })),
  which.map((at) => ({ name: `undo ${at}`, deed: undo(at) })),
);
const amid: fc.Arbitrary<Meanwhile | undefined> = fc.option(
  fc.tuple(fc.constantFrom('head', 'entries', 'write'), deeds).map(([at, deed]) => ({ at, ...deed })),
  { nil: undefined },
);
const amidWords = (meanwhile: Meanwhile | undefined) =>
  meanwhile ? `, amid it (${meanwhile.at}) ${meanwhile.name}` : '';

const commands: fc.Arbitrary<Command>[] = [
  deeds.map(({ name, deed }) => command(name, deed)),
  deeds.map(({ name, deed }) => command(name, deed)),
  wish.map((wanted) =>
    command(
      `subscribe to ${wanted ?? 'all'}`,
      async (model, world) => {
        const schedule = { rhythm: 'daily', cron: '0 8 * * *', zone: 'UTC', holidays: 'send' } as const;
        const channel = `terminal:${model.subscribers.length}`;
        const { id } = await world.subscribe({ schedule, filter: filterOf(wanted) }, channel);
        model.subscribers.push({
          ...{ id, topic: wanted, cursor: -1, dealt: model.now, state: 'active', until: undefined, sent: 0 },
          ...{ fates: new Map(), shown: new Set(), starts: [] },
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
  fc.tuple(which, fc.boolean(), amid).map(([at, keep, meanwhile]) =>
    ofOne(`now${keep ? ', keep' : ''}${amidWords(meanwhile)}`, at, async (subscriber, seen, model, world) => {
      const compose = () => model.digest(subscriber, keep);
      let late = meanwhile?.at === 'write';
      if (meanwhile) {
        const happens = async () => {
          const before = model.remember();
          if (late) compose();
          await meanwhile.deed(model, world);
          if (!late || !model.isCorrectedSince(before)) return;
          model.goBack(before);
          late = false;
        };
        world.meanwhile = { at: meanwhile.at, happens };
      }
      const ports = world.ports();
      const write = async () => {
        const step = await stepNow(ports, seen, world.desk, { ...asked(world), keep });
        return step && ports.ledger.write(step, world.now);
      };
      const outcome = await write();
      expect(outcome === 'overtaken' ? await write() : outcome).toBe('written');
      if (!late) compose();
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
  ...[
    [1, 60, 420, 1440, 3000],
    [300, 1440],
    [300, 1440],
  ].map((choice) =>
    fc
      .tuple(fc.constantFrom(...choice), amid)
      .map(([minutes, meanwhile]) =>
        command(`tick after ${minutes}${amidWords(meanwhile)}`, (model, world) =>
          advance(model, world, minutes, meanwhile),
        ),
      ),
  ),
];

/** What the ledger kept of each publication that this subscription's digests dealt with, and of those without a span. */
async function recorded(world: DigestWorld, { id, fates }: Subscriber) {
  const kept = new Map<number, string>();
  const starts: Subscriber['starts'] = [];
  for (const { edition } of await world.deliveries(id)) {
    const record = edition === undefined ? undefined : await world.store.ledger.edition(edition);
    if (!record) continue;
    if (record.from < 0) {
      const of = (rule: Rule) => record.rulings.filter((one) => one.rule === rule).map(({ entry }) => entry);
      starts.push({ shown: of('start'), outweighed: of('outweighed') });
      expect(record.rulings).toHaveLength(of('start').length + of('outweighed').length);
    } else {
      for (const { publication, rule } of record.rulings) {
        // What `now` showed and kept for the next is decided by the next.
        if (fates.get(publication) !== 'skipped') kept.set(publication, out.has(rule) ? rule : 'told');
      }
    }
  }
  return { kept, starts };
}

const out = new Set<Rule>(['topic', 'retracted-before', 'superseded-before', 'never-shown', 'undone']);

/** Entries in what was sent of it. */
const stands = ({ parts }: Delivery) =>
  parts.flatMap(({ state, reply }) => (state === 'sent' ? entriesIn(reply) : []));

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
          const { kept, starts } = await recorded(world, subscriber);
          expect(starts).toEqual(subscriber.starts);
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

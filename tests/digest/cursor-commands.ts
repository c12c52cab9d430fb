import fc from 'fast-check';
import { expect } from 'vitest';
import { edit, pause, stepNow, stepResume, stepSkip } from '../../src/digest/acts.ts';
import type { Subscription } from '../../src/domain/digests/subscription.ts';
import type { SubscriptionChange } from '../../src/domain/ports/digests.ts';
import type { LedgerStep } from '../../src/domain/ports/ledger.ts';
import {
  announce,
  type Command,
  command,
  day,
  type Entry,
  hour,
  type Model,
  ofOne,
  type Subscriber,
  type Topic,
  topics,
} from './cursor-model.ts';
import type { DigestWorld, Moment } from './digest-world.ts';

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
export async function advance(
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
export const topic = fc.constantFrom(...topics);
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

export const commands: fc.Arbitrary<Command>[] = [
  deeds.map(({ name, deed }) => command(name, deed)),
  deeds.map(({ name, deed }) => command(name, deed)),
  wish.map((wanted) =>
    command(
      `subscribe to ${wanted ?? 'all'}`,
      async (model, world) => {
        const schedule = { rhythm: 'daily', cron: '0 8 * * *', zone: 'UTC', holidays: 'send' } as const;
        const at = model.subscribers.length;
        const channel = `terminal:${Math.floor(at / 2)}`;
        const headlines = at % 2 === 0;
        const settings = { schedule, filter: filterOf(wanted), headlines, name: `digest-${at}` };
        const { id } = await world.subscribe({ ...settings, origins: { name: 'given' } }, channel);
        model.subscribers.push({
          ...{
            id,
            channel,
            topic: wanted,
            cursor: -1,
            dealt: model.now,
            state: 'active',
            until: undefined,
            sent: 0,
          },
          ...{ fates: new Map(), shown: new Set(), starts: [], headlines: { wanted: headlines, told: [] } },
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
  fc.constant(
    command('announce', async (model, world) => {
      // Of both topics, so that every filter wants it, and no two tell the same.
      const n = model.announced.length;
      const title = `Norway trade visits ${['a', 'b', 'c', 'd'].map((letter) => `${letter}x${n}`).join(' ')}`;
      model.announced.push({ title, at: model.now });
      await world.announce(title);
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

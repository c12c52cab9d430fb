import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MessagePosition } from '../../../src/domain/ports/ledger.ts';
import type { EntryItem } from '../../../src/domain/reply.ts';
import { cases } from '../../seed.ts';
import { DigestWorld, type Moment, moments } from '../digest-world.ts';

const minute = 60_000;
const entries = ['a', 'b', 'c'] as const;
const channels = ['slack:T1:C1', 'slack:T1:C2'];

type Deed = 'publish' | 'correct' | 'retract' | 'restore';
type Step =
  | { step: 'deed'; deed: Deed; entry: (typeof entries)[number] }
  /** digest: the next day's. send: all that is written. take: a worker reads it and sends nothing of it. */
  | { step: 'digest' | 'send' | 'take' | 'put right' }
  /** The next day's digest, amid which something is done and put right at once. */
  | { step: 'amid'; at: Moment; deed: Deed; entry: (typeof entries)[number] };

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    step: fc.constant('deed' as const),
    deed: fc.constantFrom<Deed>('publish', 'correct', 'correct', 'retract', 'restore'),
    entry: fc.constantFrom(...entries),
  }),
  fc.record({
    step: fc.constant('amid' as const),
    at: fc.constantFrom(...moments),
    deed: fc.constantFrom<Deed>('publish', 'correct', 'retract', 'restore'),
    entry: fc.constantFrom(...entries),
  }),
  fc.record({ step: fc.constantFrom('digest', 'send', 'take', 'put right') }),
);

/** What the entries say, as each is changed. */
interface Said {
  retracted: boolean;
  notes: string[];
}

async function perform(
  world: DigestWorld,
  said: Map<string, Said>,
  { deed, entry }: Pick<Step & { step: 'deed' }, 'deed' | 'entry'>,
) {
  const now = said.get(entry);
  if (!now) {
    said.set(entry, { retracted: false, notes: [] });
    return world.write(entry, { statement: `Words of ${entry}.` });
  }
  if (deed === 'correct') {
    now.notes.push(`Note ${now.notes.length} on ${entry}.`);
    const corrections = now.notes.map((note) => ({ on: '2026-11-23', note }));
    return world.write(entry, { corrections });
  }
  if (deed === 'retract' || deed === 'restore') {
    now.retracted = deed === 'retract';
    const retraction = now.retracted ? 'Wrong.' : undefined;
    return world.write(entry, { state: now.retracted ? 'retracted' : 'published', retraction });
  }
}

function pass(world: DigestWorld, minutes: number): void {
  world.now = new Date(world.now.getTime() + minutes * minute);
}

async function make(world: DigestWorld, said: Map<string, Said>, step: Step): Promise<void> {
  pass(world, 1);
  switch (step.step) {
    case 'deed':
      return perform(world, said, step);
    case 'amid':
      world.meanwhile = {
        at: step.at,
        async happens() {
          await perform(world, said, step);
          await world.correct();
        },
      };
      await make(world, said, { step: 'digest' });
      return world.late();
    case 'digest':
      return world.tickAt(
        `${new Date(world.now.getTime() + 24 * 60 * minute).toISOString().slice(0, 10)}T03:00:00Z`,
      );
    case 'send':
      return world.send(['slack']);
    case 'take': {
      const ask = { holder: 'slow', until: new Date(world.now.getTime() + minute), settleMs: 35_000 };
      await world.store.ledger.lease({ ...ask, limit: 1, platforms: ['slack'] }, world.now);
      return;
    }
    case 'put right':
      return world.correct();
  }
}

/** What each message of an entry says by now. */
async function standing(world: DigestWorld, entry: string): Promise<EntryItem[]> {
  const items: EntryItem[] = [];
  for (let after: MessagePosition | undefined, more = true; more; more = after !== undefined) {
    const batch = await world.store.ledger.messagesShowing(
      { desk: 'north', platform: 'slack', entry },
      after,
    );
    for (const { reply } of batch.messages)
      for (const block of reply.blocks)
        if (block.type === 'entries') items.push(...block.items.filter(({ id }) => id === entry));
    after = batch.next;
  }
  return items;
}

test('whatever is corrected, retracted and restored when, each message comes to say how it stands', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 8, maxLength: 30 }), async (all) => {
      const world = await DigestWorld.open('2026-11-22T12:00:00Z');
      try {
        const said = new Map<string, Said>();
        const daily = { rhythm: 'daily', cron: '0 3 * * *', zone: 'UTC', holidays: 'send' } as const;
        for (const channel of channels)
          await world.subscribe({ schedule: daily, onEmpty: 'last', lastCount: 2 }, channel);
        for (const step of all) await make(world, said, step);
        for (const step of ['put right', 'send', 'put right', 'send'] as const)
          await make(world, said, { step });
        expect((await world.store.ledger.counts()).deliveries.waiting).toBeUndefined();
        for (const [entry, { retracted, notes }] of said)
          for (const { lines, remarks } of await standing(world, entry)) {
            const words = lines
              .flat()
              .map(({ text }) => text)
              .join('\n');
            expect(remarks.includes('retracted'), `${entry}: ${words}`).toBe(retracted);
            expect(words.includes(`Words of ${entry}.`), words).toBe(!retracted);
            if (retracted) expect(words).toContain('Retracted');
            for (const note of notes) expect(words.split(note).length, words).toBeLessThanOrEqual(2);
          }
        expect(world.errors).toEqual([]);
      } finally {
        await world.end();
      }
    }),
    { numRuns: cases(25), seed: 20_261_124 },
  );
}, 60_000);

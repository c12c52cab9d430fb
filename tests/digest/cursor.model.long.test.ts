import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rule } from '../../src/domain/digests/edition.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { cases } from '../seed.ts';
import { advance, commands } from './cursor-commands.ts';
import { begin, compare, day, Model, type Subscriber } from './cursor-model.ts';
import { DigestWorld } from './digest-world.ts';

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

/** Titles that a message shows; the others of its digest are behind a button. */
const headlinesIn = ({ blocks }: Reply) =>
  blocks.flatMap((block) => (block.type === 'list' ? block.items.map(([title]) => title?.text ?? '') : []));

const out = new Set<Rule>(['topic', 'retracted-before', 'superseded-before', 'never-shown', 'undone']);

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
          const told: string[] = [];
          for (const { id, parts } of await world.deliveries(subscriber.id)) {
            const all = (await world.store.ledger.headlinesOf(id)).map(({ title }) => title);
            expect(parts.flatMap(({ reply }) => headlinesIn(reply))).toEqual(all.slice(0, 5));
            told.push(...all);
          }
          expect(told.toSorted()).toEqual(subscriber.headlines.told.toSorted());
          for (const [number, fate] of fromDigests) expect(kept.get(number), `${number}`).toBe(fate);
          if (subscriber.state === 'active')
            expect([...subscriber.fates.keys()]).toEqual(model.publications.map(({ number }) => number));
        }
      } finally {
        await world.end();
      }
    }),
    { numRuns: cases(40), seed: 20_261_123 },
  );
}, 60_000);

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { createDispatcher } from '../../src/command/dispatch.ts';
import { AnswerMemory } from '../../src/command/run-desk.ts';
import { servingOf } from '../../src/domain/desk.ts';
import type { Role } from '../../src/domain/identity.ts';
import type { Place } from '../../src/domain/ports/access.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { indexEntry } from '../../src/search/index-entry.ts';
import { createLanguage } from '../../src/search/language.ts';
import { buildNameIndex } from '../../src/search/names/name-index.ts';
import { openStore } from '../../src/store/open.ts';
import { centralAsia } from '../search/desks.ts';
import { cases } from '../seed.ts';
import { fact, inFile, visit } from '../store/entries-made.ts';
import { freshStore, noReaders, silent, storeOptions } from '../store/fixture.ts';
import { reply } from './definitions.ts';

const desk = { definition: centralAsia, sources: [] };
const names = buildNameIndex(centralAsia);
const language = createLanguage(centralAsia, names);

const entry = fc.record({
  id: fc.constantFrom('a', 'b', 'c'),
  title: fc.constantFrom('Uranium', 'Gas', 'Rail'),
  visits: fc.boolean(),
  handling: fc.constantFrom('public' as const, 'internal' as const, 'restricted' as const),
  state: fc.constantFrom('published' as const, 'draft' as const, 'retracted' as const),
  published: fc.constantFrom('2026-02-20', '2026-03-01', '2026-03-02'),
  embargo: fc.option(fc.constantFrom('2026-03-01T12:00:00.001Z', '2026-03-01T18:00:00Z'), { nil: undefined }),
});

const step = fc.oneof(
  fc.record({ does: fc.constant('write' as const), entry, elsewhere: fc.boolean() }),
  fc.record({ does: fc.constant('withdraw' as const) }),
  fc.record({ does: fc.constant('wait' as const), ms: fc.constantFrom(1, 6 * 3_600_000, 24 * 3_600_000) }),
);

/** Asked after every step. Pages of two sizes, as two platforms ask for them. */
const questions = ['latest', 'visits kazakhstan', 'search uranium'].flatMap((line) =>
  (['reader', 'editor'] as const).flatMap((role) =>
    (['person', 'channel'] as const).flatMap((audience, at) =>
      (['internal', 'shared'] as const).map((place) => ({ line, role, audience, place, pageSize: 1 + at })),
    ),
  ),
);

describe('what was answered before', () => {
  test('is what would be answered anew, whatever happened in between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
        const { store, folder, end } = await freshStore(indexEntry);
        const elsewhere = await openStore({ ...storeOptions(folder), index: indexEntry });
        let now = new Date('2026-03-01T12:00:00Z');
        let role: Role = 'reader';
        let [place, person]: [Place, Place] = ['internal', 'internal'];
        const service = { desk, names, language, examples: {}, ...store };
        const dispatcher = () =>
          createDispatcher({
            commands,
            desks: servingOf(() => [service]),
            roleOf: async () => role,
            readers: noReaders,
            places: { ofChannel: async () => place, ofPerson: async () => person },
            recordState: store.recordState,
            clock: () => now,
            log: silent,
            newErrorId: () => 'e1',
          });
        const remembering = dispatcher();
        try {
          for (const each of steps) {
            if (each.does === 'wait') now = new Date(now.getTime() + each.ms);
            else if (each.does === 'withdraw') {
              const gone = { desk: centralAsia.id, entries: [], files: [], removed: ['facts/all.yaml'] };
              await store.content.apply(gone, now);
            } else {
              const { id, visits, embargo, ...changes } = each.entry;
              const given = { ...changes, ...(embargo && { embargo }) };
              const body = visits ? visit(id, '2020-05-05', {}, given) : fact(id, given);
              const by = each.elsewhere ? elsewhere : store;
              await by.content.apply(
                { desk: centralAsia.id, entries: [inFile(body)], files: [], removed: [] },
                now,
              );
            }
            for (const asked of questions) {
              role = asked.role;
              place = asked.place;
              person = asked.audience === 'person' ? asked.place : 'internal';
              const by = { person: 'slack:T1:U1', channel: 'slack:T1:C1' };
              const question = { ...asked, text: `/${centralAsia.id} ${asked.line}`, ...by };
              expect(await remembering.answer(question)).toEqual(await dispatcher().answer(question));
            }
          }
        } finally {
          await elsewhere.maintenance.close();
          await end();
        }
      }),
      { numRuns: cases(40) },
    );
  });

  test('is not worked out again, until the record is in another state', async () => {
    const memory = new AnswerMemory();
    let worked = 0;
    const ask = (state: string, question = 'visits') =>
      memory.recall(state, question, async () => reply(`${++worked}`));
    const first = await ask('1');
    expect(await ask('1')).toBe(first);
    expect(await ask('1', 'latest')).not.toBe(first);
    expect(await ask('2')).not.toBe(first);
    expect(worked).toBe(3);
  });

  test('an answer that began before a change is not kept as one of after it', async () => {
    const memory = new AnswerMemory();
    let finish: (reply: Reply) => void = () => {};
    const slow = memory.recall('1', 'latest', () => new Promise((resolve) => (finish = resolve)));
    await memory.recall('2', 'help', async () => reply('help'));
    finish(reply('old'));
    await slow;
    expect(await memory.recall('2', 'latest', async () => reply('new'))).toEqual(reply('new'));
  });

  test('what is asked again and again outlives what was asked once', async () => {
    const memory = new AnswerMemory();
    let worked = 0;
    const ask = (question: number) => memory.recall('1', String(question), async () => reply(`${++worked}`));
    for (let question = 0; question < 1000; question++) {
      await ask(question);
      await ask(0);
    }
    expect(worked).toBe(1000);
  });

  test('only so many are kept', async () => {
    const memory = new AnswerMemory();
    let worked = 0;
    const ask = (question: number) => memory.recall('1', String(question), async () => reply(`${++worked}`));
    for (let question = 0; question < 1000; question++) await ask(question);
    await ask(999);
    expect(worked).toBe(1000);
    await ask(0);
    expect(worked).toBe(1001);
  });
});

import { describe, expect, test } from 'vitest';
import { fact, inFile } from '../entries-made.ts';
import { now } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

export const recordStateContract: Suite = (subject) => {
  describe('the state of the record', () => {
    test('is another word after every change of an entry, whichever process makes it', async () => {
      const { store, another } = subject();
      const other = (await another()).store;
      const desk = ownDesk();
      const sync = (bodies: ReturnType<typeof fact>[], by = store) =>
        by.content.apply({ desk, entries: bodies.map((body) => inFile(body)), files: [], removed: [] }, now);
      const seen = [await store.recordState.at(now)];
      const changes: (() => Promise<unknown>)[] = [
        () => sync([fact('a')]),
        () => sync([fact('a', { title: 'Changed' })], other),
        () => sync([fact('b', { supersedes: 'a' })]),
        () => store.writer.write({ desk, body: fact('c'), actor: 'terminal', base: 0 }, now),
        () => store.content.apply({ desk, entries: [], files: [], removed: ['facts/all.yaml'] }, now),
      ];
      for (const change of changes) {
        await change();
        const state = await store.recordState.at(now);
        expect(seen).not.toContain(state);
        seen.push(state);
      }
    });

    test('stays while entries do, whatever else is written', async () => {
      const { store } = subject();
      const desk = ownDesk();
      const apply = () =>
        store.content.apply({ desk, entries: [inFile(fact('a'))], files: [], removed: [] }, now);
      await apply();
      const before = await store.recordState.at(now);
      await apply();
      await store.channels.setVisibility('slack:T1:C1', 'public', 'terminal', now);
      expect(await store.recordState.at(now)).toBe(before);
    });

    test('changes at the instant at which an embargo ends', async () => {
      const { store } = subject();
      const desk = ownDesk();
      const body = fact('a', { embargo: '2026-05-01T14:00:00.500+02:00' });
      await store.content.apply({ desk, entries: [inFile(body)], files: [], removed: [] }, now);
      const at = (time: string) => store.recordState.at(new Date(`2026-05-01T${time}Z`));
      const before = await at('12:00:00.499');
      const after = await at('12:00:00.500');
      expect(after).not.toBe(before);
      expect(await at('00:00:00')).toBe(before);
      expect(await at('23:00:00')).toBe(after);
    });
  });
};

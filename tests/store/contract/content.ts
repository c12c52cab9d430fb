import { describe, expect, test } from 'vitest';
import type { EntryBody } from '../../../src/domain/entry.ts';
import type { ContentChange } from '../../../src/domain/ports/content.ts';
import { brief, fact, inFile } from '../entries-made.ts';
import { now, scope } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

const file = (path: string, hash: string, fault?: string) => ({ path, hash, ...(fault && { fault }) });

export const contentContract: Suite = (subject) => {
  /** One desk and its one file, `facts/all.yaml`, whose hash counts up with every sync. */
  function desk() {
    const id = ownDesk();
    let version = 0;
    const { store } = subject();
    const apply = (changes: Partial<ContentChange>) =>
      store.content.apply({ desk: id, entries: [], files: [], removed: [], ...changes }, now);
    return {
      id,
      apply,
      sync(bodies: EntryBody[]) {
        version += 1;
        const files = [file('facts/all.yaml', `version ${version}`)];
        return apply({ entries: bodies.map((body) => inFile(body)), files });
      },
      get: (entry: string) => store.entries.get(scope({ desk: id }), entry),
      history: (entry: string) => store.revisions.of(id, entry),
      async events() {
        const all = await store.publications.after(id, 0, 1000);
        return all.map(({ entry, event }) => `${entry} ${event}`);
      },
      chat: (body: EntryBody, base: number) =>
        store.writer.write({ desk: id, body, actor: 'slack:T1:U1', base }, now),
      conflicts: async () =>
        (await store.maintenance.health()).conflicts.filter((one) => one.desk === id).map((one) => one.id),
    };
  }

  describe('content', () => {
    test('the first sync is the baseline, numbered by day and then by id', async () => {
      const { sync, events } = desk();
      const result = await sync([
        fact('late', { published: '2026-02-02' }),
        fact('b', { published: '2026-01-01' }),
        fact('a', { published: '2026-01-01' }),
      ]);
      expect(result).toEqual({ added: 3, changed: 0, withdrawn: 0, conflicts: [] });
      expect(await events()).toEqual(['a published', 'b published', 'late published']);
    });

    test('an unchanged entry is left alone, whatever else its file changed', async () => {
      const { sync, history } = desk();
      await sync([fact('a'), fact('b')]);
      const result = await sync([fact('a'), fact('b', { title: 'Better' })]);
      expect(result).toEqual({ added: 0, changed: 1, withdrawn: 0, conflicts: [] });
      expect(await history('a')).toHaveLength(1);
    });

    test('an edit is silent, and keeps who, when, before and after', async () => {
      const { sync, history, events } = desk();
      await sync([fact('a', { title: 'Old' })]);
      await sync([fact('a', { title: 'New' })]);
      expect(await events()).toEqual(['a published']);
      const revisions = await history('a');
      expect(revisions[1]).toMatchObject({
        revision: 2,
        action: 'edited',
        actor: 'files',
        origin: 'file',
        path: 'facts/all.yaml',
        recordedAt: now,
        before: { title: 'Old' },
        after: { title: 'New' },
      });
    });

    test('a new correction note and a retraction are announced', async () => {
      const { id, sync, events } = desk();
      await sync([fact('a'), fact('b')]);
      const corrections = [{ on: '2026-02-20', note: 'The city was wrong.' }];
      await sync([fact('a', { corrections }), fact('b', { state: 'retracted', retraction: 'Never was.' })]);
      await sync([
        fact('a', { corrections, title: 'Silent' }),
        fact('b', { state: 'retracted', title: 'Silent' }),
      ]);
      expect(await events()).toEqual(['a published', 'b published', 'a corrected', 'b retracted']);
      const announced = await subject().store.publications.after(id, 0, 10);
      expect(announced[2]).toMatchObject({ revision: 2, day: '2026-02-20', note: 'The city was wrong.' });
      expect(announced[3]).toMatchObject({ day: '2026-03-01', note: 'Never was.' });
    });

    test('several notes that come at once are announced together, on the day of the last', async () => {
      const { id, sync } = desk();
      const [old, one, two] = ['20', '21', '22'].map((day) => ({
        on: `2026-02-${day}`,
        note: `Note of ${day}.`,
      }));
      await sync([fact('a', { corrections: [old!] })]);
      await sync([fact('a', { corrections: [old!, one!, two!] })]);
      const [, announced] = await subject().store.publications.after(id, 0, 10);
      expect(announced).toMatchObject({ day: '2026-02-22', note: 'Note of 21. Note of 22.' });
    });

    test('an entry that is retracted no longer is announced as corrected, with its own note or for that alone', async () => {
      const { id, sync, events } = desk();
      const old = { on: '2026-02-20', note: 'The city was wrong.' };
      const corrections = [old];
      await sync([fact('a', { corrections }), fact('b')]);
      await sync([fact('a', { corrections, state: 'retracted' }), fact('b', { state: 'retracted' })]);
      const note = 'It took place after all.';
      await sync([fact('a', { corrections }), fact('b', { corrections: [{ on: '2026-02-28', note }] })]);
      expect((await events()).slice(4)).toEqual(['a corrected', 'b corrected']);
      const announced = await subject().store.publications.after(id, 0, 10);
      expect(announced[4]).toMatchObject({ day: '2026-03-01', note: 'it is no longer retracted.' });
      expect(announced[5]).toMatchObject({ day: '2026-02-28', note });
    });

    test('a draft is announced when it is published, not before', async () => {
      const { sync, events, history } = desk();
      await sync([fact('a', { state: 'draft' })]);
      expect(await events()).toEqual([]);
      await sync([fact('a')]);
      expect(await events()).toEqual(['a published']);
      expect((await history('a')).map(({ action }) => action)).toEqual(['added', 'published']);
    });

    test('superseding changes how the older entry is served, for as long as it lasts', async () => {
      const { id, sync, get, events } = desk();
      await sync([fact('old')]);
      await sync([fact('old'), fact('new', { supersedes: 'old' })]);
      expect((await get('old'))?.body.state).toBe('superseded');
      const query = { supersedes: 'old', order: 'weight' } as const;
      const instead = await subject().store.entries.list(scope({ desk: id }), query, { limit: 9, offset: 0 });
      expect(instead.items.map(({ body }) => body.id)).toEqual(['new']);
      await sync([fact('old', { title: 'Edited' }), fact('new', { supersedes: 'old' })]);
      expect((await get('old'))?.body).toMatchObject({ state: 'superseded', title: 'Edited' });
      await sync([fact('old', { title: 'Edited' })]);
      expect((await get('old'))?.body.state).toBe('published');
      expect(await events()).toEqual(['old published', 'new published', 'old superseded']);
    });

    test('both sides of a supersession may come in one sync', async () => {
      const { sync, get, events } = desk();
      await sync([fact('c', { supersedes: 'b' }), fact('b', { supersedes: 'a' }), fact('a')]);
      expect((await get('a'))?.body.state).toBe('superseded');
      expect((await get('b'))?.body.state).toBe('superseded');
      expect((await get('c'))?.body.state).toBe('published');
      expect(await events()).toEqual(['a published', 'b published', 'c published']);
    });

    test('a draft does not supersede anything yet', async () => {
      const { sync, get } = desk();
      await sync([fact('a'), fact('b', { supersedes: 'a', state: 'draft' })]);
      expect((await get('a'))?.body.state).toBe('published');
      await sync([fact('a'), fact('b', { supersedes: 'a' })]);
      expect((await get('a'))?.body.state).toBe('superseded');
    });

    test('a renamed file only gives its entries another path', async () => {
      const { id, apply, history, events } = desk();
      await apply({ entries: [inFile(fact('a'), 'facts/old.yaml')], files: [file('facts/old.yaml', 'h')] });
      const result = await apply({
        entries: [inFile(fact('a'), 'facts/new.yaml')],
        files: [file('facts/new.yaml', 'h')],
        removed: ['facts/old.yaml'],
      });
      expect(result).toEqual({ added: 0, changed: 0, withdrawn: 0, conflicts: [] });
      expect(await history('a')).toHaveLength(1);
      expect(await events()).toEqual(['a published']);
      const { content } = subject().store;
      expect(await content.entryPaths(id)).toEqual(new Map([['a', 'facts/new.yaml']]));
      expect(await content.files(id)).toEqual([{ path: 'facts/new.yaml', hash: 'h' }]);
    });

    test('a deleted file withdraws its entries silently; when it is back they serve again', async () => {
      const { id, apply, sync, get, history, events } = desk();
      await sync([fact('a'), brief('b')]);
      const result = await apply({ removed: ['facts/all.yaml'] });
      expect(result).toEqual({ added: 0, changed: 0, withdrawn: 2, conflicts: [] });
      expect(await get('a')).toBeUndefined();
      expect(await subject().store.entries.get(scope({ desk: id, role: 'admin' }), 'a')).toBeUndefined();
      expect(await subject().store.content.entryPaths(id)).toEqual(new Map());
      await sync([fact('a')]);
      expect((await get('a'))?.revision).toBe(3);
      expect((await history('a')).map(({ action }) => action)).toEqual(['added', 'withdrawn', 'restored']);
      expect((await history('a'))[1]).not.toHaveProperty('after');
      expect((await history('a'))[2]).not.toHaveProperty('before');
      expect(await events()).toEqual(['a published', 'b published']);
    });

    test('an entry that its file no longer has is withdrawn; one that moved to another file is not', async () => {
      const { apply, sync, get } = desk();
      await sync([fact('a'), fact('b'), fact('c')]);
      const result = await apply({
        entries: [inFile(fact('a')), inFile(fact('b'), 'facts/other.yaml')],
        files: [file('facts/all.yaml', 'fewer'), file('facts/other.yaml', 'other')],
      });
      expect(result).toEqual({ added: 0, changed: 0, withdrawn: 1, conflicts: [] });
      expect(await get('b')).toBeDefined();
      expect(await get('c')).toBeUndefined();
    });

    test('a broken file keeps its last good revision and is named', async () => {
      const { id, apply, sync, get } = desk();
      await sync([fact('a')]);
      await apply({ files: [file('facts/all.yaml', 'broken', 'line 3: not a date')] });
      expect(await get('a')).toBeDefined();
      const { store } = subject();
      const named = [{ path: 'facts/all.yaml', hash: 'broken', fault: 'line 3: not a date' }];
      expect(await store.content.files(id)).toEqual(named);
      expect((await store.maintenance.health()).brokenFiles).toContainEqual({
        desk: id,
        path: 'facts/all.yaml',
        fault: 'line 3: not a date',
      });
      await sync([]);
      expect(await get('a')).toBeUndefined();
      expect((await store.content.files(id))[0]).not.toHaveProperty('fault');
    });

    test("chat's revision stays when the file did not change", async () => {
      const { sync, chat, get, conflicts } = desk();
      await sync([fact('a'), fact('b')]);
      await chat(fact('a', { title: 'From chat' }), 1);
      await sync([fact('a'), fact('b', { title: 'From the file' })]);
      expect((await get('a'))?.body.title).toBe('From chat');
      expect(await conflicts()).toEqual([]);
    });

    test("changed on both sides is a conflict: chat's revision serves until both agree", async () => {
      const { sync, chat, get, conflicts, history } = desk();
      await sync([fact('a')]);
      await chat(fact('a', { title: 'From chat' }), 1);
      for (let again = 0; again < 2; again++) {
        const result = await sync([fact('a', { title: 'From the file' })]);
        expect(result).toEqual({ added: 0, changed: 0, withdrawn: 0, conflicts: ['a'] });
        expect((await get('a'))?.body.title).toBe('From chat');
        expect(await conflicts()).toEqual(['a']);
      }
      await sync([fact('a', { title: 'From chat' })]);
      expect(await conflicts()).toEqual([]);
      expect((await history('a')).map(({ action }) => action)).toEqual(['added', 'edited', 'adopted']);
      await sync([fact('a', { title: 'The file again' })]);
      expect((await get('a'))?.body.title).toBe('The file again');
    });

    test('a file that is deleted does not take what chat has written with it', async () => {
      const { apply, sync, chat, get, conflicts } = desk();
      await sync([fact('a')]);
      await chat(fact('a', { title: 'From chat' }), 1);
      const result = await apply({ removed: ['facts/all.yaml'] });
      expect(result).toMatchObject({ withdrawn: 0, conflicts: ['a'] });
      expect((await get('a'))?.body.title).toBe('From chat');
      await sync([fact('a')]);
      expect(await conflicts()).toEqual([]);
    });

    test("an entry of chat's that is exported to a file belongs to the file from then on", async () => {
      const { id, sync, chat, events, get } = desk();
      await sync([]);
      await chat(fact('a'), 0);
      const { content } = subject().store;
      expect(await content.entryPaths(id)).toEqual(new Map([['a', undefined]]));
      await sync([fact('a')]);
      expect(await content.entryPaths(id)).toEqual(new Map([['a', 'facts/all.yaml']]));
      await sync([fact('a', { title: 'Edited in the file' })]);
      expect((await get('a'))?.body.title).toBe('Edited in the file');
      expect(await events()).toEqual(['a published']);
    });

    test('the definition of a desk is kept with its sources; what an older version did not know has its default', async () => {
      const { id, apply } = desk();
      const definition = { definition: { id, name: 'Test', zone: 'Asia/Almaty' }, sources: [{ id: 's' }] };
      // The store keeps what the schema accepted; what exactly that is does not concern it.
      await apply({ definition: definition as never });
      const kept = await subject().store.content.desk(id);
      expect(kept).toMatchObject(definition);
      expect(kept?.definition).toMatchObject({ glossary: {}, eras: [], offices: [] });
      expect(await subject().store.content.desks()).toContain(id);
      expect(await subject().store.content.desk('nowhere')).toBeUndefined();
    });

    test('a sync that is large enough to be looked after serves like any other', async () => {
      const { id, sync, apply } = desk();
      await sync(Array.from({ length: 1200 }, (_, n) => fact(`e-${n}`)));
      const page = { limit: 1, offset: 1199 };
      const listed = await subject().store.entries.list(scope({ desk: id }), { order: 'weight' }, page);
      expect([listed.total, listed.items.length]).toEqual([1200, 1]);
      expect(await apply({ removed: ['facts/all.yaml'] })).toMatchObject({ withdrawn: 1200 });
    });

    test('a sync that fails changes nothing', async () => {
      const { id, apply, get } = desk();
      const twice = { ...fact('a'), dates: [{ edtf: 'no date', sources: [] }] };
      await expect(
        apply({ entries: [inFile(fact('fine')), inFile(twice)], files: [file('f', 'h')] }),
      ).rejects.toThrow();
      expect(await get('fine')).toBeUndefined();
      expect(await subject().store.content.files(id)).toEqual([]);
    });
  });

  describe('writing from chat', () => {
    test('a new entry, and an edit of what the person saw', async () => {
      const { chat, get, history } = desk();
      expect(await chat(fact('a'), 0)).toMatchObject({
        outcome: 'written',
        revision: 1,
        publication: expect.any(Number),
      });
      expect(await chat(fact('a', { title: 'Second' }), 1)).toEqual({ outcome: 'written', revision: 2 });
      expect(await get('a')).toMatchObject({ revision: 2, actor: 'slack:T1:U1', body: { title: 'Second' } });
      expect((await history('a'))[1]).toMatchObject({ origin: 'chat', actor: 'slack:T1:U1' });
    });

    test('nothing is written over what somebody else wrote meanwhile', async () => {
      const { chat, get } = desk();
      await chat(fact('a'), 0);
      await chat(fact('a', { title: 'Theirs' }), 1);
      expect(await chat(fact('a', { title: 'Mine' }), 1)).toEqual({ outcome: 'outdated', current: 2 });
      expect(await chat(fact('a', { title: 'Mine' }), 0)).toEqual({ outcome: 'outdated', current: 2 });
      expect((await get('a'))?.body.title).toBe('Theirs');
    });
  });
};

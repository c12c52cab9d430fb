import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Database } from '../../../src/store/database.ts';
import { migrate } from '../../../src/store/database.ts';
import type { EpochTable } from '../../../src/store/digest-schema.ts';
import { isOlder, markRestored, StoredEpoch } from '../../../src/store/epoch.ts';
import { later } from '../digests-made.ts';
import type { Suite } from './subject.ts';

export const epochContract: Suite = (subject) => {
  describe('how far a database has come', () => {
    let folder: string;
    let database: Database;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'deskwire-epoch-'));
      database = await subject().empty();
      await migrate(database);
    });
    afterAll(async () => {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    });
    const begun = () => new StoredEpoch(database, join(folder, 'epoch.json'));
    const row = () => database.read.selectFrom('epoch').selectAll().executeTakeFirstOrThrow();
    const put = (columns: Partial<EpochTable>) =>
      database.write(async (transaction) => {
        await transaction.updateTable('epoch').set(columns).execute();
      });

    test('one that goes on is never taken for an older one, whichever process goes on', async () => {
      const [one, other] = [begun(), begun()];
      for (let at = 0; at < 3; at += 1) {
        expect(await one.advance(later(at))).toBeUndefined();
        expect(await other.advance(later(at))).toBeUndefined();
        expect(await begun().advance(later(at))).toBeUndefined();
      }
      expect(await one.installation()).toMatch(/^[0-9a-z]{32}$/);
    });

    test('one that has come less far is older, says so until that is dealt with, and to other processes too', async () => {
      await begun().advance(later(100));
      const before = await row();
      for (let at = 1; at <= 5; at += 1) await begun().advance(later(100 + at));
      await put(before);
      const restored = { at: later(200), from: later(100) };
      expect(await begun().advance(later(200))).toEqual({ ...restored, dealt: false });
      expect(await begun().advance(later(201))).toEqual({ ...restored, dealt: false });
      await begun().dealt({ ...restored, dealt: false });
      expect(await begun().advance(later(202))).toEqual({ ...restored, dealt: true });
    });

    test('put back under a process that runs on, it is older as well, also where the mark is lost', async () => {
      const running = begun();
      await running.advance(later(300));
      const before = await row();
      for (let at = 1; at <= 3; at += 1) await running.advance(later(300 + at));
      await put(before);
      await rm(join(folder, 'epoch.json'));
      expect(await running.advance(later(310))).toMatchObject({ at: later(310), dealt: false });
    });

    test('one of several machines that have a mark each finds it put back, and the others are told no more', async ({
      skip,
    }) => {
      if (database.dialect === 'sqlite') skip('a file has its mark beside it');
      const other = () => new StoredEpoch(database, join(folder, 'other', 'epoch.json'));
      await begun().advance(later(350));
      const before = await row();
      await begun().advance(later(351));
      for (let at = 2; at <= 5; at += 1) await other().advance(later(350 + at));
      await put(before);
      expect(await begun().advance(later(360))).toMatchObject({ at: later(360), dealt: false });
      expect(await other().advance(later(361))).toMatchObject({ at: later(360), dealt: false });
    });

    test('a clock that is behind does not date a restore before what the database knew', async () => {
      await begun().advance(later(380));
      await put({ copied: 1 });
      const restored = await begun().advance(later(-86_400));
      expect(restored).toMatchObject({ at: new Date(later(380).getTime() + 1), from: later(380) });
    });

    test('a process that is killed before it wrote its first mark leaves no copy', async () => {
      const fresh = await subject().empty();
      onTestFinished(() => fresh.close());
      await migrate(fresh);
      const file = join(folder, 'fresh', 'epoch.json');
      const killed: Database = Object.create(fresh, {
        write: {
          async value(work: Parameters<Database['write']>[0]) {
            await fresh.write(work);
            throw new Error('killed');
          },
        },
      });
      await expect(new StoredEpoch(killed, file).advance(later(0))).rejects.toThrow('killed');
      expect(await new StoredEpoch(fresh, file).advance(later(1))).toBeUndefined();
    });

    test('what `restore` put in place is one, though it is of before there were marks', async () => {
      const fresh = await subject().empty();
      onTestFinished(() => fresh.close());
      await migrate(fresh);
      const file = join(folder, 'migrated', 'epoch.json');
      await markRestored(file);
      const restored = await new StoredEpoch(fresh, file).advance(later(1));
      expect(restored).toMatchObject({ dealt: false });
      await markRestored(file);
      expect(await new StoredEpoch(fresh, file).advance(later(2))).toEqual(restored);
    });

    test('a backup is one as soon as anybody works with it', async () => {
      await begun().advance(later(400));
      await put({ copied: 1 });
      expect(await begun().advance(later(401))).toMatchObject({ at: later(401) });
      expect(await begun().advance(later(402))).toMatchObject({ at: later(401) });
    });
  });

  test('what tells an older database, beside its mark or in tables that were made from a dump', () => {
    const file = (epoch: number, mark: number | undefined, isMarked: boolean) =>
      isOlder({ epoch, copied: 0, place: null }, { mark, isMarked, place: undefined });
    expect(file(0, undefined, false)).toBe(false);
    expect([file(7, 7, true), file(7, 6, true), file(7, 8, true)]).toEqual([false, false, true]);
    // Without its mark, or beside that of another one.
    expect([file(7, undefined, false), file(0, undefined, true)]).toEqual([true, true]);
    const server = (before: string | null, place: string, mark: number | undefined) =>
      isOlder({ epoch: 7, copied: 0, place: before }, { mark, isMarked: mark !== undefined, place });
    expect([server(null, '1/2', undefined), server('1/2', '1/2', undefined)]).toEqual([false, false]);
    expect([server('1/2', '1/3', 7), server('1/2', '1/2', 8)]).toEqual([true, true]);
  });
};

import { describe, expect, test } from 'vitest';
import type { MistakeReport } from '../../../src/domain/ports/chat.ts';
import { now } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

const first10 = { limit: 10, offset: 0 };

const report = (desk: string, changes: Partial<MistakeReport> = {}): MistakeReport => ({
  desk,
  entry: 'visit-cheney-astana-2006',
  reporter: 'slack:T1:U1',
  words: 'It was May 5, not May 6.',
  at: now,
  ...changes,
});

export const chatContract: Suite = (subject) => {
  describe('reports of mistakes', () => {
    test('are listed by desk, newest first, as many as asked for', async () => {
      const { reports } = subject().store;
      const [desk, elsewhere] = [ownDesk(), ownDesk()];
      const first = report(desk, { words: 'first', at: now });
      const second = report(desk, { words: 'second ’"--\n🙂', at: later(60) });
      const sameTime = report(desk, { words: 'third', at: later(60) });
      for (const [at, each] of [first, second, sameTime, report(elsewhere)].entries()) {
        expect(await reports.add(each, `${desk}-${at}`)).toBe('kept');
      }
      expect(await reports.list(desk, first10)).toEqual({ items: [sameTime, second, first], total: 3 });
      expect(await reports.list(desk, { limit: 1, offset: 1 })).toEqual({ items: [second], total: 3 });
      expect(await reports.list('nowhere', first10)).toEqual({ items: [], total: 0 });
    });

    test('the same submission is kept once, whatever it says the second time', async () => {
      const { reports } = subject().store;
      const desk = ownDesk();
      expect(await reports.add(report(desk), `${desk}-same`)).toBe('kept');
      expect(await reports.add(report(desk, { words: 'other words' }), `${desk}-same`)).toBe('known');
      expect(await reports.list(desk, first10)).toEqual({ items: [report(desk)], total: 1 });
    });

    test('of two processes that get the same submission at once one keeps it', async () => {
      const { store } = await subject().another();
      const desk = ownDesk();
      const kept = await Promise.all(
        [store, subject().store, store, subject().store].map(({ reports }) =>
          reports.add(report(desk), `${desk}-race`),
        ),
      );
      expect(kept.toSorted()).toEqual(['kept', 'known', 'known', 'known']);
      expect((await store.reports.list(desk, first10)).total).toBe(1);
    });
  });

  test('one person’s reports on one entry are kept up to three a day', async () => {
    const { reports } = subject().store;
    const desk = ownDesk();
    let count = 0;
    const add = (changes: Partial<MistakeReport> = {}) =>
      reports.add(report(desk, changes), `${desk}-${count++}`);
    const three = ['kept', 'kept', 'kept'];
    expect([await add(), await add(), await add()]).toEqual(three);
    expect(await add({ at: new Date('2026-03-01T23:59:59.999Z') })).toBe('enough');
    expect(await add({ reporter: 'slack:T1:U2' })).toBe('kept');
    expect(await add({ entry: 'another' })).toBe('kept');
    expect(await add({ at: new Date('2026-03-02T00:00:00.000Z') })).toBe('kept');
    expect((await reports.list(desk, first10)).total).toBe(6);
  });

  describe('channel settings', () => {
    test('answers are private until the channel sets otherwise; every change is in the audit', async () => {
      const { channels } = subject().store;
      const channel = `slack:T1:C${ownDesk()}`;
      expect(await channels.visibility(channel)).toBe('private');
      await channels.setVisibility(channel, 'public', 'slack:T1:U1', now);
      expect(await channels.visibility(channel)).toBe('public');
      await channels.setVisibility(channel, 'public', 'slack:T1:U2', later(1));
      await channels.setVisibility(channel, 'private', 'slack:T1:U3', later(2));
      expect(await channels.visibility(channel)).toBe('private');
      const audit = await subject()
        .database.read.selectFrom('audit')
        .select(['at', 'actor', 'action', 'before', 'after'])
        .where('subject', '=', channel)
        .orderBy('number')
        .execute();
      const action = 'channel visibility set';
      expect(audit).toEqual([
        { at: now.toISOString(), actor: 'slack:T1:U1', action, before: 'private', after: 'public' },
        { at: later(2).toISOString(), actor: 'slack:T1:U3', action, before: 'public', after: 'private' },
      ]);
    });

    test('one channel leaves the others as they are', async () => {
      const { channels } = subject().store;
      const channel = `discord:12345:${ownDesk()}`;
      await channels.setVisibility(channel, 'public', 'terminal', now);
      expect(await channels.visibility(`${channel}0`)).toBe('private');
    });
  });

  describe('leases', () => {
    test('one of two holders has it, renews it, and the other takes over after it ran out', async () => {
      const one = subject().store.leases;
      const two = (await subject().another()).store.leases;
      const name = ownDesk();
      expect(await one.hold(name, 'one', later(30), now)).toBe(true);
      expect(await two.hold(name, 'two', later(35), later(5))).toBe(false);
      expect(await one.hold(name, 'one', later(40), later(10))).toBe(true);
      expect(await two.hold(name, 'two', later(69), later(39))).toBe(false);
      expect(await two.hold(name, 'two', later(70), later(40))).toBe(true);
      expect(await one.hold(name, 'one', later(71), later(41))).toBe(false);
    });

    test('it is released by its holder only', async () => {
      const { leases } = subject().store;
      const name = ownDesk();
      await leases.hold(name, 'one', later(30), now);
      await leases.release(name, 'two');
      expect(await leases.hold(name, 'two', later(30), now)).toBe(false);
      await leases.release(name, 'one');
      expect(await leases.hold(name, 'two', later(30), now)).toBe(true);
    });

    test('of many who try at once one has it, new or run out', async () => {
      const other = await subject().another();
      const name = ownDesk();
      const race = (at: Date, until: Date) =>
        Promise.all(
          Array.from({ length: 8 }, (_, n) =>
            (n % 2 ? other : subject()).store.leases.hold(name, `holder-${n}`, until, at),
          ),
        );
      expect((await race(now, later(30))).filter(Boolean)).toHaveLength(1);
      expect((await race(later(30), later(60))).filter(Boolean)).toHaveLength(1);
    });

    test('another name is another lease', async () => {
      const { leases } = subject().store;
      const name = ownDesk();
      await leases.hold(name, 'one', later(30), now);
      expect(await leases.hold(`${name}-b`, 'two', later(30), now)).toBe(true);
    });
  });

  describe('what may happen once', () => {
    test('a key is claimed once until it runs out, also by another process', async () => {
      const one = subject().store.once;
      const two = (await subject().another()).store.once;
      const key = ownDesk();
      expect(await one.first(key, later(60), now)).toBe(true);
      expect(await two.first(key, later(61), later(1))).toBe(false);
      expect(await one.first(`${key}-b`, later(60), now)).toBe(true);
      expect(await two.first(key, later(120), later(60))).toBe(true);
      expect(await one.first(key, later(121), later(61))).toBe(false);
    });

    test('a claim that is taken back can be made again', async () => {
      const { once } = subject().store;
      const key = ownDesk();
      await once.first(key, later(60), now);
      await once.release(key);
      expect(await once.first(key, later(60), now)).toBe(true);
    });

    test('of many who claim at once one is the first, new or run out', async () => {
      const other = await subject().another();
      const keys = [ownDesk(), ownDesk()];
      const race = async (at: Date, until: Date) => {
        const firsts = await Promise.all(
          Array.from({ length: 16 }, (_, n) =>
            (n % 3 ? other : subject()).store.once.first(keys[n % 2]!, until, at),
          ),
        );
        return keys.map((_, key) => firsts.filter((first, n) => first && n % 2 === key).length);
      };
      expect(await race(now, later(30))).toEqual([1, 1]);
      expect(await race(later(30), later(60))).toEqual([1, 1]);
    });

    test('what has run out is forgotten', async () => {
      const { once } = subject().store;
      const key = ownDesk();
      await once.first(key, later(10), now);
      await once.first(`${key}-b`, later(900), later(800));
      const kept = await subject()
        .database.read.selectFrom('claims')
        .select('key')
        .where('key', 'like', `${key}%`)
        .execute();
      expect(kept).toEqual([{ key: `${key}-b` }]);
    });
  });

  describe('the state of buttons', () => {
    test('is read by its short id, also by another process, until it runs out', async () => {
      const { buttonStates } = subject().store;
      const other = (await subject().another()).store.buttonStates;
      const text = `/${ownDesk()} visits ’"--\n🙂 ${'x'.repeat(5000)}`;
      const id = await buttonStates.keep(text, later(60), now);
      expect(id).toMatch(/^[\w-]{16}$/);
      expect(await other.read(id, later(59))).toBe(text);
      expect(await other.read(id, later(60))).toBeUndefined();
      expect(await other.read('unknown', now)).toBeUndefined();
    });

    test('kept again it has the same id and the longer life', async () => {
      const { buttonStates } = subject().store;
      const text = ownDesk();
      const id = await buttonStates.keep(text, later(60), now);
      expect(await buttonStates.keep(text, later(30), now)).toBe(id);
      expect(await buttonStates.read(id, later(59))).toBe(text);
      expect(await buttonStates.keep(text, later(90), now)).toBe(id);
      expect(await buttonStates.read(id, later(89))).toBe(text);
      expect(await buttonStates.keep(`${text}-b`, later(90), now)).not.toBe(id);
    });

    test('what has run out is forgotten', async () => {
      const { buttonStates } = subject().store;
      const id = await buttonStates.keep(ownDesk(), later(10), now);
      const stays = await buttonStates.keep(ownDesk(), later(900), later(800));
      const kept = await subject()
        .database.read.selectFrom('button_states')
        .select('id')
        .where('id', 'in', [id, stays])
        .execute();
      expect(kept).toEqual([{ id: stays }]);
    });
  });
};

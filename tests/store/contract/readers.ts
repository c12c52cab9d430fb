import { describe, expect, test } from 'vitest';
import { now } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const [ann, bob] = ['slack:T1:UANN', 'slack:T1:UBOB'];

export const readersContract: Suite = (subject) => {
  describe('what a reader has read up to', () => {
    test('is kept for each person and desk, with where the news shown last began', async () => {
      const { readMarks } = subject().store;
      const [desk, elsewhere] = [ownDesk(), ownDesk()];
      expect(await readMarks.of(ann, desk)).toBeUndefined();
      await readMarks.set(ann, desk, 5, now);
      expect(await readMarks.of(ann, desk)).toEqual({ upTo: 5, from: 5, at: now });
      await readMarks.set(ann, desk, 9, later(1));
      expect(await readMarks.of(ann, desk)).toEqual({ upTo: 9, from: 5, at: later(1) });
      expect(await readMarks.of(ann, elsewhere)).toBeUndefined();
      expect(await readMarks.of(bob, desk)).toBeUndefined();
    });

    test('stays where nothing was new, but for the time; and never goes back', async () => {
      const { readMarks } = subject().store;
      const desk = ownDesk();
      await readMarks.set(ann, desk, 5, now);
      await readMarks.set(ann, desk, 9, later(1));
      await readMarks.set(ann, desk, 9, later(2));
      expect(await readMarks.of(ann, desk)).toEqual({ upTo: 9, from: 5, at: later(2) });
      await readMarks.set(ann, desk, 7, later(1));
      expect(await readMarks.of(ann, desk)).toEqual({ upTo: 9, from: 5, at: later(2) });
    });

    test('of two processes that write at once the later number stays', async () => {
      const { store } = await subject().another();
      const desk = ownDesk();
      const numbers = [3, 8, 5, 8];
      await Promise.all(
        numbers.map((number, at) => [store, subject().store][at % 2]?.readMarks.set(ann, desk, number, now)),
      );
      expect((await store.readMarks.of(ann, desk))?.upTo).toBe(8);
    });

    test('is shown to the person, in whatever workspace, and goes with them', async () => {
      const { readMarks, people } = subject().store;
      const desk = ownDesk();
      const one = `slack:T1:U${desk.toUpperCase().replace(/[^A-Z0-9]/g, '')}`;
      await readMarks.set(one, desk, 12, now);
      const elsewhere = one.replace('T1', 'T2');
      expect(await people.traces(elsewhere, 3)).toEqual([
        { kind: 'news read', count: 1, newest: [{ what: `up to number 12 on ${desk}`, at: now }] },
      ]);
      await people.remove(elsewhere, elsewhere, now, ['slack:T1:UHOST']);
      expect(await readMarks.of(one, desk)).toBeUndefined();
    });
  });

  test('the desk that a person chose is theirs alone, the last counts; it is shown to them and goes with them', async () => {
    const { chosenDesks, people } = subject().store;
    const { store: another } = await subject().another();
    const [desk, elsewhere] = [ownDesk(), ownDesk()];
    const [one, other] = [desk, elsewhere].map(
      (id) => `slack:T1:U${id.toUpperCase().replace(/[^A-Z0-9]/g, '')}`,
    );
    if (!one || !other) throw new Error('two people');
    expect(await chosenDesks.of(one)).toBeUndefined();
    await chosenDesks.set(one, desk, now);
    await another.chosenDesks.set(one, elsewhere, later(1));
    await chosenDesks.set(other, desk, now);
    expect([await chosenDesks.of(one), await chosenDesks.of(other)]).toEqual([elsewhere, desk]);
    expect(await people.traces(one, 3)).toEqual([
      {
        kind: 'desk chosen',
        count: 1,
        newest: [{ what: `for lines that name none: on ${elsewhere}`, at: later(1) }],
      },
    ]);
    await people.remove(one, one, now, ['slack:T1:UHOST']);
    expect([await chosenDesks.of(one), await chosenDesks.of(other)]).toEqual([undefined, desk]);
  });

  test('the newest publications of a span come first, as many as asked for', async () => {
    const { store } = subject();
    const all = await store.publications.between('test', 0, await store.publications.head(), 1000);
    const [first, last] = [all.at(0)?.number ?? 0, all.at(-1)?.number ?? 0];
    const newest = await store.publications.newest('test', first, last, 2);
    expect(newest).toEqual(
      all
        .filter(({ number }) => number > first)
        .slice(-2)
        .reverse(),
    );
  });
};

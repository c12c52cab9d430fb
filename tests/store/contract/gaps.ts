import { describe, expect, test } from 'vitest';
import { mostGaps, type Unanswered } from '../../../src/domain/ports/chat.ts';
import { now } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const first10 = { limit: 10, offset: 0 };
const ann = 'slack:T1:UANN';

const asked = (key: string, changes: Partial<Unanswered> = {}): Unanswered => ({
  ...{ key, question: `What of ${key}?`, about: { country: 'Kazakhstan' } },
  ...changes,
});

export const gapsContract: Suite = (subject) => {
  describe('questions without an answer', () => {
    const open = async (desk: string) => (await subject().store.gaps.open(desk, first10)).items;

    test('are counted by how they are read, the most frequent first, with the last wording', async () => {
      const { gaps } = subject().store;
      const [desk, elsewhere] = [ownDesk(), ownDesk()];
      await gaps.count(desk, asked('gas'), now);
      await gaps.count(desk, asked('rain'), now);
      await gaps.count(elsewhere, asked('rain'), now);
      await gaps.count(desk, asked('rain', { question: 'rain ’"--\n🙂', about: {} }), later(5));
      expect(await open(desk)).toMatchObject([
        { question: 'rain ’"--\n🙂', about: {}, times: 2, last: later(5) },
        { question: 'What of gas?', about: { country: 'Kazakhstan' }, times: 1, last: now },
      ]);
      expect(await gaps.open(desk, { limit: 1, offset: 1 })).toMatchObject({
        items: [{ times: 1 }],
        total: 2,
      });
      expect(await gaps.open('nowhere', first10)).toEqual({ items: [], total: 0 });
    });

    test('stay away once dismissed, and come back where what was written is no answer', async () => {
      const { gaps, audit } = subject().store;
      const desk = ownDesk();
      for (const key of ['gas', 'rain', 'gas']) await gaps.count(desk, asked(key), now);
      const [gas, rain] = await open(desk);
      expect(await gaps.close('nowhere', gas?.number ?? 0, 'dismissed', ann, now)).toBe(false);
      expect(await gaps.close(desk, gas?.number ?? 0, 'dismissed', ann, now)).toBe(true);
      expect(await gaps.close(desk, gas?.number ?? 0, 'dismissed', ann, now)).toBe(false);
      expect(await gaps.get(desk, gas?.number ?? 0)).toBeUndefined();
      expect(await gaps.get(desk, rain?.number ?? 0)).toEqual(rain);
      expect(await gaps.close(desk, rain?.number ?? 0, 'written', ann, now)).toBe(true);
      expect(await open(desk)).toEqual([]);
      for (const key of ['gas', 'rain']) await gaps.count(desk, asked(key), later(9));
      expect(await open(desk)).toMatchObject([{ number: rain?.number, times: 1 }]);
      const { items } = await audit.list({ desk }, first10);
      expect(items.map(({ action, actor }) => `${action} by ${actor}`).toSorted()).toEqual([
        `question dismissed by ${ann}`,
        `question written by ${ann}`,
      ]);
    });

    test('are at most so many of a desk: the rarest and oldest go, never the one that was just asked', async () => {
      const { gaps } = subject().store;
      const desk = ownDesk();
      for (let at = 0; at < mostGaps; at += 1) await gaps.count(desk, asked(`q${at}`), later(at));
      await gaps.count(desk, asked('q0'), later(mostGaps));
      await gaps.count(desk, asked('new'), later(mostGaps + 1));
      const { items, total } = await gaps.open(desk, { limit: mostGaps, offset: 0 });
      expect(total).toBe(mostGaps);
      const kept = items.map(({ question }) => question);
      expect(kept).toContain('What of q0?');
      expect(kept).toContain('What of new?');
      expect(kept).not.toContain('What of q1?');
    });

    test('asked at once by two processes count twice', async () => {
      const { store } = await subject().another();
      const desk = ownDesk();
      await Promise.all([store, subject().store].map(({ gaps }) => gaps.count(desk, asked('gas'), now)));
      expect(await open(desk)).toMatchObject([{ times: 2 }]);
    });
  });
};

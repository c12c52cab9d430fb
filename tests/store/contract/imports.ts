import { describe, expect, test } from 'vitest';
import type { NewImport } from '../../../src/domain/ports/imports.ts';
import { now } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

const days = (count: number) => new Date(now.getTime() + count * 86_400_000);

const article = (desk: string): NewImport => ({
  ...{ desk, by: 'slack:T1:UANN', at: now, key: 'paper.example/a' },
  signature: { count: 2, hashes: [1, 4_294_967_295] },
  about: { title: 'A title ’"🙂', dated: '2026-03', opinion: false },
  sentences: ['One thing happened.', 'So did another.'],
});

export const importsContract: Suite = (subject) => {
  const imports = () => subject().store.imports;

  describe('imports', () => {
    test('keep an article with its sentences, also for another process', async () => {
      const desk = ownDesk();
      const kept = await imports().add(article(desk), days(7));
      expect(kept).toEqual({ ...article(desk), id: expect.stringMatching(/^[0-9a-z]{5}$/) });
      const other = (await subject().another()).store.imports;
      expect(await other.get(kept.id, days(6))).toEqual(kept);
      expect(await other.get('none', now)).toBeUndefined();
    });

    test('forget the sentences when their time is over, and know the article for ever by the rest', async () => {
      const desk = ownDesk();
      const { id } = await imports().add(article(desk), days(7));
      const { id: without } = await imports().add(article(desk), days(7));
      await imports().change(id, { source: 'paper-2026', brief: 'd1234' });
      await imports().forget(days(6));
      expect((await imports().get(id, now))?.sentences).toHaveLength(2);
      await imports().forget(days(7));
      // Also to a clock that is behind: they are gone, not only hidden.
      expect(await imports().get(id, now)).toMatchObject({ sentences: [], brief: 'd1234' });
      const known = await imports().known(desk);
      expect(known.map((one) => one.id)).toEqual([id]);
      expect(known.map((one) => one.id)).not.toContain(without);
      expect(known[0]).toMatchObject({
        key: 'paper.example/a',
        signature: article(desk).signature,
        sentences: [],
      });
    });

    test('take a date that was given later', async () => {
      const desk = ownDesk();
      const { id } = await imports().add(article(desk), days(7));
      const about = { ...article(desk).about, dated: '2026-03-18' };
      await imports().change(id, { about });
      expect(await imports().get(id, now)).toMatchObject({ about, sentences: article(desk).sentences });
    });
  });
};

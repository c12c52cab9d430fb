import { describe, expect, test } from 'vitest';
import type { SearchQuery } from '../../../src/domain/search/query.ts';
import type { Store } from '../../../src/store/store.ts';
import { chanceOf } from '../../crash/chance.ts';
import { fact, inFile } from '../entries-made.ts';
import { freshStore, now, scope } from '../fixture.ts';
import { ownDesk, type Suite } from './subject.ts';

const [entries, questions] = [250, 1000];

/** Few words are frequent and many are rare. */
const words = Array.from({ length: 400 }, (_, at) => `w${at.toString(36)}x`);

export const searchOrderContract: Suite = (subject) => {
  describe('the order of a search', () => {
    test('is that of the embedded database for 1,000 questions, however the entries came', async () => {
      const chance = chanceOf(20_261_129);
      const word = () => words[Math.floor(words.length ** chance.next()) - 1] as string;
      const text = (length: number) => Array.from({ length }, word).join(' ');
      const bodies = Array.from({ length: entries }, (_, at) =>
        fact(`e-${at}`, {
          title: text(2 + chance.whole(4)),
          statement: text(5 + chance.whole(40)),
          countries: [chance.pick(['KZ', 'UZ', 'TM'])],
          published: chance.pick(['2026-01-01', '2026-01-02', '2026-02-01']),
        }),
      );
      const desk = ownDesk();
      const { store: embedded, end } = await freshStore();
      try {
        await write(subject().store, desk, bodies, 40);
        await write(embedded, desk, bodies, entries);
        const asked = Array.from({ length: questions }, (): SearchQuery => {
          const said = new Set(Array.from({ length: 1 + chance.whole(8) }, word));
          const terms = [...said].map((token) => ({
            word: token,
            tokens: [{ token, column: 'words' as const }],
            times: 1 + Number(chance.whole(5) === 0),
          }));
          return { terms, ...(chance.whole(4) === 0 && { related: [{ token: 'kz', column: 'names' }] }) };
        });
        const differing: string[] = [];
        for (const query of asked) {
          const [one, other] = [await top(subject().store, desk, query), await top(embedded, desk, query)];
          if (one !== other) differing.push(`${query.terms.map((term) => term.word)}: ${one} or ${other}`);
        }
        expect(differing).toEqual([]);
      } finally {
        await end();
      }
    });
  });
};

/** In as many changes as it takes, in the order in which one change would number them. */
async function write(store: Store, desk: string, bodies: readonly ReturnType<typeof fact>[], atOnce: number) {
  const ordered = bodies.toSorted((one, other) =>
    `${one.published} ${one.id}` < `${other.published} ${other.id}` ? -1 : 1,
  );
  for (let at = 0; at < ordered.length; at += atOnce) {
    const some = ordered.slice(at, at + atOnce).map((body) => inFile(body, `facts/${at}.yaml`));
    await store.content.apply({ desk, entries: some, files: [], removed: [] }, now);
  }
}

async function top(store: Store, desk: string, query: SearchQuery): Promise<string> {
  const { items, total } = await store.searcher.search(scope({ desk }), query, { limit: 10, offset: 0 });
  return `${total} ${items.map(({ entry, score }) => `${entry.body.id} ${score}`).join(', ')}`;
}

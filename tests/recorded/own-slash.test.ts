import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appOn } from '../command/app-desk.ts';
import { freshStore } from '../store/fixture.ts';

let fresh: Awaited<ReturnType<typeof freshStore>>;
beforeAll(async () => {
  fresh = await freshStore();
});
afterAll(() => fresh.end());

/** First words of what can be typed after each slash command of the app. */
const wordsOf = () =>
  new Map(
    appOn(fresh.store)
      .catalogue()
      .filter(({ app }) => app)
      .map(({ id, commands }) => [id, commands.map(({ name }) => name.split(' ')[0] ?? name)]),
  );

test('a line that is shown, offered or written into the docs is on the slash command that has it', () => {
  const words = wordsOf();
  const wrong = globSync(['tests/recorded/answers/text/*.txt', 'docs/*.md', 'README.md']).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?<!\w)\/(deskwire(?:-edit)?) ([a-z]+)(?![a-z:])/g)].flatMap(
      ([line, id = '', word = '']) => {
        const elsewhere = [...words].some(([other, known]) => other !== id && known.includes(word));
        return elsewhere && !words.get(id)?.includes(word) ? [`${file}: ${line}`] : [];
      },
    ),
  );
  expect([...new Set(wrong)]).toEqual([]);
});

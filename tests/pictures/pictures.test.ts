import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { namedPicture } from '../../src/domain/answer/picture.ts';
import type { RunInWorker } from '../../src/domain/ports/runtime.ts';
import { createPictures } from '../../src/pictures/pictures.ts';
import { runInWorker } from '../../src/runtime/async.ts';
import { signature } from '../platforms/pictures.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const pictureOf = (rows: number) =>
  namedPicture('topics', {
    look: 'bars',
    title: 'Entries by topic',
    caption: 'Published entries.',
    alt: 'Chart',
    table: {
      of: 'Topic',
      series: ['Entries'],
      adds: false,
      rows: Array.from({ length: rows }, (_, at) => ({ label: `<Topic> & ${at}`, values: [at] })),
    },
  });
const made = (run: RunInWorker, deadline = () => new AbortController().signal) =>
  createPictures({ runInWorker: run, deadline, log });

test('a picture that takes too long is left out, and its worker is ended', async () => {
  let ended: Promise<unknown> = Promise.resolve();
  const late = new AbortController();
  const pictures = made(
    (...task) => {
      ended = runInWorker(...task);
      late.abort();
      return ended as ReturnType<typeof runInWorker<never>>;
    },
    () => late.signal,
  );
  expect(await pictures.draw(pictureOf(3))).toEqual({ ok: false, why: 'drawing it took too long' });
  expect(await ended).toBeUndefined();
});

test('characters that no SVG may hold do not cost the picture', async () => {
  const plain = pictureOf(2);
  const odd = namedPicture('topics', {
    ...plain,
    title: 'Entries\u0001 by\uffff topic',
    table: { ...plain.table, rows: [{ label: 'Mi\u0001ne\u000brals\ufffe \ud800', values: [3] }] },
  });
  expect(await made(runInWorker).draw(odd)).toMatchObject({ ok: true });
});

test('a failure is not kept: the next one who asks gets the picture', async () => {
  let calls = 0;
  const pictures = made(async <Answer>() => {
    calls += 1;
    if (calls === 1) throw new Error('no memory');
    return signature as Answer;
  });
  expect(await pictures.draw(pictureOf(3))).toEqual({ ok: false, why: 'it could not be drawn' });
  expect(await pictures.draw(pictureOf(3))).toEqual({ ok: true, png: signature });
});

test('one is drawn at a time, few wait, and the oldest are forgotten', async () => {
  let [under, most, drawn] = [0, 0, 0];
  const turn = Promise.withResolvers<void>();
  const pictures = made(async <Answer>() => {
    under += 1;
    most = Math.max(most, under);
    await turn.promise;
    under -= 1;
    drawn += 1;
    return signature as Answer;
  });
  const first = Array.from({ length: 30 }, (_, at) => pictures.draw(pictureOf(at)));
  turn.resolve();
  const outcomes = await Promise.all(first);
  expect(most).toBe(1);
  expect(outcomes.filter(({ ok }) => !ok)).toHaveLength(30 - drawn);
  expect(outcomes.at(-1)).toEqual({ ok: false, why: 'too many pictures are being drawn' });
  for (let at = 100; at < 160; at += 1) await pictures.draw(pictureOf(at));
  const before = drawn;
  await pictures.draw(pictureOf(0));
  expect(drawn).toBe(before + 1);
});

test('the drawing libraries are loaded by the worker alone', () => {
  const loading = globSync('{src,commands}/**/*.{ts,js}').filter((file) =>
    /from '(@observablehq\/plot|@resvg\/resvg-js)'/.test(readFileSync(file, 'utf8')),
  );
  expect(loading).toEqual(['src/pictures/draw-worker.ts']);
  const naming = globSync('{src,commands}/**/*.{ts,js}').filter((file) =>
    /import[^;]*draw-worker/.test(readFileSync(file, 'utf8').replace(/new URL\([^)]*\)/g, '')),
  );
  expect(naming).toEqual([]);
});

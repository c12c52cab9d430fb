import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readDocument } from '../../src/feeds/read-document.ts';
import { readFeedInWorker } from '../../src/feeds/read-in-worker.ts';
import { runInWorker } from '../../src/runtime/async.ts';

const url = 'https://courier.example/feed';
const now = new Date('2026-11-28T08:00:00Z');
const never = new AbortController().signal;

test.each(['rss.xml', 'list.opml', 'page.html', 'deep.xml', 'evil.xml'])(
  '%s comes out as it does here',
  async (name) => {
    const text = readFileSync(`tests/feeds/corpus/${name}`, 'utf8');
    expect(await readFeedInWorker(runInWorker, { text, url, now }, never)).toEqual(
      readDocument(text, url, now),
    );
  },
);

/** Nothing but elements, far more than a feed has. */
const heavy = {
  url,
  now,
  text: `<rss version="2.0"><channel><title>t</title>${'<a/>'.repeat(200_000)}</channel></rss>`,
};

test('others are answered while a heavy document is read', async () => {
  let answered = 0;
  const others = setInterval(() => {
    answered++;
  }, 1);
  const document = await readFeedInWorker(runInWorker, heavy, never);
  clearInterval(others);
  expect(['feed', 'broken']).toContain(document.is);
  expect(answered).toBeGreaterThan(20);
});

test('a document that is not read in time is given up', async () => {
  const late = new AbortController();
  const document = readFeedInWorker(runInWorker, heavy, late.signal);
  late.abort();
  expect(await document).toEqual({ is: 'broken' });
  expect(await readFeedInWorker(runInWorker, heavy, AbortSignal.abort())).toEqual({ is: 'broken' });
});

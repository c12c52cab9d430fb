import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import type { Drawn, Picture, Pictures } from '../domain/answer/picture.ts';
import type { Log, RunInWorker } from '../domain/ports/runtime.ts';

/** Drawn pictures kept, about fifty kilobytes each. */
const kept = 50;

/** Pictures that may wait for the one being drawn; beyond that the machine has other work to do. */
const mostWaiting = 20;

/** Milliseconds for one picture; it takes one second where the machine is idle. */
const drawMs = 10_000;

const program = new URL('./draw-worker.ts', import.meta.url);

interface PicturesOptions {
  runInWorker: RunInWorker;
  /** A signal that aborts after `ms` milliseconds. */
  deadline(ms: number): AbortSignal;
  log: Log;
}

/**
 * Draws in a worker thread, one picture at a time. The drawing libraries are loaded there and nowhere else, so that
 * nothing pays for them that shows no picture. Equal pictures are drawn once.
 */
export function createPictures({ runInWorker, deadline, log }: PicturesOptions): Pictures {
  const known = new LRUCache<string, Promise<Drawn>>({ max: kept });
  const inTurn = pLimit(1);

  async function drawNow(picture: Picture): Promise<Drawn> {
    try {
      const png = await runInWorker<Uint8Array>(program, picture, deadline(drawMs));
      return png ? { ok: true, png } : { ok: false, why: 'drawing it took too long' };
    } catch (err) {
      log.error({ err, picture: picture.file }, 'picture not drawn');
      return { ok: false, why: 'it could not be drawn' };
    }
  }

  return {
    draw(picture) {
      const content = JSON.stringify(picture);
      const before = known.get(content);
      if (before) return before;
      if (inTurn.pendingCount >= mostWaiting)
        return Promise.resolve({ ok: false, why: 'too many pictures are being drawn' });
      const drawing = inTurn(() => drawNow(picture));
      known.set(content, drawing);
      // The next one who asks may have more luck.
      void drawing.then(({ ok }) => !ok && known.get(content) === drawing && known.delete(content));
      return drawing;
    },
  };
}

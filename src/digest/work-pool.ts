/** Takes work as long as there is some, so many pieces at once. */
export interface Pool {
  /** Resolves when nothing is left to take and nothing under way. Called again, it looks for more at once. */
  run(): Promise<void>;
  /** Takes nothing more; resolves when what is under way has ended. */
  drain(): Promise<void>;
}

export function createPool<T>(options: {
  most: number;
  take: (most: number) => Promise<readonly T[]>;
  /** Never rejects. */
  work: (piece: T) => Promise<void>;
}): Pool {
  const { most, take, work } = options;
  const busy = new Set<Promise<void>>();
  let running: Promise<void> | undefined;
  let draining = false;
  /** Something ended, or somebody asked: there may be more to take. */
  let told = false;
  let news = Promise.withResolvers<void>();
  const tell = () => {
    told = true;
    news.resolve();
  };

  function start(piece: T) {
    const task = work(piece).finally(() => {
      busy.delete(task);
      tell();
    });
    busy.add(task);
  }

  async function loop(): Promise<void> {
    try {
      for (;;) {
        told = false;
        news = Promise.withResolvers();
        const free = draining ? 0 : most - busy.size;
        const pieces = free > 0 ? await take(free) : [];
        for (const piece of pieces) start(piece);
        if (busy.size > 0) await news.promise;
        else if (!told) return;
      }
    } finally {
      running = undefined;
    }
  }
  return {
    run() {
      tell();
      if (draining) return Promise.resolve();
      running ??= loop();
      return running;
    },
    async drain() {
      draining = true;
      tell();
      await Promise.all(busy);
    },
  };
}

/** Work that has begun, so that stopping can wait for it. */
export interface InFlight {
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when all is done or the time is over, with how much was left undone. */
  settled(withinMs: number): Promise<number>;
}

export function createInFlight(): InFlight {
  const works = new Set<Promise<unknown>>();
  return {
    track(work) {
      const tracked = work.finally(() => works.delete(tracked));
      // The caller handles a failure; here it only must not count as unhandled.
      tracked.catch(() => {});
      works.add(tracked);
      return work;
    },
    async settled(withinMs) {
      let timer: NodeJS.Timeout | undefined;
      const over = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, withinMs);
      });
      await Promise.race([Promise.allSettled([...works]), over]);
      clearTimeout(timer);
      return works.size;
    },
  };
}

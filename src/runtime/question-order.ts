import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Reads that wait for one another stand in line by when their question came. Were they read in the order in which they
 * are asked for, a question of many reads would wait behind every later one, each time.
 */
const came = new AsyncLocalStorage<number>();
let last = 0;

/** Runs `work` as one question: all that it reads has the place in line that it had when it came. */
export const asOneQuestion = <T>(work: () => Promise<T>): Promise<T> => {
  last += 1;
  return came.run(last, work);
};

/** The place in line of what is asked for now; outside of a question, behind everything that came before. */
export function placeInLine(): number {
  const place = came.getStore();
  if (place !== undefined) return place;
  last += 1;
  return last;
}

/** Adds something to what waits in line. */
export function inLine<T extends { place: number }>(waiting: T[], one: T): void {
  const behind = waiting.findLastIndex(({ place }) => place <= one.place);
  waiting.splice(behind + 1, 0, one);
}

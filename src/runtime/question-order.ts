import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Reads that wait for one another stand in line by when their question came. Were they read in the order in which they
 * are asked for, a question of many reads would wait behind every later one, each time.
 */
interface Question {
  place: number;
  /** What it found, until it ends. */
  known: Map<string, Promise<unknown>> | undefined;
}

const asked = new AsyncLocalStorage<Question>();
let last = 0;

/** Runs `work` as one question: all that it reads has the place in line that it had when it came. */
export const asOneQuestion = <T>(work: () => Promise<T>): Promise<T> => {
  last += 1;
  const question: Question = { place: last, known: new Map() };
  return asked.run(question, work).finally(() => {
    // What it began goes on without it.
    question.known = undefined;
  });
};

/** The place in line of what is asked for now; outside of a question, behind everything that came before. */
export function placeInLine(): number {
  const question = asked.getStore();
  if (question) return question.place;
  last += 1;
  return last;
}

/** What `read` found, remembered until the question ends or forgets it; outside of a question it is read each time. */
export function recallInQuestion<T>(key: string, read: () => Promise<T>): Promise<T> {
  const known = asked.getStore()?.known;
  const found = known?.get(key);
  if (found) return found as Promise<T>;
  const reading = read();
  known?.set(key, reading);
  // A failure is not remembered.
  reading.catch(() => known?.get(key) === reading && known.delete(key));
  return reading;
}

/** After something was written. */
export const forgetInQuestion = (): void => asked.getStore()?.known?.clear();

/** Adds something to what waits in line. */
export function inLine<T extends { place: number }>(waiting: T[], one: T): void {
  const behind = waiting.findLastIndex(({ place }) => place <= one.place);
  waiting.splice(behind + 1, 0, one);
}

/** Waiting, so that tests can move time by hand. */
export interface Timers {
  /** Calls `run` once after `ms`; the answer calls it off. */
  after(ms: number, run: () => void): () => void;
}

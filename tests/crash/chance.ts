/** Chance that the same seed repeats. */
export interface Chance {
  /** In [0, 1). */
  next(): number;
  /** From 0 to `below`, exclusive. */
  whole(below: number): number;
  pick<T>(from: readonly T[]): T;
}

/** mulberry32: 32 bits of state are enough to choose faults by. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (below: number) => Math.floor(next() * below);
  return { next, whole, pick: (from) => from[whole(from.length)] as (typeof from)[number] };
}

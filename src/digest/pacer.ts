/** So many posts and edits may begin within so many milliseconds, whenever those are counted from. */
export interface Pace {
  posts: number;
  within: number;
  /**
   * Milliseconds that one may be behind its turn and still counts as begun then: small delays do not add up, and as
   * many more may begin at once when they are made up for. None unless told.
   */
  late?: number;
}

export interface Pacer {
  /** How many more may begin at an instant. */
  left(now: number): number;
  /** When the next may begin: now, where one is left. */
  next(now: number): number;
  /** So many begin. */
  took(count: number, now: number): void;
}

/** Remembers what began, to hold back what the platform would refuse. No pace: nothing is held back. */
export function createPacer(pace?: Pace): Pacer {
  if (!pace) return { left: () => Number.POSITIVE_INFINITY, next: (now) => now, took() {} };
  const { posts, within, late = 0 } = pace;
  /** The last turns that were taken, at most `posts`, in order. */
  let turns: number[] = [];
  /** A clock that was set back leaves turns ahead of it, which tell nothing. */
  const recent = (now: number) => turns.filter((at) => at <= now && now - at < within);
  return {
    left: (now) => posts - recent(now).length,
    next(now) {
      const [first = now, ...others] = recent(now);
      return others.length + 1 < posts ? now : first + within;
    },
    took(count, now) {
      turns = turns.filter((at) => at <= now);
      for (let taken = 0; taken < count; taken += 1) {
        const due = turns.length < posts ? now - late : (turns[0] ?? now) + within;
        turns = [...turns, Math.max(due, now - late)].slice(-posts);
      }
    },
  };
}

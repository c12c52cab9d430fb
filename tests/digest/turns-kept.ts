import type { Turns } from '../../src/domain/ports/cards.ts';

/** What the processes of a test share, without a database. */
export function turnsKept(): Turns {
  const kept = new Map<string, readonly number[]>();
  return {
    async change(account, decide) {
      const { turns, answer } = decide(kept.get(account) ?? []);
      kept.set(account, turns);
      return answer;
    },
  };
}

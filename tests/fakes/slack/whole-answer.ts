import type { Shown } from './workspace.ts';
import type { World } from './world.ts';

/** What was shown since, once the answer in it is there with all its parts, however they came. */
export async function wholeAnswer({ workspace, journal }: World, since: number): Promise<Shown[]> {
  for (;;) {
    const shown = workspace.shown.slice(since);
    const parts = Number(/^Part 1 of (\d+)/.exec(shown[0]?.text ?? '')?.[1] ?? 1);
    if (shown.length >= parts) return shown;
    await journal.next();
  }
}

import type { Interface } from 'node:readline';
import { writeHistory } from './history-file.ts';
import type { Typed } from './typed-line.ts';

/**
 * Keeps what is typed into `lines` in a file, as the questions that were asked: `2` means nothing tomorrow, the
 * command it stood for does. Resolves `saved` when the newest line is on disk.
 */
export function keepHistory(
  lines: Interface,
  file: string,
  read: (line: string) => Typed,
  report: (error: unknown) => void,
): { saved(): Promise<void> } {
  let saving = Promise.resolve();
  lines.on('history', (history) => {
    // readline hands out its own list, the newest first, so that it can be changed.
    const typed = read(history[0] ?? '');
    if (typed.kind === 'ask') history[0] = typed.line;
    else history.shift();
    const oldestFirst = history.toReversed();
    saving = saving.then(() => writeHistory(file, oldestFirst)).catch(report);
  });
  return { saved: () => saving };
}

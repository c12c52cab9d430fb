import { cleanText } from './clean-text.ts';

/** What readline's completer returns: the candidates, and the part of the line that they replace. */
export type Completion = [candidates: string[], replaced: string];

/**
 * From whole lines that `line` may become to what Tab shows: only the words from where the lines begin to differ,
 * so that the list does not repeat the command before each name.
 */
export function tabCompletion(line: string, lines: readonly string[]): Completion {
  const clean = [...new Set(lines.map((candidate) => cleanText(candidate)))];
  const same = [line, ...clean].reduce(commonStart);
  const head = same.slice(0, same.lastIndexOf(' ') + 1);
  return [clean.map((candidate) => candidate.slice(head.length)), line.slice(head.length)];
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}

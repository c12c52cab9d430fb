import { createInterface } from 'node:readline';

/**
 * C0 except line breaks and tabs, DEL, C1, marks that reorder text, and Unicode line breaks. A terminal obeys them: a
 * file name could clear the screen or hide text.
 */
const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to be found
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Makes text safe for a terminal: each unsafe character becomes its escape, such as `\u001b`. JSON keeps its value. */
export const printable = (text: string): string =>
  text
    .replace(/\r\n/g, '\n')
    .replace(unsafe, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The same for text that must stay on one line, such as a file name. */
export const printableLine = (text: string): string =>
  printable(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');

/** Resolves once everything is written, even to a slow pipe. Only for safe text or output that is not a terminal. */
export const writeAsIs = (text: string) =>
  new Promise<void>((done) => process.stdout.write(text, () => done()));

/** Like `writeAsIs`, made safe first. */
export const print = (text: string) => writeAsIs(printable(text));

/** Requested output. */
export const toStdout = (text: string) => void process.stdout.write(printable(text));

/** Faults and remedies. */
export const toStderr = (text: string) => void process.stderr.write(printable(text));

/** True only for a yes. An interrupt or end of input is a no; without a terminal nothing is asked. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise<boolean>((resolve) => {
    terminal.once('close', () => resolve(false));
    terminal.question(printable(question), (said) => resolve(/^y(?:es)?$/i.test(said.trim())));
  }).finally(() => terminal.close());
}

import { createInterface } from 'node:readline';

/**
 * C0 but line breaks and tabs, DEL, C1, the marks that reorder text, and the line breaks that only some programs see.
 * A terminal obeys these: a file may be named so that it clears the screen or hides what follows.
 */
const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to be found
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Text that a terminal shows and does not obey: each unsafe character becomes its escape, such as `\u001b`, so that it
 * still can be told what was there. In JSON text that is the same value, written otherwise.
 */
export const printable = (text: string): string =>
  text
    .replace(/\r\n/g, '\n')
    .replace(unsafe, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The same for what has to stay on one line, such as the name of a file. */
export const printableLine = (text: string): string =>
  printable(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');

/** Resolves once all of it is out, also through a slow pipe. Only for text that was made safe, or goes to no terminal. */
export const writeAsIs = (text: string) =>
  new Promise<void>((done) => process.stdout.write(text, () => done()));

/** The same, made safe. */
export const print = (text: string) => writeAsIs(printable(text));

/** What was asked for. */
export const toStdout = (text: string) => void process.stdout.write(printable(text));

/** Faults, and what to do about them. */
export const toStderr = (text: string) => void process.stderr.write(printable(text));

/** Only a yes counts: an interrupt and the end of input do not, nor is anybody asked where there is no terminal. */
export async function agreed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise<boolean>((resolve) => {
    terminal.once('close', () => resolve(false));
    terminal.question(printable(question), (said) => resolve(/^y(?:es)?$/i.test(said.trim())));
  }).finally(() => terminal.close());
}

import { createInterface } from 'node:readline';
import { printable } from './standard-streams.ts';

/** Only a yes counts: an interrupt and the end of input do not, nor is anybody asked where there is no terminal. */
export async function agreed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise<boolean>((resolve) => {
    terminal.once('close', () => resolve(false));
    terminal.question(printable(question), (said) => resolve(/^y(?:es)?$/i.test(said.trim())));
  }).finally(() => terminal.close());
}

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Another process of ours: what it prints line by line, and how it ended. */
export interface OtherProcess {
  /** Resolves when it has printed this line, rejects when it ends without. */
  said(line: string): Promise<void>;
  /** Writes a line to it. */
  tell(line: string): void;
  /** `kill -9` */
  kill(): void;
  ended: Promise<number | null>;
}

/** Runs JavaScript or TypeScript text as a module, with the repository's root as its folder. */
export function startProcess(source: string, ...args: string[]): OtherProcess {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--input-type=module-typescript', '--eval', source, '--', ...args],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const lines: string[] = [];
  const waiting = new Map<string, () => void>();
  createInterface({ input: child.stdout! }).on('line', (line) => {
    lines.push(line);
    waiting.get(line)?.();
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    said(line) {
      if (lines.includes(line)) return Promise.resolve();
      const early = ended.then(() => {
        if (!lines.includes(line)) throw new Error(`the process ended without saying "${line}"`);
      });
      return Promise.race([new Promise<void>((resolve) => waiting.set(line, resolve)), early]);
    },
    tell: (line) => child.stdin?.write(`${line}\n`),
    kill: () => child.kill('SIGKILL'),
    ended,
  };
}

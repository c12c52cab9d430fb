import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

type LogLine = Record<string, unknown> & { msg: string };

/** The real service as a child process without a terminal, on any free port and in a folder of its own. */
export async function startService(env: Record<string, string>) {
  const data = await mkdtemp(join(tmpdir(), 'deskwire-service-'));
  const child = spawn(process.execPath, ['src/deskwire.js', 'start'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, DESKWIRE_DATA: data, PORT: '0', ...env },
  });
  const log: LogLine[] = [];
  let errors = '';
  const waiting = new Set<() => void>();
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    log.push(JSON.parse(line) as LogLine);
    for (const check of waiting) check();
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
    await rm(data, { recursive: true, force: true });
  });

  return {
    log,
    ended,
    errors: () => errors,
    /** The log line with this message, now or once it comes; rejects when the service ends without it. */
    async said(message: string): Promise<LogLine> {
      const find = () => log.find(({ msg }) => msg === message);
      const come = new Promise<void>((resolve) => waiting.add(() => find() && resolve()));
      if (!find()) await Promise.race([come, ended]);
      const line = find();
      if (!line) throw new Error(`The service ended without saying “${message}”: ${errors}`);
      return line;
    },
    /** Tells it to stop; resolves to its exit code and the milliseconds it took. */
    async stop(): Promise<{ code: number | null; took: number }> {
      const told = performance.now();
      child.kill('SIGTERM');
      return { code: await ended, took: performance.now() - told };
    },
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { checkDesk } from '../../src/content/check/check-desk.ts';
import { fileKind } from '../../src/content/read/file-kind.ts';
import { listFiles } from '../../src/content/read/list-files.ts';

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** A process that was started and may still run. */
export type Started = ReturnType<ReturnType<typeof deskwireProcess>['start']>;

/** How many entries the desk that ships holds, and in how many files. */
export async function shippedDesk(): Promise<{ entries: number; files: number }> {
  const { files } = await listFiles('briefs', 'briefs/centralasia');
  const content = files.filter(({ path }) => fileKind(path) !== 'other');
  return { entries: checkDesk('centralasia', files).entries.length, files: content.length };
}

/** The real program as a process, in a folder of its own that is its data folder too: no `.env` of ours reaches it. */
export function deskwireProcess(extra: Record<string, string> = {}) {
  const data = mkdtempSync(join(tmpdir(), 'deskwire-cli-'));
  const env = {
    PATH: process.env.PATH,
    HOME: data,
    DESKWIRE_DATA: data,
    DESKWIRE_BRIEFS: resolve('briefs'),
    PORT: '0',
    METRICS_PORT: '0',
    PAGE_PORT: 'off',
    ...extra,
  };
  const children = new Set<ChildProcess>();

  function start(...args: string[]) {
    const child = spawn(process.execPath, [resolve('src/deskwire.js'), ...args], {
      cwd: data,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    const ran: Ran = { code: null, out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => {
      ran.out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      ran.err += text;
    });
    const ended = new Promise<Ran>((resolve) => {
      child.on('close', (code) => {
        children.delete(child);
        resolve({ ...ran, code });
      });
    });
    /** The first line on standard output that holds `text`. */
    const said = (text: string) =>
      new Promise<string>((resolve, reject) => {
        const look = () => {
          const line = ran.out.split('\n').find((each) => each.includes(text));
          if (line === undefined) return;
          child.stdout.off('data', look);
          resolve(line);
        };
        child.stdout.on('data', look);
        ended.then(() => reject(new Error(`ended without "${text}": ${ran.out}${ran.err}`)));
        look();
      });
    return { child, ended, said, printed: () => ran.out + ran.err };
  }

  return {
    data,
    env,
    start,
    run: (...args: string[]) => start(...args).ended,
    end() {
      for (const child of children) child.kill('SIGKILL');
      rmSync(data, { recursive: true, force: true });
    },
  };
}

import { type ChildProcess, type ForkOptions, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import started from '../package.json' with { type: 'json' };
import type { Fakes } from './load.ts';
import type { MadeDesk } from './made-desk.ts';

const probe = join(import.meta.dirname, 'probe.ts');
const program = join(import.meta.dirname, '../src/deskwire.js');

/** What a process says of itself, see probe.ts. Milliseconds and MB. */
export interface Probed {
  cpu: number;
  resident: number;
  /** The most that it ever held. */
  peak: number;
  /** How long the event loop stood still at the longest, since it was last asked. */
  block: number;
  /** What took most of its time since it was last asked; '' unless the bench is told to profile. */
  where: string;
}

const none: Probed = {
  ...{ cpu: Number.NaN, resident: Number.NaN, peak: Number.NaN, block: Number.NaN },
  where: '',
};

/** A child that is asked by messages `{id, order}` and answers with `{id, answer}` or `{id, fault}`; the first answer has the id 0. */
export async function startChild<First>(
  script: string,
  args: readonly string[] = [],
  options: ForkOptions = {},
) {
  const child = fork(script, [...args], options);
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  void ended.then((code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${script} ended with ${code}`));
  });
  child.on('message', ({ id, answer, fault }: { id: number; answer?: unknown; fault?: string }) => {
    if (fault === undefined) waiting.get(id)?.resolve(answer);
    else waiting.get(id)?.reject(new Error(fault));
    waiting.delete(id);
  });
  let last = -1;
  const answer = () => {
    last += 1;
    const promise = Promise.withResolvers<unknown>();
    waiting.set(last, promise);
    return promise.promise;
  };
  const first = (await answer()) as First;
  return {
    child,
    first,
    ended,
    ask(order: unknown): Promise<unknown> {
      const answered = answer();
      child.send({ id: last, order });
      return answered;
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/** Where one measured desk lies. */
export type Site = Pick<MadeDesk, 'briefs' | 'data'> & { databaseUrl?: string };

const environment = ({ briefs, data, databaseUrl }: Site) => {
  const { PATH, HOME, TMPDIR, BENCH_PROFILE } = process.env;
  return {
    // So that what the probe is compiled with is no cost of what it measures.
    NODE_COMPILE_CACHE: join(tmpdir(), 'deskwire-bench-compiled'),
    ...{ PATH, HOME, TMPDIR, BENCH_PROFILE },
    DESKWIRE_BRIEFS: briefs,
    DESKWIRE_DATA: data,
    DESKWIRE_ADMINS: 'slack:T1:U1,terminal',
    ...(databaseUrl && { DATABASE_URL: databaseUrl }),
  };
};

/** Those of `npm start`. */
const startFlags = started.scripts.start.split(' ').filter((word) => word.startsWith('--'));

/** `deskwire start` with both real clients on the fakes. */
export async function startService(site: Site, { slack, discord }: Fakes) {
  const service = await startChild<'ready'>(program, ['start'], {
    execArgv: [...startFlags, '--import', probe],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: {
      ...environment(site),
      PORT: '0',
      METRICS_PORT: 'off',
      PAGE_PORT: 'off',
      SLACK_BOT_TOKEN: slack.bot,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.apiUrl,
      DISCORD_TOKEN: discord.ours.token,
      DISCORD_API_URL: discord.ours.apiUrl,
    },
  });
  const port = await Promise.race([servingPort(service.child), service.ended.then(() => undefined)]);
  if (port === undefined) throw new Error('`deskwire start` ended before it served');
  return {
    url: `http://127.0.0.1:${port}/slack/events`,
    probed: () => service.ask('figures') as Promise<Probed>,
    async stop() {
      service.child.kill('SIGTERM');
      await service.ended;
    },
  };
}

export type Service = Awaited<ReturnType<typeof startService>>;

/** Its log says so, one JSON object a line; faults are shown. */
function servingPort({ stdout }: ChildProcess): Promise<number | undefined> {
  if (!stdout) throw new Error('the log of the service goes nowhere');
  return new Promise((resolve) => {
    createInterface({ input: stdout }).on('line', (line) => {
      const { level, msg, port } = line.startsWith('{') ? JSON.parse(line) : {};
      if (msg === 'serving') resolve(port);
      if (Number(level) >= 50 || level === 'error') console.error(line);
    });
  });
}

export interface Ran extends Probed {
  /** Milliseconds until it had ended. */
  took: number;
  code: number | null;
  said: string;
}

/** One run of the command line. One that takes too long is killed: `code` is null then. */
export async function runCommand(site: Site, args: readonly string[], limitMs: number): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'deskwire-bench-run-'));
  const figures = join(folder, 'figures.json');
  const begun = performance.now();
  const child = fork(program, [...args], {
    execArgv: ['--import', probe],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...environment(site), BENCH_FIGURES: figures },
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => said.push(String(text)));
  let cutOff = none;
  child.on('message', ({ id, answer }: { id: number; answer: Probed }) => {
    if (id === 1) cutOff = answer;
  });
  const limit = setTimeout(() => {
    child.send({ id: 1, order: 'figures' });
    setTimeout(() => child.kill('SIGKILL'), 2000);
  }, limitMs);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearTimeout(limit);
  const took = performance.now() - begun;
  const probed = code === null ? cutOff : (JSON.parse(readFileSync(figures, 'utf8')) as Probed);
  rmSync(folder, { recursive: true, force: true });
  return { ...probed, took, code, said: said.join('') };
}

/** Work of the product on its own, in a new process, see work-child.ts. */
export async function work(site: Site, what: string, limitMs = 300_000): Promise<Ran & { answer: unknown }> {
  const child = await startChild<'ready'>(join(import.meta.dirname, 'work-child.ts'), [], {
    execArgv: [...startFlags, '--import', probe],
    env: environment(site),
  });
  const limit = setTimeout(() => child.child.kill('SIGKILL'), limitMs);
  const begun = performance.now();
  try {
    const done = (await child.ask(what)) as Probed & { took: number; answer: unknown };
    return { ...done, code: 0, said: '' };
  } catch (error) {
    return { ...none, took: performance.now() - begun, code: null, said: String(error), answer: undefined };
  } finally {
    clearTimeout(limit);
    await child.stop();
  }
}

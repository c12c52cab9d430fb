import { type Profiler, Session } from 'node:inspector';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** Where the time of this thread goes: functions of the product, and the statements that they run on SQLite. */

const root = new URL('..', import.meta.url).href;
const session = new Session();
/** Milliseconds by statement, since the last question. */
const statements = new Map<string, number>();

export function startProfiling(): void {
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: 1000 });
  session.post('Profiler.start');
  const prototype = Object.getPrototypeOf(new DatabaseSync(':memory:').prepare('select 1')) as StatementSync;
  for (const name of ['all', 'get', 'run'] as const) {
    const own = prototype[name] as (...values: unknown[]) => unknown;
    Object.assign(prototype, {
      [name](this: StatementSync, ...values: unknown[]) {
        const begun = performance.now();
        try {
          return own.apply(this, values);
        } finally {
          const sql = this.sourceSQL;
          statements.set(sql, (statements.get(sql) ?? 0) + performance.now() - begun);
        }
      },
    });
  }
}

/** The functions and statements that took most since this was asked last, with their share of the time that was used. */
export function whereTimeWent(): string {
  let profile: Profiler.Profile | undefined;
  session.post('Profiler.stop', (_, { profile: found }) => {
    profile = found;
  });
  session.post('Profiler.start');
  const ran = new Map(statements);
  statements.clear();
  if (!profile) return '';
  const { own, busy } = ownTimes(profile);
  const share = (ms: number) => `${Math.round((100 * ms) / Math.max(1, busy))} %`;
  const functions = greatest(own, 4).map(([name, ms]) => `${name} ${share(ms)}`);
  const queries = greatest(ran, 2)
    .filter(([, ms]) => ms > busy / 20)
    .map(([sql, ms]) => `"${shortened(sql)}" ${share(ms)}`);
  return [...functions, ...queries].join('; ');
}

const greatest = (times: ReadonlyMap<string, number>, most: number) =>
  [...times].sort((a, b) => b[1] - a[1]).slice(0, most);

const shortened = (sql: string) => {
  const text = sql.replace(/\s+/g, ' ').replaceAll('"', '').replaceAll('|', '/');
  return text.length > 160 ? `${text.slice(0, 110)} … ${text.slice(-50)}` : text;
};

/** Milliseconds by the innermost function of ours on the stack, whatever library it called; and of all that was no idling. */
function ownTimes({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const nameOf = new Map<number, string>();
  const name = (node: Profiler.ProfileNode, caller: string | undefined) => {
    const { functionName, url, lineNumber } = node.callFrame;
    const path = url.startsWith(root) ? url.slice(root.length) : '';
    const isOurs = /^(src|commands)\//.test(path);
    return isOurs
      ? `${functionName || `line ${lineNumber + 1}`} (${path})`
      : (caller ?? libraryOf(url, functionName));
  };
  const queue: [number, string | undefined][] = nodes.slice(0, 1).map(({ id }) => [id, undefined]);
  for (let next = queue.pop(); next; next = queue.pop()) {
    const node = byId.get(next[0]);
    if (!node) continue;
    const own = name(node, next[1]);
    nameOf.set(node.id, own);
    const isOurs = own.includes(' (');
    for (const child of node.children ?? []) queue.push([child, isOurs ? own : undefined]);
  }
  const own = new Map<string, number>();
  let busy = 0;
  for (const [at, id] of samples.entries()) {
    const of = nameOf.get(id) ?? '';
    if (of === '(idle)') continue;
    const ms = (timeDeltas[at] ?? 0) / 1000;
    busy += ms;
    own.set(of, (own.get(of) ?? 0) + ms);
  }
  return { own, busy };
}

function libraryOf(url: string, functionName: string): string {
  const [, library] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  return library ?? (functionName.startsWith('(') ? functionName : 'node');
}

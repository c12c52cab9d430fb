import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './load.ts';
import { changeDefinition, deleteOneFact, deskId, type MadeDesk, tableOf } from './made-desk.ts';
import { type Ran, runCommand, type Site, work } from './processes.ts';
import { shown, type Table } from './table.ts';

export interface Filling {
  made: MadeDesk;
  site: Site;
  table: Table;
  /** Before each name in the table. */
  of: string;
  /** How many times the target of the embedded store may be taken. */
  slack: number;
}

/** Fills the store from the folder, as the first start does; everything after works on what it made. */
export async function benchFirstSync({ site, table, of, slack }: Filling): Promise<void> {
  const { cpu, peak, took, code, said, where } = await work(site, 'sync');
  if (code === null) throw new Error(`the first sync failed: ${said}`);
  table.atMost(`${of}first sync, CPU`, cpu / 1000, 15 * slack, 's');
  table.atMost(`${of}first sync, peak resident`, peak, 600, 'MB');
  table.note(`${of}first sync, time`, took / 1000, 's');
  table.because(where);
}

/** In a process of its own, as a start does that finds the fact gone. */
export async function benchDeletion({ made, site, table, of, slack }: Filling): Promise<void> {
  deleteOneFact(made);
  const { took, peak, code, said, where } = await work(site, 'sync');
  if (code === null) return table.failed(`${of}delete one fact`, said, '2 s');
  table.atMost(`${of}delete one fact`, took / 1000, 2 * slack, 's');
  table.atMost(`${of}delete one fact, peak resident`, peak, 300, 'MB');
  table.because(where);
}

export async function benchDefinition({ made, site, table, of, slack }: Filling): Promise<void> {
  changeDefinition(made);
  const { took, code, said, where } = await work(site, 'sync');
  const what = `${of}change desk.yaml of ${made.entries.toLocaleString('en')} entries`;
  if (code === null) return table.failed(what, said, '1 s');
  table.atMost(what, took / 1000, slack, 's');
  table.because(where);
}

/** Tables of new facts, one that is published at once and one that waits for reviewers. */
export async function benchImport(
  { made, site, table, of, slack }: Filling,
  { rows, limitMs }: { rows: number; limitMs: number },
): Promise<void> {
  // Small ones may take the share of the time that they have of the rows, and three seconds to start.
  const within = (seconds: number) => (seconds * slack * rows) / 5000 + (rows < 5000 ? 3 : 0);
  for (const [how, args, seconds] of [
    ['--publish', ['--publish'], 60],
    ['into review', [], 15],
  ] as const) {
    const what = `${of}import of ${rows.toLocaleString('en')} rows, ${how}`;
    const file = tableOf(made, rows, how === '--publish' ? 'published' : 'waiting');
    const ran = await runCommand(site, ['import', file, '--desk', deskId, ...args], limitMs);
    const most = within(seconds);
    const fault = faultOf(ran, limitMs);
    if (fault) table.failed(what, fault, shown(most, 's'));
    else table.atMost(what, ran.took / 1000, most, 's');
    table.because(ran.where);
  }
}

function faultOf({ code, said }: Ran, limitMs: number): string | undefined {
  if (code === null) return `> ${limitMs / 1000} s`;
  return code === 0 ? undefined : `exit ${code}: ${said.trim().split('\n').at(-1)?.slice(0, 60)}`;
}

/** A question on the command line, about the desk that comes with the product. */
export async function benchRun(table: Table, times: number): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'deskwire-bench-run-'));
  try {
    const ask = () =>
      runCommand({ briefs: 'briefs', data }, ['run', '/centralasia visits kazakhstan'], 60_000);
    await ask();
    const runs: Ran[] = [];
    for (let at = 0; at < times; at++) runs.push(await ask());
    const failed = runs.find(({ code }) => code !== 0);
    if (failed) return table.failed('`deskwire run`, CPU', faultOf(failed, 60_000) ?? '', '0.40 s');
    table.atMost('`deskwire run`, CPU', median(runs.map(({ cpu }) => cpu)) / 1000, 0.4, 's');
    table.because(runs[0]?.where ?? '');
    table.note('`deskwire run`, peak resident', median(runs.map(({ peak }) => peak)), 'MB');
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** What grows with the desk, and how fast it may: n entries may cost n to the power of so much. */
const growing: readonly [what: string, most: number][] = [
  ['different questions, one at a time, p50', 0.2],
  ['completion of an id that matches nothing, p50', 0.2],
  ['add fact, p50', 0.2],
  ['submit, p50', 0.2],
  ['approve, p50', 0.2],
  ['correct, p50', 0.2],
  ['review, p50', 0.2],
  ['minute tick of cards', 0.2],
  ['first sync, CPU', 1.05],
  ['first sync, peak resident', 1.05],
  ['delete one fact', 1.05],
];

/** Exponents of each cost between two sizes; a cost that is all noise at both has none. */
export function benchGrowth(table: Table, small: [Table, number], large: [Table, number]): void {
  for (const [what, most] of growing) {
    const [before, after] = [small[0].figure(what), large[0].figure(what)];
    if (before === undefined || after === undefined) continue;
    const exponent = Math.log(after / before) / Math.log(large[1] / small[1]);
    const sizes = [small[1], large[1]].map((size) => size.toLocaleString('en')).join(' to ');
    table.atMost(`growth from ${sizes}: ${what}`, exponent, most, '');
  }
}

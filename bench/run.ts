import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Day } from '../src/domain/dates/day.ts';
import { startOwnPostgres } from '../tests/store/postgres-server.ts';
import { benchBusy, busyHeartbeatMs } from './busy.ts';
import {
  benchDefinition,
  benchDeletion,
  benchFirstSync,
  benchGrowth,
  benchImport,
  benchRun,
  type Filling,
} from './content.ts';
import { benchFanOut, benchManyDue } from './digests.ts';
import { type MadeDesk, makeDesk } from './made-desk.ts';
import { benchReading, serving } from './reading.ts';
import { loadNow, Table, writePage } from './table.ts';
import { benchCards, benchWriting } from './writing.ts';

/**
 * `npm run bench [quick] [-- --page]`: every cost that somebody waits for, beside the least it could be in the same run.
 * Exits 1 when a target is missed, and names each. `--profile` says where the time of each went; it costs some itself.
 * `--page` writes the table into docs/performance.md.
 */
const plans = {
  full: {
    sizes: [10_000, 100_000],
    questions: 200,
    writing: { times: 5, limitMs: 30_000 },
    import: { rows: 5000, limitMs: 90_000 },
    due: 10_000,
    fanOut: { slack: 2000, discord: 1000 },
    runs: 5,
    isFull: true,
  },
  quick: {
    sizes: [10_000],
    questions: 80,
    writing: { times: 3, limitMs: 10_000 },
    import: { rows: 500, limitMs: 20_000 },
    due: 1000,
    fanOut: { slack: 2000, discord: 150 },
    runs: 3,
    isFull: false,
  },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    page: { type: 'boolean', default: false },
    /** Entries of the desks, such as 1000, to try the bench itself. */
    sizes: { type: 'string' },
    profile: { type: 'boolean', default: false },
  },
});
const plan = { ...plans[positionals.includes('quick') ? 'quick' : 'full'] };
if (values.profile) process.env.BENCH_PROFILE = 'yes';
if (values.sizes) plan.sizes = values.sizes.split(',').map(Number);

const today = new Date().toISOString().slice(0, 10) as Day;
const [begun, loadBefore] = [performance.now(), loadNow()];
const minutes = () => (performance.now() - begun) / 60_000;
const table = new Table(console.log);
const desks: MadeDesk[] = [];

function filled(size: number, into: Table): Filling {
  const made = makeDesk(size, today);
  desks.push(made);
  return { made, site: made, table: into, of: '', slack: 1 };
}

/** What is compared between two sizes, on the smaller one; its own table is not shown. */
async function small(size: number): Promise<Table> {
  const unseen = new Table(() => {});
  const filling = filled(size, unseen);
  const { site } = filling;
  await benchFirstSync(filling);
  await serving(site, filling, async (opened) => {
    await benchReading(opened, { count: plan.questions, all: false });
    await benchWriting(opened, plan.writing);
  });
  await benchCards(site, filling);
  await benchDeletion(filling);
  await benchDefinition({ ...filling, table });
  return unseen;
}

async function large(size: number): Promise<void> {
  const filling = filled(size, table);
  const { made, site } = filling;
  await benchFirstSync(filling);
  const slowest = await serving(site, filling, async (opened) => {
    const found = await benchReading(opened, { count: plan.questions, all: true });
    await benchWriting(opened, plan.writing);
    return found;
  });
  await benchCards(site, filling);
  await serving(site, { ...filling, heartbeatMs: busyHeartbeatMs }, (opened) =>
    benchBusy(opened, slowest, { digest: plan.isFull }),
  );
  await benchDeletion(filling);
  if (!plan.isFull) await benchDefinition(filling);
  else await onPostgres(made);
  await benchManyDue(site, table, plan.due);
  await benchImport(filling, plan.import);
}

/** What readers and editors do most, on a PostgreSQL of the bench's own: a process apart may take twice as long. */
async function onPostgres(made: MadeDesk): Promise<void> {
  const server = await startOwnPostgres();
  try {
    const databaseUrl = await server.database();
    const site = { briefs: made.briefs, data: join(made.root, 'beside-postgres'), databaseUrl };
    const given = { made, table, of: 'PostgreSQL: ', slack: 2 };
    await benchFirstSync({ ...given, site });
    await serving(site, given, async (opened) => {
      await benchReading(opened, { count: plan.questions / 2, all: false });
      await benchWriting(opened, plan.writing);
    });
  } finally {
    await server.stop();
  }
}

try {
  await benchRun(table, plan.runs);
  const [smaller, larger = smaller] = plan.sizes as [number, number?];
  const before = plan.isFull ? await small(smaller) : undefined;
  await large(larger);
  if (before) benchGrowth(table, [before, smaller], [table, larger]);
  for (const platform of ['slack', 'discord'] as const)
    await benchFanOut(platform, plan.fanOut[platform], table);
} finally {
  for (const { root } of desks) rmSync(root, { recursive: true, force: true });
}
const missed = table.missed();
console.log(
  `\n${minutes().toFixed(1)} minutes; load average ${loadBefore.toFixed(1)} before, ${loadNow().toFixed(1)} after.`,
);
console.log(
  missed.length === 0
    ? 'Every target was reached.'
    : `Missed:\n${missed.map((each) => `  ${each}`).join('\n')}`,
);
if (values.page)
  writePage('docs/performance.md', table, {
    day: today,
    minutes: minutes(),
    load: [loadBefore, loadNow()],
  });
// Said outright: what ends PostgreSQL with the process would set the code to 0.
process.exit(missed.length > 0 ? 1 : 0);

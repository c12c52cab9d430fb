import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createApp } from '../src/app/app.ts';
import { quietLog } from '../src/cli/output.ts';
import { readConfig } from '../src/config.ts';
import { type BenchDesk, deskOf } from './desk-of.ts';
import { benchDigests } from './digests.ts';
import { judge, tellVerdict } from './judge.ts';
import { benchPlatforms } from './platforms.ts';
import { bare, statementsOf } from './statements.ts';

/**
 * Ratios within one run, since machines differ and drift: a whole answer (read the line, query, make the reply)
 * against the very SQL it ran, on a bare connection, in turn. Then start-up and memory of a fresh process.
 */
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1_000, 10_000, 100_000];
const questions = [
  'visits kazakhstan',
  'visits person:donald-trump',
  'search lithium corridor',
  'search uranium',
];
const rounds = 60;

const median = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] as number;
const timed = async (work: () => unknown) => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};
const ms = (value: number) => value.toFixed(2).padStart(9);

function configOf({ briefs, data }: BenchDesk) {
  const result = readConfig({ DESKWIRE_BRIEFS: briefs, DESKWIRE_DATA: data });
  if (!result.ok) throw new Error(result.faults.join());
  return result.config;
}

async function answers(desk: BenchDesk) {
  let now = new Date('2026-11-23T12:00:00Z');
  const app = await createApp(configOf(desk), { log: quietLog, clock: () => now });
  await app.desks.refresh();
  for (const question of questions) {
    const ask = () =>
      app.answerer.answer({
        text: `/centralasia ${question}`,
        person: 'terminal',
        audience: 'person',
        pageSize: 10,
      });
    // What was answered on one day is not remembered for the next.
    const askAnew = () => {
      now = new Date(now.getTime() + 86_400_000);
      return ask();
    };
    await ask();
    const replay = bare(join(desk.data, 'deskwire.sqlite'), await statementsOf(askAnew));
    replay();
    const ours: number[] = [];
    const sql: number[] = [];
    const again: number[] = [];
    for (let i = 0; i < rounds; i++) {
      ours.push(await timed(askAnew));
      sql.push(await timed(replay));
      again.push(await timed(ask));
    }
    const [a, b] = [median(ours), median(sql)];
    const aim = judge(`${question} over ${desk.entries} entries`, a <= 2 * b + 1);
    console.log(
      `${String(desk.entries).padStart(8)}  ${question.padEnd(28)}${ms(a)}${ms(b)}${ms(a / b)}   ${aim.padEnd(9)}${ms(median(again))}`,
    );
  }
  await app.close();
}

/** Start-up: open the store and find the content unchanged; memory after the first answers. */
function freshStart(desk: BenchDesk) {
  const script = join(import.meta.dirname, 'fresh-start.ts');
  const env = { ...process.env, DESKWIRE_BRIEFS: desk.briefs, DESKWIRE_DATA: desk.data };
  const runs = Array.from(
    { length: 5 },
    () =>
      JSON.parse(execFileSync(process.execPath, [script], { env, encoding: 'utf8' })) as Record<
        string,
        number
      >,
  );
  const of = (name: string) => median(runs.map((run) => run[name] as number));
  console.log(
    `${String(desk.entries).padStart(8)}  ${ms(of('importing'))}${ms(of('opening'))}${ms(of('syncing'))}${ms(of('total'))}${ms(of('resident'))}`,
  );
}

const desks: BenchDesk[] = [];
try {
  for (const size of sizes) desks.push(await deskOf(size, 'briefs'));
  console.log(
    '\nAnswers: median of',
    rounds,
    'rounds, milliseconds; aim: at most twice the bare SQL plus 1 ms; again: the same question, remembered\n',
  );
  console.log(' entries  question                         ours      SQL    ratio   aim          again');
  for (const desk of desks) await answers(desk);
  console.log('\nA fresh process with unchanged content: median of 5, milliseconds and MB resident\n');
  console.log(' entries  importing  opening  syncing    total       MB');
  for (const desk of desks) freshStart(desk);
  await benchPlatforms(desks);
  await benchDigests(desks.at(-1));
  tellVerdict();
} finally {
  for (const { data } of desks) rmSync(dirname(data), { recursive: true, force: true });
}

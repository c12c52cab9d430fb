import { parseArgs } from 'node:util';
import { type PostgresServer, startPostgres } from '../store/postgres-server.ts';
import { moments } from './judge.ts';
import { aimOf, mishapOf, mishaps, runRound, type Setting, settings } from './round.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    setting: { type: 'string' },
    mishap: { type: 'string' },
    /** On each platform. */
    channels: { type: 'string', default: '100' },
    'at-once': { type: 'string', default: '3' },
  },
});
/** Rounds in which every aim, and as many kills without one, meets every setting. */
const perTurn = 2 * moments.length * settings.length;
const rounds = Number(values.rounds);
const seed = Number(values.seed);
const chosen = settings.filter((setting) => values.setting === undefined || setting === values.setting);
const forced = mishaps.find((mishap) => mishap === values.mishap);
if (!(rounds >= 1) || !Number.isInteger(seed) || chosen.length === 0 || (values.mishap && !forced)) {
  process.stderr.write(
    `Write --rounds N --seed S --setting "${settings.join('" or "')}" --mishap "${mishaps.join('" or "')}".\n`,
  );
  process.exit(2);
}

process.stdout.write(`${rounds} rounds of kill -9, seed ${seed}\n`);
/** Rounds in which a kill was aimed, or was not, and of them those that found a part in each moment. */
const kinds = ['at any moment', 'aimed'] as const;
const played = new Map<string, number>();
const landed = new Map<string, number>();
const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
let failed = 0;
const server: PostgresServer | undefined = chosen.some((setting) => setting !== 'sqlite')
  ? await startPostgres()
  : undefined;
try {
  let next = 0;
  const player = async () => {
    while (next < rounds) await play(next++);
  };
  // A round mostly waits for what was cut off to settle.
  await Promise.all(Array.from({ length: Number(values['at-once']) }, player));
} finally {
  await server?.stop();
}

for (const kind of kinds) {
  const of = played.get(kind) ?? 0;
  if (of === 0) continue;
  process.stdout.write(`\nwhere ${of} kills ${kind} found a part\n`);
  for (const moment of [...moments, 'elsewhere']) {
    const found = landed.get(`${kind} ${moment}`) ?? 0;
    const share = Math.round((100 * found) / of);
    process.stdout.write(`  ${moment.padEnd(9)} ${'█'.repeat(Math.ceil(share / 2))} ${found} (${share} %)\n`);
    // Only over enough rounds is a share a share.
    if (moment !== 'elsewhere' && of >= 20 && share < 15) failed += 1;
  }
}
process.stdout.write(`\n${rounds - failed} passed, ${failed} failed\n`);
process.exit(failed > 0 ? 1 : 0);

async function play(round: number): Promise<void> {
  // Aim, setting, mishap and nonce window turn at different speeds, so that each meets each.
  const own = seed + round;
  const nonceWindow = Math.floor(own / perTurn) % 2 === 0 ? 0 : 180_000;
  const setting = chosen[round % chosen.length] as Setting;
  const mishap = forced ?? mishapOf(setting, round);
  const began = Date.now();
  const aim = aimOf(own);
  const kind = aim ? 'aimed' : 'at any moment';
  const { landed: found, wrongs } = await runRound({
    seed: own,
    setting,
    mishap,
    aim,
    channels: Number(values.channels),
    faults: 0.08,
    nonceWindow,
    ...(setting !== 'sqlite' && server && { databaseUrl: await server.database() }),
  }).catch((error) => ({ landed: [], wrongs: [`the round could not be played: ${error}`] }));
  count(played, kind);
  const where = found.length > 0 ? found : ['elsewhere'];
  for (const moment of where) count(landed, `${kind} ${moment}`);
  const took = ((Date.now() - began) / 1000).toFixed(1);
  const said = wrongs.length === 0 ? 'each edition once' : `WRONG in ${wrongs.length} places`;
  process.stdout.write(
    `seed ${own}  ${setting.padEnd(15)}  ${mishap.padEnd(15)}  killed ${kind.padEnd(13)}  ${said}  ${took} s\n`,
  );
  if (wrongs.length === 0) return;
  failed += 1;
  for (const wrong of wrongs.slice(0, 5)) process.stdout.write(`    ${wrong}\n`);
  process.stdout.write(
    `    again: npm run test:crash -- --rounds 1 --seed ${own} --setting "${setting}" --mishap "${mishap}"\n`,
  );
}

import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { deskwireProcess } from '../cli/deskwire.ts';
import { startFakeSlack } from '../fakes/slack/server.ts';
import { chanceOf } from './chance.ts';

/** Most that the memory of the last minute may be of that of the third. */
const mostGrowth = 1.1;
const perSecond = 20;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const minutes = Number(values.minutes);
if (!(minutes >= 4)) {
  process.stderr.write('Write --minutes N, 4 or more: the third is compared with the last.\n');
  process.exit(2);
}

/** Questions of every kind, subscriptions, drafts that are given up, and answers that are not known. */
const lines = [
  ...['visits kazakhstan', 'visits pompeo', 'facts minerals', 'latest', 'country uzbekistan', 'who tokayev'],
  ...['timeline kyrgyzstan', 'upcoming', 'search C5+1', 'topics', 'sources', 'help', 'visits nowhere'],
].map((line) => `/centralasia ${line}`);
const acts = [
  '/deskwire digest list',
  '/deskwire digest now',
  '/deskwire-edit review',
  '/deskwire-edit draft list',
  '/deskwire-edit add fact title:"Soak" statement:"Something was said." date:"Feb 2026" country:KZ topic:diplomacy source:sanchez-2026',
];

const chance = chanceOf(Number(values.seed));
const slack = await startFakeSlack();
const deskwire = deskwireProcess({
  DESKWIRE_ADMINS: 'slack:T1:U1',
  SLACK_BOT_TOKEN: slack.tokens.bot,
  SLACK_SIGNING_SECRET: slack.tokens.signingSecret,
  SLACK_API_URL: slack.apiUrl,
});
const service = deskwire.start('start');
const { port } = JSON.parse(await service.said('"serving"')) as { port: number };
slack.pointAt(`http://127.0.0.1:${port}/slack/events`);
await slack.send.command('/deskwire digest subscribe daily at 08:00');

/** Megabytes resident, as the system counts them. */
function resident(): number {
  const status = readFileSync(`/proc/${service.child.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}

process.stdout.write(`${minutes} minutes of ${perSecond} commands a second, seed ${values.seed}\n`);
const began = performance.now();
const seen: number[][] = Array.from({ length: minutes }, () => []);
let asked = 0;
let failed = 0;
for (let second = 0; second < minutes * 60; second += 1) {
  const batch = Array.from({ length: perSecond }, () => chance.pick(chance.next() < 0.05 ? acts : lines));
  const acked = await Promise.all(batch.map((line) => slack.send.command(line)));
  asked += batch.length;
  failed += acked.filter(({ status }) => status !== 200).length;
  // The fake remembers all that it was told; here only the service's memory is looked at.
  slack.workspace.shown.splice(0);
  slack.journal.entries.splice(0);
  seen[Math.floor(second / 60)]?.push(resident());
  await delay(Math.max(0, began + (second + 1) * 1000 - performance.now()));
}
service.child.kill('SIGTERM');
const { code } = await service.ended;
deskwire.end();
await slack.stop();

const medians = seen.map((all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0);
for (const [minute, megabytes] of medians.entries())
  process.stdout.write(`  minute ${String(minute + 1).padStart(2)}  ${megabytes.toFixed(0)} MB\n`);
const growth = (medians.at(-1) ?? 0) / (medians[2] ?? 1);
const wrong = [
  ...(growth > mostGrowth ? [`memory grew to ${growth.toFixed(2)} of minute 3`] : []),
  ...(failed > 0 ? [`${failed} of ${asked} commands were not acknowledged`] : []),
  ...(code === 0 ? [] : [`the service ended with ${code}`]),
];
process.stdout.write(`${asked} commands, memory ${growth.toFixed(2)} of minute 3\n`);
for (const line of wrong) process.stdout.write(`WRONG: ${line}\n`);
process.exit(wrong.length > 0 ? 1 : 0);

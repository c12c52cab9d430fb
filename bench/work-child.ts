import { enableCompileCache } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import { adaptersOf } from '../src/app/adapters.ts';
import { createApp } from '../src/app/app.ts';
import { quietLog } from '../src/cli/output.ts';
import { readConfig } from '../src/config.ts';
import { postCards } from '../src/editing/review-cards.ts';
import { probed } from './probe.ts';

/** Started as a process of its own with probe.ts: opens the product, does one piece of work and tells what it took. */

// As the program does: what is loaded during the work comes from there.
enableCompileCache();

const result = readConfig({
  ...process.env,
  SLACK_BOT_TOKEN: 'xoxb-of-the-bench',
  SLACK_SIGNING_SECRET: 'a secret of the bench',
});
if (!result.ok) throw new Error(result.faults.join());
const { config } = result;
const clock = () => new Date();

async function opened() {
  const adapters = await adaptersOf(config, { clock, log: quietLog });
  const app = await createApp(config, { log: quietLog, adapters });
  return { app, clock };
}

type Opened = Awaited<ReturnType<typeof opened>>;

const pieces: Record<string, (opened: Opened) => Promise<unknown>> = {
  /** Brings the store up to the folder. */
  sync: ({ app }) => app.desks.sync(),
  /** What the minute does for reviewers, whether anything changed or not. */
  cards: ({ app }) => postCards(app.cards, clock()),
};

process.on('message', async ({ id, order }: { id: number; order: string }) => {
  const piece = pieces[order];
  if (!piece) return;
  try {
    const open = await opened();
    if (order !== 'sync') {
      await open.app.desks.refresh();
      // What a service that runs for a while has loaded already.
      await piece(open);
    }
    probed();
    const before = process.cpuUsage();
    const begun = performance.now();
    const answer = await piece(open);
    const took = performance.now() - begun;
    const { user, system } = process.cpuUsage(before);
    // A block is seen by the first timer after it.
    await setTimeout(20);
    await open.app.close();
    process.send?.({ id, answer: { ...probed(), cpu: (user + system) / 1000, took, answer } });
  } catch (error) {
    process.send?.({ id, fault: String(error) });
  }
});
process.on('disconnect', () => process.exit());
process.channel?.ref();

import { flushCompileCache } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import type { Adapters } from '../../src/app/adapters.ts';
import { createApp } from '../../src/app/app.ts';
import { digestJob } from '../../src/app/digests.ts';
import { createActionCodec } from '../../src/command/action-codec.ts';
import type { Config } from '../../src/config.ts';
import { createDiscordChannelSender } from '../../src/platforms/discord/digest/channel-sender.ts';
import { createDigestRenderer as discordDigests } from '../../src/platforms/discord/digest/render.ts';
import { createSlackChannelSender } from '../../src/platforms/slack/digest/channel-sender.ts';
import { createDigestRenderer as slackDigests } from '../../src/platforms/slack/digest/render.ts';
import { realTimers } from '../../src/runtime/async.ts';
import { blind, brokenLedger } from './broken.ts';
import { requestTimeoutMs, type ServicePlan, timing } from './service-plan.ts';
import { standingStill } from './stand-still.ts';

// Whoever started it is gone.
process.once('disconnect', () => process.exit());

/** The service as a process that will be killed: wired as the real one, with shorter waits. */
const plan = JSON.parse(process.argv[2] ?? '') as ServicePlan;
const { slack, discord, breakage, standStill, clockAheadMs = 0 } = plan;

const config: Config = {
  ...(plan.databaseUrl && { databaseUrl: plan.databaseUrl }),
  data: plan.dataFolder,
  briefs: plan.dataFolder,
  admins: [],
  privateHosts: [],
  host: '127.0.0.1',
  port: 0,
  logLevel: 'silent',
  slack,
  discord,
};
const log = {
  info() {},
  warn() {},
  error: (fields: object, message: string) => {
    if (!process.env.CRASH_LOG) return;
    const said = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
    process.stderr.write(`${new Date().toISOString()} ${message} ${said.join(', ')}\n`);
  },
};
const own = { ...slack, host: '', port: 0 };
const clock = () => new Date(Date.now() + clockAheadMs);
const senders = {
  slack: createSlackChannelSender({ config: own, clock, log, requestTimeoutMs }),
  discord: createDiscordChannelSender({ config: discord, clock, log, requestTimeoutMs }),
};
// The look after a start would make good what these two leave out.
const looking = breakage === 'unsettled' || breakage === 'sent-first' ? blind : <T>(sender: T) => sender;
const adapters: Adapters = new Map([
  ['slack', { sender: looking(senders.slack), renderer: slackDigests(createActionCodec(slack.botToken)) }],
  [
    'discord',
    { sender: looking(senders.discord), renderer: discordDigests(createActionCodec(discord.token)) },
  ],
]);

/** Minutes are shortened like all its waits. */
const turnsPerMinute = 20;

const app = await createApp(config, { log, adapters, clock, recordedBy: clock });
await app.desks.refresh();
const kept = breakage ? brokenLedger(app.store.ledger, breakage) : app.store.ledger;
const ledger = standStill ? standingStill(kept, standStill, (stood) => process.send?.(stood)) : kept;
const digests = digestJob(app.digests, {
  adapters,
  events: app.events,
  store: { ...app.store, ledger },
  config,
  clock,
  timers: realTimers,
  log,
  timing: breakage === 'unsettled' ? { ...timing, settle: 0 } : timing,
});
// Killed, it would leave nothing of what it compiled to the next.
flushCompileCache();
// The real service does this each minute: it finds what another process left behind when its lease has run out, and a
// second digest of a channel that a clock once ahead has put off when it has become the channel's next.
for (let turn = 0; ; turn += 1) {
  if (turn % turnsPerMinute === 0) await digests.run();
  await delay(100);
  void digests.deliver();
}

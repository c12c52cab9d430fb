import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createActionCodec } from '../src/command/action-codec.ts';
import { tick } from '../src/digest/tick.ts';
import { servingOf } from '../src/domain/desk.ts';
import { filterKey } from '../src/domain/digests/subscription.ts';
import type { Clock, Timers } from '../src/domain/ports/runtime.ts';
import { createDeliverer } from '../src/outbox/deliver.ts';
import { createDiscordChannelSender } from '../src/platforms/discord/digest/channel-sender.ts';
import { createDigestRenderer as discordDigests } from '../src/platforms/discord/digest/render.ts';
import * as discordLimits from '../src/platforms/discord/limits.ts';
import { createSlackChannelSender } from '../src/platforms/slack/digest/channel-sender.ts';
import { createDigestRenderer as slackDigests } from '../src/platforms/slack/digest/render.ts';
import * as slackLimits from '../src/platforms/slack/limits.ts';
import { realTimers } from '../src/runtime/async.ts';
import { indexEntry } from '../src/search/index-entry.ts';
import { openStore } from '../src/store/open.ts';
import type { Store } from '../src/store/store.ts';
import { chanceOf } from '../tests/crash/chance.ts';
import { startPlatforms } from '../tests/crash/platforms.ts';
import { seedStore } from '../tests/crash/seed-store.ts';
import { fakeTime } from '../tests/digest/fake-timers.ts';
import type { BenchDesk } from './desk-of.ts';
import { judge } from './judge.ts';

const places = { ofChannel: async () => 'internal' as const };
const silent = { info() {}, warn() {}, error() {} };
const actions = createActionCodec('a secret of the bench');
const renderers = { slack: slackDigests(actions), discord: discordDigests(actions) };
/**
 * `ratio`: time over the floor. `limited`: answers 429 among posts. Megabytes kept: `mb` after a fan-out, with what the
 * fakes keep; `half` from the second half of a tick, which is flat when that adds nothing to the first.
 */
const aims = { ratio: 1.05, limited: 0.02, mb: 50, half: 5 } as const;
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** Megabytes that are kept, without what is only not collected yet. */
function kept(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}

let made = 0;
const newDeliveryId = () => String(++made).padStart(16, '0');

/** Digests: what a tick costs that finds many due, and how close a fan-out comes to what the platforms allow. */
export async function benchDigests(desk: BenchDesk | undefined): Promise<void> {
  if (desk) await manyDue(desk);
  console.log(
    `\nFan-out of one edition, with the fakes’ limits on; floor: the greatest of parts x 1 s, Slack posts / 300 a minute, Discord posts / 50 a second; aim: within ${aims.ratio} of it, 429s to at most ${aims.limited * 100} % of the posts, ${aims.mb} MB kept\n`,
  );
  console.log(
    ' platform  channels  posts  clock       seconds    floor    ratio      429s     MB kept   aims',
  );
  for (const platform of ['slack', 'discord'] as const) {
    await fanOut(platform, 100, 'real');
    // Discord's client paces itself by the real clock, so that there is no other for it.
    await fanOut(platform, 2000, platform === 'slack' ? 'virtual' : 'real');
  }
}

/** Subscriptions that fall due in one minute: some filters and few spans, as channels have them. */
async function manyDue({ data, entries }: BenchDesk, subscriptions = 10_000): Promise<void> {
  const now = new Date();
  const store = await openStore({ dataFolder: data, index: indexEntry, clock: () => now, log: silent });
  const definition = await store.content.desk('centralasia');
  if (!definition) throw new Error('the desk is not in the store');
  const head = await store.publications.head();
  // This minute: a slot that is hours old would be passed over, and nothing composed.
  const due = `${now.getUTCMinutes()} ${now.getUTCHours()} * * *`;
  const topics = definition.definition.topics.map(({ id }) => id);
  const covered = definition.definition.countries.filter((country) => country.covered).map(({ id }) => id);
  await Promise.all(
    Array.from({ length: subscriptions }, (_, index) =>
      store.subscriptions.add(
        {
          desk: 'centralasia',
          channel: index % 2 ? `slack:T1:C${index}` : `discord:100000:${200_000 + index}`,
          filter: {
            topics: index % 3 ? [topics[index % topics.length] as string] : [],
            countries: index % 5 ? [] : [covered[index % covered.length] as string],
          },
          schedule: { rhythm: 'daily', cron: due, zone: 'UTC', holidays: 'send' },
          onEmpty: 'one-line',
          lastCount: 3,
          format: 'full',
          // Most read the last day; some were paused and catch up.
          cursor: head - (index % 10 ? 40 : 400),
          slot: new Date(now.getTime() - 86_400_000),
          next: now,
          createdBy: 'terminal',
        },
        now,
      ),
    ),
  );
  const kinds = new Set<string>();
  for (const { filter, cursor } of await store.subscriptions.list({}))
    kinds.add(`${filterKey(filter)} ${cursor}`);
  const before = kept();
  const start = performance.now();
  let [frozen, halfway] = [0, before];
  const counted = () => {
    frozen += 1;
    if (frozen === subscriptions / 2) halfway = kept();
    return newDeliveryId();
  };
  const ports = { ...store, places, desks: servingOf(() => [definition]), renderers, log: silent };
  await tick({ ...ports, holder: 'the bench', newDeliveryId: counted }, now);
  const seconds = (performance.now() - start) / 1000;
  const written = await store.ledger.counts();
  const editions = await countEditions(store, subscriptions);
  const [more, second] = [kept() - before, kept() - halfway];
  const shared = judge(
    `composing shared: ${editions} editions for ${kinds.size} filters and spans`,
    editions > 0 && editions <= kinds.size && written.deliveries.waiting === subscriptions,
  );
  const flat = judge(
    `a tick of ${subscriptions}: ${second.toFixed(0)} MB kept in its second half`,
    second <= aims.half,
  );
  console.log(
    `\n${subscriptions} subscriptions due at once over ${entries} entries: ${editions} editions composed for ${kinds.size} filters and spans (${shared}), ${written.deliveries.waiting} digests frozen in ${seconds.toFixed(1)} s, ${((1000 * seconds) / subscriptions).toFixed(2)} ms each, ${more.toFixed(0)} MB kept, ${second.toFixed(0)} of it in the second half (aim ${aims.half}: ${flat})`,
  );
  await store.maintenance.close();
}

/** Editions count up from 1. */
async function countEditions(store: Store, most: number): Promise<number> {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (await store.ledger.edition(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

async function fanOut(platform: 'slack' | 'discord', channels: number, kind: 'real' | 'virtual') {
  // The subscriptions are made in the meantime, and are due then.
  const time = fakeTime(new Date(Date.now() + 60_000));
  const [clock, timers]: [Clock, Timers] =
    kind === 'virtual' ? [time.clock, time.timers] : [() => new Date(), realTimers];
  const platforms = await startPlatforms(chanceOf(1), {
    channels,
    faults: 0,
    nonceWindow: 180_000,
    slack: { clock, pacing: true },
  });
  platforms.discord.limits.globalPerSecond = 50;
  const dataFolder = mkdtempSync(join(tmpdir(), 'deskwire-fan-out-'));
  const own = platforms.channels.filter((channel) => channel.startsWith(platform));
  const store = await seedStore({ dataFolder }, own, { topic: 'trade' });
  const definition = await store.content.desk('north');
  const { slack, discord } = platforms;
  const sender =
    platform === 'slack'
      ? createSlackChannelSender({
          config: { botToken: slack.tokens.bot, apiUrl: slack.apiUrl, host: '', port: 0 },
          clock,
          log: silent,
        })
      : createDiscordChannelSender({
          config: { token: discord.token, apiUrl: discord.apiUrl },
          clock,
          log: silent,
        });
  const deliverer = createDeliverer({
    ledger: store.ledger,
    subscriptions: store.subscriptions,
    senders: new Map([[platform, sender]]),
    turns: store.turns,
    adminLines: store.adminLines,
    tellAdmins: { soon() {}, flush: async () => {} },
    clock,
    timers,
    random: Math.random,
    log: silent,
    holder: 'the bench',
    timing: { pace: { slack: slackLimits.pace, discord: discordLimits.pace } },
  });
  await tick(
    {
      ...store,
      places,
      desks: servingOf(() => (definition ? [definition] : [])),
      renderers,
      newDeliveryId,
      holder: 'the bench',
      log: silent,
    },
    clock(),
  );
  const [begun, before] = [clock().getTime(), kept()];
  for (;;) {
    await deliverer.run();
    const { deliveries } = await store.ledger.counts();
    if (!deliveries.waiting && !deliveries.unknown) break;
    if (kind === 'virtual') time.pass(1000);
    else await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const seconds = (clock().getTime() - begun) / 1000;
  const posts = own.reduce((sum, channel) => sum + platforms.standing(channel).length, 0);
  const floor = Math.max(posts / channels, platform === 'slack' ? posts / 5 : posts / 50);
  const limited = platforms.arrivals.length - posts;
  const [ratio, more] = [seconds / floor, kept() - before];
  const of = `fan-out to ${channels} on ${platform}`;
  const verdicts = [
    judge(`${of}: ${ratio.toFixed(2)} of the floor`, ratio <= aims.ratio),
    judge(`${of}: ${limited} answers 429`, limited <= posts * aims.limited),
    judge(`${of}: ${more.toFixed(0)} MB kept`, more <= aims.mb),
  ];
  console.log(
    `${platform.padStart(9)}${String(channels).padStart(10)}${String(posts).padStart(7)}  ${kind.padEnd(8)}${seconds.toFixed(1).padStart(11)}${floor.toFixed(1).padStart(9)}${ratio.toFixed(2).padStart(9)}${String(limited).padStart(10)}${more.toFixed(0).padStart(12)}   ${verdicts.join(' ')}`,
  );
  await deliverer.stop(1000);
  await platforms.stop();
  await store.maintenance.close();
  rmSync(dataFolder, { recursive: true, force: true });
}

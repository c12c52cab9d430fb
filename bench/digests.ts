import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createActionCodec } from '../src/command/action-codec.ts';
import { tick } from '../src/digest/tick.ts';
import { servingOf } from '../src/domain/desk.ts';
import { filterKey } from '../src/domain/digests/filter.ts';
import type { Headlines } from '../src/domain/ports/feeds.ts';
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
import { slackPace } from '../tests/fakes/slack/rate.ts';
import { deskId } from './made-desk.ts';
import type { Site } from './processes.ts';
import type { Table } from './table.ts';

const places = { ofChannel: async () => 'internal' as const };
const silent = { info() {}, warn() {}, error() {} };
const actions = createActionCodec('a secret of the bench');
const renderers = { slack: slackDigests(actions), discord: discordDigests(actions) };
/** Nothing of feeds is measured here. */
const headlines: Headlines = { fresh: async () => [] };

/**
 * `ratio`: time over the floor, and a second: posts that are spread evenly do not begin with a burst. Megabytes kept:
 * `mb` after a fan-out, with what the fakes keep; `half` from the second half of a tick, which is flat when that adds
 * nothing to the first.
 */
const aims = { ratio: 1.05, seconds: 1, mb: 50, half: 5 } as const;
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

/** Subscriptions that fall due in one minute: some filters and few spans, as channels have them. */
export async function benchManyDue({ data }: Site, table: Table, subscriptions: number): Promise<void> {
  const now = new Date();
  const store = await openStore({ dataFolder: data, index: indexEntry, clock: () => now, log: silent });
  const definition = await store.content.desk(deskId);
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
          desk: deskId,
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
  const earlier = await countEditions(store, subscriptions);
  const before = kept();
  const start = performance.now();
  let [frozen, halfway] = [0, before];
  const counted = () => {
    frozen += 1;
    if (frozen === subscriptions / 2) halfway = kept();
    return newDeliveryId();
  };
  const ports = { ...store, headlines, places, desks: servingOf(() => [definition]), renderers, log: silent };
  await tick({ ...ports, holder: 'the bench', clock: () => new Date(), newDeliveryId: counted }, now);
  const seconds = (performance.now() - start) / 1000;
  const written = await store.ledger.counts();
  const editions = (await countEditions(store, subscriptions)) - earlier;
  const second = kept() - halfway;
  const what = `${subscriptions.toLocaleString('en')} digests due at once`;
  table.note(`${what}, time`, seconds, 's');
  table.atMost(`${what}, editions composed`, editions, kinds.size, '');
  const waiting = written.deliveries.waiting ?? 0;
  table.atMost(`${what}, not frozen in that tick`, subscriptions - waiting, 0, '');
  table.atMost(`${what}, kept from the second half`, Math.max(0, second), aims.half, 'MB');
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

/**
 * The least seconds in which the fake takes so many posts: a post too soon is refused, so that no sender beats it.
 * Slack takes its number in any minute and one a second in a channel; Discord its number in each second.
 */
function leastSeconds(platform: 'slack' | 'discord', posts: number, inAChannel: number): number {
  if (platform === 'discord') return Math.ceil(posts / discordPerSecond) - 1;
  const minutes = Math.ceil(posts / slackPace.posts) - 1;
  return Math.max(minutes * slackPace.withinMs, (inAChannel - 1) * slackPace.ofAChannelMs) / 1000;
}

const discordPerSecond = 50;

/** One edition into many channels, with the fakes' limits on. Discord's client paces itself by the real clock alone. */
export async function benchFanOut(platform: 'slack' | 'discord', channels: number, table: Table) {
  const kind = platform === 'slack' ? 'virtual' : 'real';
  // What was due before the deliverer began is looked for first; this is due after.
  const due = new Date(Date.now() + (kind === 'virtual' ? 60_000 : 3000 + 5 * channels));
  const time = fakeTime(due);
  const [clock, timers]: [Clock, Timers] =
    kind === 'virtual' ? [time.clock, time.timers] : [() => new Date(), realTimers];
  const platforms = await startPlatforms(chanceOf(1), {
    channels,
    faults: 0,
    nonceWindow: 180_000,
    slack: { clock, pacing: true },
  });
  platforms.discord.limits.globalPerSecond = discordPerSecond;
  const dataFolder = mkdtempSync(join(tmpdir(), 'deskwire-fan-out-'));
  const own = platforms.channels.filter((channel) => channel.startsWith(platform));
  const store = await seedStore({ dataFolder }, own, { topic: 'trade', now: due });
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
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, due.getTime() - clock().getTime())));
  await tick(
    {
      ...store,
      headlines,
      places,
      desks: servingOf(() => (definition ? [definition] : [])),
      renderers,
      clock,
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
  const most = Math.max(...own.map((channel) => platforms.standing(channel).length));
  const floor = leastSeconds(platform, posts, most);
  const refused = platforms[platform].journal.entries.filter(({ status }) => status === 429).length;
  const what = `fan-out of ${posts.toLocaleString('en')} posts on ${platform}`;
  table.atMost(what, seconds, floor * aims.ratio + aims.seconds, 's', floor);
  table.atMost(`${what}, answers 429`, refused, 0, '');
  table.atMost(`${what}, kept`, Math.max(0, kept() - before), aims.mb, 'MB');
  await deliverer.stop(1000);
  await platforms.stop();
  await store.maintenance.close();
  rmSync(dataFolder, { recursive: true, force: true });
}

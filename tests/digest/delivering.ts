import { expect, onTestFinished } from 'vitest';
import { platformOf } from '../../src/domain/identity.ts';
import { createTellAdmins } from '../../src/outbox/admin-alerts.ts';
import { createDeliverer, type DelivererOptions } from '../../src/outbox/deliver.ts';
import { createDiscordChannelSender } from '../../src/platforms/discord/digest/channel-sender.ts';
import { postMark } from '../../src/platforms/discord/digest/post-outcome.ts';
import * as discordLimits from '../../src/platforms/discord/limits.ts';
import { createSlackChannelSender } from '../../src/platforms/slack/digest/channel-sender.ts';
import * as slackLimits from '../../src/platforms/slack/limits.ts';
import { startFakeDiscord } from '../fakes/discord/fake-discord.ts';
import { objects, text } from '../fakes/discord/json.ts';
import { type FakeSlackOptions, startFakeSlack } from '../fakes/slack/server.ts';
import { draft, later, says, step, subscribe } from '../store/digests-made.ts';
import { freshStore, now } from '../store/fixture.ts';
import { fakeTime } from './fake-timers.ts';

export type Platform = 'slack' | 'discord';
export const platforms = ['slack', 'discord'] as const;

export const parts = ['part one', 'part two', 'part three'];

export const guild = '200000000000000001';
/** Two channels of each platform. */
export const channels = {
  slack: ['slack:T1:C1', 'slack:T1:C4'],
  discord: [`discord:${guild}:300000000000000001`, `discord:${guild}:300000000000000002`],
} as const;

/** As the adapters hand them in, but posts follow each other in a channel while the test's time stands still. */
const paces = {
  pace: { slack: { ...slackLimits.pace, ofAChannel: 0 }, discord: discordLimits.pace },
  looks: { slack: slackLimits.lookPace, discord: discordLimits.lookPace },
};

const postRoute = { slack: 'chat.postMessage', discord: 'POST /channels/:channel/messages' } as const;

/** As on Discord; Slack knows the same kinds. `late`: the effect comes when `land` is called. */
/** `silent`: Slack refuses without a reason, Discord answers with nothing. */
export interface PostFault {
  kind: 'limited' | 'status' | 'drop' | 'hang' | 'garbage' | 'silent' | 'late';
  when: 'before' | 'after';
  /** Of the posts that no earlier fault met, counting from 1. */
  nth?: number;
  /** Instead: so many in a row. */
  count?: number;
}

/** The worker on a real store, with the real clients on both fakes, in a time that only the test moves. */
export async function delivering(options: FakeSlackOptions & { nonceWindow?: number } = {}) {
  const time = fakeTime(now);
  const { store, folder, end } = await freshStore();
  const slack = await startFakeSlack({ clock: time.clock, ...options });
  const discord = await startFakeDiscord({ clock: () => time.clock().getTime() });
  onTestFinished(async () => {
    await Promise.all([slack.stop(), discord.close()]);
    await end();
  });
  slack.workspace.channels.set('C4', { ...slack.workspace.channels.get('C1')!, id: 'C4' });
  if (options.nonceWindow !== undefined) discord.world.nonceWindow = options.nonceWindow;

  const silent = { info() {}, warn() {}, error() {} };
  const requestTimeoutMs = 200;
  const slackConfig = { botToken: slack.tokens.bot, apiUrl: slack.apiUrl, host: '', port: 0 };
  const discordConfig = { token: discord.token, apiUrl: discord.apiUrl };
  const ahead = (ms: number | (() => number)) => () =>
    new Date(time.clock().getTime() + (typeof ms === 'number' ? ms : ms()));
  /** With a clock that is so many milliseconds ahead of the platforms'. */
  const senders = (aheadMs: Parameters<typeof ahead>[0] = 0) => {
    const clock = ahead(aheadMs);
    return new Map([
      ['slack', createSlackChannelSender({ config: slackConfig, clock, log: silent, requestTimeoutMs })],
      [
        'discord',
        createDiscordChannelSender({
          config: discordConfig,
          clock,
          log: silent,
          requestTimeoutMs,
        }),
      ],
    ]);
  };

  const told: string[] = [];
  let holders = 0;
  /** Another process. */
  const deliverer = (over: Partial<DelivererOptions> = {}) => {
    const holder = `process-${++holders}`;
    const tellAdmins = createTellAdmins({
      platforms,
      lines: store.adminLines,
      leases: store.leases,
      adminsOf: async ({ platform }) => [[platform]],
      say: async (platform, said) => told.push(`${platform}: ${said}`) > 0,
      ...{ clock: time.clock, timers: time.timers, log: silent, holder },
    });
    return createDeliverer({
      ledger: store.ledger,
      subscriptions: store.subscriptions,
      senders: senders(),
      turns: store.turns,
      adminLines: store.adminLines,
      tellAdmins,
      clock: time.clock,
      timers: time.timers,
      random: () => 0.5,
      log: silent,
      holder,
      ...over,
      timing: { ...paces, ...over.timing },
    });
  };

  const body = (channel: string, says: string, key: { delivery: string; part: number }) =>
    channel.startsWith('slack')
      ? { text: says, blocks: [{ type: 'section', text: { type: 'mrkdwn', text: says } }] }
      : {
          flags: 32768,
          components: [
            { type: 10, content: says },
            { type: 10, content: `-# ref ${postMark(key)}` },
          ],
          allowed_mentions: { parse: [] },
        };

  /** Writes a delivery of these parts for a subscription of the channel, new unless given. */
  async function queue(channel: string, texts: readonly string[], changes: Parameters<typeof draft>[1] = {}) {
    const all = await store.subscriptions.list({ channel, ended: true });
    const subscription = all[0] ?? (await subscribe(store, 'test', { channel }));
    const written = draft(subscription, changes);
    written.parts = texts.map((said, part) => ({
      reply: says(said),
      body: body(channel, said, { delivery: written.id, part }),
    }));
    const outcome = await store.ledger.write(step(subscription, written), now);
    if (outcome !== 'written') throw new Error(outcome);
    return { id: written.id, subscription: subscription.id };
  }

  /** Writes a correction that edits the first part of what was posted. */
  async function correct(posted: string, said: string, instead: string | null) {
    const { channel, subscription } = (await store.ledger.delivery(posted))!;
    const written = draft((await store.subscriptions.get(subscription))!, {
      kind: 'correction',
      slot: undefined,
    });
    const key = { delivery: written.id, part: 0 };
    const edits = { instead: instead === null ? null : body(channel, instead, key) };
    written.parts = [{ reply: says(said), body: body(channel, said, key), edits }];
    const where = { desk: 'test', platform: platformOf(channel) };
    const seen = await store.ledger.correctionMark(where.desk, where.platform);
    const corrections = [{ delivery: posted, part: 0, draft: written }];
    await store.ledger.correct({ ...where, seen, mark: { upTo: seen.upTo + 1 }, corrections }, now);
    return written.id;
  }

  /** What stands in a channel, oldest first. */
  function standing(channel: string): string[] {
    const id = channel.split(':')[2] ?? '';
    if (channel.startsWith('slack'))
      return (slack.workspace.messages.get(id) ?? [])
        .filter(({ metadata }) => metadata)
        .map((each) => each.text);
    return [...discord.world.messages.values()]
      .filter((each) => each.channel === id && !each.deleted && each.author === undefined)
      .map((each) => text(objects(each.body.components)[0]?.content));
  }

  const landing: (() => void)[] = [];
  function fail(platform: Platform, { kind, when, nth = 1, count }: PostFault) {
    const times = count === undefined ? { nth } : { count };
    if (platform === 'discord') {
      const fault = { route: postRoute.discord, when, ...times } as const;
      if (kind === 'limited') discord.faults.plan({ ...fault, kind: '429', retryAfter: 2 });
      else if (kind === 'silent') discord.faults.plan({ ...fault, kind: 'raw' });
      else discord.faults.plan({ ...fault, kind });
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    landing.push(resolve);
    const kinds = {
      limited: { type: '429', retryAfter: 2 },
      status: { type: 'status', status: 500 },
      drop: { type: 'drop' },
      hang: { type: 'hang' },
      garbage: { type: 'garbage' },
      silent: { type: 'answer', answer: { ok: false } },
      late: { type: 'late', until: promise },
    } as const;
    slack.faults.set({ route: postRoute.slack, when, ...times, kind: kinds[kind] });
  }

  return {
    time,
    store,
    folder,
    slack,
    discord,
    /** What the admins have been told by now. */
    async told() {
      time.pass(10_000);
      await expect.poll(() => store.adminLines.pending(1), { interval: 5 }).toEqual([]);
      return told;
    },
    ahead,
    senders,
    deliverer,
    queue,
    correct,
    standing,
    fail,
    body,
    /** What a `late` fault held back comes about. */
    async land(platform: Platform, posts: number) {
      if (platform === 'discord') return discord.faults.release();
      for (const resolve of landing.splice(0)) resolve();
      await slack.journal.wait(postRoute.slack, posts);
    },
    posts: (platform: Platform) =>
      platform === 'slack'
        ? slack.journal.of(postRoute.slack).length
        : discord.journal.to(postRoute.discord).length,
    read: async (id: string) => (await store.ledger.delivery(id))!,
    subscription: async (id: number) => (await store.subscriptions.get(id))!,
    /** Ticks, every half a minute unless told otherwise, until the deliveries are final. */
    async until(runner: { run(): Promise<void> }, ids: readonly string[], every = 30_000) {
      for (let ticks = 0; ticks < 200; ticks += 1) {
        await runner.run();
        const all = await Promise.all(ids.map((id) => store.ledger.delivery(id)));
        if (all.every((each) => each?.finishedAt)) return all.map((each) => each!.state);
        time.pass(every);
      }
      throw new Error('never finished');
    },
    later,
  };
}

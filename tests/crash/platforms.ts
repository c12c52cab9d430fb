import { postKeyOf } from '../../src/platforms/slack/digest/post-outcome.ts';
import { startFakeDiscord } from '../fakes/discord/fake-discord.ts';
import type { Fault as DiscordFault } from '../fakes/discord/faults.ts';
import { isObject } from '../fakes/discord/json.ts';
import type { Fault as SlackFault } from '../fakes/slack/faults.ts';
import { type FakeSlackOptions, startFakeSlack } from '../fakes/slack/server.ts';
import type { Chance } from './chance.ts';
import { landsLateMs } from './service-plan.ts';

/** A message of ours by the delivery and part that it names: `k3x9…-1`. */
type Mark = string;
export const markOf = (delivery: string, part: number): Mark => `${delivery}-${part + 1}`;

export interface Post {
  mark: Mark;
  /** The platform's name for the message. */
  message: string;
}

/** A request to post that reached a platform. */
interface Arrival {
  mark: Mark;
  body: unknown;
}

/** Both platforms, with as many channels as are asked for, where a share of all requests goes wrong. */
export async function startPlatforms(
  chance: Chance,
  {
    channels,
    faults,
    nonceWindow,
    slack: slackOptions,
  }: { channels: number; faults: number; nonceWindow: number; slack?: FakeSlackOptions },
) {
  const [slack, discord] = await Promise.all([startFakeSlack(slackOptions), startFakeDiscord()]);
  discord.world.nonceWindow = nonceWindow;
  const slackIds = Array.from({ length: channels }, (_, at) => `C${1000 + at}`);
  const discordIds = Array.from({ length: channels }, (_, at) =>
    String(500_000_000_000_000_000n + BigInt(at)),
  );
  for (const id of slackIds)
    slack.workspace.channels.set(id, { id, name: id, member: true, archived: false, private: false });
  const [open] = discord.world.channels.values();
  const [guild] = discord.world.guilds.keys();
  for (const id of discordIds) discord.world.channels.set(id, { ...open!, overwrites: [] });

  const arrivals: Arrival[] = [];
  let stillAt = Number.POSITIVE_INFINITY;
  let stood: ((arrival: Arrival) => void) | undefined;
  let watch: { at: number; reached: () => void } | undefined;

  /** True for the request that gets no answer until its sender is killed. */
  function arrive(mark: Mark, body: unknown): boolean {
    const arrival = { mark, body };
    arrivals.push(arrival);
    if (watch && arrivals.length >= watch.at) watch.reached();
    if (arrivals.length !== stillAt) return false;
    stood?.(arrival);
    return true;
  }

  const posting = 'chat.postMessage';
  const ordinary = slack.faults.take;
  slack.faults.take = (route, body) => {
    const key = route === posting ? postKeyOf(body) : undefined;
    if (key && arrive(markOf(key.delivery, key.part), body))
      return { when: chance.pick(['before', 'after']), kind: { type: 'hang' } };
    return chance.next() < faults ? slackFault(chance, key !== undefined) : ordinary(route);
  };
  discord.faults.meet = (route, body) => {
    const nonce = isObject(body) && route.startsWith('POST') ? body.nonce : undefined;
    const at = { route, when: chance.pick(['before', 'after'] as const) };
    if (nonce !== undefined && arrive(String(nonce), body)) return { ...at, kind: 'hang' };
    if (chance.next() >= faults) return undefined;
    const fault = discordFault(chance, nonce !== undefined);
    if (fault.kind === 'late' || fault.kind === 'slow')
      setTimeout(() => discord.faults.release(), landsLateMs).unref();
    return { ...at, ...fault };
  };

  return {
    slack,
    discord,
    channels: [
      ...slackIds.map((id) => `slack:${slack.workspace.team}:${id}`),
      ...discordIds.map((id) => `discord:${guild}:${id}`),
    ],
    arrivals,
    /** Resolves when the nth request to post has arrived; it is not answered. */
    standStillAt(nth: number): Promise<Arrival> {
      stillAt = nth;
      return new Promise((resolve) => {
        stood = resolve;
      });
    },
    /** Resolves when so many requests to post have arrived. */
    arrived(count: number): Promise<void> {
      return new Promise((reached) => {
        if (arrivals.length >= count) reached();
        else watch = { at: count, reached };
      });
    },
    /** Requests to post a part, and whether the last of them was answered. */
    asked(mark: Mark): { times: number; answered: boolean } {
      const all = arrivals.filter((each) => each.mark === mark);
      const body = all.at(-1)?.body;
      const entry =
        slack.journal.entries.find((each) => each.body === body) ??
        discord.journal.entries.find((each) => each.body === body);
      return { times: all.length, answered: entry?.status === 200 };
    },
    /** What stands in a channel, oldest first. */
    standing(channel: string): Post[] {
      const id = channel.split(':')[2] ?? '';
      if (channel.startsWith('slack:'))
        return (slack.workspace.messages.get(id) ?? []).flatMap((message) => {
          const key = postKeyOf(message);
          return key ? [{ mark: markOf(key.delivery, key.part), message: message.ts }] : [];
        });
      return [...discord.world.messages.values()]
        .filter((message) => message.channel === id && !message.deleted)
        .map((message) => ({ mark: String(message.body.nonce), message: message.id }));
    },
    async stop() {
      await Promise.all([slack.stop(), discord.close()]);
    },
  };
}

export type Platforms = Awaited<ReturnType<typeof startPlatforms>>;

function slackFault(chance: Chance, posts: boolean): Pick<SlackFault, 'when' | 'kind'> {
  const later = () => new Promise<void>((resolve) => setTimeout(resolve, landsLateMs).unref());
  const kinds: SlackFault['kind'][] = [
    { type: '429', retryAfter: 1 },
    { type: '429' },
    { type: 'status', status: 500 },
    { type: 'drop' },
    { type: 'garbage' },
    { type: 'answer', answer: { ok: false } },
    { type: 'slow', until: later() },
    ...(posts ? [{ type: 'late' as const, until: later() }] : []),
  ];
  const kind = chance.pick(kinds);
  // A 429 says that nothing was posted.
  return { kind, when: kind.type === '429' ? 'before' : chance.pick(['before', 'after']) };
}

function discordFault(
  chance: Chance,
  posts: boolean,
): Omit<DiscordFault, 'route' | 'when'> & { when?: 'before' } {
  return chance.pick([
    { kind: '429', retryAfter: 0.3, when: 'before' },
    { kind: '429', retryAfter: null, when: 'before' },
    { kind: 'status', status: 500 },
    { kind: 'drop' },
    { kind: 'garbage' },
    { kind: 'raw' },
    { kind: 'slow' },
    ...(posts ? [{ kind: 'late' as const, when: 'before' as const }] : []),
  ] as const);
}

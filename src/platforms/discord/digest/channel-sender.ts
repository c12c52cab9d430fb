import { z } from 'zod';
import { createPlatformClock } from '../../../domain/digests/platform-clock.ts';
import { directPerson, directTo, sameHome } from '../../../domain/identity.ts';
import { breaks, type ChannelSender, type PostOutcome } from '../../../domain/ports/platform.ts';
import type { Clock, Log, Timers } from '../../../domain/ports/runtime.ts';
import { realTimers } from '../../../runtime/async.ts';
import { type DiscordConfig, messageIn, required } from '../client.ts';
import { escapeText } from '../render/markdown.ts';
import { type Call, createCalls, createSelf } from './channel-calls.ts';
import { createFind } from './find-posts.ts';
import { accessProblem, discordAccess } from './lookups.ts';
import { failedOutcome, postNonce } from './post-outcome.ts';

export interface DiscordChannelSenderOptions {
  config: DiscordConfig;
  clock: Clock;
  log: Log;
  timers?: Timers;
  /** Milliseconds for one call; shorter than it takes a send to settle. */
  requestTimeoutMs?: number;
}

/** "content 2000": a word to an admin is cut rather than refused. */
const tellLength = 2000;

/** Posts digests in Discord, through a client of its own. */
export function createDiscordChannelSender(options: DiscordChannelSenderOptions): ChannelSender {
  const { config, clock, log, timers = realTimers, requestTimeoutMs = 30_000 } = options;
  const secrets = [config.token];
  const ask = () => call((rest, signal) => rest.get('/users/@me', { signal }));
  const discordClock = createPlatformClock({ platform: 'Discord', clock, log, ask });
  const call: Call = createCalls(config, { timers, clock, discordClock }, requestTimeoutMs);
  const self = createSelf(call);
  const find = createFind({ call, self, discordClock }, secrets);

  const send = (channel: string, body: object) =>
    call(async (rest, signal) =>
      messageIn(await rest.post(`/channels/${channel}/messages`, { body, signal })),
    );
  /** The channel's own id; for a person that of the conversation with them, which is begun where there is none. */
  const channelOf = async (channel: string): Promise<string> => {
    const person = directPerson(channel);
    if (!person) return discordId(channel);
    const body = { recipient_id: discordId(person) };
    const opened = await call((rest, signal) => rest.post('/users/@me/channels', { body, signal }));
    return required(z.object({ id: z.string() }), opened, 'naming the conversation').id;
  };
  return {
    post: (channel, body, key) =>
      outcomeOf(secrets, async () => {
        const asked = await channelOf(channel);
        const { id, channel_id } = await send(asked, { ...(body as object), ...postNonce(key) });
        if (channel_id === asked) return id;
        log.error({ ...key, channel, answered: channel_id }, 'Discord answered with a different channel');
        throw new Error('Discord answered with a different channel');
      }),
    edit: (channel, message, body) =>
      outcomeOf(secrets, async () => {
        // A nonce is for creating a message only.
        const { nonce, enforce_nonce, ...kept } = body as Record<string, unknown>;
        const path = `/channels/${await channelOf(channel)}/messages/${message}` as const;
        return call(async (rest, signal) => messageIn(await rest.patch(path, { body: kept, signal })).id);
      }),
    async find(channel, ...rest) {
      try {
        return await find(await channelOf(channel), ...rest);
      } catch (error) {
        const failed = failedOutcome(error, secrets);
        return failed.outcome === 'refused' ? { outcome: 'blind', detail: failed.detail } : failed;
      }
    },
    time: (maxAgeMs) => discordClock.time(maxAgeMs),
    async access(channel) {
      const access = await discordAccess(call, self, discordId(channel), secrets);
      if (access.ok !== 'unknown') return access;
      return {
        ok: false,
        refusal: 'no_access',
        passing: true,
        problem: 'Discord does not answer at the moment. Try again in a minute.',
      };
    },
    async tell(person, text) {
      const said = await outcomeOf(secrets, async () => {
        const id = await channelOf(directTo(person));
        const content = withChannels(person, text).slice(0, tellLength);
        return (await send(id, { content, allowed_mentions: { parse: [] } })).id;
      });
      if (said.outcome === 'posted') return true;
      log.warn({ person, ...said }, 'direct message refused by Discord');
      return false;
    },
  };
}

/** `discord:G…:C…` and `discord:G…:U…` */
const discordId = (full: string): string => full.split(':')[2] ?? '';

async function outcomeOf(secrets: readonly string[], send: () => Promise<string>): Promise<PostOutcome> {
  try {
    return { outcome: 'posted', message: await send() };
  } catch (error) {
    const failed = failedOutcome(error, secrets);
    // What people have to mend is said in the words of `access`.
    return failed.outcome === 'refused' && breaks.has(failed.refusal)
      ? { ...failed, problem: accessProblem(failed.refusal, failed.detail) }
      : failed;
  }
}

/** Channels of the person's server by their names, as Discord shows them. */
const withChannels = (person: string, text: string): string =>
  text
    .split(/(discord:\d+:\d+)/)
    .map((piece, at) =>
      at % 2 === 1 && sameHome(piece, person)
        ? `<#${discordId(piece)}>`
        : piece.split('\n').map(escapeText).join('\n'),
    )
    .join('');

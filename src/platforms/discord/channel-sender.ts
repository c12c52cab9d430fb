import { z } from 'zod';
import type { ChannelSender, PostOutcome } from '../../domain/ports/channel-sender.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Timers } from '../../domain/ports/timers.ts';
import { discordAccess } from './channel-access.ts';
import { createCalls, createSelf } from './channel-calls.ts';
import { createLook } from './channel-look.ts';
import { escapeText } from './escape.ts';
import { postNonce } from './post-mark.ts';
import { failedOutcome } from './post-outcome.ts';
import type { DiscordConfig } from './rest.ts';
import { realTimers } from './timers.ts';

export interface DiscordChannelSenderOptions {
  config: DiscordConfig;
  log: Log;
  timers?: Timers;
  /** Milliseconds for one call; shorter than it takes a send to settle. */
  requestTimeoutMs?: number;
}

const postedSchema = z.object({ id: z.string(), channel_id: z.string() });

/** "content 2000": a word to an admin is cut rather than refused. */
const tellLength = 2000;

/** Posts digests in Discord, through a client of its own. */
export function createDiscordChannelSender(options: DiscordChannelSenderOptions): ChannelSender {
  const { config, log, timers = realTimers, requestTimeoutMs = 30_000 } = options;
  const secrets = [config.token];
  const call = createCalls(config, timers, requestTimeoutMs);
  const self = createSelf(call);
  const find = createLook(call, self, secrets);

  const send = (channel: string, body: object) =>
    call(async (rest, signal) =>
      postedSchema.parse(await rest.post(`/channels/${channel}/messages`, { body, signal })),
    );
  return {
    post: (channel, body, key) =>
      outcomeOf(secrets, async () => {
        const asked = discordId(channel);
        const { id, channel_id } = await send(asked, { ...(body as object), ...postNonce(key) });
        if (channel_id === asked) return id;
        log.error({ ...key, channel, answered: channel_id }, 'Discord names another channel than was asked');
        throw new Error('Discord names another channel than was asked');
      }),
    edit: (channel, message, body) =>
      outcomeOf(secrets, () =>
        call(async (rest, signal) => {
          // A nonce is for creating a message only.
          const { nonce, enforce_nonce, ...kept } = body as Record<string, unknown>;
          const path = `/channels/${discordId(channel)}/messages/${message}` as const;
          return postedSchema.parse(await rest.patch(path, { body: kept, signal })).id;
        }),
      ),
    find: (channel, ...rest) => find(discordId(channel), ...rest),
    async access(channel) {
      const access = await discordAccess(call, self, discordId(channel), secrets);
      if (access.ok !== 'unknown') return access;
      return {
        ok: false,
        refusal: 'no_access',
        problem: 'Discord does not answer at the moment. Try again in a minute.',
      };
    },
    async tell(person, text) {
      const said = await outcomeOf(secrets, async () => {
        const body = { recipient_id: discordId(person) };
        const dm = await call((rest, signal) => rest.post('/users/@me/channels', { body, signal }));
        const content = text.split('\n').map(escapeText).join('\n').slice(0, tellLength);
        const { id } = z.object({ id: z.string() }).parse(dm);
        return (await send(id, { content, allowed_mentions: { parse: [] } })).id;
      });
      if (said.outcome === 'posted') return true;
      log.warn({ person, ...said }, 'a private word was not taken by Discord');
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
    return failedOutcome(error, secrets);
  }
}

import { ChannelType } from 'discord.js';
import type { ChannelSender, Refusal } from '../../domain/ports/channel-sender.ts';
import type { Call } from './channel-calls.ts';
import { channelSchema, lacking, memberSchema, permissionsIn, rolesSchema } from './permissions.ts';
import { failedOutcome } from './post-outcome.ts';
import { told } from './rest.ts';

type Access = Awaited<ReturnType<ChannelSender['access']>> | { ok: 'unknown'; detail: string };

const wanted: readonly ChannelType[] = [ChannelType.GuildText, ChannelType.GuildAnnouncement];

const grant = 'Give me View Channel, Send Messages and Read Message History there.';

/** What to do about a channel that cannot be posted to or read, for people. */
export function accessProblem(refusal: Refusal, detail: string): string {
  if (refusal === 'token') return 'Discord no longer takes the bot token. Set a new DISCORD_TOKEN.';
  if (refusal === 'channel_gone') return 'That channel is gone. Choose another one.';
  if (refusal === 'no_access') return `I cannot see that channel. ${grant}`;
  return `Discord refuses this channel (${detail}).`;
}

/** Whether the bot may see the channel, post there and read what it posted. */
export async function discordAccess(
  call: Call,
  self: () => Promise<string>,
  channel: string,
  secrets: readonly string[],
): Promise<Access> {
  const get = (path: `/${string}`) => call((rest, signal) => rest.get(path, { signal }));
  try {
    const {
      type,
      guild_id: guild,
      permission_overwrites,
    } = told(channelSchema, await get(`/channels/${channel}`), 'the channel');
    if (guild === undefined || !wanted.includes(type))
      return refused('rejected', 'Digests go to the text and announcement channels of a server. Choose one.');
    const user = await self();
    const [roles, member] = await Promise.all([
      get(`/guilds/${guild}/roles`),
      get(`/guilds/${guild}/members/${user}`),
    ]);
    const missing = lacking(
      permissionsIn({
        guild,
        user,
        roles: told(rolesSchema, roles, 'the roles of the server'),
        member: told(memberSchema, member, 'the roles of the bot'),
        overwrites: permission_overwrites,
      }),
    );
    if (missing.length === 0) return { ok: true };
    return refused('no_access', `I may not do enough in that channel. Give me ${missing.join(', ')} there.`);
  } catch (error) {
    const failed = failedOutcome(error, secrets);
    if (failed.outcome === 'refused')
      return refused(failed.refusal, accessProblem(failed.refusal, failed.detail));
    return {
      ok: 'unknown',
      detail: failed.outcome === 'unknown' ? failed.detail : 'Discord limits requests',
    };
  }
}

const refused = (refusal: Refusal, problem: string): Access => ({ ok: false, refusal, problem });

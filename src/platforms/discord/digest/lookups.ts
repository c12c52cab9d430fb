import { ChannelType, PermissionFlagsBits } from 'discord.js';
import { z } from 'zod';
import { discordGroup, sameHome } from '../../../domain/identity.ts';
import type { Groups } from '../../../domain/ports/access.ts';
import type { ChannelSender, Refusal } from '../../../domain/ports/platform.ts';
import type { Clock, Log, Timers } from '../../../domain/ports/runtime.ts';
import { realTimers } from '../../../runtime/async.ts';
import { type DiscordConfig, required } from '../client.ts';
import { type Call, createCalls } from './channel-calls.ts';
import { failedOutcome } from './post-outcome.ts';

/** A person waits for the answer. */
const timeoutMs = 5000;
/** For so long, in milliseconds, somebody whose role was taken away may act as if they had it. */
const keptMs = 60_000;

const memberSchema = z.object({ roles: z.array(z.string()) });

/**
 * Who has a role of a server, asked where Discord does not name a member's roles itself: in a direct message, and of
 * somebody who does nothing at the moment. Who else has a role it tells only bots with a privilege of their own.
 */
export function createDiscordGroups({
  config,
  clock,
  log,
  timers = realTimers,
}: {
  config: DiscordConfig;
  clock: Clock;
  log: Log;
  timers?: Timers;
}): Groups {
  const call = createCalls(config, { timers, clock, discordClock: { saw() {} } }, timeoutMs);
  const known = new Map<string, { groups: Promise<string[] | undefined>; until: number }>();

  async function ask(person: string): Promise<string[] | undefined> {
    const [, guild = '', user = ''] = person.split(':');
    try {
      const member = await call((rest, signal) => rest.get(`/guilds/${guild}/members/${user}`, { signal }));
      const { roles } = required(memberSchema, member, 'the roles of the member');
      return roles.map((role) => discordGroup(guild, role));
    } catch (error) {
      log.warn(
        { person, ...failedOutcome(error, [config.token]) },
        'Discord did not return the roles of a member',
      );
      return undefined;
    }
  }

  function groupsOf(person: string): Promise<string[] | undefined> {
    const before = known.get(person);
    if (before && before.until > clock().getTime()) return before.groups;
    const groups = ask(person);
    known.set(person, { groups, until: clock().getTime() + keptMs });
    // What was not told is asked again the next time.
    void groups.then((told) => told ?? known.delete(person));
    return groups;
  }

  return {
    holds: async (group, person) =>
      sameHome(group, person) && ((await groupsOf(person))?.includes(group) ?? false),
    members: async () => [],
  };
}

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
    } = required(channelSchema, await get(`/channels/${channel}`), 'the channel');
    if (guild === undefined || !wanted.includes(type))
      return noAccess(
        'rejected',
        'Digests go to the text and announcement channels of a server. Choose one.',
      );
    const user = await self();
    const [roles, member] = await Promise.all([
      get(`/guilds/${guild}/roles`),
      get(`/guilds/${guild}/members/${user}`),
    ]);
    const missing = lacking(
      permissionsIn({
        guild,
        user,
        roles: required(rolesSchema, roles, 'the roles of the server'),
        member: required(memberSchema, member, 'the roles of the bot'),
        overwrites: permission_overwrites,
      }),
    );
    if (missing.length === 0) return { ok: true };
    return noAccess('no_access', `I may not do enough in that channel. Give me ${missing.join(', ')} there.`);
  } catch (error) {
    const failed = failedOutcome(error, secrets);
    if (failed.outcome === 'refused')
      return noAccess(failed.refusal, accessProblem(failed.refusal, failed.detail));
    return {
      ok: 'unknown',
      detail: failed.outcome === 'unknown' ? failed.detail : 'Discord limits requests',
    };
  }
}

const noAccess = (refusal: Refusal, problem: string): Access => ({ ok: false, refusal, problem });

/** As the REST API gives them; permissions are bit sets in decimal. */
const channelSchema = z.object({
  type: z.number(),
  guild_id: z.string().optional(),
  permission_overwrites: z
    .array(z.object({ id: z.string(), allow: z.string(), deny: z.string() }))
    .default([]),
});
const rolesSchema = z.array(z.object({ id: z.string(), permissions: z.string() })).min(1);

interface ChannelMember {
  guild: string;
  user: string;
  roles: z.infer<typeof rolesSchema>;
  member: z.infer<typeof memberSchema>;
  overwrites: z.infer<typeof channelSchema>['permission_overwrites'];
}

/**
 * What a member may do in a channel: the permissions of @everyone and the member's roles, then the channel's
 * overwrites for @everyone, for the roles together, and for the member, each denying before it allows.
 * Source: discord-api-docs, "Permission Overwrites".
 */
function permissionsIn({ guild, user, roles, member, overwrites }: ChannelMember): bigint {
  const own = new Set([guild, ...member.roles]);
  const base = roles
    .filter(({ id }) => own.has(id))
    .reduce((sum, role) => sum | BigInt(role.permissions), 0n);
  if (base & PermissionFlagsBits.Administrator) return ~0n;
  const overlaid = (held: bigint, ids: (id: string) => boolean) => {
    const mine = overwrites.filter(({ id }) => ids(id));
    const denied = mine.reduce((sum, { deny }) => sum | BigInt(deny), 0n);
    const allowed = mine.reduce((sum, { allow }) => sum | BigInt(allow), 0n);
    return (held & ~denied) | allowed;
  };
  const everyone = overlaid(base, (id) => id === guild);
  const asRoles = overlaid(everyone, (id) => id !== guild && own.has(id));
  return overlaid(asRoles, (id) => id === user);
}

const needed = [
  ['View Channel', PermissionFlagsBits.ViewChannel],
  ['Send Messages', PermissionFlagsBits.SendMessages],
  ['Read Message History', PermissionFlagsBits.ReadMessageHistory],
] as const;

/** Those that digests need and that are not held, by the names that Discord shows. */
const lacking = (held: bigint): string[] =>
  needed.filter(([, bit]) => (held & bit) === 0n).map(([name]) => name);

import { PermissionFlagsBits } from 'discord.js';
import { z } from 'zod';

/** As the REST API gives them; permissions are bit sets in decimal. */
export const channelSchema = z.object({
  type: z.number(),
  guild_id: z.string().optional(),
  permission_overwrites: z
    .array(z.object({ id: z.string(), allow: z.string(), deny: z.string() }))
    .default([]),
});
export const rolesSchema = z.array(z.object({ id: z.string(), permissions: z.string() })).min(1);
export const memberSchema = z.object({ roles: z.array(z.string()) });

export interface Standing {
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
export function permissionsIn({ guild, user, roles, member, overwrites }: Standing): bigint {
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
export const lacking = (held: bigint): string[] =>
  needed.filter(([, bit]) => (held & bit) === 0n).map(([name]) => name);

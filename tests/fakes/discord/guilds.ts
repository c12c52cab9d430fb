import { type Answer, type Handler, type Request, type Route, refuse } from './answers.ts';
import { isObject, text } from './json.ts';
import type { World } from './world.ts';

/** Bits of permissions, from the documentation's table. */
export const permission = {
  administrator: 1n << 3n,
  manageChannels: 1n << 4n,
  view: 1n << 10n,
  send: 1n << 11n,
  history: 1n << 16n,
} as const;

export interface FakeGuild {
  /** Permissions by role; the one with the server's own id is @everyone. */
  roles: Map<string, bigint>;
  /** The bot's. */
  botRoles: string[];
  /** Roles by member, as far as a test needs them. */
  members: Map<string, string[]>;
}

export interface FakeChannel {
  /** None: a conversation with `recipient`. */
  guild?: string;
  recipient?: string;
  /** 0 text, 1 direct message, 2 voice, 5 announcement. */
  type: number;
  overwrites: { id: string; allow: bigint; deny: bigint }[];
}

const everyone = permission.view | permission.send | permission.history;

/** The server and the channels that tests use without saying more. */
export function usualGuild() {
  const guild = '200000000000000001';
  const open = (): FakeChannel => ({ guild, type: 0, overwrites: [] });
  return {
    guilds: new Map<string, FakeGuild>([
      [guild, { roles: new Map([[guild, everyone]]), botRoles: [], members: new Map() }],
    ]),
    channels: new Map<string, FakeChannel>([
      ['300000000000000001', open()],
      ['300000000000000002', open()],
    ]),
  };
}

/** What the bot may do there, as the documentation's pseudo-code computes it. */
export function allowed(world: World, channel: FakeChannel): bigint {
  const guild = world.guilds.get(channel.guild ?? '');
  if (channel.guild === undefined || !guild) return everyone;
  const roles = [channel.guild, ...guild.botRoles];
  let held = 0n;
  for (const role of roles) held |= guild.roles.get(role) ?? 0n;
  if ((held & permission.administrator) === permission.administrator) return ~0n;
  for (const ids of [[channel.guild], guild.botRoles, [world.bot]]) {
    let allow = 0n;
    let deny = 0n;
    for (const overwrite of channel.overwrites) {
      if (!ids.includes(overwrite.id)) continue;
      allow |= overwrite.allow;
      deny |= overwrite.deny;
    }
    held = (held & ~deny) | allow;
  }
  return held;
}

/** The channel of a request that the bot may see and has `needed` in, or the refusal. */
export function channelFor(world: World, { params }: Request, needed: bigint): FakeChannel | Answer {
  const channel = world.channels.get(params.channel ?? '');
  if (!channel) return refuse(404, 10003, 'Unknown Channel');
  const held = allowed(world, channel);
  if ((held & permission.view) === 0n) return refuse(403, 50001, 'Missing Access');
  if ((held & needed) !== needed) return refuse(403, 50013, 'Missing Permissions');
  return channel;
}

const readChannel: Handler = (world, request) => {
  const channel = channelFor(world, request, 0n);
  if ('status' in channel) return channel;
  const permission_overwrites = channel.overwrites.map(({ id, allow, deny }) => ({
    id,
    type: 0,
    allow: String(allow),
    deny: String(deny),
  }));
  const guild = channel.guild === undefined ? {} : { guild_id: channel.guild, permission_overwrites };
  return { status: 200, body: { id: request.params.channel, type: channel.type, ...guild } };
};

const readRoles: Handler = (world, { params }) => {
  const guild = world.guilds.get(params.guild ?? '');
  if (!guild) return refuse(404, 10004, 'Unknown Guild');
  const body = [...guild.roles].map(([id, permissions]) => ({ id, permissions: String(permissions) }));
  return { status: 200, body };
};

const readMember: Handler = (world, { params }) => {
  const guild = world.guilds.get(params.guild ?? '');
  if (!guild) return refuse(404, 10004, 'Unknown Guild');
  const user = params.user ?? '';
  const roles = user === world.bot ? guild.botRoles : guild.members.get(user);
  if (!roles) return refuse(404, 10007, 'Unknown Member');
  return { status: 200, body: { user: { id: user }, roles } };
};

const openConversation: Handler = (world, { body }) => {
  const recipient = isObject(body) ? text(body.recipient_id) : '';
  if (recipient === '') return refuse(400, 50035, 'Invalid Form Body');
  const known = [...world.channels].find(([, channel]) => channel.recipient === recipient)?.[0];
  const id = known ?? world.newId();
  world.channels.set(id, { recipient, type: 1, overwrites: [] });
  return { status: 200, body: { id, type: 1, recipients: [{ id: recipient }] } };
};

export const guildRoutes: Route[] = [
  { method: 'GET', path: '/users/@me', handle: ({ bot }) => ({ status: 200, body: { id: bot, bot: true } }) },
  { method: 'POST', path: '/users/@me/channels', handle: openConversation },
  { method: 'GET', path: '/channels/:channel', handle: readChannel },
  { method: 'GET', path: '/guilds/:guild/roles', handle: readRoles },
  { method: 'GET', path: '/guilds/:guild/members/:user', handle: readMember },
];

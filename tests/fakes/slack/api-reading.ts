import type { FakeChannel } from './workspace.ts';
import { type ApiMethod, limited, refuse, scopeMissing } from './world.ts';

const authTest: ApiMethod = ({ world: { workspace } }) => ({
  ok: true,
  url: 'https://example.slack.com/',
  team: 'Example',
  team_id: workspace.team,
  user: 'deskwire',
  user_id: workspace.bot.user,
  bot_id: workspace.bot.id,
});

const connectionsOpen: ApiMethod = ({ world: { host } }) => ({ ok: true, url: `ws://${host}/link` });

const usersInfo: ApiMethod = ({ world, args }) => {
  const against = scopeMissing(world, 'users:read');
  const user = world.workspace.users.get(String(args.user));
  return against ?? (user ? { ok: true, user } : refuse('user_not_found'));
};

const groupUsers: ApiMethod = ({ world, args }) => {
  const against = scopeMissing(world, 'usergroups:read');
  const users = world.workspace.groups.get(String(args.usergroup));
  return against ?? (users ? { ok: true, users } : refuse('no_such_subteam'));
};

/** What both methods tell of a channel; the listing "omits the is_member and num_members fields". */
function aboutChannel({ id, name, archived, private: is_private, creator, shared }: FakeChannel) {
  const sharing = { is_shared: false, is_ext_shared: false, is_pending_ext_shared: false };
  if (shared) Object.assign(sharing, { [shared]: true });
  return { id, name, is_archived: archived, is_private, ...sharing, ...(creator && { creator }) };
}

const channelInfo: ApiMethod = ({ world, args }) => {
  const against = scopeMissing(world, 'channels:read', 'groups:read');
  const channel = world.workspace.channels.get(String(args.channel));
  if (against ?? !channel) return against ?? refuse('channel_not_found');
  return { ok: true, channel: { ...aboutChannel(channel!), is_member: channel!.member } };
};

/** The bot's own channels, "with a max of 999" a page; each type that is asked for needs its scope. */
const ownChannels: ApiMethod = ({ world, args }) => {
  const types = String(args.types ?? 'public_channel').split(',');
  const against =
    (types.includes('public_channel') && scopeMissing(world, 'channels:read')) ||
    (types.includes('private_channel') && scopeMissing(world, 'groups:read'));
  if (against) return against;
  const open = String(args.exclude_archived) === 'true';
  const all = [...world.workspace.channels.values()].filter(
    (channel) =>
      channel.member &&
      !(open && channel.archived) &&
      types.includes(channel.private ? 'private_channel' : 'public_channel'),
  );
  const from = args.cursor === undefined ? 0 : Number(atob(String(args.cursor)));
  const to = from + Math.min(Number(args.limit ?? 100), 999);
  return {
    ok: true,
    channels: all.slice(from, to).map(aboutChannel),
    response_metadata: { next_cursor: to < all.length ? btoa(String(to)) : '' },
  };
};

/** "returns parent messages only"; metadata only when asked for; at most 15 in the once-a-minute mode. */
const history: ApiMethod = ({ world, args }) => {
  const against = scopeMissing(world, 'channels:history', 'groups:history');
  if (against) return against;
  const channel = world.workspace.channels.get(String(args.channel));
  if (!channel) return refuse('channel_not_found');
  if (!channel.member) return refuse('not_in_channel');
  const wait = world.rate.history();
  if (wait !== undefined) return limited(wait);

  const inclusive = args.inclusive === true || args.inclusive === 'true';
  const after = (ts: string, edge: unknown) =>
    edge === undefined || ts > String(edge) || (inclusive && ts === edge);
  const before = (ts: string, edge: unknown) =>
    edge === undefined || ts < String(edge) || (inclusive && ts === edge);
  const all = (world.workspace.messages.get(channel.id) ?? [])
    .filter(({ thread_ts }) => thread_ts === undefined)
    .filter(({ ts }) => after(ts, args.oldest) && before(ts, args.latest))
    .toReversed();
  const from = args.cursor === undefined ? 0 : Number(atob(String(args.cursor)));
  const limit = Math.min(Number(args.limit ?? 100), world.rate.historyPage);
  const withMetadata = args.include_all_metadata === true || args.include_all_metadata === 'true';
  const messages = all
    .slice(from, from + limit)
    .map(({ metadata, ...message }) => (withMetadata && metadata ? { ...message, metadata } : message));
  const more = from + limit < all.length;
  return {
    ok: true,
    messages,
    has_more: more,
    ...(more && { response_metadata: { next_cursor: btoa(String(from + limit)) } }),
  };
};

export const readingMethods = {
  'auth.test': authTest,
  'apps.connections.open': connectionsOpen,
  'users.info': usersInfo,
  'usergroups.users.list': groupUsers,
  'conversations.info': channelInfo,
  'users.conversations': ownChannels,
  'conversations.history': history,
} satisfies Record<string, ApiMethod>;

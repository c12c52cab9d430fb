import { messageRefusal } from './check-message.ts';
import { type ApiAnswer, type ApiCall, type ApiMethod, limited, refuse, scopeMissing } from './world.ts';

/** A person's id stands for the conversation with them. */
const conversation = ({ world, args }: ApiCall): string => {
  const asked = String(args.channel);
  return world.workspace.users.has(asked) ? `D-${asked}` : asked;
};

/** What stands against writing into the channel, or undefined. */
function channelRefusal(call: ApiCall, needsMembership: boolean): ApiAnswer | undefined {
  const { world } = call;
  const id = conversation(call);
  if (id.startsWith('D-')) return world.workspace.messagesTab ? undefined : refuse('messages_tab_disabled');
  const channel = world.workspace.channels.get(id);
  if (!channel) return refuse('channel_not_found');
  if (channel.archived) return refuse('is_archived');
  if (needsMembership && !channel.member && !world.workspace.scopes.has('chat:write.public'))
    return refuse('not_in_channel');
  return undefined;
}

function contentRefusal({ world, args }: ApiCall): ApiAnswer | undefined {
  const refusal = messageRefusal(args, world.workspace);
  return refusal && refuse(refusal.error, { response_metadata: { messages: refusal.faults } });
}

const postMessage: ApiMethod = (call) => {
  const { world, args } = call;
  const against = scopeMissing(world, 'chat:write') ?? channelRefusal(call, true) ?? contentRefusal(call);
  if (against) return against;
  const channel = conversation(call);
  const wait = world.rate.post(channel);
  if (wait !== undefined) return limited(wait);
  const { workspace } = world;
  const message = workspace.post(channel, args);
  workspace.shown.push({
    channel,
    text: message.text,
    blocks: args.blocks,
    via: 'chat.postMessage',
    replaced: false,
  });
  return { ok: true, channel, ts: message.ts, message };
};

const update: ApiMethod = (call) => {
  const { world, args } = call;
  const against = scopeMissing(world, 'chat:write') ?? channelRefusal(call, false) ?? contentRefusal(call);
  if (against) return against;
  const channel = String(args.channel);
  const messages = world.workspace.messages.get(channel) ?? [];
  const message = messages.find(({ ts }) => ts === args.ts);
  if (!message) return refuse('message_not_found');
  if (world.clock().getTime() - Number(message.ts) * 1000 > world.workspace.editWindowMs)
    return refuse('edit_window_closed');
  Object.assign(message, { text: String(args.text ?? ''), blocks: args.blocks });
  return { ok: true, channel, ts: message.ts, text: message.text };
};

const postEphemeral: ApiMethod = (call) => {
  const { world, args } = call;
  const against = scopeMissing(world, 'chat:write') ?? channelRefusal(call, true) ?? contentRefusal(call);
  if (against) return against;
  const [channel, user] = [String(args.channel), String(args.user)];
  if (!world.workspace.users.has(user)) return refuse('user_not_in_channel');
  const text = String(args.text ?? '');
  world.workspace.shown.push({
    channel,
    user,
    text,
    blocks: args.blocks,
    via: 'chat.postEphemeral',
    replaced: false,
  });
  return { ok: true, message_ts: world.workspace.nextTs() };
};

export const chatMethods = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.postEphemeral': postEphemeral,
} satisfies Record<string, ApiMethod>;

import { type Answer, invalid, type Request, type Route, refuse } from './answers.ts';
import { flag, messageFaults } from './check-message.ts';
import { allowed, channelFor, permission } from './guilds.ts';
import { isObject } from './json.ts';
import { shown } from './webhooks.ts';
import type { Message, World } from './world.ts';

export const channelRoutes: Route[] = [
  { method: 'POST', path: '/channels/:channel/messages', handle: post },
  { method: 'GET', path: '/channels/:channel/messages', handle: list },
  { method: 'PATCH', path: '/channels/:channel/messages/:message', handle: edit },
];

/**
 * A nonce with `enforce_nonce` gives back the message that has it already. It is looked up by author only: the same
 * nonce in another channel finds the first channel's message, as the documentation words it.
 */
function post(world: World, request: Request): Answer {
  const { params, body } = request;
  const channel = channelFor(world, request, permission.send);
  if ('status' in channel) return channel;
  if (!isObject(body)) return refuse(400, 50035, 'Invalid Form Body');
  const faults = messageFaults(body);
  if (faults.length > 0) return invalid(faults);
  const nonce = body.nonce === undefined ? undefined : String(body.nonce);
  if (body.enforce_nonce === true && nonce !== undefined) {
    const since = world.clock() - world.nonceWindow;
    const same = [...world.messages.values()].find((each) => each.nonce === nonce && each.at > since);
    if (same?.deleted) return refuse(404, 10008, 'Unknown Message');
    if (same) return { status: 200, body: { ...shown(same), nonce } };
  }
  const id = world.newId();
  const message = {
    id,
    channel: params.channel ?? '',
    flags: Number(body.flags ?? 0),
    body,
    thinking: false,
    deleted: false,
    at: world.clock(),
    ...(nonce !== undefined && { nonce }),
  };
  world.messages.set(id, message);
  return { status: 200, body: { ...shown(message), nonce } };
}

/** The first `limit` messages after an id, newest first. Who may not read the history sees an empty channel. */
function list(world: World, request: Request): Answer {
  const channel = channelFor(world, request, 0n);
  if ('status' in channel) return channel;
  const limit = Number(request.query.get('limit') ?? 50);
  if (limit < 1 || limit > 100) return refuse(400, 50035, 'Invalid Form Body');
  if ((allowed(world, channel) & permission.history) === 0n) return { status: 200, body: [] };
  const after = BigInt(request.query.get('after') ?? 0);
  const messages = [...world.messages.values()]
    .filter((each) => each.channel === request.params.channel && !each.deleted && each.onlyFor === undefined)
    .filter(({ id }) => BigInt(id) > after)
    .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
    .slice(0, limit)
    .toReversed();
  return {
    status: 200,
    body: messages.map((each) => ({ ...shown(each), author: { id: each.author ?? world.bot } })),
  };
}

const hour = 3_600_000;

function edit(world: World, request: Request): Answer {
  const channel = channelFor(world, request, 0n);
  if ('status' in channel) return channel;
  const message = world.messages.get(request.params.message ?? '');
  if (!message || message.deleted || message.channel !== request.params.channel)
    return refuse(404, 10008, 'Unknown Message');
  if (message.author !== undefined)
    return refuse(403, 50005, 'Cannot edit a message authored by another user');
  if (!isObject(request.body)) return refuse(400, 50035, 'Invalid Form Body');
  const faults = messageFaults({ flags: message.flags & flag.componentsV2, ...request.body });
  if (faults.length > 0) return invalid(faults);
  if (!mayBeEdited(world, message))
    return refuse(
      400,
      30046,
      'Maximum number of edits to messages older than 1 hour reached. Try again later.',
    );
  message.body = { ...message.body, ...request.body };
  return { status: 200, body: shown(message) };
}

function mayBeEdited(world: World, message: Message): boolean {
  if (world.clock() - message.at <= hour) return true;
  message.lateEdits = (message.lateEdits ?? 0) + 1;
  return message.lateEdits <= world.lateEdits;
}

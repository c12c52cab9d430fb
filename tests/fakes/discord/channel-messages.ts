import { type Answer, invalid, type Request, type Route, refuse } from './answers.ts';
import { messageFaults } from './check-message.ts';
import { isObject } from './json.ts';
import { shown } from './webhooks.ts';
import type { World } from './world.ts';

export const channelRoutes: Route[] = [{ method: 'POST', path: '/channels/:channel/messages', handle: post }];

/**
 * A nonce with `enforce_nonce` gives back the message that has it already. It is looked up by author only: the same
 * nonce in another channel finds the first channel's message, as the documentation words it.
 */
function post(world: World, { params, body }: Request): Answer {
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

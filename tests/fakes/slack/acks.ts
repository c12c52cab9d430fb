import type { From } from './payloads.ts';
import type { Json } from './workspace.ts';
import type { World } from './world.ts';

/**
 * Shows the message that the answer to Slack's own request holds. A fault of the route `ack` that is slow shows how Slack
 * may take it in after a post to the response address that was begun later; what stands where is in `workspace.shown`.
 */
export async function takeAck(world: World, from: From, ack: unknown): Promise<void> {
  const { workspace } = world;
  if (typeof ack !== 'object' || ack === null || !('text' in ack)) return;
  const fault = world.faults.take('ack');
  if (fault?.kind.type === 'slow') await fault.kind.until;
  const message = ack as Json;
  const channel = from.channel ?? 'C1';
  const isPublic = message.response_type === 'in_channel';
  if (isPublic) workspace.post(channel, message);
  workspace.shown.push({
    channel,
    ...(!isPublic && { user: from.user ?? 'U1' }),
    text: String(message.text ?? ''),
    blocks: message.blocks,
    via: 'ack',
    replaced: false,
  });
}

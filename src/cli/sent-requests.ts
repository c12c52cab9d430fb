import { createActionCodec } from '../command/action-codec.ts';
import type { Answerer } from '../domain/ports/answerer.ts';
import { chatPageSize } from '../domain/ports/answerer.ts';
import { isShareable, type Reply } from '../domain/reply.ts';

export type ChatPlatform = 'slack' | 'discord';

/** Buttons that nobody presses: they show their size and shape, and no secret of ours. */
const actions = createActionCodec('a line that was run by hand');

interface Sent {
  reply: Reply;
  /** `{method, path, body}` each, in the order in which they would be sent. */
  requests: object[];
}

/** What a platform would be sent for a line, to the one who asked or, where the line says so, to all. */
export async function sentRequests(
  platform: ChatPlatform,
  line: string,
  answer: Answerer['answer'],
): Promise<Sent> {
  const render = await rendererOf(platform);
  const ask = (audience: 'person' | 'channel') =>
    answer({ text: line, person: 'terminal', audience, pageSize: chatPageSize });
  const own = await ask('person');
  const reply = own.visibility === 'public' ? await ask('channel') : own;
  const shown = isShareable(reply) ? reply.visibility : 'private';
  return { reply, requests: render(reply, line, shown) };
}

type Render = (reply: Reply, line: string, visibility: Reply['visibility']) => object[];

async function rendererOf(platform: ChatPlatform): Promise<Render> {
  if (platform === 'slack') {
    const { renderSlack } = await import('../platforms/slack/render/render.ts');
    const binding = { person: 'slack:T00000000:U00000000', channel: 'C00000000' };
    const render: Render = (reply, line, visibility) =>
      renderSlack(reply, { visibility, line, buttons: { actions, binding } });
    return render;
  }
  const { renderDiscord } = await import('../platforms/discord/render/render.ts');
  const [guild, user, channel] = ['000000000000000001', '000000000000000002', '000000000000000003'];
  const binding = { person: `discord:${guild}:${user}`, channel: `discord:${guild}:${channel}` };
  const render: Render = (reply, line, visibility) =>
    renderDiscord(reply, { visibility, line, binding, actions });
  return render;
}

/** What posting a digest in a channel would send. */
export async function digestRequests(platform: ChatPlatform, reply: Reply): Promise<object[]> {
  const delivery = 'preview000000000';
  const common = { delivery, more: `/deskwire digest more ${delivery}` };
  if (platform === 'slack') {
    const { createDigestRenderer } = await import('../platforms/slack/digest/render.ts');
    const channel = 'slack:T00000000:C00000000';
    return createDigestRenderer(actions)
      .parts(reply, { ...common, channel })
      .map(({ body }) => ({
        method: 'POST',
        path: '/api/chat.postMessage',
        body: { channel: 'C00000000', ...Object(body) },
      }));
  }
  const { createDigestRenderer } = await import('../platforms/discord/digest/render.ts');
  const channel = 'discord:000000000000000001:000000000000000003';
  return createDigestRenderer(actions)
    .parts(reply, { ...common, channel })
    .map(({ body }) => ({ method: 'POST', path: '/channels/000000000000000003/messages', body }));
}

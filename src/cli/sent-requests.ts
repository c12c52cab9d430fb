import { createActionCodec } from '../command/action.ts';
import type { Answerer } from '../domain/ports/answerer.ts';
import type { Reply } from '../domain/reply.ts';

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
  const { pageSize, render } = await rendererOf(platform);
  const ask = (audience: 'person' | 'channel') =>
    answer({ text: line, person: 'terminal', audience, pageSize });
  const own = await ask('person');
  const reply = own.visibility === 'public' ? await ask('channel') : own;
  const shown = reply.outcome === 'ok' || reply.outcome === 'not_covered' ? reply.visibility : 'private';
  return { reply, requests: render(reply, line, shown) };
}

type Render = (reply: Reply, line: string, visibility: Reply['visibility']) => object[];

async function rendererOf(platform: ChatPlatform): Promise<{ pageSize: number; render: Render }> {
  if (platform === 'slack') {
    const { renderSlack, slackPageSize } = await import('../platforms/slack/render.ts');
    const binding = { person: 'slack:T00000000:U00000000', channel: 'C00000000' };
    const render: Render = (reply, line, visibility) =>
      renderSlack(reply, { visibility, line, buttons: { actions, binding } });
    return { pageSize: slackPageSize, render };
  }
  const { renderDiscord } = await import('../platforms/discord/render.ts');
  const { ours } = await import('../platforms/discord/limits.ts');
  const [guild, user, channel] = ['000000000000000001', '000000000000000002', '000000000000000003'];
  const binding = { person: `discord:${guild}:${user}`, channel: `discord:${guild}:${channel}` };
  const render: Render = (reply, line, visibility) =>
    renderDiscord(reply, { visibility, line, binding, actions });
  return { pageSize: ours.pageSize, render };
}

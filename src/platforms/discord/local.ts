import { REST, type RESTOptions } from 'discord.js';
import type { ActionCodec } from '../../domain/button-actions.ts';
import type { ChatService, LocalChat, PlatformRequest, StandIn } from '../../domain/ports/platform.ts';
import { createHandlers } from './app.ts';
import { clientOptions } from './client.ts';

/** The handlers without Discord: interactions come from the caller, and requests go to `standIn`. */
export function openLocal(service: ChatService, actions: ActionCodec, standIn: StandIn): LocalChat {
  const rest = new REST({ ...clientOptions({}), makeRequest: requestFrom(standIn) }).setToken('local');
  const handlers = createHandlers({ ...service, config: { token: 'local' }, actions }, rest);
  return { receive: (interaction) => handlers.receive(interaction), stop: () => handlers.stop() };
}

const requestFrom =
  (standIn: StandIn): NonNullable<RESTOptions['makeRequest']> =>
  async (url, { method, body }) => {
    const path = new URL(url).pathname.replace(/^\/api\/v\d+(?=\/)/, '');
    const answer = await standIn({ method: method ?? 'GET', path, ...(await decoded(body)) });
    return answer.body
      ? Response.json(answer.body, { status: answer.status })
      : new Response(null, { status: answer.status });
  };

/** JSON, or a form with the JSON and files beside it. */
async function decoded(body: unknown): Promise<Pick<PlatformRequest, 'body' | 'files'>> {
  if (typeof body === 'string') return { body: JSON.parse(body) };
  if (!(body instanceof FormData)) return { body };
  const files = [...body.values()].filter((part) => part instanceof File);
  return {
    body: JSON.parse(String(body.get('payload_json') ?? '{}')),
    files: await Promise.all(
      files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
    ),
  };
}

import { type Answer, done, invalid, type Request, type Route, refuse } from './answers.ts';
import { addMessage } from './callbacks.ts';
import { flag, messageFaults } from './check-message.ts';
import { isObject } from './json.ts';
import type { Interaction, Message, World } from './world.ts';

const lifetime = 15 * 60_000;

export const webhookRoutes: Route[] = [
  { method: 'POST', path: '/webhooks/:application/:token', open: true, handle: followUp },
  { method: 'GET', path: '/webhooks/:application/:token/messages/:message', open: true, handle: read },
  { method: 'PATCH', path: '/webhooks/:application/:token/messages/:message', open: true, handle: edit },
  { method: 'DELETE', path: '/webhooks/:application/:token/messages/:message', open: true, handle: remove },
];

/** The interaction whose token this is, or why it is none. */
function holder(world: World, { params }: Request): Interaction | Answer {
  const found = [...world.interactions.values()].find((each) => each.token === params.token);
  if (!found || params.application !== world.application) return refuse(404, 10015, 'Unknown Webhook');
  if (world.clock() - found.at > lifetime) return refuse(401, 50027, 'Invalid Webhook Token');
  if (!found.answered) return refuse(404, 10015, 'Unknown Webhook');
  return found;
}

function followUp(world: World, request: Request): Answer {
  const interaction = holder(world, request);
  if ('status' in interaction) return interaction;
  if (!isObject(request.body)) return refuse(400, 50035, 'Invalid Form Body');
  const { files } = request;
  const faults = messageFaults(request.body, files);
  if (faults.length > 0) return invalid(faults);
  const original = world.messages.get(interaction.original ?? '');
  // The first follow-up to a deferred answer takes its place, and with it who sees it.
  if (original?.thinking && !original.deleted) {
    return {
      status: 200,
      body: shown(Object.assign(original, { body: request.body, files, thinking: false })),
    };
  }
  const flags = typeof request.body.flags === 'number' ? request.body.flags : 0;
  const message = addMessage(world, interaction, request.body, (flags & flag.ephemeral) !== 0);
  message.files = files;
  return { status: 200, body: shown(message) };
}

function target(world: World, request: Request): { interaction: Interaction; message: Message } | Answer {
  const interaction = holder(world, request);
  if ('status' in interaction) return interaction;
  const asked = request.params.message;
  const message = world.messages.get((asked === '@original' ? interaction.original : asked) ?? '');
  if (!message || message.deleted) return refuse(404, 10008, 'Unknown Message');
  return { interaction, message };
}

function read(world: World, request: Request): Answer {
  const found = target(world, request);
  return 'status' in found ? found : { status: 200, body: shown(found.message) };
}

function edit(world: World, request: Request): Answer {
  const found = target(world, request);
  if ('status' in found) return found;
  if (!isObject(request.body)) return refuse(400, 50035, 'Invalid Form Body');
  const { message } = found;
  const { flags } = request.body;
  const asked = typeof flags === 'number' ? flags : message.flags;
  if ((message.flags & flag.componentsV2) !== 0 && (asked & flag.componentsV2) === 0)
    return refuse(400, 50035, 'IS_COMPONENTS_V2 cannot be removed');
  const faults = messageFaults({ ...request.body, flags: asked }, request.files);
  if (faults.length > 0) return invalid(faults);
  Object.assign(message, { body: request.body, files: request.files, flags: asked, thinking: false });
  return { status: 200, body: shown(message) };
}

function remove(world: World, request: Request): Answer {
  const found = target(world, request);
  if ('status' in found) return found;
  found.message.deleted = true;
  return done;
}

export function shown({ id, channel, body, flags }: Message): object {
  return {
    id,
    channel_id: channel,
    type: 0,
    flags,
    components: body.components ?? [],
    content: body.content ?? '',
  };
}

import { type Answer, done, invalid, type Request, type Route, refuse } from './answers.ts';
import { choiceFaults, modalFaults } from './check-forms.ts';
import { flag, messageFaults } from './check-message.ts';
import { isObject, type Json } from './json.ts';
import type { FakeFile, Interaction, Message, World } from './world.ts';

const types = { message: 4, thinking: 5, acknowledge: 6, update: 7, choices: 8, modal: 9 } as const;

/** Which callbacks an interaction may be answered with. */
const allowed: Record<Interaction['type'], readonly number[]> = {
  2: [4, 5, 9],
  3: [4, 5, 6, 7, 9],
  4: [8],
  // A form cannot be answered with a form.
  5: [4, 5, 6, 7],
};

export const callbackRoutes: Route[] = [
  { method: 'POST', path: '/interactions/:id/:token/callback', open: true, handle: callback },
];

function callback(world: World, { params, body, files }: Request): Answer {
  const interaction = world.interactions.get(params.id ?? '');
  const late = interaction && world.clock() - interaction.at > 3000;
  if (!interaction || interaction.token !== params.token) return refuse(404, 10062, 'Unknown interaction');
  if (interaction.answered) return refuse(400, 40060, 'Interaction has already been acknowledged.');
  if (late) return refuse(404, 10062, 'Unknown interaction');
  if (!isObject(body) || typeof body.type !== 'number') return refuse(400, 50035, 'Invalid Form Body');
  if (!allowed[interaction.type].includes(body.type))
    return refuse(400, 50035, `Interaction of type ${interaction.type} takes no callback ${body.type}`);
  const data = isObject(body.data) ? body.data : {};
  const faults = faultsOf(body.type, data, files);
  if (faults.length > 0) return invalid(faults);
  interaction.answered = { type: body.type, data };
  show(world, interaction, body.type, data, files);
  return done;
}

function faultsOf(type: number, data: Json, files: readonly FakeFile[]) {
  if (type === types.message || type === types.update) return messageFaults(data, files);
  if (type === types.modal) return modalFaults(data);
  return type === types.choices ? choiceFaults(data) : [];
}

function show(
  world: World,
  interaction: Interaction,
  type: number,
  data: Json,
  files: readonly FakeFile[],
): void {
  if (type === types.message || type === types.thinking) {
    const flags = typeof data.flags === 'number' ? data.flags : 0;
    const message = addMessage(world, interaction, data, (flags & flag.ephemeral) !== 0);
    message.files = files;
    message.thinking = type === types.thinking;
    interaction.original = message.id;
  }
  if (interaction.pressed && (type === types.acknowledge || type === types.update))
    interaction.original = interaction.pressed;
  const pressed = world.messages.get(interaction.pressed ?? '');
  if (type === types.update && pressed) {
    pressed.body = data;
    pressed.files = files;
    pressed.flags = (Number(data.flags ?? 0) & ~flag.ephemeral) | (pressed.flags & flag.ephemeral);
  }
}

/** A message of the app in the channel of an interaction. */
export function addMessage(world: World, { channel, user }: Interaction, body: Json, ephemeral: boolean) {
  const id = world.newId();
  const message: Message = {
    id,
    channel,
    ...(ephemeral && { onlyFor: user }),
    flags: Number(body.flags ?? 0),
    body,
    thinking: false,
    deleted: false,
    at: world.clock(),
  };
  world.messages.set(id, message);
  return message;
}

import { randomUUID } from 'node:crypto';
import { HTTPException } from 'hono/http-exception';
import type { CatalogueDesk } from '../../../domain/ports/answerer.ts';
import { publicOption } from '../../../domain/ports/answerer.ts';
import type { LocalChat, PlatformRequest, StandIn, TypedLine } from '../../../domain/ports/platform.ts';
import {
  type Channel,
  createChannel,
  findWithin,
  type Json,
  openedOnce,
  type PaneClient,
  recentlyUsed,
} from '../pane.ts';

const [application, guild, place, user] = [
  '100000000000000001',
  '100000000000000002',
  '100000000000000003',
  '100000000000000004',
];

/** What an interaction came from, by its token. */
interface Interaction {
  line?: string | undefined;
  /** The message that was pressed. */
  pressed?: string;
  /** The message that is its first response. */
  original?: string;
}

interface Known {
  typedLine(text: string): TypedLine | undefined;
  catalogue(): CatalogueDesk[];
}

/** Discord's client and server in one: what a person does becomes interactions, and requests become messages. */
export function createDiscordClient(
  open: (standIn: StandIn) => Promise<LocalChat>,
  known: Known,
  now: () => Date,
): PaneClient {
  const channel = createChannel('discord', now);
  const interactions = recentlyUsed<Interaction>();
  const { opened, ...chat } = openedOnce(() =>
    open(async (request) => answer(channel, interactions, request)),
  );

  const send = (type: number, data: Json, from: Interaction) => {
    const [id, token] = [randomUUID(), randomUUID()];
    interactions.set(token, from);
    const message = from.pressed === undefined ? undefined : channel.get(from.pressed);
    return opened().then((handlers) =>
      handlers.receive({
        id,
        token,
        type,
        version: 1,
        application_id: application,
        data,
        guild_id: guild,
        channel_id: place,
        channel: { id: place, type: 0 },
        member: { user: { id: user, username: 'you' }, nick: 'you', roles: [], permissions: '0' },
        ...(message && { message: { id: message.id, flags: message.only ? 64 : 0 } }),
        locale: 'en-US',
        context: 0,
      }),
    );
  };

  return {
    channel,
    async ask(line) {
      const typed = known.typedLine(line);
      if (!typed) {
        channel.add({ line, only: true });
        return;
      }
      await send(2, commandData(typed, known.catalogue()), { line: lineOf(typed) });
    },
    async press(id, control, value) {
      const message = channel.get(id);
      const component = findWithin(message?.body?.components, 'custom_id', control);
      if (!message || !component)
        throw new HTTPException(409, { message: 'This message has no such button any more.' });
      const chosen = component.type === 3 ? { values: value === undefined ? [] : [value] } : {};
      const data = { component_type: component.type, custom_id: control, ...chosen };
      await send(3, data, { line: message.line, pressed: id });
    },
    async submit(id, values) {
      const modal = channel.modal();
      if (modal?.id !== id) throw new HTTPException(409, { message: 'This form is no longer open.' });
      channel.show(undefined);
      const components = (modal.body.components as Json[]).flatMap(({ type, component }) => {
        if (type !== 18) return [];
        const { type: kind, custom_id } = component as Json;
        const given = (values[String(custom_id)] ?? []).filter(Boolean);
        const filled = kind === 4 ? { value: given[0] ?? '' } : { values: given };
        return [{ type: 18, component: { type: kind, custom_id, ...filled } }];
      });
      await send(5, { custom_id: modal.body.custom_id, components }, {});
    },
    suggest: async () => [],
    ...chat,
  };
}

/** A slash command with typed options: text 3, whole number 4, yes or no 5. */
function commandData({ slash, command, options }: TypedLine, catalogue: readonly CatalogueDesk[]): Json {
  const definition = catalogue.find(({ id }) => id === slash)?.commands.find(({ name }) => name === command);
  const typeOf = (name: string) =>
    name === publicOption.name ? 'flag' : definition?.options.find((option) => option.name === name)?.type;
  const given = Object.entries(options).map(([name, value]) => {
    const type = typeOf(name);
    if (type === 'number' && Number.isInteger(Number(value))) return { type: 4, name, value: Number(value) };
    if (type === 'flag') return { type: 5, name, value: value !== 'no' };
    return { type: 3, name, value };
  });
  // What names no command goes as it is, so that the answer says so.
  const [first = '', second] = definition ? command.split(' ') : [command.slice(0, 100)];
  const inner = { type: 1, name: second ?? first, options: given };
  const path = second === undefined ? inner : { type: 2, name: first, options: [inner] };
  return { id: '1', type: 1, name: slash, options: [path] };
}

const lineOf = ({ slash, command, options }: TypedLine) =>
  [`/${slash} ${command}`, ...Object.entries(options).map(([name, value]) => `${name}: ${value}`)].join(' ');

/** What Discord answers to a request, after showing what it holds. */
function answer(
  channel: Channel,
  interactions: Pick<Map<string, Interaction>, 'get'>,
  { method, path, body, files = [] }: PlatformRequest,
): { status: number; body?: object } {
  const [, kind = '', , token = '', ...rest] = path.split('/');
  const interaction = interactions.get(token);
  const given = (body ?? {}) as Json;
  for (const { name, bytes } of files) channel.files.set(name, bytes);
  if (!interaction) return { status: 404, body: { code: 10015, message: 'Unknown Webhook' } };
  if (kind === 'interactions') {
    respond(channel, interaction, given);
    return { status: 204 };
  }
  const { line, original } = interaction;
  if (method === 'POST') {
    const { id } = channel.add(message(given, line));
    return { status: 200, body: { id, channel_id: place } };
  }
  if (rest.join('/') !== 'messages/@original' || original === undefined)
    return { status: 404, body: { code: 10008, message: 'Unknown Message' } };
  if (method === 'DELETE') {
    channel.change(original, { gone: true });
    return { status: 204 };
  }
  // Who sees a message is fixed when it is first posted.
  channel.change(original, { body: given, waiting: false });
  return { status: 200, body: { id: original, channel_id: place } };
}

function respond(channel: Channel, interaction: Interaction, { type, data }: Json): void {
  const given = (data ?? {}) as Json;
  const { line, pressed } = interaction;
  switch (type) {
    case 4:
      interaction.original = channel.add(message(given, line)).id;
      return;
    case 5:
      interaction.original = channel.add({ ...message(given, line), waiting: true }).id;
      return;
    case 6:
      if (pressed !== undefined) interaction.original = pressed;
      return;
    case 7:
      if (pressed === undefined) return;
      interaction.original = pressed;
      channel.change(pressed, { body: given });
      return;
    case 9:
      channel.show(given);
  }
}

const message = (body: Json, line: string | undefined) => ({
  body,
  only: (Number(body.flags ?? 0) & 64) !== 0,
  ...(line !== undefined && { line }),
});

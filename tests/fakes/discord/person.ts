import type { FakeDiscord } from './fake-discord.ts';
import { isObject, type Json, objects, text } from './json.ts';
import { readMarkdown } from './reading.ts';
import { type Interaction, type Message, seenBy } from './world.ts';

export interface Place {
  guild?: string | undefined;
  channel: string;
  user: string;
  /** Bits, as Discord has computed them for this channel. */
  permissions?: bigint;
  /** Ids of the roles that the member has. */
  roles?: readonly string[];
}

export interface Button {
  label: string;
  id: string;
  /** For an entry of a menu: what choosing it sends. */
  value?: string;
  message: string;
}

/** Somebody with a Discord client: types, presses, fills in forms, and sees what that person would see. */
export function person(discord: FakeDiscord, place: Place) {
  const { world, gateway } = discord;

  const send = (type: Interaction['type'], data: Json, pressed?: Message): Interaction => {
    const id = world.newId();
    const interaction: Interaction = {
      id,
      token: `interaction-token-${id}`,
      type,
      guild: place.guild,
      channel: place.channel,
      user: place.user,
      at: world.clock(),
      ...(pressed && { pressed: pressed.id }),
    };
    world.interactions.set(id, interaction);
    const permissions = String(place.permissions ?? 0n);
    const member = { permissions, roles: place.roles ?? [] };
    const sent = payload(world.application, interaction, { data, member }, pressed);
    gateway.dispatch('INTERACTION_CREATE', sent);
    return interaction;
  };
  const answered = async (interaction: Interaction) => {
    await discord.until(
      () => interaction.answered !== undefined,
      `an answer to ${JSON.stringify(interaction)}`,
    );
    return interaction;
  };
  /** A name of two words is a group and a command in it. */
  const path = (command: string, options: Json[]): Json => {
    const [first, second] = command.split(' ');
    if (second === undefined) return { type: 1, name: first, options };
    return { type: 2, name: first, options: [{ type: 1, name: second, options }] };
  };

  return {
    /** Runs a slash command. Typed as Discord types: text 3, whole number 4, yes or no 5. */
    command: (desk: string, command: string, options: Record<string, string | number | boolean> = {}) =>
      send(2, {
        id: '1',
        type: 1,
        name: desk,
        options: [path(command, Object.entries(options).map(toOption))],
      }),
    /** Chooses an action of ours on a message. */
    act: (name: string, content: string, embeds: Json[] = []) => {
      const target = world.newId();
      const message = { id: target, channel_id: place.channel, content, embeds, author: { id: '9' } };
      return send(2, {
        id: '2',
        type: 3,
        name,
        target_id: target,
        resolved: { messages: { [target]: message } },
      });
    },
    /** Payloads of this person's that reached us: commands, presses and forms; what is only typed is none. */
    presses: () =>
      [...world.interactions.values()].filter(({ user, type }) => user === place.user && type !== 4).length,
    completing: (
      desk: string,
      command: string,
      option: string,
      typed: string,
      given: Record<string, string> = {},
    ) =>
      send(4, {
        id: '1',
        type: 1,
        name: desk,
        options: [
          path(command, [
            ...Object.entries(given).map(toOption),
            { type: 3, name: option, value: typed, focused: true },
          ]),
        ],
      }),
    press: (button: Button) =>
      send(
        3,
        button.value === undefined
          ? { component_type: 2, custom_id: button.id }
          : { component_type: 3, custom_id: button.id, values: [button.value] },
        world.messages.get(button.message),
      ),
    submit: (form: Json, words: string) =>
      send(5, {
        custom_id: form.custom_id,
        components: objects(form.components).map((label) => ({
          type: 18,
          component: {
            type: 4,
            custom_id: isObject(label.component) ? label.component.custom_id : '',
            value: words,
          },
        })),
      }),
    /** Fills in a modal: text by the id of its input, or several choices. What is not named is left as it stands. */
    fill: (form: Json, values: Record<string, string | string[]>) =>
      send(5, {
        custom_id: form.custom_id,
        components: objects(form.components)
          .filter((label) => label.type === 18)
          .map(({ component }) => {
            const input = isObject(component) ? component : {};
            const given = values[text(input.custom_id)];
            if (input.type === 4)
              return { type: 18, component: { ...asked(input), value: given ?? text(input.value) } };
            const standing = objects(input.options).filter((option) => option.default === true);
            return {
              type: 18,
              component: { ...asked(input), values: given ?? standing.map((option) => option.value) },
            };
          }),
      }),
    answered,
    /** Everything in view, oldest first. */
    messages: () => seenBy(world, place.user, place.channel),
    reads: () => seenBy(world, place.user, place.channel).map(textOf),
    /** Buttons and menu entries in view, the newest message's last. */
    buttons: (): Button[] => seenBy(world, place.user, place.channel).flatMap(buttonsOf),
  };
}

const asked = ({ type, custom_id }: Json): Json => ({ type, custom_id });

function toOption([name, value]: [string, string | number | boolean]): Json {
  const type = typeof value === 'string' ? 3 : typeof value === 'number' ? 4 : 5;
  return { type, name, value };
}

function payload(
  application: string,
  interaction: Interaction,
  { data, member }: { data: Json; member: { permissions: string; roles: readonly string[] } },
  pressed: Message | undefined,
): Json {
  const { id, token, type, guild, channel, user } = interaction;
  const who = { id: user, username: `user${user}`, discriminator: '0', avatar: null };
  return {
    id,
    token,
    application_id: application,
    type,
    version: 1,
    channel_id: channel,
    channel: { id: channel, type: 0 },
    ...(guild ? { guild_id: guild, member: { user: who, ...member } } : { user: who }),
    ...(pressed && {
      message: { id: pressed.id, channel_id: channel, flags: flagsOf(pressed), components: [] },
    }),
    locale: 'en-US',
    entitlements: [],
    authorizing_integration_owners: {},
    context: guild ? 0 : 1,
    app_permissions: '0',
    attachment_size_limit: 10_485_760,
    data,
  };
}

/** A message that one person sees carries the flag, whatever an edit has left out. */
function flagsOf(message: Message): number {
  return message.onlyFor === undefined ? message.flags : message.flags | 64;
}

function nested(component: Json): Json[] {
  return [component, ...objects(component.components).flatMap(nested)];
}

export function textOf({ body, thinking }: Message): string {
  if (thinking) return '…thinking';
  const texts = objects(body.components)
    .flatMap(nested)
    .filter((each) => each.type === 10);
  return texts.map((each) => readMarkdown(text(each.content)).text).join('\n');
}

export function buttonsOf(message: Message): Button[] {
  return objects(message.body.components)
    .flatMap(nested)
    .flatMap((component): Button[] => {
      const at = { id: text(component.custom_id), message: message.id };
      if (component.type === 2) return [{ label: text(component.label), ...at }];
      return objects(component.options).map((each) => ({
        label: text(each.label),
        value: text(each.value),
        ...at,
      }));
    });
}

import { ApplicationCommandOptionType, InteractionType, MessageFlags, PermissionFlagsBits } from 'discord.js';
import { z } from 'zod';
import { limits } from '../limits.ts';

/** Where an interaction comes from and how it is answered. The token is a credential for 15 minutes. */
export interface Origin {
  id: string;
  token: string;
  application: string;
  /** None: a direct message. */
  guild?: string;
  /** It came from a direct message all the same, where Discord tells no roles. */
  direct?: true;
  channel: string;
  user: string;
  /** As the server shows it. */
  userName?: string;
  /** Ids of the roles that Discord says the member has at this moment. */
  roles: string[];
  /** Discord says of the member, for this channel at this moment, that they may manage it. */
  managesChannel?: true;
}

export type OptionValue = string | number | boolean;

/** What the person did. */
type Deed =
  | { kind: 'command'; desk: string; command: string; options: { name: string; value: OptionValue }[] }
  /** An action on a message. */
  | { kind: 'message'; name: string; text: string }
  | {
      kind: 'complete';
      desk: string;
      command: string;
      option: string;
      typed: string;
      given: Record<string, string>;
    }
  | { kind: 'press'; customId: string; value: string | undefined; message: string; onPrivate: boolean }
  /** By the id of each input; several choices are joined by commas. */
  | { kind: 'submit'; customId: string; values: Record<string, string> };

export type Incoming = { origin: Origin } & Deed;

/** Ids and tokens become parts of paths, so nothing in them may end one. */
const id = z.string().regex(/^[\w-]{1,64}$/);
const account = z.object({ id, username: z.string().nullish(), global_name: z.string().nullish() });
const payload = z.object({
  id,
  token: z.string().regex(/^[^/?#\s]+$/),
  application_id: id,
  type: z.number(),
  guild_id: id.optional(),
  channel_id: id.optional(),
  channel: z.object({ id }).optional(),
  member: z
    .object({
      user: account,
      nick: z.string().nullish(),
      roles: z.array(id).max(1000).default([]),
      permissions: z
        .string()
        .regex(/^\d{1,30}$/)
        .optional(),
    })
    .optional(),
  user: account.optional(),
  data: z.unknown(),
  message: z.object({ id: id.optional(), flags: z.number().optional() }).optional(),
});

/** As many as Discord lets a command, a menu or a modal have. */
const few = <T extends z.ZodType>(item: T) => z.array(item).max(limits.commandOptions.max);
const customId = z.string().max(limits.customId.max);
const optionText = z.string().max(limits.textOption.max);

const commandOption = z.object({
  name: z.string().max(limits.customId.max),
  type: z.number(),
  value: z.union([optionText, z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
});
/** "nesting command > group > subcommand only": what lies deeper is not read, however deep it is made. */
const subcommand = commandOption.extend({ options: few(commandOption).optional() });
const group = commandOption.extend({ options: few(subcommand).optional() });
const commandData = z.object({ name: z.string().max(limits.customId.max), options: few(group).default([]) });
const messageText = z.string().max(limits.textTotal.max).catch('');
const messageData = z.object({
  type: z.literal(3),
  name: z.string().max(limits.customId.max),
  target_id: id,
  resolved: z.object({
    messages: z.record(
      id,
      z.object({
        content: messageText,
        embeds: z
          .array(z.object({ url: messageText.optional() }))
          .max(25)
          .catch([]),
      }),
    ),
  }),
});
const pressData = z.object({ custom_id: customId, values: few(customId).optional() });
const field = z.object({
  custom_id: customId,
  value: optionText.nullish(),
  values: few(customId).nullish(),
});
const submitData = z.object({
  custom_id: customId,
  components: few(z.object({ component: field.optional(), components: few(field).optional() })),
});

/** The field of the form in which a mistake is described. */
export const wordsField = 'words';

/** Reads an interaction as the gateway gives it; undefined for one that is malformed or of a kind not known. */
export function readInteraction(raw: unknown): Incoming | undefined {
  const read = payload.safeParse(raw);
  if (!read.success) return undefined;
  const { data: given } = read;
  const channel = given.channel_id ?? given.channel?.id;
  const { member } = given;
  const who = member?.user ?? given.user;
  if (!channel || !who) return undefined;
  const userName = member?.nick ?? who.global_name ?? who.username;
  const origin: Origin = {
    id: given.id,
    token: given.token,
    application: given.application_id,
    ...(given.guild_id && { guild: given.guild_id }),
    channel,
    user: who.id,
    roles: member?.roles ?? [],
    ...(userName && { userName }),
    ...(mayManage(member?.permissions) && { managesChannel: true }),
  };
  const { id: message = '', flags = 0 } = given.message ?? {};
  const onPrivate = (flags & MessageFlags.Ephemeral) !== 0;
  const deed = readDeed(given.type, given.data, { message, onPrivate });
  return deed && { origin, ...deed };
}

/** "permissions: Total permissions of the member in the channel, including overwrites". */
function mayManage(permissions = '0'): boolean {
  const either = PermissionFlagsBits.ManageChannels | PermissionFlagsBits.Administrator;
  return (BigInt(permissions) & either) !== 0n;
}

/** `pressedOn`: the message that a pressed button belongs to. */
function readDeed(
  type: number,
  data: unknown,
  pressedOn: { message: string; onPrivate: boolean },
): Deed | undefined {
  switch (type) {
    case InteractionType.ApplicationCommand: {
      const onMessage = messageData.safeParse(data);
      if (onMessage.success) return readMessageAction(onMessage.data);
      const read = commandData.safeParse(data);
      return read.success ? readCommand(read.data) : undefined;
    }
    case InteractionType.ApplicationCommandAutocomplete: {
      const read = commandData.safeParse(data);
      return read.success ? readCompletion(read.data) : undefined;
    }
    case InteractionType.MessageComponent: {
      const read = pressData.safeParse(data);
      if (!read.success) return undefined;
      return { kind: 'press', customId: read.data.custom_id, value: read.data.values?.[0], ...pressedOn };
    }
    case InteractionType.ModalSubmit: {
      const read = submitData.safeParse(data);
      if (!read.success) return undefined;
      const inputs = read.data.components.flatMap(({ component, components = [] }) =>
        component ? [component, ...components] : components,
      );
      const values = inputs.map((each) => [each.custom_id, each.value ?? each.values?.join(',') ?? '']);
      return { kind: 'submit', customId: read.data.custom_id, values: Object.fromEntries(values) };
    }
    default:
      return undefined;
  }
}

/** Where a bot posted the link, it stands in what the message embeds. */
function readMessageAction({ name, target_id, resolved }: z.infer<typeof messageData>): Deed | undefined {
  const message = resolved.messages[target_id];
  if (!message) return undefined;
  const text = [message.content, ...message.embeds.flatMap(({ url }) => url ?? [])].join(' ');
  return { kind: 'message', name, text };
}

type CommandData = z.infer<typeof commandData>;

function readCommand(data: CommandData): Deed {
  const { command, given } = commandIn(data);
  const options = given.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }]));
  return { kind: 'command', desk: data.name, command, options };
}

/** The command in words, and the options given to it. */
function commandIn({ options }: CommandData): { command: string; given: z.infer<typeof group>[] } {
  const path: string[] = [];
  let given: z.infer<typeof group>[] = options;
  // A subcommand comes first, perhaps inside a group; its own options follow inside it.
  while (given[0] && nesting.has(given[0].type)) {
    path.push(given[0].name);
    given = given[0].options ?? [];
  }
  return { command: path.join(' '), given };
}

const nesting: ReadonlySet<number> = new Set([
  ApplicationCommandOptionType.Subcommand,
  ApplicationCommandOptionType.SubcommandGroup,
]);

function readCompletion(data: CommandData): Deed | undefined {
  const { command, given } = commandIn(data);
  const focused = given.find((each) => each.focused);
  if (!focused) return undefined;
  const others = given.filter((each) => each !== focused && each.value !== undefined);
  return {
    kind: 'complete',
    desk: data.name,
    command,
    option: focused.name,
    typed: String(focused.value ?? ''),
    given: Object.fromEntries(others.map(({ name, value }) => [name, String(value)])),
  };
}

import type { RenderedMessages } from '../../../domain/answer/rendered.ts';
import type { ActionCodec, Binding } from '../../../domain/button-actions.ts';
import type { Form } from '../../../domain/form.ts';
import { discordGroup } from '../../../domain/identity.ts';
import type { Member } from '../../../domain/ports/access.ts';
import type { ChatService } from '../../../domain/ports/platform.ts';
import type { MessageBody, Visibility } from '../render/message.ts';
import type { DiscordPictures } from '../render/pieces.ts';
import type { Sender } from '../sender.ts';
import type { Incoming, Origin } from './incoming.ts';

/** What the handlers of commands, buttons, forms and completions work with. */
export interface HandlerContext
  extends Pick<
    ChatService,
    | 'answerer'
    | 'forms'
    | 'reports'
    | 'channels'
    | 'once'
    | 'buttonStates'
    | 'pictures'
    | 'clock'
    | 'timers'
    | 'log'
    | 'newErrorId'
  > {
  actions: ActionCodec;
  sender: Sender;
  /** Messages of answers that were asked for before. */
  rendered: RenderedMessages<MessageBody[]>;
  /** Servers that may ask; none: all. */
  guilds: readonly string[] | undefined;
  /** Logs the cause under a new id, and returns the id. */
  logFailure(cause: unknown, what: string): string;
}

/** Stands before the state of a button in a direct message, which belongs to no server, and says of which one it is. */
const serverMark = /^@([0-9a-z]{1,13})\./;
const markOf = (guild: string) => `@${BigInt(guild).toString(36)}.`;

/** Makes and reads states for direct messages of one server's desk. */
export const directActions = (actions: ActionCodec, guild: string): ActionCodec => ({
  encode(action, binding, limit) {
    const state = actions.encode(action, binding, limit - markOf(guild).length);
    return state && markOf(guild) + state;
  },
  decode(value, binding) {
    const start = markOf(guild);
    return value.startsWith(start) ? actions.decode(value.slice(start.length), binding) : undefined;
  },
});

/**
 * A press or a form from a direct message as one from the server that its button names, with all that is answered made
 * for there too. Undefined for what names none. That it is ours, and this person's, is seen when its state is read.
 */
export function fromServer(
  context: HandlerContext,
  incoming: Incoming,
): [HandlerContext, Incoming] | undefined {
  if (incoming.kind !== 'press' && incoming.kind !== 'submit') return undefined;
  // Mode and slot stand first.
  const [, code] = serverMark.exec(incoming.customId.slice(2)) ?? [];
  if (code === undefined) return undefined;
  const guild = String([...code].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n));
  const origin = { ...incoming.origin, guild, direct: true as const };
  return [
    { ...context, actions: directActions(context.actions, guild) },
    { ...incoming, origin },
  ];
}

/** What shall be shown. `replaces`: the pressed message itself becomes the first of these. */
export interface Answer {
  messages: MessageBody[];
  visibility: Visibility;
  replaces: boolean;
  /** The files that the messages name. */
  pictures?: DiscordPictures;
  /** To be opened instead, where that is still possible; otherwise a button of the messages opens it. */
  form?: Form;
}

/** The person and the channel as roles, settings and buttons know them. */
export function bindingOf({ guild, user, channel }: Origin): Binding {
  return { person: `discord:${guild}:${user}`, channel: `discord:${guild}:${channel}` };
}

/** The person as roles know them, with the groups that Discord names; where it names none they are asked for. */
export function memberOf({ guild = '', user, roles, direct }: Origin): Member {
  const person = `discord:${guild}:${user}`;
  return direct ? { person } : { person, groups: roles.map((role) => discordGroup(guild, role)) };
}

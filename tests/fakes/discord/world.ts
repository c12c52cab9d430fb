import type { Json } from './json.ts';

/** What the fake knows. One world a test; nothing is shared and nothing is kept. */
export interface World {
  token: string;
  application: string;
  bot: string;
  clock: () => number;
  newId(): string;
  interactions: Map<string, Interaction>;
  messages: Map<string, Message>;
  /** `global` or a server's id, to its commands. */
  commands: Map<string, Json[]>;
  /** For how long a nonce makes a second message the first one again. Discord publishes no figure. */
  nonceWindow: number;
  /** Tells waiting tests that something happened. */
  changed(): void;
}

export interface Interaction {
  id: string;
  token: string;
  /** 2 command, 3 component, 4 autocomplete, 5 form. */
  type: 2 | 3 | 4 | 5;
  guild: string | undefined;
  channel: string;
  user: string;
  at: number;
  /** The message whose button was pressed. */
  pressed?: string;
  answered?: { type: number; data: Json };
  /** The message that `@original` means. */
  original?: string;
}

export interface Message {
  id: string;
  channel: string;
  /** Who alone sees it; none: everybody in the channel. */
  onlyFor?: string;
  flags: number;
  body: Json;
  thinking: boolean;
  deleted: boolean;
  at: number;
  nonce?: string;
}

/** Snowflakes that grow by one: long enough for discord.js to take them for ids. */
export function idSource(): () => string {
  let last = 1_100_000_000_000_000_000n;
  return () => String(++last);
}

/** Messages that a person sees in a channel, oldest first. */
export function seenBy(world: World, user: string, channel?: string): Message[] {
  return [...world.messages.values()].filter(
    (message) =>
      !message.deleted &&
      (channel === undefined || message.channel === channel) &&
      (message.onlyFor === undefined || message.onlyFor === user),
  );
}

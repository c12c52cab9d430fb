import type { FakeChannel, FakeGuild } from './guilds.ts';
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
  guilds: Map<string, FakeGuild>;
  channels: Map<string, FakeChannel>;
  /** How often a message older than an hour may be edited. */
  lateEdits: number;
  /** `global` or a server's id, to its commands. */
  commands: Map<string, Json[]>;
  /** For how long a nonce makes a second message the first one again. Discord publishes no figure. */
  nonceWindow: number;
  /** Every file is too large, as where a server limits them. */
  refuseFiles?: boolean;
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

/** A file of a multipart request. */
export interface FakeFile {
  name: string;
  bytes: Uint8Array;
}

export interface Message {
  id: string;
  channel: string;
  /** Who alone sees it; none: everybody in the channel. */
  onlyFor?: string;
  flags: number;
  body: Json;
  /** Those that came with its newest body. */
  files?: readonly FakeFile[];
  thinking: boolean;
  deleted: boolean;
  at: number;
  nonce?: string;
  /** None: the bot. */
  author?: string;
  lateEdits?: number;
}

const discordEpoch = Date.UTC(2015, 0, 1);

/** Snowflakes: the milliseconds since 2015 above 22 bits that count up. */
export function idSource(clock: () => number): () => string {
  let count = 0n;
  return () => String((BigInt(clock() - discordEpoch) << 22n) + ++count);
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

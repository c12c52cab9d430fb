import type { html } from 'hono/html';
import { LRUCache } from 'lru-cache';
import type { LocalChat } from '../../domain/ports/platform.ts';
import type { Choice } from '../../domain/reply.ts';
import { loadOnce } from '../../runtime/async.ts';
import { isLoopback } from './door.ts';

/** Platforms that are shown side by side. */
export const panes = ['slack', 'discord'] as const;
export type Pane = (typeof panes)[number];

/** HTML whose text is escaped. */
export type Html = ReturnType<typeof html>;

/** A JSON object as it goes over the wire. */
export type Json = Record<string, unknown>;

/** A message in a pane, as the platform would keep it. */
export interface PaneMessage {
  id: string;
  /** Number of its last change, see `Channel.since`. */
  changed: number;
  at: Date;
  /** Words for `at`, and for a later change; missing: the time of day in UTC. */
  when?: string;
  /** The line that it answers, or that was typed. */
  line?: string;
  /** Missing: what the person typed, which has no payload. */
  body?: Json;
  /** Seen by the asker alone. */
  only: boolean;
  /** Its answer is announced and not there yet. */
  waiting?: boolean;
  gone?: true;
}

interface PaneModal {
  id: string;
  body: Json;
  /** By the id of its input. */
  errors: Readonly<Record<string, string>>;
}

/** One platform's client, with one person in one channel. */
export interface PaneClient {
  channel: Channel;
  /** Opens the handlers ahead of the first question. */
  warm(): void;
  ask(line: string): Promise<void>;
  /** Presses a button, or chooses from a menu. Rejects if the message has no such control. */
  press(message: string, control: string, value?: string): Promise<void>;
  submit(modal: string, values: Readonly<Record<string, string[]>>): Promise<void>;
  /** What a field of the open form offers for the typed text. */
  suggest(modal: string, control: string, typed: string): Promise<Choice[]>;
  stop(): Promise<void>;
}

export type Clients = Record<Pane, PaneClient>;

/** Older ones are forgotten, and with them their buttons. */
const mostKept = 60;

/** What belongs to messages, by its name; of the oldest it is forgotten with them. */
export const recentlyUsed = <T extends object>() => new LRUCache<string, T>({ max: mostRemembered });

/** A message has one picture, and is pressed a few times before it is old. */
const mostRemembered = 4 * mostKept;

/** What a pane shows. */
export interface Channel {
  add(message: Omit<PaneMessage, 'id' | 'changed' | 'at'>): PaneMessage;
  change(id: string, change: Partial<PaneMessage>): void;
  get(id: string): PaneMessage | undefined;
  /** Messages that are new or changed since that number. */
  since(number: number): PaneMessage[];
  show(modal: Json | undefined, errors?: PaneModal['errors']): PaneModal | undefined;
  modal(): PaneModal | undefined;
  /** The number of the last change. */
  number(): number;
  /** Pictures by the name under which messages show them. */
  files: LRUCache<string, Uint8Array>;
}

export function createChannel(name: string, now: () => Date): Channel {
  const messages = new Map<string, PaneMessage>();
  let [number, modals] = [0, 0];
  let modal: PaneModal | undefined;
  const next = () => {
    number += 1;
    return number;
  };
  return {
    files: recentlyUsed(),
    add(message) {
      const added = { ...message, id: `${name}-${next()}`, changed: number, at: now() };
      messages.set(added.id, added);
      const [oldest] = messages.keys();
      if (messages.size > mostKept && oldest) messages.delete(oldest);
      return added;
    },
    change(id, change) {
      const before = messages.get(id);
      if (before) messages.set(id, { ...before, ...change, changed: next() });
    },
    get: (id) => messages.get(id),
    since: (from) => [...messages.values()].filter(({ changed }) => changed > from),
    show(body, errors = {}) {
      next();
      modal = body && { id: `${name}-modal-${++modals}`, body, errors };
      return modal;
    },
    modal: () => modal,
    number: () => number,
  };
}

/** Opens the handlers once, when they are first needed. */
export function openedOnce(open: () => Promise<LocalChat>) {
  const { get: opened, begun } = loadOnce(open);
  return {
    opened,
    warm: () => void opened().catch(() => {}),
    stop: async () => (await begun()?.catch(() => undefined))?.stop(),
  };
}

/** The first object within that has this value under `key`. */
export function findWithin(part: unknown, key: string, value: string): Json | undefined {
  if (typeof part !== 'object' || part === null) return undefined;
  if (key in part && (part as Json)[key] === value) return part as Json;
  for (const each of Object.values(part)) {
    const found = findWithin(each, key, value);
    if (found) return found;
  }
  return undefined;
}

/** Whether a link of an answer may be followed: one to this machine could ask the page something in the reader's name. */
export const mayOpen = (url: string): boolean =>
  /^https?:\/\//i.test(url) && !isLoopback(URL.parse(url)?.hostname ?? 'localhost');

/** A part of a payload that no drawer knows. */
export class UnknownPart extends Error {
  override name = 'UnknownPart';
  constructor(where: string, type: unknown) {
    super(`${where} has a part of type ${JSON.stringify(type)}, which the page cannot draw`);
  }
}

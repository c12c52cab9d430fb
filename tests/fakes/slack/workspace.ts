import type { FakeFile } from './api-files.ts';

export type Json = Record<string, unknown>;

export interface FakeChannel {
  id: string;
  name: string;
  member: boolean;
  archived: boolean;
  private: boolean;
  creator?: string;
  /** As `conversations.info` names it: with other workspaces of the house, with others, or with others who were asked. */
  shared?: 'is_shared' | 'is_ext_shared' | 'is_pending_ext_shared';
}

export interface FakeUser {
  id: string;
  name: string;
  tz: string;
  is_admin?: boolean;
  is_owner?: boolean;
  /** Of another workspace; a guest of some channels; a guest of one. */
  is_stranger?: boolean;
  is_restricted?: boolean;
  is_ultra_restricted?: boolean;
}

export interface FakeMessage {
  ts: string;
  text: string;
  blocks?: unknown;
  metadata?: unknown;
  thread_ts?: string;
}

/** Something a person sees: `user` undefined means everyone in the channel does. */
export interface Shown {
  channel: string;
  user?: string;
  text: string;
  blocks?: unknown;
  via: 'ack' | 'response_url' | 'chat.postMessage' | 'chat.postEphemeral';
  replaced: boolean;
}

/** What of an app's manifest decides what it may do. */
interface Manifest {
  features: { app_home: { messages_tab_enabled: boolean } };
  oauth_config: { scopes: { bot: string[] } };
}

/** The state of one workspace, in memory. */
export interface Workspace {
  team: string;
  bot: { user: string; id: string };
  scopes: Set<string>;
  /** Whether the app's Home has the tab "Messages", where it may write to a person. */
  messagesTab: boolean;
  channels: Map<string, FakeChannel>;
  users: Map<string, FakeUser>;
  /** User groups by id, each with its users. */
  groups: Map<string, string[]>;
  messages: Map<string, FakeMessage[]>;
  /** By view id; `home:U1` is what a person's Home shows. */
  views: Map<string, Json>;
  shown: Shown[];
  files: Map<string, FakeFile>;
  /** An administrator has switched uploads off. */
  uploadsDisabled: boolean;
  /** How many messages that show a new file are refused until it is processed. */
  processing: number;
  /** Where uploads go, when it is not here. */
  uploadUrl?: string;
  /** Milliseconds for which a message may be edited, as an administrator of the workspace sets it. */
  editWindowMs: number;
  /** Makes the app what its manifest says, and nothing more. */
  install(manifest: Manifest): void;
  /** A message that all see, as history gives it back; its time. */
  post(channel: string, message: Json): FakeMessage;
  nextTs(): string;
  nextId(prefix: string): string;
}

export function createWorkspace(clock: () => Date): Workspace {
  let count = 0;
  const channel = (id: string, name: string, over: Partial<FakeChannel> = {}) =>
    [id, { id, name, member: true, archived: false, private: false, ...over }] as const;
  return {
    team: 'T1',
    bot: { user: 'U0BOT', id: 'B1' },
    scopes: new Set([
      'commands',
      'chat:write',
      'channels:read',
      'groups:read',
      'channels:history',
      'groups:history',
      'users:read',
      'usergroups:read',
      'files:write',
    ]),
    messagesTab: true,
    channels: new Map([
      channel('C1', 'central-asia'),
      channel('C2', 'elsewhere', { member: false }),
      channel('C3', 'old', { archived: true }),
      channel('C4', 'with-partners', { shared: 'is_ext_shared' }),
    ]),
    users: new Map([
      ['U1', { id: 'U1', name: 'aida', tz: 'Asia/Almaty' }],
      ['U2', { id: 'U2', name: 'ben', tz: 'Europe/Berlin' }],
      ['UADMIN', { id: 'UADMIN', name: 'dana', tz: 'Europe/London' }],
    ]),
    groups: new Map(),
    messages: new Map(),
    views: new Map(),
    shown: [],
    files: new Map(),
    uploadsDisabled: false,
    processing: 1,
    editWindowMs: Number.POSITIVE_INFINITY,
    install({ features, oauth_config }) {
      this.messagesTab = features.app_home.messages_tab_enabled;
      this.scopes = new Set(oauth_config.scopes.bot);
    },
    post(channel, { text, blocks, metadata, thread_ts }) {
      const message: FakeMessage = {
        ts: this.nextTs(),
        text: String(text ?? ''),
        ...(blocks !== undefined && { blocks }),
        ...(metadata !== undefined && { metadata }),
        ...(thread_ts !== undefined && { thread_ts: String(thread_ts) }),
      };
      this.messages.set(channel, [...(this.messages.get(channel) ?? []), message]);
      return message;
    },
    nextTs() {
      count += 1;
      return `${Math.floor(clock().getTime() / 1000)}.${String(count).padStart(6, '0')}`;
    },
    nextId(prefix) {
      count += 1;
      return `${prefix}${count}`;
    },
  };
}

import type { RequestListener } from 'node:http';
import type { ActionCodec } from '../button-actions.ts';
import type { FrozenPart } from '../digests/delivery.ts';
import type { PlatformTime, Sends } from '../digests/platform-clock.ts';
import type { Reply } from '../reply.ts';
import type { Groups, Places } from './access.ts';
import type { Answerer } from './answerer.ts';
import type { CardRenderer } from './cards.ts';
import type { ButtonStates, ChannelSettings, Leases, MistakeReports, Once } from './chat.ts';
import type { People } from './digests.ts';
import type { Forms } from './drafts.ts';
import type { Clock, Log, Timers } from './runtime.ts';

/** Names one message for good: the platforms carry it, so that a send that was cut off can be found again. */
export interface PostKey {
  /** A delivery's id. */
  delivery: string;
  part: number;
}

/**
 * Why a platform will not. channel_gone, no_access and token break the subscription until access returns. too_large
 * and edit_closed: an edit that cannot be made any more. message_gone: a person has deleted it; of a post: it was there
 * from an earlier send, and is deleted. rejected: ours to mend.
 */
export type Refusal =
  | 'channel_gone'
  | 'no_access'
  | 'token'
  | 'too_large'
  | 'edit_closed'
  | 'message_gone'
  | 'rejected';

/** Those that a person has to mend. */
export const breaks: ReadonlySet<Refusal> = new Set<Refusal>(['channel_gone', 'no_access', 'token']);

/** What became of one request. limited and refused: certainly nothing was posted. unknown: nobody knows. */
export type PostOutcome =
  | { outcome: 'posted'; message: string }
  | { outcome: 'limited'; retryAfterMs: number }
  /** `problem`: what it means and what to do, for people, where the platform's own word in `detail` does not say it. */
  | { outcome: 'refused'; refusal: Refusal; detail: string; problem?: string }
  | { outcome: 'unknown'; detail: string };

/** `found`: by part, those that are there. What is not among them is not there. */
export type FindOutcome =
  | { outcome: 'looked'; found: Map<number, string> }
  | { outcome: 'limited'; retryAfterMs: number }
  /** It cannot be decided: what is missing, in words for the admins. */
  | { outcome: 'blind'; detail: string }
  | { outcome: 'unknown'; detail: string };

/**
 * Posts in channels. Nothing is ever sent twice by itself; none of these throws. Channels are full ids; posts, edits and
 * looks also take the private conversation with a person (`directTo`).
 */
export interface ChannelSender {
  post(channel: string, body: unknown, key: PostKey): Promise<PostOutcome>;
  edit(channel: string, message: string, body: unknown): Promise<PostOutcome>;
  /** Which parts of a delivery stand in the channel. */
  find(channel: string, delivery: string, parts: readonly number[], sends: Sends): Promise<FindOutcome>;
  /**
   * What the time is on the platform, asked where what is known is older than so many milliseconds. unknown: it has no
   * clock of its own, or does not tell. away: it does not answer, and never has.
   */
  time(maxAgeMs?: number): Promise<PlatformTime | 'unknown' | 'away'>;
  /**
   * Whether digests could be posted there and found again. `problem` says what to do, for the person who subscribes.
   * `passing`: the platform does not tell at the moment.
   */
  access(
    channel: string,
  ): Promise<{ ok: true } | { ok: false; refusal: Refusal; problem: string; passing?: true }>;
  /** A private word to one person, `slack:T…:U…` or `discord:G…:U…`; false when it could not be said. */
  tell(person: string, text: string): Promise<boolean>;
}

/** Makes a digest into what one platform posts. Pure. */
export interface DigestRenderer {
  /**
   * Top-level messages, at most five; `more` is the command line that answers the rest, on a button under the last.
   * Every entry of the reply is shown, or is behind that button.
   */
  parts(reply: Reply, context: DigestContext): FrozenPart[];
  /** The one message that shows a reply; undefined when it does not fit one. */
  one(reply: Reply, context: DigestContext & { part: number }): unknown | undefined;
}

export interface DigestContext {
  channel: string;
  /** The delivery's id, and the mark in every message. */
  delivery: string;
  /** A command line for what did not fit. */
  more: string;
  ping?: string | undefined;
}

/** At most `posts` requests begin within any `within` milliseconds. */
export interface Pace {
  posts: number;
  within: number;
  /**
   * Milliseconds by which a request may start late and still count as on time: small delays do not add up, and that
   * many more requests may start at once to catch up. Defaults to 0.
   */
  late?: number;
  /** Turns that a process takes at once, so that not every request writes to the store. Defaults to 1. */
  block?: number;
}

/** One platform as configured in this process. The rest of the app knows platforms through this alone. */
export interface Adapter {
  sender: ChannelSender;
  /** Stands for the token without revealing it: everything that posts with one token shares the platform's pace. Missing: no pace. */
  account?: string;
  /** Pace of posts and edits of one account. Missing: as fast as they come. */
  pace?: Pace;
  /** Pace of reads that look for what may have been sent already. Missing: as fast as they come. */
  lookPace?: Pace;
  renderer: DigestRenderer;
  /** Missing: the platform shows no review cards. */
  cards?: CardRenderer;
  /** Missing: the platform tells nothing about people. */
  people?: People;
  /** Missing: the platform has no groups, or names a person's groups in every interaction. */
  groups?: Groups;
  /** Missing: channels of this platform cannot be shared with other organisations. */
  places?: Places;
  /** Missing: people ask elsewhere, and digests are only posted here. Undefined: another process serves them. */
  createApp?(service: ChatService): Promise<ChatApp | undefined>;
}

/** What a platform hands to its adapter's constructor. */
export interface AdapterOptions {
  clock: Clock;
  log: Log;
  /** Name of an account, made from its token. */
  accountOf(token: string): string;
  /** Reads and writes buttons, signed with this secret. */
  actions(secret: string): ActionCodec;
  /** Prints above the prompt of the terminal, if there is one. */
  show?: (text: string) => void;
}

/** A platform's entry in the list of the composition root. `Config` is what it reads of the configuration. */
export interface Platform<Config> {
  /** First part of its channel and person ids, such as `slack`. */
  id: string;
  /** Loads the platform's client; undefined: it is not configured. */
  fromConfig(config: Config, options: AdapterOptions): Promise<Adapter | undefined>;
  /** What would be sent, for `--format`; missing: there is no such format. */
  preview?(actions: ActionCodec): Promise<Preview>;
}

/** Requests `{method, path, body}` in the order in which they would be sent. */
export interface Preview {
  answer(reply: Reply, line: string, visibility: Reply['visibility']): object[];
  digest(reply: Reply, context: Pick<DigestContext, 'delivery' | 'more'>): object[];
}

/** What people on a platform are served with. */
export interface ChatService {
  answerer: Answerer;
  forms: Forms;
  reports: MistakeReports;
  channels: ChannelSettings;
  once: Once;
  buttonStates: ButtonStates;
  leases: Leases;
  /** Name of this process as the holder of a lease; differs at every start. */
  holder(lease: string): string;
  clock: Clock;
  timers: Timers;
  log: Log;
  newErrorId(): string;
  /** Serves an HTTP path on the service's own port; missing: another process has the port. */
  mount?: Mount | undefined;
  /** Milliseconds that requests under way get at a stop. */
  stopWithinMs: number;
  /** Milliseconds between attempts to reach a platform that is away at the start. */
  retryMs: number;
}

/** Gives a path of the service's own HTTP port to a listener. */
export type Mount = (path: string, listener: RequestListener) => void;

/** People's side of one platform, in this process. */
export interface ChatApp {
  /**
   * Resolves to the platform's name and how it is connected. Rejects with one line that names the variable when the
   * platform refuses what was configured.
   */
  start(): Promise<string>;
  /** Why it is not served at the moment, though it ought to be; `/readyz` shows it. */
  fault(): string | undefined;
  /** The standing connection; undefined: there is none to watch, or another process has it. */
  connection(): Connection | undefined;
  /** Takes nothing new and lets what is under way end. */
  stop(): Promise<void>;
}

/** State of a standing connection to a platform, such as Discord's gateway or Slack's Socket Mode. */
export interface Connection {
  /** `slack`, `discord` */
  platform: string;
  connected: boolean;
  /** When it was made or lost, or first tried if it was never made. */
  since: Date;
  /** Times it was made again since the process started, also at the platform's request. */
  reconnects: number;
}

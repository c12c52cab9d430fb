import type { RequestListener } from 'node:http';
import type { Pictures } from '../answer/picture.ts';
import type { ActionCodec } from '../button-actions.ts';
import type { DeskDefinition, DeskMaker } from '../desk.ts';
import type { FrozenPart } from '../digests/delivery.ts';
import type { PlatformTime, Sends } from '../digests/platform-clock.ts';
import type { DigestAsked, Rehearsal } from '../digests/rehearsal.ts';
import type { Reply } from '../reply.ts';
import type { Groups, Places } from './access.ts';
import type { Answerer, CatalogueDesk } from './answerer.ts';
import type { CardRenderer } from './cards.ts';
import type { ButtonStates, ChannelSettings, Leases, MistakeReports, Once } from './chat.ts';
import type { People } from './digests.ts';
import type { Forms } from './drafts.ts';
import type { Clock, Log, Timers } from './runtime.ts';

/** Permanent identity of one message. The platform stores it, so that an interrupted send can be found. */
export interface PostKey {
  /** A delivery's id. */
  delivery: string;
  part: number;
}

/**
 * Why a platform refuses. channel_gone, no_access and token break the subscription until access returns. too_large
 * and edit_closed: the edit is no longer possible. message_gone: a person deleted the message; for a post: an earlier
 * send arrived and was deleted since. rejected: a bug of ours.
 */
export type Refusal =
  | 'channel_gone'
  | 'no_access'
  | 'token'
  | 'too_large'
  | 'edit_closed'
  | 'message_gone'
  | 'rejected';

/** Refusals that a person has to fix. */
export const breaks: ReadonlySet<Refusal> = new Set<Refusal>(['channel_gone', 'no_access', 'token']);

/** Outcome of one request. limited, refused: nothing was posted. unknown: it may have been posted. */
export type PostOutcome =
  | { outcome: 'posted'; message: string }
  | { outcome: 'limited'; retryAfterMs: number }
  /** `detail`: the platform's error. `problem`: what it means and what to do, if `detail` does not say so. */
  | { outcome: 'refused'; refusal: Refusal; detail: string; problem?: string }
  | { outcome: 'unknown'; detail: string };

/** `found`: message ids of the parts that exist, by part; all others do not exist. */
export type FindOutcome =
  | { outcome: 'looked'; found: Map<number, string> }
  | { outcome: 'limited'; retryAfterMs: number }
  /** Undecidable; says what is missing, for admins. */
  | { outcome: 'blind'; detail: string }
  | { outcome: 'unknown'; detail: string };

/**
 * Posts in channels. Never retries by itself and never throws. Channels are full ids; posts, edits and
 * lookups also accept the private conversation with a person (`directTo`).
 */
export interface ChannelSender {
  post(channel: string, body: unknown, key: PostKey): Promise<PostOutcome>;
  edit(channel: string, message: string, body: unknown): Promise<PostOutcome>;
  /** Finds the parts of a delivery that are in the channel. */
  find(channel: string, delivery: string, parts: readonly number[], sends: Sends): Promise<FindOutcome>;
  /**
   * The platform's time, requested if the known time is older than `maxAgeMs` milliseconds. unknown: it has no
   * clock or does not report it. away: it has never answered.
   */
  time(maxAgeMs?: number): Promise<PlatformTime | 'unknown' | 'away'>;
  /**
   * Whether digests can be posted in the channel and found again. `problem` tells the subscriber what to do.
   * `passing`: the platform does not answer at the moment.
   */
  access(
    channel: string,
  ): Promise<{ ok: true } | { ok: false; refusal: Refusal; problem: string; passing?: true }>;
  /** Sends a direct message to `slack:T…:U…` or `discord:G…:U…`; false if that failed. */
  tell(person: string, text: string): Promise<boolean>;
}

/** Renders a digest as messages of one platform. Pure. */
export interface DigestRenderer {
  /**
   * At most five top-level messages. A button under the last runs `more`, which answers the rest.
   * Every entry of the reply is shown or behind that button.
   */
  parts(reply: Reply, context: DigestContext): FrozenPart[];
  /** A reply as one message; undefined if it does not fit. */
  one(reply: Reply, context: DigestContext & { part: number }): unknown | undefined;
}

export interface DigestContext {
  channel: string;
  /** The delivery's id, which every message carries. */
  delivery: string;
  /** Command line that answers the entries that did not fit. */
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
  /** Milliseconds between two requests for one channel, whoever makes them. Defaults to 0. */
  ofAChannel?: number;
}

/** One platform as configured in this process. The rest of the app knows platforms through this alone. */
export interface Adapter {
  sender: ChannelSender;
  /** Hash of the token; senders with the same account share one rate limit. Missing: no rate limit. */
  account?: string;
  /** Pace of posts and edits of one account. Missing: as fast as they come. */
  pace?: Pace;
  /** Pace of reads that look for what may have been sent already. Missing: as fast as they come. */
  lookPace?: Pace;
  renderer: DigestRenderer;
  /** Missing: the platform shows no review cards. */
  cards?: CardRenderer;
  /** Missing: the platform has no facts about people. */
  people?: People;
  /** Missing: the platform has no groups, or names a person's groups in every interaction. */
  groups?: Groups;
  /** Missing: channels of this platform cannot be shared with other organisations. */
  places?: Places;
  /** Missing: the platform only posts digests. Resolves to undefined if another process serves people. */
  createApp?(service: ChatService): Promise<ChatApp | undefined>;
}

/** What a platform hands to its adapter's constructor. */
export interface AdapterOptions {
  clock: Clock;
  log: Log;
  /** Hash of a token, see `Adapter.account`. */
  accountOf(token: string): string;
  /** Reads and writes buttons, signed with this secret. */
  actions(secret: string): ActionCodec;
  /** Prints above the terminal prompt, if there is one. */
  show?: (text: string) => void;
}

/** A platform in the list of the composition root. `Config` is the part of the configuration that it reads. */
export interface Platform<Config> {
  /** First part of its channel and person ids, such as `slack`. */
  id: string;
  /** Loads the platform's client; undefined if it is not configured. */
  fromConfig(config: Config, options: AdapterOptions): Promise<Adapter | undefined>;
  /** Renders requests for `--format`; missing: no such format. */
  preview?(actions: ActionCodec, pictures: Pictures): Promise<Preview>;
  /** Opens its handlers without the platform and without a token; missing: it is not shown on the local page. */
  openLocal?(service: ChatService, actions: ActionCodec, standIn: StandIn): Promise<LocalChat>;
}

/** Requests `{method, path, body}` in the order in which they would be sent. */
export interface Preview {
  answer(reply: Reply, line: string, visibility: Reply['visibility']): Promise<object[]>;
  digest(reply: Reply, context: Pick<DigestContext, 'delivery' | 'more'>): object[];
  /** Renders digests for a channel of one's own. */
  renderer: DigestRenderer;
  /** The channel of the previews. */
  channel: string;
}

/** Services that a platform uses to answer people. */
export interface ChatService {
  answerer: Answerer;
  forms: Forms;
  reports: MistakeReports;
  channels: ChannelSettings;
  once: Once;
  buttonStates: ButtonStates;
  pictures: Pictures;
  leases: Leases;
  /** Name of this process as the holder of a lease; unique per start. */
  holder(lease: string): string;
  clock: Clock;
  timers: Timers;
  log: Log;
  /** A short id that a reader can pass on, and that the log shows with the cause. */
  newErrorId(): string;
  /** Serves an HTTP path on the service's port; missing if another process has the port. */
  mount?: Mount | undefined;
  /** Milliseconds that requests in flight get at shutdown. */
  stopWithinMs: number;
  /** Milliseconds between attempts to reach an unavailable platform at the start. */
  retryMs: number;
}

/** Registers a listener for a path on the service's HTTP port. */
type Mount = (path: string, listener: RequestListener) => void;

/** Answers people on one platform, in this process. */
export interface ChatApp {
  /**
   * Resolves to the platform's name and transport. Rejects with one line that names the variable if the
   * platform refuses what was configured.
   */
  start(): Promise<string>;
  /** Why it is not connected at the moment, for `/readyz`; undefined if it is. */
  fault(): string | undefined;
  /** State of the persistent connection; undefined without one, or if another process holds it. */
  connection(): Connection | undefined;
  /** Accepts nothing new and waits for requests in flight. */
  stop(): Promise<void>;
}

/** State of a persistent connection: Discord's gateway or Slack's Socket Mode. */
export interface Connection {
  /** `slack`, `discord` */
  platform: string;
  connected: boolean;
  /** Time of the last connect or disconnect, or of the first attempt. */
  since: Date;
  /** Reconnects since the process started, including those requested by the platform. */
  reconnects: number;
}

/** A request as a platform's client would send it; bodies are decoded. `path` follows the API's base address. */
export interface PlatformRequest {
  method: string;
  path: string;
  body: unknown;
  /** Files beside the body. */
  files?: readonly { name: string; bytes: Uint8Array }[];
}

/** Answers a client's requests in place of the platform. `body` missing: no content. */
export type StandIn = (request: PlatformRequest) => Promise<{ status: number; body?: object }>;

/** A platform's own handlers in this process, without the platform. */
export interface LocalChat {
  /**
   * Hands over a payload as the platform would. Resolves once the handlers are done. `ack` receives what the handlers
   * answer on the same connection, on platforms that have such an answer.
   */
  receive(payload: object, ack?: (answer: unknown) => void): Promise<void>;
  stop(): Promise<void>;
}

/** A typed line as a platform with typed options sends it. Values are as typed, or canonical ids, days and numbers. */
export interface TypedLine {
  /** The slash command without its slash. */
  slash: string;
  /** `visits`, or a group and a command such as `roles grant`. */
  command: string;
  options: Record<string, string>;
}

/** A row of content with the file that holds it; undefined: written in chat. */
export interface ContentRow {
  id: string;
  title: string;
  about: string;
  file?: string | undefined;
}

/** What a desk holds, newest first. */
export interface DeskContent {
  briefs: ContentRow[];
  facts: ContentRow[];
  /** `about`: publisher, grade and coverage. */
  sources: ContentRow[];
  /** `about`: spellings and offices. */
  people: ContentRow[];
  /** All faults that `validate` finds, in the order of the files; of these files the last good revision is in service. */
  faults: { file: string; line: number; column: number; what: string; fix: string }[];
}

/** Services of the local page. */
export interface PageService {
  /** Opens the handlers of `slack` or `discord`. */
  open(platform: string, standIn: StandIn): Promise<LocalChat>;
  catalogue(): CatalogueDesk[];
  /** Whether the desk is the example that comes with the program. */
  example: boolean;
  /** Whole lines that `text` may become, best first. */
  completeLine(text: string): Promise<string[]>;
  typedLine(text: string): TypedLine | undefined;
  withSlash(text: string): Promise<string>;
  desks(): readonly DeskDefinition[];
  /** Messages of the digest as each platform that has previews would get them, by its id. */
  digest(asked: DigestAsked): Promise<Readonly<Record<string, PlatformRequest[]>>>;
  content(desk: string): Promise<DeskContent>;
  /** Faults of desks that cannot be served yet, and of files outside every desk; paths from the folder of briefs. */
  unserved(): Promise<DeskContent['faults']>;
  rehearsal: Rehearsal;
  ownDesk: DeskMaker;
  /** Calls back after content was read anew; returns a function that ends it. */
  onContent(changed: () => void): () => void;
  now(): Date;
}

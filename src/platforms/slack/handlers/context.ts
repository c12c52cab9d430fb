import { LRUCache } from 'lru-cache';
import { RenderedMessages } from '../../../domain/answer/rendered.ts';
import { describeError, type Redact } from '../client.ts';
import type { SlackAppOptions, SlackTiming } from '../options.ts';
import type { SlackMessage } from '../render/message.ts';
import type { Respond, SendFailure, SlackSender } from '../sender.ts';
import { words } from './wording.ts';

/** What the handlers of commands, buttons, forms, reports and the Home work with. */
export interface HandlerContext
  extends Pick<
    SlackAppOptions,
    'answerer' | 'actions' | 'reports' | 'channels' | 'once' | 'forms' | 'pictures' | 'clock' | 'timers'
  > {
  sender: SlackSender;
  respond: Respond;
  timing: SlackTiming;
  /** Messages of answers that were asked for before. */
  rendered: RenderedMessages<SlackMessage[]>;
  /** Ids of files that were uploaded, by name. */
  uploaded: LRUCache<string, string>;
  /** False if there is a list of teams and one of these is not on it. */
  allows(...teams: string[]): boolean;
  /** Logs a refusal, and returns the text for the person. */
  refused(person: string, tried: 'a command' | 'a button' | 'a form', why: keyof typeof needed): string;
  /** Logs the cause under a new id, and returns the text for the reader, with that id. */
  failed(cause: unknown, doing: string): string;
  /** Logs the cause under a new id, and returns the id. */
  logFailure(cause: unknown, doing: string): string;
  /** Logs that a text did not reach its reader. */
  unsent(failure: SendFailure): void;
}

/** File names, each with the hash of what is in it. */
const mostUploaded = 200;

const needed = {
  foreignTeam: 'a workspace that is served',
  foreignButton: 'the person and the place it was made for',
} as const;

export function createContext(
  options: SlackAppOptions,
  rest: Pick<HandlerContext, 'sender' | 'respond' | 'timing'>,
  redact: Redact,
): HandlerContext {
  const { answerer, actions, reports, channels, once, forms, pictures, clock, timers, log, newErrorId } =
    options;
  const { teams } = options.config;
  const logged = (cause: unknown, doing: string) => {
    const errorId = newErrorId();
    log.error({ errorId, doing, error: describeError(cause, redact) }, 'Slack request failed');
    return errorId;
  };
  return {
    answerer,
    actions,
    reports,
    channels,
    once,
    forms,
    pictures,
    clock,
    timers,
    ...rest,
    rendered: new RenderedMessages(0),
    uploaded: new LRUCache({ max: mostUploaded }),
    allows: (...asking) => !teams?.length || asking.every((team) => teams.includes(team)),
    refused(person, command, why) {
      log.warn({ person, command, needed: needed[why] }, 'command refused');
      return words[why];
    },
    logFailure: logged,
    failed: (cause, doing) => words.failed(logged(cause, doing)),
    unsent: (failure) =>
      log.warn({ error: describeError(causeOf(failure), redact) }, 'the error message could not be sent'),
  };
}

/** What to log of a failure to send. */
export const causeOf = (failure: SendFailure): unknown =>
  'cause' in failure ? failure.cause : new Error(JSON.stringify(failure));

export const personId = (team: string, user: string) => `slack:${team}:${user}`;
export const channelId = (team: string, channel: string) => `slack:${team}:${channel}`;

/** Where buttons on the Home are bound to, since they are in no channel. */
export const homeChannel = 'home';

import type { webApi } from '@slack/bolt';
import { createPlatformClock } from '../../../domain/digests/platform-clock.ts';
import { directPerson, sameHome } from '../../../domain/identity.ts';
import { breaks, type ChannelSender, type PostOutcome } from '../../../domain/ports/platform.ts';
import type { Clock, Log } from '../../../domain/ports/runtime.ts';
import { createBoltLogger, createClient, createRedact, type Redact } from '../client.ts';
import { noUnfurl } from '../limits.ts';
import type { SlackConfig } from '../options.ts';
import { escapeMrkdwn } from '../render/escape.ts';
import { failureOf } from '../sender.ts';
import { createFind } from './find-posts.ts';
import { accessProblem, slackAccess } from './lookups.ts';
import { failedOutcome, postMetadata } from './post-outcome.ts';

export interface SlackChannelSenderOptions {
  config: SlackConfig;
  clock: Clock;
  log: Log;
  /** Milliseconds for one call; shorter than it takes a send to settle. */
  requestTimeoutMs?: number;
}

/** Posts digests in Slack, through a client of its own: what limits digests never holds up an answer. */
export function createSlackChannelSender(options: SlackChannelSenderOptions): ChannelSender {
  const { config, clock, log, requestTimeoutMs = 30_000 } = options;
  const redact = createRedact([config.botToken, config.appToken, config.signingSecret]);
  const ask = () => client.auth.test();
  const slackClock = createPlatformClock({ platform: 'Slack', clock, log, ask });
  const timed: typeof fetch = async (input, init) => {
    const began = clock();
    const response = await fetch(input, init);
    // A page of a proxy in between is dated by another clock.
    if (isJson(response.headers)) slackClock.saw(response.headers.get('date'), began);
    return response;
  };
  const client: webApi.WebClient = createClient(
    config,
    createBoltLogger(log, redact),
    requestTimeoutMs,
    timed,
  );
  const find = createFind(client, slackClock, redact);
  return {
    post: (channel, body, key) =>
      outcomeOf(redact, async () => {
        const id = slackId(channel);
        const args = { ...noUnfurl, ...(body as object), metadata: postMetadata(key), channel: id };
        const answer: Answer = await client.apiCall('chat.postMessage', args);
        // The conversation with a person has an id of its own, by which alone its messages can be edited.
        if (directPerson(channel)) return { ...answer, ts: `${answer.channel}/${answer.ts}` };
        if (answer.channel === id) return answer;
        log.error({ ...key, channel, answered: answer.channel }, 'Slack answered with a different channel');
        throw new Error('Slack answered with a different channel');
      }),
    edit: (channel, message, body) =>
      outcomeOf(redact, async () => {
        const [direct, ts] = directPerson(channel) ? message.split('/') : [slackId(channel), message];
        const answer = await client.apiCall('chat.update', { ...(body as object), channel: direct, ts });
        return { ...answer, ts: message };
      }),
    // No scope lets the bot read what it wrote to a person: a word that comes twice does less harm than one lost.
    find: async (channel, ...rest) =>
      directPerson(channel) ? { outcome: 'looked', found: new Map() } : find(slackId(channel), ...rest),
    time: (maxAgeMs) => slackClock.time(maxAgeMs),
    access: (channel) => slackAccess(client, slackId(channel), redact),
    async tell(person, text) {
      const args = { ...noUnfurl, channel: slackId(person), text: withChannels(person, text) };
      const said = await outcomeOf(redact, () => client.apiCall('chat.postMessage', args));
      if (said.outcome === 'posted') return true;
      log.warn({ person, ...said }, 'direct message refused by Slack');
      return false;
    },
  };
}

const isJson = (headers: Headers) => headers.get('content-type')?.includes('json') === true;

/** `slack:T…:C…` and `slack:T…:U…` */
const slackId = (full: string): string => (full.split(':')[2] ?? '').replace('@', '');

interface Answer extends webApi.WebAPICallResult {
  ts?: unknown;
  channel?: unknown;
}

async function outcomeOf(redact: Redact, call: () => Promise<Answer>): Promise<PostOutcome> {
  try {
    const { ts } = await call();
    if (typeof ts === 'string') return { outcome: 'posted', message: ts };
    return { outcome: 'unknown', detail: 'Slack answered without naming the message' };
  } catch (error) {
    return worded(failedOutcome(failureOf(error), redact));
  }
}

/** What people have to mend is said in the words of `access`. */
const worded = <T extends PostOutcome>(failed: T): T =>
  failed.outcome === 'refused' && breaks.has(failed.refusal)
    ? { ...failed, problem: accessProblem(failed.refusal, failed.detail) }
    : failed;

/** Channels of the person's workspace by their names, as Slack shows them. */
const withChannels = (person: string, text: string): string =>
  text
    .split(/(slack:T[A-Z0-9]+:[CG][A-Z0-9]+)/)
    .map((piece, at) =>
      at % 2 === 1 && sameHome(piece, person) ? `<#${slackId(piece)}>` : escapeMrkdwn(piece),
    )
    .join('');

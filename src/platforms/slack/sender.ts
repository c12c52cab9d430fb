import type { types, webApi } from '@slack/bolt';
import type { SlackMessage } from './pack.ts';
import { quiet } from './render.ts';
import { failureOf, type SendResult } from './send-failure.ts';
import { told } from './tells-nothing.ts';

/** What is said to Slack through its Web API. Refusals are values; nothing is sent twice. */
export interface SlackSender {
  post(channel: string, message: SlackMessage): Promise<SendResult>;
  /** Shown to one person only. */
  whisper(channel: string, user: string, message: SlackMessage): Promise<SendResult>;
  /** At once: a trigger lives for three seconds. */
  openView(trigger: string, view: types.View): Promise<SendResult>;
  updateView(id: string, view: types.View): Promise<SendResult>;
  publishHome(user: string, view: types.HomeView): Promise<SendResult>;
}

const named = 'naming the message';

export function createSlackSender(client: webApi.WebClient): SlackSender {
  const tried = async (call: Promise<unknown>): Promise<SendResult> => {
    try {
      await call;
      return { ok: true };
    } catch (error) {
      return { ok: false, failure: failureOf(error) };
    }
  };
  return {
    post: (channel, message) =>
      tried(client.chat.postMessage({ channel, ...message, ...quiet }).then(({ ts }) => told(ts, named))),
    whisper: (channel, user, message) =>
      // Typings leave the unfurl flags out of postEphemeral; Slack takes them there as everywhere.
      tried(
        client
          .apiCall('chat.postEphemeral', { channel, user, ...message, ...quiet })
          .then((answer) => told('message_ts' in answer ? answer.message_ts : undefined, named)),
      ),
    openView: (trigger_id, view) => tried(client.views.open({ trigger_id, view })),
    updateView: (view_id, view) => tried(client.views.update({ view_id, view })),
    publishHome: (user_id, view) => tried(client.views.publish({ user_id, view })),
  };
}

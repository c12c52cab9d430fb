import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { commandPayload } from '../tests/fakes/slack/payloads.ts';
import { type FakeSlack, startFakeSlack } from '../tests/fakes/slack/server.ts';

/** A fake Slack whose slash commands go out as leanly as may be: what the sender costs hides what the app costs. */
export async function startSlackLoad() {
  const fake = await startFakeSlack();
  const agent = new Agent({ keepAlive: true });
  return {
    apiUrl: fake.apiUrl,
    tokens: fake.tokens,
    /** True when the ack brought an answer. */
    command: (url: string, typed: string) => async () => {
      const { status, body } = await post(fake, agent, url, typed);
      if (status !== 200) throw new Error(`a slash command was answered with ${status}`);
      return body !== '';
    },
  };
}

async function post(fake: FakeSlack, agent: Agent, url: string, typed: string) {
  const given = { responseUrl: fake.urls.issue('C1', 'U1'), trigger: fake.triggers.issue() };
  const raw = new URLSearchParams(commandPayload(fake.workspace, typed, {}, given)).toString();
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', fake.tokens.signingSecret).update(`v0:${timestamp}:${raw}`);
  const sent = request(url, {
    method: 'POST',
    agent,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(raw),
      'x-slack-signature': `v0=${signature.digest('hex')}`,
      'x-slack-request-timestamp': String(timestamp),
    },
  }).end(raw);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode, body: await text(response) };
}

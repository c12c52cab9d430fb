import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { startFakeDiscord } from '../tests/fakes/discord/fake-discord.ts';
import { person, textOf } from '../tests/fakes/discord/person.ts';
import type { Interaction } from '../tests/fakes/discord/world.ts';
import { commandPayload } from '../tests/fakes/slack/payloads.ts';
import { startFakeSlack } from '../tests/fakes/slack/server.ts';
import { type Answered, type Fakes, type Order, type Seen, usualHeartbeatMs } from './load.ts';

/** Started as a process of its own: the fake platforms and who asks there. Ends with the process that started it. */

/** Milliseconds after which nobody waits for an answer any more. */
const patience = 30_000;

/** Slash commands that go out as leanly as may be: what the sender costs hides what the app costs. */
async function startSlack() {
  const fake = await startFakeSlack();
  const agent = new Agent({ keepAlive: true });
  /** By the address that came with a command: who waits for the answer that did not come with the ack. */
  const waiting = new Map<string, (text: string) => void>();
  const { post } = fake.urls;
  fake.urls.post = (id, body) => {
    const answer = post(id, body);
    waiting.get(id)?.(String(body.text ?? ''));
    waiting.delete(id);
    return answer;
  };

  async function ask(url: string, typed: string, user = 'U1'): Promise<Answered> {
    const responseUrl = fake.urls.issue('C1', user);
    const given = { responseUrl, trigger: fake.triggers.issue() };
    const raw = new URLSearchParams(commandPayload(fake.workspace, typed, { user }, given)).toString();
    const later = new Promise<string>((resolve, reject) => {
      waiting.set(responseUrl.split('/').at(-1) ?? '', resolve);
      setTimeout(() => reject(new Error(`no answer to ${typed}`)), patience).unref();
    });
    later.catch(() => {});
    const timestamp = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', fake.tokens.signingSecret).update(`v0:${timestamp}:${raw}`);
    const begun = performance.now();
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
    const body = await text(response);
    const ack = performance.now() - begun;
    if (response.statusCode !== 200) throw new Error(`${typed} was answered with ${response.statusCode}`);
    const said = body === '' ? await later : body;
    const whole = body === '' ? performance.now() - begun : ack;
    return { ack, whole, text: said.startsWith('{') ? (JSON.parse(said) as { text: string }).text : said };
  }
  return { fake, ask };
}

const place = {
  guild: '200000000000000001',
  channel: '300000000000000001',
  user: '400000000000000001',
};

/** A fake Discord with somebody who asks. One for each bot: every bot that is connected gets every interaction. */
async function startDiscord(heartbeatMs: number) {
  const fake = await startFakeDiscord();
  fake.gateway.heartbeatInterval = heartbeatMs;
  const asker = person(fake, place);
  const beats: number[] = [];
  const { changed } = fake.world;
  fake.world.changed = () => {
    changed();
    if (fake.gateway.count(1) > beats.length) beats.push(performance.now());
  };

  async function timed(ask: () => Interaction, said: (interaction: Interaction) => string | undefined) {
    const begun = performance.now();
    const interaction = await asker.answered(ask());
    const ack = performance.now() - begun;
    await fake.until(() => said(interaction) !== undefined, 'an answer');
    return { ack, whole: performance.now() - begun, text: said(interaction) ?? '' };
  }
  const message = ({ original }: Interaction) => {
    const found = fake.world.messages.get(original ?? '');
    return found && !found.thinking ? textOf(found) : undefined;
  };
  const offered = ({ answered }: Interaction) => JSON.stringify(answered?.data.choices ?? []);
  return {
    fake,
    beats,
    ask: (desk: string, command: string, options: Record<string, string>): Promise<Answered> =>
      timed(() => asker.command(desk, command, options), message),
    complete: (desk: string, command: string, option: string, typed: string): Promise<Answered> =>
      timed(() => asker.completing(desk, command, option, typed), offered),
  };
}

const heartbeatMs = Number(process.argv[2] ?? usualHeartbeatMs);
const [slack, ours, bare] = await Promise.all([
  startSlack(),
  startDiscord(heartbeatMs),
  startDiscord(heartbeatMs),
]);
const discord = { ours, bare };

function requestsOf(order: Order): (() => Promise<Answered>)[] {
  switch (order.kind) {
    case 'slack':
      return order.lines.map((line) => () => slack.ask(order.url, line, order.user));
    case 'discord':
      return order.asks.map(
        ({ command, options }) =>
          () =>
            discord[order.bot].ask(order.desk, command, options),
      );
    case 'complete':
      return order.asks.map(
        ({ command, option, typed }) =>
          () =>
            discord[order.bot].complete(order.desk, command, option, typed),
      );
  }
}

/** So many at once at any moment; a request that nobody answered is one without an answer. */
async function send(order: Order): Promise<(Answered | undefined)[]> {
  const requests = requestsOf(order);
  const answers: (Answered | undefined)[] = [];
  let next = 0;
  const sender = async () => {
    for (let at = next++; at < requests.length; at = next++)
      answers[at] = await requests[at]?.().catch(() => undefined);
  };
  await Promise.all(Array.from({ length: order.atOnce }, sender));
  // Over IPC a hole would become null.
  return Array.from(answers, (answer) => answer ?? undefined);
}

const seen = (): Seen => ({
  beats: ours.beats.slice(1).map((at, index) => at - (ours.beats[index] ?? at)),
  posts: slack.fake.journal
    .of('chat.postMessage')
    .map(({ at, status }) => ({ at: at.getTime(), status: status ?? 0 })),
});

process.on('disconnect', () => process.exit());
process.on('message', async ({ id, order }: { id: number; order: Order | 'seen' }) => {
  try {
    process.send?.({ id, answer: order === 'seen' ? seen() : await send(order) });
  } catch (error) {
    process.send?.({ id, fault: String(error) });
  }
});
const fakes: Fakes = {
  slack: { apiUrl: slack.fake.apiUrl, ...slack.fake.tokens },
  discord: {
    ours: { apiUrl: ours.fake.apiUrl, token: ours.fake.token },
    bare: { apiUrl: bare.fake.apiUrl, token: bare.fake.token },
  },
};
process.send?.({ id: 0, answer: fakes });

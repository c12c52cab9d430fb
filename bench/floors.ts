import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { App, LogLevel } from '@slack/bolt';
import { Client, Events, MessageFlags } from 'discord.js';
import type { Fakes } from './load.ts';
import { startChild } from './processes.ts';

/** Where the bare apps listen. Nothing that answers on a platform can be faster. */
export interface Floors {
  bolt: string;
  http: string;
  /** MB, with Bolt and discord.js loaded and connected. */
  resident: number;
}

/** The least that can be done with each library, together in a process of their own. */
export async function startFloors(fakes: Fakes) {
  const child = await startChild<Floors>(import.meta.filename, [JSON.stringify(fakes)]);
  return { ...child.first, stop: child.stop };
}

const host = '127.0.0.1';
const addressOf = (server: Server) => `http://${host}:${(server.address() as AddressInfo).port}/slack/events`;

/** The least a Bolt app can do: it says what was typed. */
async function startBolt({ apiUrl, bot, signingSecret }: Fakes['slack']): Promise<string> {
  const clientOptions = { slackApiUrl: apiUrl };
  const app = new App({ token: bot, signingSecret, logLevel: LogLevel.ERROR, clientOptions });
  app.command(/.*/, ({ command, ack }) => ack(command.text || 'nothing'));
  return addressOf((await app.start({ port: 0, host })) as Server);
}

/** The least a discord.js bot can do: it says which command was given. */
async function startDiscord({ apiUrl, token }: Fakes['discord']['bare']): Promise<void> {
  const client = new Client({ intents: [], rest: { api: apiUrl } });
  client.on(Events.InteractionCreate, (interaction) => {
    if (interaction.isAutocomplete()) void interaction.respond([{ name: 'one', value: 'one' }]);
    if (!interaction.isChatInputCommand()) return;
    const content = `/${interaction.commandName} ${interaction.options.getSubcommand()}`;
    void interaction.reply({ content, flags: MessageFlags.Ephemeral });
  });
  const ready = once(client, Events.ClientReady);
  await client.login(token);
  await ready;
}

/** What Slack's door costs without any library: the body, its signature, and what was typed. */
async function startHttp({ signingSecret }: Fakes['slack']): Promise<string> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const signed = `v0:${request.headers['x-slack-request-timestamp']}:${body}`;
    const expected = Buffer.from(`v0=${createHmac('sha256', signingSecret).update(signed).digest('hex')}`);
    const given = Buffer.from(String(request.headers['x-slack-signature']));
    const isRight = given.length === expected.length && timingSafeEqual(given, expected);
    response
      .writeHead(isRight ? 200 : 401)
      .end(isRight ? new URLSearchParams(body).get('text') || 'nothing' : '');
  });
  server.listen(0, host);
  await once(server, 'listening');
  return addressOf(server);
}

if (process.argv[1] === import.meta.filename) {
  const { slack, discord } = JSON.parse(process.argv[2] ?? '') as Fakes;
  const [bolt, http] = await Promise.all([startBolt(slack), startHttp(slack), startDiscord(discord.bare)]);
  process.on('disconnect', () => process.exit());
  const resident = process.memoryUsage.rss() / 2 ** 20;
  process.send?.({ id: 0, answer: { bolt, http, resident } satisfies Floors });
}

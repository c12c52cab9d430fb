import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, LogLevel } from '@slack/bolt';
import type { Fakes } from './load-process.ts';

/** The least a Bolt app can do: it says what was typed. */
export async function startBareSlack({ apiUrl, bot, signingSecret }: Fakes['slack']) {
  const app = new App({
    token: bot,
    signingSecret,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: apiUrl },
  });
  app.command(/.*/, ({ command, ack }) => ack(command.text));
  const server = (await app.start({ port: 0, host: '127.0.0.1' })) as Server;
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/slack/events`,
    stop: async () => void (await app.stop()),
  };
}

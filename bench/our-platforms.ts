import { adaptersOf } from '../src/app/adapters.ts';
import { createApp } from '../src/app/app.ts';
import { openChat } from '../src/app/service.ts';
import { quietLog } from '../src/cli/output.ts';
import { readConfig } from '../src/config.ts';
import { createWebApp } from '../src/platforms/web/app.ts';
import type { BenchDesk } from './desk-of.ts';
import type { Fakes } from './load-process.ts';

/** Both platforms as `npm start` serves them, on a desk that is there already. */
export async function startOurs({ briefs, data }: BenchDesk, { slack, discord }: Fakes) {
  const result = readConfig({
    DESKWIRE_BRIEFS: briefs,
    DESKWIRE_DATA: data,
    PORT: '0',
    SLACK_BOT_TOKEN: slack.bot,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    DISCORD_TOKEN: discord.ours.token,
    DISCORD_API_URL: discord.ours.apiUrl,
  });
  if (!result.ok) throw new Error(result.faults.join());
  const { config } = result;
  const opened = new AsyncDisposableStack();
  try {
    const clock = () => new Date('2026-11-23T12:00:00Z');
    const adapters = await adaptersOf(config, { clock, log: quietLog });
    const app = await createApp(config, { log: quietLog, clock, adapters });
    opened.defer(() => app.close());
    await app.desks.refresh();
    const ready = async () => ({ ready: true, desks: [] });
    const web = createWebApp({ host: config.host, port: config.port, ready });
    opened.defer(() => web.stop());
    const port = await web.start();
    const platforms = await openChat(app, { log: quietLog, mount: web.mount });
    opened.defer(() => platforms.stop());
    await platforms.start();
    return { url: `http://127.0.0.1:${port}/slack/events`, stop: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

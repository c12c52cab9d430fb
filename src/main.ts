import { join } from 'node:path';
import cron from 'node-cron';
import type { ExitCode } from './cli.ts';
import type { Config } from './config.ts';
import { watchBriefs } from './content/watch.ts';
import { greeting } from './greeting.ts';
import { openLog } from './log.ts';
import { startPrompt } from './platforms/terminal/app.ts';
import { bannerText } from './platforms/terminal/banner.ts';
import { type Environment, terminalSettings } from './platforms/terminal/limits.ts';
import { createWebApp } from './platforms/web/app.ts';
import { wire } from './wire.ts';

/** How long a stop may take before the process ends anyway, in milliseconds. */
const stopWithin = 4_500;

/** Reads content, opens the store, serves until told to stop, and ends with nothing half-written. */
export async function main(config: Config, env: Environment): Promise<ExitCode> {
  const { stdin: input, stdout: output } = process;
  const interactive = Boolean(input.isTTY && output.isTTY);
  const log = openLog(config.logLevel, interactive ? join(config.data, 'deskwire.log') : undefined);
  const stopped = Promise.withResolvers<string>();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => stopped.resolve(signal));

  const deskwire = await wire(config, { log });
  await deskwire.sync();
  const watch = await watchBriefs({ folder: config.briefs, sync: deskwire.sync, log });
  // Watching misses changes on some network folders; once a minute costs a look at hashes.
  const tick = cron.schedule('* * * * *', () => watch.look(), {
    timezone: 'UTC',
    noOverlap: true,
    name: 'content',
  });
  const web = createWebApp({
    host: config.host,
    port: config.port,
    ready: async () => {
      await deskwire.store.maintenance.health();
      const desks = deskwire.desks().map(({ desk }) => desk.definition.id);
      return { ready: desks.length > 0, desks };
    },
  });
  const page = await web.start().catch((error: NodeJS.ErrnoException) => {
    // A second prompt on the same machine is welcome; a service without its door is not.
    if (!interactive)
      throw new Error(`cannot listen on ${config.host}:${config.port} (${error.code}); set PORT`);
    log.warn({ err: error }, 'health checks are not served');
    return undefined;
  });

  const settings = terminalSettings(env, output);
  if (interactive) {
    const facts = await greeting(config, deskwire.desks(), { now: new Date(), port: page, prompt: true });
    output.write(bannerText(facts, settings));
  }
  const prompt = interactive
    ? await startPrompt({
        answer: (text) =>
          deskwire.answerer.answer({ text, person: 'terminal', audience: 'person', pageSize: 10 }),
        complete: (line) => deskwire.completeLine(line),
        input,
        output,
        historyFile: join(config.data, 'history'),
        settings,
        onExit: () => stopped.resolve('exit'),
        reportFault: (err) => log.error({ err }, 'prompt'),
      })
    : undefined;
  log.info({ desks: deskwire.desks().length, port: page }, 'serving');

  const reason = await stopped.promise;
  log.info({ reason }, 'stopping');
  const late = setTimeout(() => {
    log.error({}, 'stopping took too long');
    process.exit(1);
  }, stopWithin);
  await prompt?.stop();
  await tick.destroy();
  await watch.stop();
  await web.stop();
  await deskwire.close();
  clearTimeout(late);
  log.info({}, 'stopped');
  return 0;
}

import type { ExitCode } from '../cli.ts';
import type { Config } from '../config.ts';
import { registerCommands } from '../platforms/discord/register.ts';
import { quietLog } from '../quiet-log.ts';
import { toStderr, toStdout } from '../runtime/standard-streams.ts';
import { wire } from '../wire.ts';

/** Brings Discord's list of our commands in line with the desks, and says what changed. */
export async function discord(config: Config, { guild }: { guild?: string }): Promise<ExitCode> {
  if (!config.discord) return misused('DISCORD_TOKEN is not set', 'Copy it from your app, page "Bot".');
  if (guild !== undefined && !/^\d{5,25}$/.test(guild)) {
    return misused(
      `"${guild}" is not a server's id`,
      'Write its id, which is digits: --guild 123456789012345678.',
    );
  }
  const deskwire = await wire(config, { log: quietLog });
  try {
    await deskwire.sync();
    const { outcome, lines } = await registerCommands({
      config: config.discord,
      catalogue: deskwire.answerer.catalogue(),
      ...(guild !== undefined && { guild }),
    });
    const say = outcome === 'failed' ? toStderr : toStdout;
    for (const line of lines) say(`${outcome === 'failed' ? 'deskwire: ' : ''}${line}\n`);
    return outcome === 'failed' ? 1 : 0;
  } finally {
    await deskwire.close();
  }
}

function misused(what: string, write: string): ExitCode {
  toStderr(`deskwire: ${what}\n${write}\n`);
  return 2;
}

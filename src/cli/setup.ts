import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createApp } from '../app/app.ts';
import type { Config } from '../config.ts';
import type { CatalogueDesk } from '../domain/ports/answerer.ts';
import { registerCommands } from '../platforms/discord/registration/register.ts';
import { slackManifest } from '../platforms/slack/registration/manifest.ts';
import { print, toStderr, toStdout } from '../runtime/standard-streams.ts';
import { type ExitCode, quietLog } from './output.ts';

/** Prints the Slack app manifest; without `url` it uses Socket Mode. Exit code 2 for a URL that is not https. */
export async function slack(config: Config, { url }: { url?: string }): Promise<ExitCode> {
  if (url !== undefined && !/^https:\/\/./.test(URL.canParse(url) ? url : '')) {
    toStderr(
      `deskwire: "${url}" is not a URL that Slack can call\nWrite --url https://HOST, the public URL of this service, or leave it out for Socket Mode.\n`,
    );
    return 2;
  }
  const app = await createApp(config, { log: quietLog });
  try {
    await app.desks.sync();
    const manifest = slackManifest(app.answerer.catalogue(), url === undefined ? {} : { url });
    await print(`${JSON.stringify(manifest, null, 2)}\n`);
    await rememberManifest(config, manifest);
    return 0;
  } finally {
    await app.close();
  }
}

/**
 * Slack learns of a new desk, scope or setting only when the manifest is pasted again, and has no way to ask which
 * manifest it has. So the last manifest printed is kept in the data folder, and compared.
 */
const fileOf = (config: Config) => join(config.data, 'slack-manifest.json');

type Manifest = ReturnType<typeof slackManifest>;

/** Stores a manifest that was printed. */
export async function rememberManifest(config: Config, manifest: Manifest): Promise<void> {
  await mkdir(config.data, { recursive: true });
  await writeFile(fileOf(config), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Slash commands, scopes or settings missing from the last printed manifest; undefined if none was printed. */
export async function missingInSlack(
  config: Config,
  catalogue: readonly CatalogueDesk[],
): Promise<string[] | undefined> {
  const kept = await readFile(fileOf(config), 'utf8').catch(() => undefined);
  const printed = kept && readManifest(kept);
  if (!printed) return undefined;
  const url = printed.settings.interactivity.request_url;
  const current = slackManifest(catalogue, url === undefined ? {} : { url });
  // Through JSON, which drops undefined properties.
  if (isDeepStrictEqual(JSON.parse(JSON.stringify(current)), printed)) return [];
  const known = new Set(namesIn(printed));
  const added = namesIn(current).filter((name) => !known.has(name));
  return added.length > 0 ? added : ['a setting of the app'];
}

const namesIn = ({ features, oauth_config }: Manifest): string[] => [
  ...features.slash_commands.map(({ command }) => command),
  ...oauth_config.scopes.bot.map((scope) => `the scope ${scope}`),
];

function readManifest(text: string): Manifest | undefined {
  try {
    return JSON.parse(text) as Manifest;
  } catch {
    return undefined;
  }
}

/** Registers the commands on Discord and prints what changed. Exit code 1 if Discord refuses, 2 for wrong usage. */
export async function discord(config: Config, { guild }: { guild?: string }): Promise<ExitCode> {
  if (!config.discord)
    return misused(
      'DISCORD_TOKEN is not set',
      'Copy the token from the Bot page of your Discord application.',
    );
  if (guild !== undefined && !/^\d{5,25}$/.test(guild)) {
    return misused(`"${guild}" is not a server id`, 'Server ids are digits: --guild 123456789012345678.');
  }
  const app = await createApp(config, { log: quietLog });
  try {
    await app.desks.sync();
    const { outcome, lines } = await registerCommands({
      config: config.discord,
      catalogue: app.answerer.catalogue(),
      ...(guild !== undefined && { guild }),
    });
    const say = outcome === 'failed' ? toStderr : toStdout;
    for (const line of lines) say(`${outcome === 'failed' ? 'deskwire: ' : ''}${line}\n`);
    return outcome === 'failed' ? 1 : 0;
  } finally {
    await app.close();
  }
}

function misused(what: string, write: string): ExitCode {
  toStderr(`deskwire: ${what}\n${write}\n`);
  return 2;
}

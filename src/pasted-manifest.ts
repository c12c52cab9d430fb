import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Config } from './config.ts';
import type { CatalogueDesk } from './domain/ports/answerer.ts';
import { slackManifest } from './platforms/slack/manifest.ts';

/**
 * Slack learns of a new desk, scope or setting only when its manifest is pasted again, and tells nobody which one it
 * has. So the manifest that was printed last is kept in the data folder, and compared.
 */
const fileOf = (config: Config) => join(config.data, 'slack-manifest.json');

type Manifest = ReturnType<typeof slackManifest>;

/** Called when a manifest is printed. */
export async function rememberManifest(config: Config, manifest: Manifest): Promise<void> {
  await mkdir(config.data, { recursive: true });
  await writeFile(fileOf(config), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** What Slack does not know yet: slash commands and scopes, or other settings; undefined when none was ever printed. */
export async function missingInSlack(
  config: Config,
  catalogue: readonly CatalogueDesk[],
): Promise<string[] | undefined> {
  const kept = await readFile(fileOf(config), 'utf8').catch(() => undefined);
  const printed = kept && readManifest(kept);
  if (!printed) return undefined;
  const url = printed.settings.interactivity.request_url;
  const current = slackManifest(catalogue, url === undefined ? {} : { url });
  // Through JSON, so that what is undefined in one is missing in both.
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

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import type { CatalogueDesk } from './domain/ports/answerer.ts';

/**
 * Slack learns of a new desk only when its manifest is pasted again, and tells nobody which one it has. So the slash
 * commands of the manifest that was printed last are kept in the data folder, and compared.
 */
const fileOf = (config: Config) => join(config.data, 'slack-commands');

const commandsOf = (catalogue: readonly CatalogueDesk[]) => catalogue.map(({ id }) => `/${id}`).sort();

/** Called when a manifest is printed. */
export async function rememberManifest(config: Config, catalogue: readonly CatalogueDesk[]): Promise<void> {
  await mkdir(config.data, { recursive: true });
  await writeFile(fileOf(config), `${commandsOf(catalogue).join('\n')}\n`);
}

/** Slash commands that Slack does not know yet: those of desks added since; undefined when none was ever printed. */
export async function missingInSlack(
  config: Config,
  catalogue: readonly CatalogueDesk[],
): Promise<string[] | undefined> {
  const kept = await readFile(fileOf(config), 'utf8').catch(() => undefined);
  if (kept === undefined) return undefined;
  const known = new Set(kept.split('\n'));
  return commandsOf(catalogue).filter((command) => !known.has(command));
}

import { createApp } from '../app/app.ts';
import { databaseFile } from '../app/reader.ts';
import type { Config } from '../config.ts';
import type { ReadyRestore } from '../domain/ports/publishing.ts';
import { confirm, toStderr, toStdout } from '../runtime/standard-streams.ts';
import { epochFile, markRestored } from '../store/epoch.ts';
import { type ExitCode, quietLog } from './output.ts';

/** Writes a consistent copy of the store to `file` while the service runs. */
export async function backup(config: Config, file: string): Promise<ExitCode> {
  const app = await createApp(config, { log: quietLog });
  try {
    const bytes = await app.store.maintenance.backup(file);
    toStdout(`${file}: ${(bytes / 1_048_576).toFixed(1)} MB, a consistent copy\n`);
    return 0;
  } finally {
    await app.close();
  }
}

interface RestoreOptions {
  /** Replaces an existing database without asking. */
  confirmed: boolean;
  now: Date;
  env: Record<string, string | undefined>;
}

/** Replaces the database with a backup and keeps the old one. Exit code 1 if the user declines, 2 if nobody can be asked. */
export async function restore(config: Config, backup: string, options: RestoreOptions): Promise<ExitCode> {
  const ready = await prepare(config, backup, options);
  try {
    if (ready.replaces && !options.confirmed) {
      if (!process.stdin.isTTY) {
        toStderr(
          'deskwire: nothing was restored: a database exists, and there is no terminal to confirm in\nAdd --yes to replace it.\n',
        );
        return 2;
      }
      if (!(await confirm(`Replace ${ready.target}\nwith ${ready.from} (${ready.holds})? [y/N] `))) {
        toStderr('deskwire: nothing was restored\n');
        return 1;
      }
    }
    const kept = await ready.replace();
    await markRestored(epochFile(config.data));
    toStdout(`Restored ${ready.from}: ${ready.holds}\n`);
    if (kept)
      toStdout(
        `The previous database is kept as ${kept}; delete it when you no longer need it. Now start the service.\n`,
      );
    return 0;
  } finally {
    await ready.release();
  }
}

async function prepare(config: Config, backup: string, { env, now }: RestoreOptions): Promise<ReadyRestore> {
  if (config.databaseUrl) {
    const { preparePostgresRestore } = await import('../store/postgres/restore.ts');
    return preparePostgresRestore({ url: config.databaseUrl, backup, dataFolder: config.data, env, now });
  }
  const { prepareSqliteRestore } = await import('../store/sqlite/restore/prepare.ts');
  return prepareSqliteRestore(databaseFile(config), backup);
}

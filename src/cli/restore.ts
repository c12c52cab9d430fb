import { createInterface } from 'node:readline/promises';
import type { ExitCode } from '../cli.ts';
import type { Config } from '../config.ts';
import { toStderr, toStdout } from '../runtime/standard-streams.ts';
import { prepareRestore, writtenAt } from '../store/sqlite/restore.ts';
import { databaseFile } from '../wire.ts';

/**
 * Puts a backup in the place of the embedded database, which is kept beside it. `confirmed`: without asking. Exit 1
 * where it was not done.
 */
export async function restore(
  config: Config,
  backup: string,
  { confirmed, now }: { confirmed: boolean; now: Date },
): Promise<ExitCode> {
  if (config.databaseUrl) {
    toStderr(
      `deskwire: DATABASE_URL is set: a PostgreSQL database is restored with PostgreSQL's own tool\n` +
        `Stop the service, then run: pg_restore --clean --if-exists --no-owner --single-transaction --dbname="$DATABASE_URL" ${backup}\n` +
        'pg_restore must be of the version of the pg_dump that wrote the file, or later.\n',
    );
    return 1;
  }
  const file = databaseFile(config);
  const ready = await prepareRestore(file, backup);
  let replaced = false;
  try {
    const holds = `${ready.entries} entries, last changed ${ready.newest ?? 'never'}`;
    const there = await writtenAt(file);
    if (there && !confirmed) {
      const question = `Replace ${file}, last written ${there.toISOString()}, by ${backup} (${holds})? [y/N] `;
      if (!(await agreed(question))) {
        toStderr('deskwire: nothing was restored\nAnswer y, or add --yes where nobody can answer.\n');
        return 1;
      }
    }
    const kept = await ready.replace(now);
    replaced = true;
    toStdout(`${file} is now ${backup}: ${holds}\n`);
    if (kept) toStdout(`The database that was there is kept as ${kept}\n`);
    return 0;
  } finally {
    if (!replaced) await ready.discard();
  }
}

/** False where there is no terminal to ask in. */
async function agreed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}

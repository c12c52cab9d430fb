import type { ExitCode } from '../cli.ts';
import type { Config } from '../config.ts';
import { quietLog } from '../quiet-log.ts';
import { toStdout } from '../runtime/standard-streams.ts';
import { wire } from '../wire.ts';

/** Writes a consistent copy of the store to `file` while the service runs. */
export async function backup(config: Config, file: string): Promise<ExitCode> {
  const deskwire = await wire(config, { log: quietLog });
  try {
    const bytes = await deskwire.store.maintenance.backup(file);
    toStdout(`${file}: ${(bytes / 1_048_576).toFixed(1)} MB, a consistent copy\n`);
    return 0;
  } finally {
    await deskwire.close();
  }
}

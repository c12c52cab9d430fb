import type { ExitCode } from '../cli.ts';
import { scopeOf } from '../command/desk-service.ts';
import type { Config } from '../config.ts';
import { composeEdition } from '../digest/compose.ts';
import { editionReply } from '../digest/edition-reply.ts';
import { gatherEntries } from '../digest/gather.ts';
import type { Environment } from '../platforms/terminal/limits.ts';
import { printReply, type ReplyFormat } from '../print-reply.ts';
import { quietLog } from '../quiet-log.ts';
import { wire } from '../wire.ts';

export interface PreviewOptions {
  /** Days back. */
  window: number;
  format: ReplyFormat;
  now?: Date;
}

/** Composes what a desk published within the window and prints it; nothing is sent or kept. */
export async function preview(
  config: Config,
  env: Environment,
  id: string,
  { window, format, now }: PreviewOptions,
): Promise<ExitCode> {
  const deskwire = await wire(config, { log: quietLog });
  try {
    await deskwire.sync();
    const services = deskwire.desks();
    const service = services.find(({ desk }) => desk.definition.id === id);
    if (!service) {
      const known = services.map(({ desk }) => desk.definition.id).join(', ') || 'a folder under briefs/';
      process.stderr.write(`deskwire: there is no desk "${id}"\nWrite one of: ${known}.\n`);
      return 2;
    }
    const scope = scopeOf(service, 'reader', now ?? new Date());
    const entries = await gatherEntries(service.entries, scope);
    const edition = composeEdition(entries, { desk: service.desk, today: scope.today, windowDays: window });
    await printReply(editionReply(edition), format, env);
    return 0;
  } finally {
    await deskwire.close();
  }
}

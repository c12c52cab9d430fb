import type { ExitCode } from '../cli.ts';
import type { Config } from '../config.ts';
import { quietLog } from '../quiet-log.ts';
import { wire } from '../wire.ts';

/** Says how the store and the content are; exit 1 when something wants an editor's or operator's hand. */
export async function doctor(config: Config): Promise<ExitCode> {
  const deskwire = await wire(config, { log: quietLog });
  try {
    await deskwire.sync();
    const health = await deskwire.store.maintenance.health();
    const desks = deskwire.desks().map(({ desk }) => desk.definition.id);
    const say = (label: string, text: string) => process.stdout.write(`${label.padEnd(11)}${text}\n`);
    say('store', `${health.dialect}, schema ${health.schema}, ${health.entries} entries`);
    say('desks', desks.join(', ') || `none in ${config.briefs}`);
    for (const { desk, path, fault } of health.brokenFiles) {
      say('broken', `${config.briefs}/${desk}/${path}: ${fault}`);
      say('', 'its last good revision is served; `deskwire validate` says what to write');
    }
    for (const { desk, id } of health.conflicts) {
      say('conflict', `${desk}/${id} was changed in chat and in its file: chat's revision is served`);
    }
    const ailing = health.brokenFiles.length + health.conflicts.length;
    if (ailing === 0) say('content', 'no broken files, no conflicts');
    return ailing > 0 || desks.length === 0 ? 1 : 0;
  } finally {
    await deskwire.close();
  }
}

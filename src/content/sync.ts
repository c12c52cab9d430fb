import { listDesks } from './desk-folders.ts';
import { type DeskSync, type SyncTools, syncDesk } from './sync-desk.ts';

export interface SyncOptions extends SyncTools {
  /** The folder of briefs, with one folder for each desk. */
  folder: string;
}

/** Brings the store up to the folder of briefs, desk by desk, those included whose folder is gone. */
export async function syncBriefs({ folder, ...tools }: SyncOptions): Promise<DeskSync[]> {
  const served = await tools.store.desks();
  let found: string[] = [];
  try {
    found = listDesks(folder).desks;
  } catch (error) {
    tools.log.error({ err: error, folder }, 'the folder of briefs cannot be read; set DESKWIRE_BRIEFS');
  }
  const results: DeskSync[] = [];
  for (const desk of [...new Set([...found, ...served])].sort()) {
    results.push(await syncDesk(folder, desk, tools));
  }
  return results;
}

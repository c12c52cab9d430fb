import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isIgnored } from './file-kind.ts';

/** What stands directly in the folder of briefs. */
export interface BriefsFolder {
  /** Names of desk folders, sorted. */
  desks: string[];
  /** Names of content files that stand beside the desks instead of inside one. */
  stray: string[];
}

/** Looks into the folder of briefs. Throws when it cannot be read. */
export function listDesks(briefs: string): BriefsFolder {
  const found: BriefsFolder = { desks: [], stray: [] };
  for (const name of readdirSync(briefs).sort()) {
    if (isIgnored(name)) continue;
    const stats = statSync(join(briefs, name), { throwIfNoEntry: false });
    if (stats?.isDirectory()) found.desks.push(name);
    else if (/\.(ya?ml|md|markdown)$/i.test(name)) found.stray.push(name);
  }
  return found;
}

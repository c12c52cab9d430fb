import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportFiles } from '../../content/export/files.ts';
import type { DeskDefinition } from '../../domain/desk.ts';

/** A terminal begins as a reader; whoever is on the machine may give it this role. */
export const ownRoleLine = 'npm run -s deskwire -- roles grant terminal admin';

/** Writes the files of a new desk; none that exists is overwritten. */
export function writeDesk(briefs: string, definition: DeskDefinition): void {
  const folder = join(briefs, definition.id);
  for (const name of ['articles', 'facts']) mkdirSync(join(folder, name), { recursive: true });
  for (const { path, text } of exportFiles({ definition, sources: [] }, []))
    writeFileSync(join(folder, path), `${headers[path] ?? ''}${text}`, { flag: 'wx' });
}

/** What the files say of themselves. */
const headers: Record<string, string> = {
  'desk.yaml': `# The region: its countries, topics, offices, places and people, with every spelling that readers may type.
# briefs/README.md of Deskwire explains each key. Add people, and the holidays on which digests may rest:
#   people:
#     - { id: jane-doe, name: Jane Doe, country: KE, spellings: [Doe] }
#   holidays:
#     - { day: 2027-01-01, name: New Year's Day }

`,
  'sources.yaml': '# Where entries come from. Sources that are added in chat need not stand here.\n',
};

/** Sets DESKWIRE_BRIEFS in .env; false if something else is set there already. */
export function setInEnv(folder: string, briefs: string): boolean {
  const file = join(folder, '.env');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (/^\s*(?:export\s+)?DESKWIRE_BRIEFS\s*=/m.test(text)) return false;
  const line = `DESKWIRE_BRIEFS=${JSON.stringify(briefs)}\n`;
  writeFileSync(file, text === '' || text.endsWith('\n') ? text + line : `${text}\n${line}`);
  return true;
}

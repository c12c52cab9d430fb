import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../config.ts';
import type { Log } from '../../domain/ports/runtime.ts';
import { slackManifest } from '../../platforms/slack/registration/manifest.ts';
import { createApp } from '../app.ts';

const silent: Log = { info() {}, warn() {}, error() {} };

/** Writes, beside the desks of a folder, what is pasted into Slack for them; the name of the file. */
export async function writeSlackManifest(briefs: string): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), 'deskwire-manifest-'));
  try {
    const read = readConfig({ DESKWIRE_BRIEFS: briefs, DESKWIRE_DATA: data });
    if (!read.ok) throw new Error(read.faults[0]);
    const app = await createApp(read.config, { log: silent });
    try {
      await app.desks.sync();
      const file = join(briefs, 'slack-manifest.json');
      await writeFile(file, `${JSON.stringify(slackManifest(app.answerer.catalogue()), null, 2)}\n`);
      return file;
    } finally {
      await app.close();
    }
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readConfig } from '../../config.ts';
import { exportFiles } from '../../content/export/files.ts';
import type { DeskDefinition, DeskMaker } from '../../domain/desk.ts';
import { editLine } from '../../domain/ports/answerer.ts';
import type { Log } from '../../domain/ports/runtime.ts';
import { slackManifest } from '../../platforms/slack/registration/manifest.ts';
import { type App, createApp } from '../app.ts';
import { keepFeeds, type TriedFeeds, tryFeeds } from './feeds.ts';
import { type DeskAnswers, deskFrom, deskSteps, wordsUnderstood } from './wishes.ts';

/** A terminal begins as a reader; whoever is on the machine may give it this role. */
export const ownRoleLine = 'npm run -s deskwire -- roles grant terminal admin';

export interface MadeDesk {
  /** Articles of its feeds that wait; undefined where none were tried. */
  waiting: number | undefined;
  /** The file with the manifest of the Slack app. */
  manifest: string;
  /** Whether `.env` names the folder now, and the line of `.env` that does. */
  isSet: boolean;
  line: string;
}

interface Making {
  /** Where `.env` is. */
  folder: string;
  /** Folder of the desks. */
  briefs: string;
  /** What its feeds bring, and where that is kept. */
  feeds?: { app: Pick<App, 'store' | 'feeds'>; tried: TriedFeeds } | undefined;
}

/** Writes a new desk, keeps what waits of its feeds, and writes what Slack and `.env` need for it. */
export async function makeDesk(
  definition: DeskDefinition,
  { folder, briefs, feeds }: Making,
): Promise<MadeDesk> {
  writeDesk(briefs, definition);
  const waiting = feeds && (await keepFeeds(feeds.app, definition.id, feeds.tried));
  const manifest = await writeSlackManifest(briefs);
  const line = `DESKWIRE_BRIEFS=${JSON.stringify(briefs)}`;
  return { waiting, manifest, isSet: setInEnv(folder, line), line };
}

/** Writes the files of a new desk; none that exists is overwritten. */
function writeDesk(briefs: string, definition: DeskDefinition): void {
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

const silent: Log = { info() {}, warn() {}, error() {} };

/** Writes, beside the desks of a folder, what is pasted into Slack for them; the name of the file. */
async function writeSlackManifest(briefs: string): Promise<string> {
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

/** Adds the line that sets DESKWIRE_BRIEFS to .env; false if something else is set there already. */
function setInEnv(folder: string, line: string): boolean {
  const file = join(folder, '.env');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (/^\s*(?:export\s+)?DESKWIRE_BRIEFS\s*=/m.test(text)) return false;
  writeFileSync(file, `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`);
  return true;
}

/** Makes desks for the local page: the questions of `init`, all at once. `folder`: where `.env` is. */
export function createDeskMaker({ store, feeds }: Pick<App, 'store' | 'feeds'>, folder: string): DeskMaker {
  return {
    questions: deskSteps.map(({ option, question, usual }) => ({
      option,
      question: question({}),
      needed: usual === undefined,
    })),
    async make(given) {
      const answers: Partial<DeskAnswers> = {};
      for (const { option, usual, fault } of deskSteps) {
        const answer = given[option]?.trim() || usual?.(answers, folder) || '';
        const wrong = fault(answer, answers, folder);
        if (wrong !== undefined) return { made: false, lines: [wrong] };
        answers[option] = answer;
      }
      const made = deskFrom(answers);
      if ('fault' in made) return { made: false, lines: [made.fault] };
      const { definition } = made;
      const tried = answers.feeds ? await tryFeeds(answers.feeds, definition, feeds.ports) : undefined;
      const briefs = resolve(folder, answers.out ?? '.');
      const kept = tried && { app: { store, feeds }, tried };
      const {
        waiting = 0,
        manifest,
        isSet,
        line,
      } = await makeDesk(definition, { folder, briefs, feeds: kept });
      const lines = [
        `${definition.name} is written to ${resolve(briefs, definition.id)}.`,
        ...[wordsUnderstood(answers) ?? []].flat(),
        ...(tried?.lines ?? []),
        ...(waiting > 0 ? [`${waiting} articles of the last 30 days wait: ${editLine('feeds items')}.`] : []),
        `The manifest of the Slack app: ${manifest}`,
        `Set in .env: ${line}${isSet ? '' : ' (another folder is set there).'}`,
        `To write here and in the terminal: ${ownRoleLine}`,
        `Start Deskwire again: it asks whether the example desk is withdrawn, and serves /${definition.id}.`,
      ];
      return { made: true, lines };
    },
  };
}

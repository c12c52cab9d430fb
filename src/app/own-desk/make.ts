import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../config.ts';
import { checkDesk } from '../../content/check/check-desk.ts';
import { faultsText } from '../../content/create/read-countries.ts';
import { exportFiles } from '../../content/export/files.ts';
import { count } from '../../domain/dates/day.ts';
import { type DeskDefinition, type DeskMaker, inWords } from '../../domain/desk.ts';
import { editLine } from '../../domain/ports/answerer.ts';
import type { Log } from '../../domain/ports/runtime.ts';
import { capital, sentence } from '../../domain/text.ts';
import { slackManifest } from '../../platforms/slack/registration/manifest.ts';
import { printableLine } from '../../runtime/standard-streams.ts';
import { type App, createApp } from '../app.ts';
import { keepFeeds, namesList, type TriedFeeds, tryFeeds } from './feeds.ts';
import { briefsInEnv, type DeskAnswers, deskFrom, deskSteps, folderOf, wordsUnderstood } from './wishes.ts';

/** A terminal begins as a reader; whoever is on the machine may give it this role. */
const ownRoleLine = 'npm run -s deskwire -- roles grant terminal admin';

interface MadeDesk {
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
  /** Whether `.env` may name this folder where it names another one. */
  replaces?: boolean | undefined;
  /** What its feeds bring, and where that is kept. */
  feeds?: { app: Pick<App, 'store' | 'feeds'>; tried: TriedFeeds } | undefined;
}

/** Writes a new desk, or nothing and what is wrong with it; keeps what waits of its feeds, and writes what Slack and `.env` need for it. */
export async function makeDesk(
  definition: DeskDefinition,
  { folder, briefs, replaces = false, feeds }: Making,
): Promise<MadeDesk | { fault: string }> {
  const fault = writeDesk(briefs, definition);
  if (fault !== undefined) return { fault };
  const waiting = feeds && (await keepFeeds(feeds.app, definition.id, feeds.tried));
  const manifest = await writeSlackManifest(briefs);
  const line = `DESKWIRE_BRIEFS=${JSON.stringify(briefs)}`;
  return { waiting, manifest, isSet: setInEnv(folder, briefs, line, replaces), line };
}

/** Writes the files of a new desk; none that exists is overwritten. Nothing is written where they would have a fault. */
function writeDesk(briefs: string, definition: DeskDefinition): string | undefined {
  const folder = join(briefs, definition.id);
  const files = exportFiles({ definition, sources: [] }, []).map(({ path, text }) => ({
    path,
    bytes: Buffer.from(`${headers[path] ?? ''}${text}`),
  }));
  const [fault] = checkDesk(definition.id, files).faults;
  if (fault) return `nothing was written: ${fault.file} would not be valid: ${fault.what}; ${fault.fix}`;
  for (const name of ['articles', 'facts']) mkdirSync(join(folder, name), { recursive: true });
  for (const { path, bytes } of files) writeFileSync(join(folder, path), bytes, { flag: 'wx' });
  return undefined;
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

/** Sets DESKWIRE_BRIEFS in .env; false if another folder is set there, unless that may be replaced. */
function setInEnv(folder: string, briefs: string, line: string, replaces: boolean): boolean {
  const file = join(folder, '.env');
  const set = briefsInEnv(folder);
  if (set === briefs) return true;
  if (set !== undefined && !replaces) return false;
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const rest = text.replace(/^[ \t]*(?:export[ \t]+)?DESKWIRE_BRIEFS[ \t]*=.*\n?/gm, '');
  writeFileSync(file, `${rest}${rest === '' || rest.endsWith('\n') ? '' : '\n'}${line}\n`);
  return true;
}

/** Makes desks for the local page: the questions of `init`, all at once. `folder`: where `.env` is. */
export function createDeskMaker({ store, feeds }: Pick<App, 'store' | 'feeds'>, folder: string): DeskMaker {
  return {
    questions: () =>
      deskSteps.map(({ option, question, usual, empty }) => {
        const [label = '', beside] = question({}).split('\n');
        const value = option === 'out' ? usual?.({}, folder) : undefined;
        return {
          ...{ option, question: label, needed: usual === undefined },
          ...(beside && { beside }),
          ...(empty && { empty }),
          ...(value && { value }),
        };
      }),
    async make(given) {
      const answers: Partial<DeskAnswers> = {};
      const faults: { option: string; says: string }[] = [];
      for (const { option, usual, faults: wrong } of deskSteps) {
        const answer = given[option]?.trim() || usual?.(answers, folder) || '';
        const found = wrong(answer, answers, folder);
        if (found.length > 0) faults.push({ option, says: capital(faultsText(found)) });
        else answers[option] = answer;
      }
      if (faults.length > 0) return { made: false, faults };
      const made = deskFrom(answers);
      if ('fault' in made)
        return { made: false, faults: [{ option: 'name', says: capital(sentence(made.fault)) }] };
      const { definition } = made;
      const tried = answers.feeds ? await tryFeeds(answers.feeds, definition, feeds.ports) : undefined;
      if (tried?.feeds.length === 0)
        return { made: false, faults: [{ option: 'feeds', says: tried.lines.join(' ') }] };
      const briefs = folderOf(answers.out ?? '.', folder);
      const kept = tried && { app: { store, feeds }, tried };
      const done = await makeDesk(definition, { folder, briefs, feeds: kept });
      if ('fault' in done)
        return { made: false, faults: [{ option: 'name', says: capital(sentence(done.fault)) }] };
      const lines = [
        `${definition.name} is written to ${join(briefs, definition.id)}.`,
        `Countries: ${countriesText(definition)}. Time zone: ${definition.zone}.`,
        ...[wordsUnderstood(answers) ?? []].flat(),
        ...(tried?.lines ?? []),
        done.waiting
          ? `${count(done.waiting, 'article')} of the last 30 days wait: ${editLine('feeds items')}.`
          : noFeed,
        `The manifest of the Slack app: ${done.manifest}`,
        `To write here and in the terminal: ${ownRoleLine}`,
        done.isSet
          ? `Start Deskwire again: it asks whether what it serves now is withdrawn, and serves /${definition.id}.`
          : `It is not served yet: .env names ${briefsInEnv(folder)}. Set there: ${done.line}`,
      ];
      return { made: true, lines };
    },
  };
}

/** `Jamaica and Haiti; beside them United States` */
function countriesText({ countries }: DeskDefinition): string {
  const named = (covered: boolean) =>
    inWords(countries.filter((country) => country.covered === covered).map((country) => country.name));
  return [named(true), named(false) && `beside them ${named(false)}`].filter(Boolean).join('; ');
}

/** Where no feed is followed yet. */
const noFeed = `No feed yet: ${editLine('feeds add ADDRESS')}`;

interface Done extends MadeDesk {
  /** What topics and cities are called in other languages was said. */
  hasWords: boolean;
  /** The folder that `.env` goes on naming, if it is another one. */
  before: string | undefined;
  /** Why the feeds were not tried. */
  fault: string | undefined;
  tried: TriedFeeds | undefined;
  added: readonly { name: string }[];
}

/** What `init` says of the desk that it made, and the next steps. */
export function reportOf(definition: DeskDefinition, briefs: string, done: Done): string {
  const { id, name, zone, offices, people, places, languages, topics } = definition;
  const { before, line, waiting, fault, tried, added, manifest } = done;
  const unknown = (tried?.unknown ?? []).filter(
    (one) => ![...people, ...places].some((own) => own.name === one.name),
  );
  return [
    `${name}: ${countriesText(definition)}; ${zone}`,
    `Files: ${join(briefs, id)}`,
    ...(before === undefined ? [`Set in .env: ${line}`] : []),
    ...(languages.length > 0 && !done.hasWords
      ? [
          `Topics and cities have English names only; ${editLine(`edit ${topics.at(-1)?.id}`)} adds your words to one of them.`,
        ]
      : []),
    ...(added.length > 0 ? [`Added: ${inWords(added.map((one) => one.name))}`] : []),
    ...(tried?.feeds.length === 0 ? [noFeed] : []),
    ...(waiting === undefined
      ? []
      : [
          `Feeds: ${count(tried?.feeds.length ?? 0, 'feed')} followed; ${count(waiting, 'article')} of the last 30 days wait, each story once.`,
        ]),
    ...(fault === undefined ? [] : [`The feeds were not tried: ${printableLine(fault)}`]),
    ...(unknown.length > 0
      ? [`Names in the headlines that the desk does not know:\n${namesList(unknown)}`]
      : []),
    '',
    `1. Start: npm start, then type /${id} help.`,
    `2. To write in the terminal: ${ownRoleLine} makes it editor and reviewer.`,
    waiting
      ? `3. Fill it: ${editLine('feeds items')} shows the articles that wait; Draft makes a fact of one.`
      : `3. Fill it: ${editLine('feeds add ADDRESS')} queues the news of a site; ${editLine('add fact')} writes what you know.`,
    `   Who holds an office: ${editLine(`add person name:"…" office:"${offices[0]?.name} since …" source:…`)}`,
    `4. Slack: at https://api.slack.com/apps?new_app=1 choose From a manifest, and paste ${manifest} (docs/slack.md).
5. Discord: create an application at https://discord.com/developers/applications, and invite it with
   https://discord.com/oauth2/authorize?client_id=APPLICATION_ID&scope=bot+applications.commands&permissions=${discordPermissions} (docs/discord.md).
6. Until a second person has a role (/deskwire roles grant), you approve your own drafts; from then on each needs the other.
7. Check each step: npm run -s deskwire -- doctor
`,
    ...(before === undefined
      ? []
      : [`/${id} is not served yet: .env names ${before}. To serve it, write there: ${line}\n`]),
  ].join('\n');
}

/** View Channels, Send Messages and Read Message History, as docs/discord.md lists them. */
const discordPermissions = (1 << 10) | (1 << 11) | (1 << 16);

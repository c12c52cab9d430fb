import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface, type Interface } from 'node:readline/promises';
import { newDesk } from '../content/create/new-desk.ts';
import { languagesOf, readCountries } from '../content/create/world.ts';
import { exportFiles } from '../content/export/files.ts';
import { readZone } from '../digest/schedule/read-zone.ts';
import { type DeskDefinition, inWords } from '../domain/desk.ts';
import { print, printableLine, toStderr } from '../runtime/standard-streams.ts';
import type { ExitCode } from './output.ts';

export interface InitOptions {
  name?: string;
  /** Names or codes, with commas. */
  countries?: string;
  counterparts?: string;
  zone?: string;
  /** Codes, with commas. */
  languages?: string;
  /** The folder of briefs, in which the desk becomes a folder. */
  out?: string;
}

type Answers = { -readonly [K in keyof InitOptions]: string };

interface Step {
  option: keyof InitOptions;
  question(answers: Partial<Answers>): string;
  /** What an empty answer means; missing: an answer is needed. */
  usual?(answers: Partial<Answers>): string;
  /** What is wrong with the answer. */
  fault(answer: string, answers: Partial<Answers>, folder: string): string | undefined;
}

const steps: readonly Step[] = [
  {
    option: 'name',
    question: () => 'What is your region called? Such as Horn of Africa',
    fault: (name) => faultOf(deskFrom({ name, countries: 'KE' })),
  },
  {
    option: 'countries',
    question: () => 'Which countries belong to it? Names or codes, with commas',
    fault: (text) => faultOf(readCountries(text)),
  },
  {
    option: 'counterparts',
    question: () => 'Which other countries matter to it? Such as US, China',
    usual: () => '',
    fault: (text) => (text === '' ? undefined : faultOf(readCountries(text))),
  },
  {
    option: 'languages',
    question: () => 'In which languages will names be typed, besides English?',
    usual: ({ countries = '' }) => languagesOf(codesOf(countries)).join(', '),
    fault: (text) => faultOf(readLanguages(text)),
  },
  {
    option: 'zone',
    question: () => 'The time zone of the desk: a city or an IANA name, such as Nairobi',
    usual: (answers) => {
      const made = deskFrom(answers);
      return 'definition' in made ? made.definition.zone : 'UTC';
    },
    fault: (zone) => {
      const read = readZone(zone);
      return read.ok ? undefined : `${read.fault.says} ${read.fault.write}`.replace(/\.$/, '');
    },
  },
  {
    option: 'out',
    question: () => 'The folder for the files of your desks',
    usual: () => join('..', 'deskwire-briefs'),
    fault: (out, answers, folder) => {
      const made = deskFrom(answers);
      return 'definition' in made ? taken(resolve(folder, out), made.definition.id) : undefined;
    },
  },
];

const faultOf = (read: object): string | undefined =>
  'fault' in read && typeof read.fault === 'string' ? read.fault : undefined;

const codesOf = (text: string): string[] => {
  const read = readCountries(text);
  return 'codes' in read ? read.codes : [];
};

function readLanguages(text: string): { languages: string[] } | { fault: string } {
  const languages = text.split(/[\s,;]+/).filter((one) => one !== '');
  const wrong = languages.find((one) => !/^[a-z]{2,3}$/.test(one));
  return wrong
    ? { fault: `"${wrong}" is no code of a language; write codes such as "sw, fr"` }
    : { languages };
}

function deskFrom({ name = '', countries = '', counterparts = '', languages = '', zone }: Partial<Answers>) {
  const read = readLanguages(languages);
  const zoneOfCity = (city: string) => {
    const found = readZone(city);
    return found.ok ? found.value : undefined;
  };
  const zoneRead = zone === undefined ? undefined : zoneOfCity(zone);
  return newDesk({
    name,
    zoneOfCity,
    countries: codesOf(countries),
    counterparts: codesOf(counterparts),
    languages: 'languages' in read ? read.languages : [],
    ...(zoneRead !== undefined && { zone: zoneRead }),
  });
}

function taken(out: string, id: string): string | undefined {
  const folder = join(out, id);
  return existsSync(folder)
    ? `${folder} exists; nothing of it is overwritten. Write another folder, or another name of the region`
    : undefined;
}

/** Writes a desk of the person's own: asks in a terminal for what `options` leave out. */
export async function init(options: InitOptions, folder = process.cwd()): Promise<ExitCode> {
  const asks = process.stdin.isTTY
    ? createInterface({ input: process.stdin, output: process.stderr })
    : undefined;
  try {
    const answers = await answersFor(options, asks, folder);
    if (typeof answers === 'string') return refused(answers);
    const made = deskFrom(answers);
    if ('fault' in made) return refused(made.fault);
    const briefs = resolve(folder, answers.out ?? '.');
    writeDesk(briefs, made.definition);
    await print(reportOf(made.definition, briefs, setInEnv(folder, briefs)));
    return 0;
  } finally {
    asks?.close();
  }
}

/** The answers, or what is wrong with one that nobody can be asked about. */
async function answersFor(
  options: InitOptions,
  asks: Interface | undefined,
  folder: string,
): Promise<Partial<Answers> | string> {
  const answers: Partial<Answers> = {};
  // Whoever gives the answers that are needed is not asked for those that have a usual one.
  const asked = options.name === undefined || options.countries === undefined ? asks : undefined;
  for (const { option, question, usual, fault } of steps) {
    let answer = options[option];
    if (answer === undefined && !asked) {
      answer = usual?.(answers);
      if (answer === undefined) return `--${option} is missing`;
    }
    for (;;) {
      const before = usual?.(answers);
      answer ??= (await asked?.question(`${question(answers)}${before ? ` [${before}]` : ''}\n> `))?.trim();
      if (answer === '') answer = before ?? '';
      const wrong = fault(answer ?? '', answers, folder);
      if (wrong === undefined) break;
      if (!asked) return `--${option}: ${wrong}`;
      toStderr(`${printableLine(wrong)}.\n`);
      answer = undefined;
    }
    answers[option] = answer ?? '';
  }
  return answers;
}

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

/** Sets DESKWIRE_BRIEFS in .env; false if something else is set there already. */
function setInEnv(folder: string, briefs: string): boolean {
  const file = join(folder, '.env');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (/^\s*(?:export\s+)?DESKWIRE_BRIEFS\s*=/m.test(text)) return false;
  const line = `DESKWIRE_BRIEFS=${JSON.stringify(briefs)}\n`;
  writeFileSync(file, text === '' || text.endsWith('\n') ? text + line : `${text}\n${line}`);
  return true;
}

function reportOf({ id, name, zone, countries }: DeskDefinition, briefs: string, set: boolean): string {
  const named = (covered: boolean) =>
    inWords(countries.filter((country) => country.covered === covered).map((country) => country.name));
  const line = `DESKWIRE_BRIEFS=${JSON.stringify(briefs)}`;
  return `${name}: ${[named(true), named(false) && `beside them ${named(false)}`, zone].filter(Boolean).join('; ')}
Files: ${join(briefs, id)}
${set ? `Set in .env: ${line}` : `DESKWIRE_BRIEFS is set to another folder. Set it in .env: ${line}`}

1. Start: npm start, then type /${id} help.
2. Fill it: /deskwire feeds add ADDRESS queues the news of a site; /deskwire add fact writes what you know.
3. Slack: npm run -s deskwire -- manifest slack prints what to paste at https://api.slack.com/apps?new_app=1 (docs/slack.md).
4. Discord: create an application at https://discord.com/developers/applications, and invite it with
   https://discord.com/oauth2/authorize?client_id=APPLICATION_ID&scope=bot+applications.commands&permissions=${discordPermissions} (docs/discord.md).
5. Until a second person has a role (/deskwire roles grant), you approve your own drafts; from then on each needs the other.
6. Check each step: npm run -s deskwire -- doctor
`;
}

/** View Channels, Send Messages and Read Message History, as docs/discord.md lists them. */
const discordPermissions = (1 << 10) | (1 << 11) | (1 << 16);

function refused(why: string): ExitCode {
  toStderr(
    `deskwire: ${printableLine(why)}\nSuch as: npm run -s deskwire -- init --name "Horn of Africa" --countries "Ethiopia, Somalia, DJ" --out ../briefs\n`,
  );
  return 2;
}

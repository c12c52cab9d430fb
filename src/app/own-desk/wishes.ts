import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { newDesk, usualTopicNames, zoneWithin } from '../../content/create/new-desk.ts';
import { type PartFault, type ReadCountries, readCountries } from '../../content/create/read-countries.ts';
import { languagesOf, readLanguages } from '../../content/create/world.ts';
import { readZone } from '../../digest/schedule/read-zone.ts';
import { normalise } from '../../search/names/phonetic-key.ts';
import { placesOfTheWorld } from '../../search/names/world.ts';
import { type FoundNames, feedItems, isAddress } from './feeds.ts';

/** What a person says of the desk that they want, as typed. */
export interface DeskAnswers {
  name: string;
  /** Names or codes, with commas. */
  countries: string;
  counterparts: string;
  /** Names of further topics, with commas. */
  topics: string;
  /** Names or codes, with commas. */
  languages: string;
  /** `Elections: elecciones, comicios; Sucre: Сукре` */
  words: string;
  zone: string;
  /** The folder of briefs, in which the desk becomes a folder. */
  out: string;
  /** Addresses of feeds, sites and lists of feeds, with commas. */
  feeds: string;
}

/** What is wrong with an answer: all of it, or one part of a list whose other parts are kept. */
export type StepFault = Omit<PartFault, 'part'> & Partial<Pick<PartFault, 'part'>>;

/** One question. Its answers are checked with those before it. */
export interface DeskStep {
  option: keyof DeskAnswers;
  /** What an answer depends on comes in a second line. */
  question(answers: Partial<DeskAnswers>): string;
  /** What an empty answer means where it does not say so by itself. */
  empty?: string;
  /** Missing: it is always asked. */
  isAsked?(answers: Partial<DeskAnswers>): boolean;
  /** What an empty answer means; missing: an answer is needed. */
  usual?(answers: Partial<DeskAnswers>, folder: string): string;
  /** What was made of an answer that may be read in another way than it was meant. */
  understood?(answers: Partial<DeskAnswers>): string | undefined;
  /** What is wrong with the answer; of those before it nothing is said. */
  faults(answer: string, answers: Partial<DeskAnswers>, folder: string): readonly StepFault[];
}

export const deskSteps: readonly DeskStep[] = [
  {
    option: 'name',
    question: () => 'What is your region called? Such as Horn of Africa',
    faults: (name) => whole(deskFrom({ name, countries: 'KE' })),
  },
  {
    option: 'countries',
    question: () => 'Which countries belong to it? Names or codes, with commas',
    faults: (text) => faultsOf(readCountries(text)),
  },
  {
    option: 'counterparts',
    question: () => 'Which other countries matter to it? Such as US, China',
    usual: () => '',
    faults: (text) => (text === '' ? [] : faultsOf(readCountries(text))),
  },
  {
    option: 'topics',
    question: () =>
      `Which topics besides the usual ones? Such as Tourism, Fisheries\nUsual: ${usualTopicNames().join(', ')}`,
    usual: () => '',
    faults: (text) =>
      text
        .split(listed)
        .map((part) => part.trim())
        .filter((part) => part !== '' && !/[\p{L}\p{N}]/u.test(part))
        .map((part) => ({ part, says: `"${part}" is no name of a topic` })),
  },
  {
    option: 'languages',
    question: (answers) =>
      `In which languages will names be typed, besides English? Names or codes${languagesNamed(answers)}`,
    empty: 'the languages of these countries',
    usual: (answers) => theirLanguages(answers).join(', '),
    faults: (text) =>
      readLanguages(text).unknown.map((part) => ({
        part,
        says: `no language is called "${part}"; write names or codes, such as "Swahili, fr"`,
      })),
  },
  {
    option: 'words',
    isAsked({ languages: typed = '' }) {
      return readLanguages(typed).languages.length > 0;
    },
    question: (answers) =>
      `What do these languages call topics and cities? Such as Elections: elecciones, comicios; Sucre: Сукре\nKnown: ${namesOf(answers)}`,
    usual: () => '',
    faults: (text, answers) =>
      'fault' in deskFrom({ ...answers, words: '' })
        ? []
        : wordItems(text).flatMap((part) =>
            whole(deskFrom({ ...answers, words: part })).map((fault) => ({ part, ...fault })),
          ),
    understood: wordsUnderstood,
  },
  {
    option: 'zone',
    question: () => 'The time zone of the desk: a city, a country or an IANA name, such as Nairobi',
    empty: 'that of the first country',
    usual: (answers) => {
      const made = deskFrom(answers);
      return 'definition' in made ? made.definition.zone : 'UTC';
    },
    faults: (zone, answers) => {
      const read = zoneOf(zone, answers);
      return read.ok ? [] : [{ says: `${read.fault.says} ${read.fault.write}`.replace(/\.$/, '') }];
    },
  },
  {
    option: 'out',
    question: () => 'The folder for the files of your desks',
    usual: (answers, folder) => freeOut(answers, folder),
    faults: (out, answers, folder) => folderFaults(out, answers, folder),
  },
  {
    option: 'feeds',
    question: () => 'Which feeds or sites bring its news? Addresses, or an OPML file, with commas',
    usual: () => '',
    faults: (text, _, folder) =>
      feedItems(text)
        .filter((one) => !isAddress(one) && !existsSync(resolve(folder, one)))
        .map((part) => ({
          part,
          says: `"${part}" is a name; an address is needed, such as https://example.org/rss`,
        })),
  },
];

const theirLanguages = ({ countries = '', counterparts = '' }: Partial<DeskAnswers>) =>
  languagesOf([...codesOf(countries), ...codesOf(counterparts)]);

/** `rw: Kinyarwanda, fr: French` */
function languagesNamed(answers: Partial<DeskAnswers>): string {
  const names = new Intl.DisplayNames(['en-GB'], { type: 'language' });
  const all = theirLanguages(answers).map((code) => `${code}: ${names.of(code)}`);
  return all.length > 0 ? `\n${all.join(', ')}; Enter takes all` : '';
}

/** What has an English name only. */
function namesOf(answers: Partial<DeskAnswers>): string {
  const made = deskFrom(answers);
  if (!('definition' in made)) return usualTopicNames().join(', ');
  const { topics, places } = made.definition;
  return [...topics, ...places].map(({ name }) => name).join(', ');
}

const faultsOf = (read: ReadCountries | { faults: PartFault[] }): readonly StepFault[] =>
  'faults' in read ? read.faults.map(({ part, ...fault }) => (part ? { part, ...fault } : fault)) : [];
const whole = (made: object | { fault: string }): StepFault[] =>
  'fault' in made ? [{ says: made.fault }] : [];

const readList = (text: string): ReadCountries => {
  const found = readCountries(text);
  return 'codes' in found ? found : { codes: [], called: [] };
};
const codesOf = (text: string) => readList(text).codes;

const listed = /[,;；\n،、，]/;

/** A colon begins the next name, also after a comma. */
const wordItems = (text: string): string[] =>
  text
    .split(/[;；\n]|[,،、，](?=[^,،、，;；\n]*[:：=])/)
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** Each name with what else it is called. */
const readWords = (text: string) =>
  wordItems(text).map((item) => {
    const [first = '', ...more] = item.split(/[,،、，]/);
    const [name = '', ...words] = first.split(/[:：=]/);
    const spellings = [...words, ...more].map((word) => word.trim()).filter((word) => word !== '');
    return { name: name.trim(), spellings };
  });

/** What was understood of the words, as a line for whoever typed them: `Security (Defence): puolustus`. */
export function wordsUnderstood(answers: Partial<DeskAnswers>): string | undefined {
  const made = answers.words ? deskFrom(answers) : undefined;
  if (!made || !('spelt' in made) || made.spelt.length === 0) return undefined;
  const lines = made.spelt.map(
    ({ name, typed, spellings }) =>
      `${name}${normalise(typed) === normalise(name) ? '' : ` (${typed})`}: ${spellings.join(', ')}`,
  );
  return `Understood: ${lines.join('; ')}`;
}

const zoneOfCity = (city: string): string | undefined => {
  const found = readZone(city);
  return found.ok ? found.value : undefined;
};

/** Cities and countries of the desk come first, by all that it calls them: Georgetown is Guyana's there. */
function zoneOf(typed: string, { zone: _, ...answers }: Partial<DeskAnswers>): ReturnType<typeof readZone> {
  const made = deskFrom(answers);
  const { places = [], countries = [] } = 'definition' in made ? made.definition : {};
  const covered = countries.filter((one) => one.covered).map((one) => ({ ...one, country: one.id }));
  const named = [...places, ...covered].filter((one) =>
    [one.name, ...one.spellings].some((own) => normalise(own) === normalise(typed)),
  );
  const known = readZone(typed);
  const own = new Map(named.toReversed().map(({ country, name }) => [country, name]));
  if (own.size === 0 && !known.ok)
    for (const { id } of covered) if (placesOfTheWorld(typed).includes(id)) own.set(id, typed);
  const [only, other] = own;
  const value = only && !other ? zoneWithin(...only, zoneOfCity) : undefined;
  return value === undefined ? known : { ok: true, value };
}

/** `found`: people and places that its feeds named. */
export function deskFrom(answers: Partial<DeskAnswers>, found: FoundNames = {}) {
  const { name = '', countries = '', counterparts = '', topics = '', languages = '', words = '' } = answers;
  const zone = answers.zone === undefined ? undefined : zoneOf(answers.zone, answers);
  return newDesk({
    name,
    zoneOfCity,
    countries: codesOf(countries),
    counterparts: codesOf(counterparts),
    called: [countries, counterparts].flatMap((text) => readList(text).called),
    topics: topics
      .split(listed)
      .map((topic) => ({ name: topic.trim(), spellings: [] }))
      .filter((topic) => topic.name !== ''),
    languages: readLanguages(languages).languages,
    words: readWords(words),
    ...(zone?.ok && { zone: zone.value }),
    ...found,
  });
}

/** The folder that was typed; `~` is the home of whoever types. */
export const folderOf = (out: string, folder: string): string =>
  resolve(folder, out.replace(/^~(?=$|[/\\])/, homedir()));

/** A folder that has no such desk yet; the one that `.env` names comes first. */
function freeOut(answers: Partial<DeskAnswers>, folder: string): string {
  const made = deskFrom(answers);
  const id = 'definition' in made ? made.definition.id : '';
  const isFree = (out: string) => id === '' || !existsSync(join(folderOf(out, folder), id));
  const set = briefsInEnv(folder);
  if (set !== undefined && !isWithin(set, folder) && isFree(set)) return set;
  for (let n = 1; ; n += 1) {
    const out = join('..', n === 1 ? 'deskwire-briefs' : `deskwire-briefs-${n}`);
    if (isFree(out)) return out;
  }
}

/** What `.env` says now. */
export function envIn(folder: string): Readonly<Record<string, string | undefined>> {
  const file = join(folder, '.env');
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
}

/** The folder of desks that `.env` names. */
export function briefsInEnv(folder: string): string | undefined {
  const { DESKWIRE_BRIEFS: set } = envIn(folder);
  return set ? resolve(folder, set) : undefined;
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && way.split(/[/\\]/)[0] !== '..';
}

function folderFaults(typed: string, answers: Partial<DeskAnswers>, folder: string): StepFault[] {
  const out = folderOf(typed, folder);
  if (isWithin(out, folder)) {
    const what = /[/\\]/.test(typed) ? `${out} is inside ${folder}` : `"${typed}" is no path`;
    return [{ says: `${what}; write a folder outside this one, such as ../deskwire-briefs` }];
  }
  const made = deskFrom(answers);
  const desk = 'definition' in made ? join(out, made.definition.id) : undefined;
  return desk !== undefined && existsSync(desk)
    ? [
        {
          says: `${desk} exists; nothing of it is overwritten. Write another folder, or another name of the region`,
        },
      ]
    : [];
}

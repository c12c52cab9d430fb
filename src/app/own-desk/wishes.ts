import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { languages, type TLanguageCode } from 'countries-list';
import { type DeskWishes, newDesk } from '../../content/create/new-desk.ts';
import { languagesOf, type ReadCountries, readCountries } from '../../content/create/world.ts';
import { readZone } from '../../digest/schedule/read-zone.ts';
import { normalise } from '../../search/names/phonetic-key.ts';

export type FoundNames = Pick<DeskWishes, 'people' | 'places'>;

/** What a person says of the desk that they want, as typed. */
export interface DeskAnswers {
  name: string;
  /** Names or codes, with commas. */
  countries: string;
  counterparts: string;
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

/** One question. Its answers are checked with those before it. */
export interface DeskStep {
  option: keyof DeskAnswers;
  question(answers: Partial<DeskAnswers>): string;
  /** Missing: it is always asked. */
  isAsked?(answers: Partial<DeskAnswers>): boolean;
  /** What an empty answer means; missing: an answer is needed. */
  usual?(answers: Partial<DeskAnswers>, folder: string): string;
  /** What was made of an answer that may be read in another way than it was meant. */
  understood?(answers: Partial<DeskAnswers>): string | undefined;
  /** What is wrong with the answer. */
  fault(answer: string, answers: Partial<DeskAnswers>, folder: string): string | undefined;
}

export const deskSteps: readonly DeskStep[] = [
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
    question: (answers) =>
      `In which languages will names be typed, besides English? Names or codes${languagesNamed(answers)}`,
    usual: (answers) => theirLanguages(answers).join(', '),
    fault: (text) => faultOf(readLanguages(text)),
  },
  {
    option: 'words',
    isAsked({ languages: typed = '' }) {
      const read = readLanguages(typed);
      return 'languages' in read && read.languages.length > 0;
    },
    question: (answers) =>
      `What do these languages call topics and cities? Such as Elections: elecciones, comicios; Sucre: Сукре${namesOf(answers)}`,
    usual: () => '',
    fault: (words, answers) => faultOf(deskFrom({ ...answers, words })),
    understood: wordsUnderstood,
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
    usual: (answers, folder) => freeOut(answers, folder),
    fault: (out, answers, folder) => {
      const made = deskFrom(answers);
      return 'definition' in made ? taken(resolve(folder, out), made.definition.id) : undefined;
    },
  },
  {
    option: 'feeds',
    question: () => 'Which feeds or sites bring its news? Addresses, or an OPML file, with commas',
    usual: () => '',
    fault: () => undefined,
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
  if (!('definition' in made)) return '';
  const { topics, places } = made.definition;
  return `\n${[...topics, ...places].map(({ name }) => name).join(', ')}`;
}

const faultOf = (read: object): string | undefined =>
  'fault' in read && typeof read.fault === 'string' ? read.fault : undefined;

const readList = (text: string): ReadCountries => {
  const found = readCountries(text);
  return 'codes' in found ? found : { codes: [], called: [] };
};
const codesOf = (text: string) => readList(text).codes;

/** By code, or by name in English, in the language itself or in any other; English needs no saying. */
function readLanguages(text: string): { languages: string[] } | { fault: string } {
  const parts = text.split(/[,;\n،、，]/).map((part) => part.trim());
  const read = parts.filter(Boolean).flatMap((part): (string | { wrong: string })[] => {
    const whole = languageOf(part);
    if (whole) return [whole];
    const each = part.split(/\s+/).map(languageOf);
    return each.every((code) => code !== undefined) ? each : [{ wrong: part }];
  });
  const wrong = read.find((one) => typeof one === 'object');
  if (wrong)
    return { fault: `no language is called "${wrong.wrong}"; write names or codes, such as "Swahili, fr"` };
  return {
    languages: [...new Set(read.filter((one) => typeof one === 'string'))].filter((one) => one !== 'en'),
  };
}

const isLanguageCode = /^[a-z]{2,3}$/;

function languageOf(typed: string): string | undefined {
  const code = typed.toLowerCase();
  if (code in languages) return code;
  const called = languagesByName().get(normalise(typed));
  return called ?? (isLanguageCode.test(code) ? code : undefined);
}

let byName: Map<string, string> | undefined;

/** The names in English and in the language itself come first. */
function languagesByName(): ReadonlyMap<string, string> {
  if (byName) return byName;
  byName = new Map();
  const codes = Object.keys(languages) as TLanguageCode[];
  const usual = codes.map((code): [string, string[]] => [
    code,
    [languages[code].name, languages[code].native],
  ]);
  const spoken = ['en', ...codes].map((language) => {
    const names = new Intl.DisplayNames([language], { type: 'language', fallback: 'none' });
    return { language, of: (code: string) => names.of(code) ?? '' };
  });
  const own = spoken.map(({ language, of }): [string, string[]] => [language, [of(language)]]);
  const all = spoken.flatMap(({ of }) => codes.map((code): [string, string[]] => [code, [of(code)]]));
  for (const [code, names] of [...usual, ...own, ...all])
    for (const name of names.map(normalise)) if (name !== '' && !byName.has(name)) byName.set(name, code);
  return byName;
}

/** Each name with what else it is called. A colon begins the next name, also after a comma. */
function readWords(text: string): { name: string; spellings: string[] }[] {
  const read: { name: string; spellings: string[] }[] = [];
  for (const part of text.split(/[;；\n]/))
    for (const [at, piece] of part.split(/[,،、，]/).entries()) {
      const [name = '', ...words] = piece.split(/[:：=]/).map((one) => one.trim());
      const last = read.at(-1);
      if (words.length > 0 || at === 0 || !last)
        read.push({ name, spellings: words.filter((word) => word !== '') });
      else if (name !== '') last.spellings.push(name);
    }
  return read.filter(({ name, spellings }) => name !== '' || spellings.length > 0);
}

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

/** `found`: people and places that its feeds named. */
export function deskFrom(
  { name = '', countries = '', counterparts = '', languages = '', words = '', zone }: Partial<DeskAnswers>,
  found: FoundNames = {},
) {
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
    called: [countries, counterparts].flatMap((text) => readList(text).called),
    languages: 'languages' in read ? read.languages : [],
    words: readWords(words),
    ...(zoneRead !== undefined && { zone: zoneRead }),
    ...found,
  });
}

/** A folder that has no such desk yet. */
function freeOut(answers: Partial<DeskAnswers>, folder: string): string {
  const made = deskFrom(answers);
  const id = 'definition' in made ? made.definition.id : '';
  for (let n = 1; ; n += 1) {
    const out = join('..', n === 1 ? 'deskwire-briefs' : `deskwire-briefs-${n}`);
    if (id === '' || !existsSync(join(resolve(folder, out), id))) return out;
  }
}

function taken(out: string, id: string): string | undefined {
  const folder = join(out, id);
  return existsSync(folder)
    ? `${folder} exists; nothing of it is overwritten. Write another folder, or another name of the region`
    : undefined;
}

import { standings } from '../src/domain/vocabulary.ts';
import { type Chance, chanceOf } from '../tests/crash/chance.ts';
import { deskId, type MadeDesk } from './made-desk.ts';
import { likely, wordsWithoutMeaning, zipf } from './made-text.ts';

/** One question, as it is asked on Discord and as it is typed on Slack. */
export interface Question {
  command: string;
  options: Record<string, string>;
  typed: string;
}

const readerCommands = [
  'visits',
  'facts',
  'latest',
  'country',
  'who',
  'timeline',
  'upcoming',
  'search',
] as const;

export const question = (command: string, options: Record<string, string> = {}): Question => ({
  command,
  options,
  typed: [`/${deskId} ${command}`, ...Object.entries(options).map(typedOption)].join(' '),
});

/** The words of a search are typed as they are. */
const typedOption = ([name, value]: [string, string]) =>
  name === 'words' ? value : `${name}:${value.includes(' ') ? `"${value}"` : value}`;

/** Always the same one, so that its answer is remembered after the first time. */
export const remembered = { help: question('help'), visits: question('visits', { country: 'Kazakhstan' }) };

/**
 * So many different questions of every reader command in equal parts, mixed. What most entries are about is asked about
 * most; words are looked for whether frequent or rare.
 */
export function differentQuestions(count: number, made: MadeDesk, seed: number): Question[] {
  const random = chanceOf(seed);
  const ask = askerOf(made, random);
  const asked = new Map<string, Question>();
  for (const command of readerCommands) {
    const share = Math.ceil(count / readerCommands.length);
    for (let found = 0, tries = 0; found < share; tries++) {
      // There are fewer countries than may be asked about: then what was known of one at some time is asked.
      const one = ask(command, tries > 2 * share);
      if (asked.has(one.typed)) continue;
      asked.set(one.typed, one);
      found += 1;
    }
  }
  return shuffled([...asked.values()], random).slice(0, count);
}

function askerOf({ desk, vocabulary, today }: MadeDesk, random: Chance) {
  const { countries, people, topics, offices } = desk.definition;
  const name = <T extends { name: string }>(items: readonly T[]) => {
    const pick = zipf(items, { exponent: 0.7 });
    return () => pick(random).name;
  };
  const of = {
    country: name(countries),
    covered: name(countries.filter(({ covered }) => covered)),
    person: name(people),
    topic: name(topics),
    role: name(offices),
  };
  const thisYear = Number(today.slice(0, 4));
  const year = () => String(thisYear - random.whole(random.whole(30) + 1));
  const month = () => `${year()}-${String(1 + random.whole(12)).padStart(2, '0')}`;
  const ahead = () => `${thisYear + 1 + random.whole(2)}-${String(1 + random.whole(12)).padStart(2, '0')}`;
  const maybe = (share: number, options: () => Record<string, string>) =>
    likely(random, share) ? options() : {};
  const word = zipf(vocabulary.slice(wordsWithoutMeaning), { exponent: 0.8 });
  const words = () => Array.from({ length: 1 + random.whole(3) }, () => word(random));

  const asks: Record<(typeof readerCommands)[number], (pressed: boolean) => Record<string, string>> = {
    visits: () => ({
      ...random.pick([
        () => ({ country: of.covered() }),
        () => ({ person: of.person() }),
        () => ({ country: of.covered(), role: of.role() }),
      ])(),
      ...maybe(0.5, () => ({ since: year() })),
    }),
    facts: () => ({
      ...random.pick([
        () => ({ topic: of.topic(), country: of.covered() }),
        () => ({ person: of.person() }),
        () => ({ topic: of.topic(), standing: random.pick(standings) }),
        () => ({ country: of.country() }),
      ])(),
      ...maybe(0.5, () => ({ since: month() })),
    }),
    latest: () => ({
      ...maybe(0.7, () => ({ topic: of.topic() })),
      ...maybe(0.6, () => ({ country: of.country() })),
      ...maybe(0.2, () => ({ page: String(2 + random.whole(5)) })),
    }),
    country: (pressed) => ({ name: of.country(), ...maybe(pressed ? 1 : 0.1, () => ({ 'as-of': month() })) }),
    who: (pressed) => ({ person: of.person(), ...maybe(pressed ? 1 : 0.1, () => ({ 'as-of': month() })) }),
    timeline: () => ({
      ...random.pick([
        () => ({ country: of.covered() }),
        () => ({ topic: of.topic() }),
        () => ({ person: of.person() }),
        () => ({ country: of.covered(), topic: of.topic() }),
      ])(),
      ...maybe(0.6, () => ({ since: year() })),
    }),
    upcoming: () => ({
      ...maybe(0.7, () => ({ country: of.country() })),
      ...maybe(0.6, () => ({ until: ahead() })),
      ...maybe(0.2, () => ({ page: '2' })),
    }),
    search: () => ({ words: [...words(), ...(likely(random, 0.25) ? [of.covered()] : [])].join(' ') }),
  };
  return (command: (typeof readerCommands)[number], pressed: boolean) =>
    question(command, asks[command](pressed));
}

function shuffled<T>(items: T[], random: Chance): T[] {
  for (let at = items.length - 1; at > 0; at--) {
    const other = random.whole(at + 1);
    [items[at], items[other]] = [items[other] as T, items[at] as T];
  }
  return items;
}

/** What people type on the way to a name or an id, also when they spell it wrong; each with what it completes. */
export const completions = [
  { command: 'visits', option: 'country', typed: 'kaz' },
  { command: 'visits', option: 'country', typed: 'kyrgistan' },
  { command: 'facts', option: 'person', typed: 'tok' },
  { command: 'facts', option: 'person', typed: 'mirziyoev' },
  { command: 'facts', option: 'topic', typed: 'min' },
  { command: 'brief', option: 'id', typed: 'made-19' },
  { command: 'brief', option: 'id', typed: 'uranium' },
] as const;

/** No two alike, so that no list can be remembered; no id and no title holds them. */
export const matchingNothing = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    command: 'brief',
    option: 'id',
    typed: `zzq-${at.toString(36)}-x`,
  }));

/** A line that adds a whole fact, different each time; its author goes on with what the answer names. */
export function factLine({ writer, today }: Pick<MadeDesk, 'writer' | 'today'>, chance: Chance): string {
  const text = (length: number) => writer.sentence(chance, length, ['Kazakhstan', 'Kassym-Jomart Tokayev']);
  const values = {
    title: text(5).slice(0, 150),
    statement: `${text(25).slice(0, 780)}.`,
    date: today,
    topic: 'minerals',
    country: 'Kazakhstan',
    person: 'Kassym-Jomart Tokayev',
    kind: 'status',
    standing: 'reported',
    source: 'wire-1',
  };
  const said = Object.entries(values).map(([name, value]) => `${name}:"${value}"`);
  return `/deskwire-edit add fact ${said.join(' ')}`;
}

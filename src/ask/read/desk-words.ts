import type { Desk } from '../../domain/desk.ts';
import { reportWords } from '../said.ts';

const counts = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** Words for the whole region: `the horn`, `the islands`, `the five countries`. */
export function regionWords({ definition }: Desk): ReadonlySet<string> {
  const name = definition.name.toLowerCase();
  const covered = definition.countries.filter(({ covered: own }) => own).length;
  const number = counts[covered] ?? String(covered);
  const last = name.split(' ').at(-1) ?? name;
  const plural = /[^s]s$/.test(last) ? [last, `the ${last}`] : [];
  const groups = ['', ' countries', ' states', ' nations', ' republics', ...plural.map((one) => ` ${one}`)];
  return new Set([
    name,
    `the ${name}`,
    name.replace(/a$/, 'an'),
    `${name.replace(/a$/, 'an')} countries`,
    ...plural,
    ...groups.flatMap((after) => [
      `the ${number}${after}`,
      ...(after ? [`${number}${after}`, `all ${number}${after}`] : [`all ${number}`]),
    ]),
    'the region',
    'region',
    'центральная азия',
    'центральной азии',
    'центральную азию',
  ]);
}

/** Whether the text is a country's name rather than the word for its people or things. */
export function placeNameOf({ definition }: Desk, id: string, text: string): boolean {
  const country = definition.countries.find((one) => one.id === id);
  if (!country) return true;
  if (/^(us|usa|uk)$/i.test(text)) return true;
  const stem = country.name.toLowerCase().replace(/(i?stan|ia|a)$/, '');
  const typed = text.toLowerCase();
  if (!/^[a-z]+$/.test(typed) || typed === country.name.toLowerCase()) return true;
  return (
    !(typed === stem || /(?:ns?|ese|ish|zbeks?|jiks?|zakhs?|rgyzs?|mens?|ines?|ers?)$/.test(typed)) ||
    /stan/.test(typed)
  );
}

const made = new WeakMap<object, ReadonlySet<string>>();

/** Words of the desk's offices, topics and organisations, for misspelt ones. */
export function wordsOfDesk(desk: Desk): ReadonlySet<string> {
  const { definition } = desk;
  const before = made.get(definition);
  if (before) return before;
  const lists = [...definition.offices, ...definition.topics, ...definition.organisations];
  const words = lists.flatMap(({ name, spellings }) =>
    [name, ...spellings]
      .join(' ')
      .toLowerCase()
      .split(/[^\p{L}]+/u),
  );
  const areas = [...regionWords(desk)].flatMap((area) => area.split(' '));
  const all = new Set([...words, ...areas, ...reportWords].filter((word) => word.length > 2));
  made.set(definition, all);
  return all;
}

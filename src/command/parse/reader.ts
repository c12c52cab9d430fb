import type { DateWords } from '../../domain/dates/date-words.ts';
import type { Day } from '../../domain/dates/day.ts';
import type { Name, NameIndex } from '../../domain/ports/names.ts';
import type { Block, Choice } from '../../domain/reply.ts';
import { quoted, withArticle } from '../../domain/text.ts';
import type { Values } from '../line.ts';
import { type Fault, fault, unknownName } from './fault.ts';
import { type Grammar, isSmallWord, type Option, takesMany } from './grammar.ts';
import { type NameReading, readAs } from './read-name.ts';
import type { Token } from './tokens.ts';

/** State of parsing one line. */
export interface Reader {
  grammar: Grammar;
  tokens: readonly Token[];
  names: NameIndex;
  today: Day;
  /** Words for dates in the languages of the desk. */
  dates: DateWords | undefined;
  /** Open months and weekdays are the next ones. */
  looksAhead: boolean;
  /** The line as typed, and the command's name, which people may repeat in it. */
  line: string;
  /** Changes something: names are taken only as they are spelt. */
  acts: boolean;
  /** Asks a desk, whose entries can be searched. */
  searchable: boolean;
  /** Text before the line: `/horn visits`. */
  head: string;
  command: string;
  values: Values;
  /** Names by the option they fill, and the other country if two are named. */
  named: Record<string, Name>;
  between?: { option: Option; inside: Name; outside: Name };
  /** How each value was typed, for messages. */
  typed: Record<string, string>;
  /** First and last day of each typed date. */
  periods: Record<string, { start: Day; end: Day }>;
  /** Values implied by words before a name; explicit values override them. */
  implied: Values;
  /** Words for the option that takes free words. */
  words: string[];
  notices: Block[];
  faults: Fault[];
}

/** Sets a value. A second, different value for the option is a fault, because it is unclear which one is meant. */
export function setValue(reader: Reader, option: Option, value: string, typed: string, label = value): void {
  const before = reader.values[option.name];
  if (before === undefined) {
    reader.values[option.name] = value;
    reader.typed[option.name] = label;
    return;
  }
  if (before === value) return;
  const second = option.kind.type === 'entry' && reader.grammar.bare.find(isOtherEntry(option));
  if (second) {
    reader.faults.push(whichOfTwo(reader, option, second, value));
    return;
  }
  const first = reader.typed[option.name] ?? before;
  reader.faults.push(
    fault(
      'twice',
      `${option.name} is given twice: ${quoted(first)} and ${quoted(typed)}. One at a time.`,
      undefined,
      [
        { label: first, set: { [option.name]: before } },
        { label, set: { [option.name]: value } },
      ],
    ),
  );
}

const isOtherEntry = (option: Option) => (other: Option) => other !== option && other.kind.type === 'entry';

/** Fault for two adjacent entry ids, which need the second option's name between them. */
function whichOfTwo({ values, command }: Reader, first: Option, second: Option, id: string): Fault {
  const before = values[first.name] ?? '';
  const either = [
    [before, id],
    [id, before],
  ] as const;
  return fault(
    'twice',
    `Two entries, ${quoted(before)} and ${quoted(id)}: write “${second.name}” between them.`,
    undefined,
    either.map(([one, other]) => ({
      label: `${command} ${one} ${second.name} ${other}`,
      set: { [first.name]: one, [second.name]: other },
    })),
  );
}

/** The option that takes a bare word as text, if still free. */
export function textFor({ grammar, values }: Reader, typed: string): Option | undefined {
  return grammar.bare.find(
    ({ name, kind }) =>
      kind.type === 'text' &&
      values[name] === undefined &&
      (kind.like === undefined || kind.like.test(typed)),
  );
}

/** The line with one typed word replaced. */
export function lineWith(reader: Reader, typed: string, better: string): string {
  return `${reader.head} ${reader.line.replace(typed, () => better)}`;
}

export function setName(reader: Reader, option: Option, reading: NameReading): void {
  if (reader.acts && reading.via === 'near') {
    const says = unknownName(reading.name.kind, reading.typed);
    reader.faults.push(
      fault('unknown_name', says, undefined, nameChoices(option, [reading.place ?? reading.name])),
    );
    return;
  }
  const before = reader.named[option.name];
  const ids = reader.values[option.name]?.split(',') ?? [];
  const pair = before && ids.length === 1 && between(reader, before, reading.name);
  if (pair) {
    reader.between = { option, ...pair };
    reader.values[option.name] = pair.inside.id;
    reader.named[option.name] = pair.inside;
  } else if (takesMany(option)) {
    reader.values[option.name] = [...new Set([...ids, reading.name.id])].join(',');
    reader.named[option.name] ??= reading.name;
  } else {
    setValue(reader, option, reading.name.id, reading.typed, reading.name.label);
    reader.named[option.name] ??= reading.name;
  }
  reader.notices.push(...readAs(reading, reader.names));
}

/** For `uganda us`: the country of the desk and the other one, if the command knows travel between them. */
function between({ grammar }: Reader, a: Name, b: Name): { inside: Name; outside: Name } | undefined {
  if (a.kind !== 'country' || b.kind !== 'country' || a.covered === b.covered) return undefined;
  const [inside, outside] = a.covered ? [a, b] : [b, a];
  return waysBetween(grammar, outside) && { inside, outside };
}

/** The option for the direction, if it knows the ways to and from this country. */
export function waysBetween(
  { options }: Grammar,
  { id }: Name,
): { option: string; to: string; from: string; both: string } | undefined {
  const [to, from, both] = ['to', 'from', 'with'].map((way) => `${way}-${id.toLowerCase()}`) as [
    string,
    string,
    string,
  ];
  const found = options.find(
    ({ kind }) => kind.type === 'choice' && [to, from, both].every((way) => Object.hasOwn(kind.choices, way)),
  );
  return found && { option: found.name, to, from, both };
}

/** Words around a question, and the command's own name said again: `show me visits by rice`. */
export function isSmall({ line, command }: Reader, { text, quoted: inQuotes }: Token): boolean {
  return !inQuotes && (isSmallWord(text, line) || text.toLowerCase() === command);
}

/** The preferred option that takes this kind and is still free; none free: the preferred, which says "twice". */
export function optionFor({ values }: Reader, bare: readonly Option[], kind: string): Option {
  const fitting = bare.filter(
    (option) => option.kind.type === 'name' && option.kind.kinds.some((one) => one === kind),
  );
  return (
    fitting.find((option) => takesMany(option) || values[option.name] === undefined) ?? (fitting[0] as Option)
  );
}

/** Candidates as choices; those with equal labels are told apart by kind. */
export function nameChoices(option: Option, candidates: readonly Name[]): Fault['choices'] {
  const labels = candidates.map(({ label }) => label);
  return candidates.map(({ id, label, kind }) => ({
    label: labels.filter((other) => other === label).length > 1 ? `${label} (${kind})` : label,
    set: { [option.name]: id },
  }));
}

/** After a one-word text, further words are probably the rest of it. */
export function quoteHint({ grammar: { options, bare }, values }: Reader, typed: string): string | undefined {
  const last = Object.keys(values).at(-1);
  const option = options.find((one) => one.name === last && one.kind.type === 'text' && !bare.includes(one));
  if (!option) return undefined;
  return `A text of several words has quotes around it: ${option.name}:"${values[option.name]} ${typed}".`;
}

/** What else to ask: the line without the word, and the entries that hold it. */
export function alternativesTo({ head, line, searchable }: Reader, typed: string): Choice[] {
  const desk = head.split(' ')[0];
  const found = searchable && /[\p{L}\p{N}]/u.test(typed);
  const word = /^[\p{L}\p{N}-]+$/u.test(typed) ? typed : JSON.stringify(typed);
  const rest = line
    .replace(typed, () => '')
    .replace(/ +/g, ' ')
    .trim();
  return [
    ...(searchable && rest.split(' ').some((one) => !isSmallWord(one, line))
      ? [{ label: 'Without it', command: `${head} ${rest}` }]
      : []),
    ...(found ? [{ label: 'Search for it', command: `${desk} search ${word}` }] : []),
  ];
}

/** `Write a person, for example /horn who ruto; also as-of: with a value after it.` */
export function usageHint({ grammar: { options, bare, example }, command, head }: Reader): string {
  if (options.length === 0) return `${command} takes no words.`;
  const words = bare.map(({ name, kind }) => {
    if (kind.type === 'text') return name;
    if (kind.type === 'day') return withArticle('day');
    return withArticle(kind.type === 'name' ? (kind.kinds[0] ?? name) : name);
  });
  const labelled = options.filter(({ name }) => !bare.some((one) => one.name === name));
  const line = example && `for example ${head.split(' ')[0]} ${example}`;
  const also =
    labelled.length > 0 && `also ${inWords(labelled.map(({ name }) => `${name}:`))} with a value after it`;
  const first = words.length > 0 && [`Write ${inWords(words)}`, line].filter(Boolean).join(', ');
  return `${[first, also].filter(Boolean).join('; ')}.`.replace(/^a/, 'A');
}

function inWords(all: readonly string[]): string {
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
}

const dayHint = 'write 2005, 1995-06, 2005-03-01, May 2006, 6 May 2006, today or last year';
const aheadHint = 'write tomorrow, Friday, 1 December, 3 days or 2030-01-07';

export const hintOf = (option: Option) => (isAhead(option) ? aheadHint : dayHint);

export const isAhead = ({ kind }: Option): boolean => kind.type === 'day' && kind.ahead === true;

/** An example value for an option, as a sentence. */
export function exampleOf(reader: Reader, option: Option): string {
  const { name, kind } = option;
  switch (kind.type) {
    case 'name': {
      const some = reader.names.complete('', kind.kinds, 1)[0];
      return some ? `For example ${name}:"${some.label}".` : `Write a name after ${name}.`;
    }
    case 'choice':
      return `It is one of ${Object.keys(kind.choices).join(', ')}.`;
    case 'day':
      return `For a date ${hintOf(option)}.`;
    case 'number':
      return `For example ${name}:${kind.min}.`;
    case 'entry':
      return `Write the id of an entry after ${name}, as answers show it.`;
    default:
      return `Write it after ${name}, in quotes when it has spaces.`;
  }
}

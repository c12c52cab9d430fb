import type { Day } from '../../domain/day.ts';
import type { Name, NameIndex } from '../../domain/ports/names.ts';
import type { Block } from '../../domain/reply.ts';
import type { Values } from '../line.ts';
import { type Fault, fault, quoted } from './fault.ts';
import { type Grammar, type Option, takesMany } from './grammar.ts';
import type { Period } from './period.ts';
import { readAs } from './read-as.ts';
import type { NameReading } from './read-name.ts';
import type { Token } from './tokens.ts';

/** A line while it is read: what is understood so far. One reader serves one line. */
export interface Reader {
  grammar: Grammar;
  tokens: readonly Token[];
  names: NameIndex;
  today: Day;
  /** The line as typed, and the command's name, which people say again in it. */
  line: string;
  /** What stands before the line: `/centralasia visits`. */
  head: string;
  command: string;
  values: Values;
  /** Names by the option they fill, and the other country where two are named. */
  named: Record<string, Name>;
  between?: { option: Option; inside: Name; outside: Name };
  /** How each value was typed, for messages. */
  typed: Record<string, string>;
  /** Days as typed, with both their edges. */
  periods: Record<string, Period>;
  /** Values that words before a name imply; they hold where nothing else is said. */
  implied: Values;
  /** Words left for the option that takes any. */
  words: string[];
  notices: Block[];
  faults: Fault[];
}

/** A second, different value for an option is a fault: which of the two is meant cannot be known. */
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

/** Of two entries one after the other nothing says which part each has: the second option's name stands between them. */
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

/** The option that takes a bare word as text, when it is still free. */
export function textFor({ grammar, values }: Reader, typed: string): Option | undefined {
  return grammar.bare.find(
    ({ name, kind }) =>
      kind.type === 'text' &&
      values[name] === undefined &&
      (kind.like === undefined || kind.like.test(typed)),
  );
}

/** The whole line with one typed word replaced. */
export function lineWith(reader: Reader, typed: string, better: string): string {
  return `${reader.head} ${reader.line.replace(typed, () => better)}`;
}

export function setName(reader: Reader, option: Option, reading: NameReading): void {
  const before = reader.named[option.name];
  const pair = before && !takesMany(option) && between(reader, before, reading.name);
  if (takesMany(option)) {
    const ids = reader.values[option.name]?.split(',') ?? [];
    reader.values[option.name] = [...new Set([...ids, reading.name.id])].join(',');
  } else if (pair) {
    reader.between = { option, ...pair };
    reader.values[option.name] = pair.inside.id;
  } else {
    setValue(reader, option, reading.name.id, reading.typed, reading.name.label);
    reader.named[option.name] ??= reading.name;
  }
  reader.notices.push(...readAs(reading, reader.names));
}

/** `uzbekistan us`: one country that is covered and one that is not, where travel between the two can be asked for. */
function between({ grammar }: Reader, a: Name, b: Name): { inside: Name; outside: Name } | undefined {
  if (a.kind !== 'country' || b.kind !== 'country' || a.covered === b.covered) return undefined;
  const [inside, outside] = a.covered ? [a, b] : [b, a];
  return waysBetween(grammar, outside) && { inside, outside };
}

/** The option that says which way, when it knows the ways to and from this country. */
export function waysBetween(
  { options }: Grammar,
  { id }: Name,
): { option: string; to: string; from: string } | undefined {
  const [to, from] = [`to-${id.toLowerCase()}`, `from-${id.toLowerCase()}`];
  const found = options.find(
    ({ kind }) =>
      kind.type === 'choice' && Object.hasOwn(kind.choices, to) && Object.hasOwn(kind.choices, from),
  );
  return found && { option: found.name, to, from };
}

export function setPeriod(reader: Reader, option: Option, period: Period, typed: string): void {
  if (option.kind.type !== 'day') return;
  setValue(reader, option, period[option.kind.edge], typed, typed);
  reader.periods[option.name] ??= period;
}

/** Candidates as choices for this option, those of equal label told apart by what they are. */
export function nameChoices(option: Option, candidates: readonly Name[]): Fault['choices'] {
  const labels = candidates.map(({ label }) => label);
  return candidates.map(({ id, label, kind }) => ({
    label: labels.filter((other) => other === label).length > 1 ? `${label} (${kind})` : label,
    set: { [option.name]: id },
  }));
}

import { type FaultChoice, fault, quoted, unknownName } from './fault.ts';
import { kindsOf, type Option } from './grammar.ts';
import { dayHint, readPeriod } from './period.ts';
import { closest, phrase } from './phrase.ts';
import { readName } from './read-name.ts';
import { nameChoices, type Reader, setName, setPeriod, setValue } from './reader.ts';
import type { Token } from './tokens.ts';

/**
 * Reads the value of an option that was announced, beginning with the first of `words`; `loose` are those of them up
 * to the next keyword. Returns how many it takes; what cannot be read becomes a fault and takes one.
 */
export function readValue(
  reader: Reader,
  option: Option,
  words: readonly Token[],
  loose: readonly Token[] = words,
): number {
  const { kind, name } = option;
  if (kind.type === 'flag') return readFlag(reader, option, words);
  const [first] = words;
  if (!first || first.text === '') {
    reader.faults.push(fault('no_value', `${name} needs a value.`, exampleOf(reader, option)));
    return 0;
  }
  switch (kind.type) {
    case 'name':
      return readNamed(reader, option, words, loose);
    case 'day':
      return readDay(reader, option, words);
    case 'choice':
      return readChoice(reader, option, words);
    case 'number':
      return readNumber(reader, option, first.text);
    case 'entry':
      setValue(reader, option, entryId(first.text), first.text);
      return 1;
    case 'words':
      reader.words.push(first.text);
      return 1;
  }
}

function readNamed(reader: Reader, option: Option, words: readonly Token[], loose: readonly Token[]): number {
  const { kinds, byPlace } = kindsOf([option]);
  const result = readName(words, loose, kinds, byPlace, reader.names);
  if (result.outcome === 'found') {
    setName(reader, option, result.reading);
    return result.reading.used;
  }
  if (result.outcome === 'ambiguous') {
    const choices = nameChoices(option, result.candidates);
    reader.faults.push(
      fault('ambiguous', `${quoted(result.typed)} may be more than one ${option.name}.`, undefined, choices),
    );
    return result.used;
  }
  const choices = nameChoices(option, result.suggestions);
  const write = choices.length > 0 ? undefined : exampleOf(reader, option);
  reader.faults.push(
    fault(
      'unknown_name',
      unknownName(
        option.kind.type === 'name' ? (option.kind.kinds[0] ?? option.name) : option.name,
        result.typed,
      ),
      write,
      choices,
    ),
  );
  return 1;
}

/** The longest run of words that is a date. */
export function dayAt(reader: Reader, words: readonly Token[], read = readPeriod) {
  for (let used = Math.min(words.length, 9); used > 0; used -= 1) {
    const typed = words.slice(0, used).map(({ text }) => text);
    const period = read(typed.join(' '), reader.today);
    if (period) return { period, used, typed: typed.join(' ') };
  }
  return undefined;
}

function readDay(reader: Reader, option: Option, words: readonly Token[]): number {
  const found = dayAt(reader, words);
  if (found) {
    setPeriod(reader, option, found.period, found.typed);
    return found.used;
  }
  const typed = words[0]?.text ?? '';
  const says = /^\d{4}-\d/.test(typed) ? 'is not a day of the calendar' : 'is not a date';
  reader.faults.push(
    fault('bad_day', `${option.name} takes a date; ${quoted(typed)} ${says}.`, `For a date ${dayHint}.`),
  );
  return 1;
}

/** The longest run of words that is one of the choices, in any of its wordings. */
export function choiceAt(
  option: Option,
  words: readonly Token[],
): { value: string; used: number } | undefined {
  if (option.kind.type !== 'choice') return undefined;
  const wordings = Object.entries(option.kind.choices).flatMap(([value, others]) =>
    [value, ...others].map((wording) => ({ value, wording: phrase(wording) })),
  );
  for (let used = Math.min(words.length, 6); used > 0; used -= 1) {
    const typed = phrase(
      words
        .slice(0, used)
        .map(({ text }) => text)
        .join(' '),
    );
    const found = wordings.find(({ wording }) => wording === typed);
    if (found) return { value: found.value, used };
  }
  return undefined;
}

function readChoice(reader: Reader, option: Option, words: readonly Token[]): number {
  const found = choiceAt(option, words);
  const typed = words[0]?.text ?? '';
  if (found) {
    setValue(reader, option, found.value, typed);
    return found.used;
  }
  const all = option.kind.type === 'choice' ? Object.keys(option.kind.choices) : [];
  const near = closest(typed, all);
  const choices = (near.length > 0 ? near : all).map(
    (value): FaultChoice => ({ label: value, set: { [option.name]: value } }),
  );
  reader.faults.push(
    fault(
      'bad_choice',
      `${option.name} cannot be ${quoted(typed)}.`,
      `It is one of ${all.join(', ')}.`,
      choices,
    ),
  );
  return 1;
}

function readNumber(reader: Reader, option: Option, typed: string): number {
  if (option.kind.type !== 'number') return 1;
  const { min, max } = option.kind;
  const digits = typed.replace(/[.,;]$/, '');
  const value = /^\d{1,9}$/.test(digits) ? Number(digits) : Number.NaN;
  if (value >= min && value <= max) setValue(reader, option, String(value), typed);
  else {
    const range = `a whole number from ${min.toLocaleString('en-GB')} to ${max.toLocaleString('en-GB')}`;
    const write = `For example ${option.name}:${min}.`;
    reader.faults.push(fault('bad_number', `${option.name} is ${range}; ${quoted(typed)} is not.`, write));
  }
  return 1;
}

/** A flag needs no word after it; `no` takes it back. */
function readFlag(reader: Reader, option: Option, words: readonly Token[]): number {
  const said = phrase(words[0]?.text ?? '');
  if (['no', 'false', 'off'].includes(said)) return 1;
  setValue(reader, option, 'yes', option.name);
  return ['yes', 'true', 'on'].includes(said) ? 1 : 0;
}

export function entryId(typed: string): string {
  return typed
    .toLowerCase()
    .replace(/[‐‑–—_]/g, '-')
    .replace(/[.,;!?]+$/, '');
}

function exampleOf(reader: Reader, { name, kind }: Option): string {
  switch (kind.type) {
    case 'name': {
      const some = reader.names.complete('', kind.kinds, 1)[0];
      return some ? `For example ${name}:"${some.label}".` : `Write a name after ${name}.`;
    }
    case 'choice':
      return `It is one of ${Object.keys(kind.choices).join(', ')}.`;
    case 'day':
      return `For a date ${dayHint}.`;
    case 'number':
      return `For example ${name}:${kind.min}.`;
    case 'entry':
      return `Write the id of an entry after ${name}, as answers show it.`;
    default:
      return `Write it after ${name}, in quotes when it has spaces.`;
  }
}

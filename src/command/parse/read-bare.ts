import { fault, quoted } from './fault.ts';
import { kindsOf, looseRun, type Option, plainRun } from './grammar.ts';
import { readPeriod, readRange } from './period.ts';
import { closest } from './phrase.ts';
import { readExact, readName } from './read-name.ts';
import { choiceAt, dayAt, entryId, readValue } from './read-value.ts';
import { lineWith, nameChoices, type Reader, setName, setPeriod, setValue } from './reader.ts';
import { isSmallWord } from './small-words.ts';
import type { Token } from './tokens.ts';

/** Reads words that no option announces, from `at` on. Returns how many tokens it takes, at least one. */
export function readBare(reader: Reader, at: number): number {
  const { grammar, tokens } = reader;
  const run = plainRun(tokens, at);
  if (grammar.words && reader.words.length > 0) return takeWord(reader, at);
  const exact = readWords(reader, at, run);
  if (exact > 0) return exact;
  if (grammar.words) return takeWord(reader, at);
  if (run[0] && isSmall(reader, run[0])) return 1;
  return readNearly(reader, at);
}

function takeWord(reader: Reader, at: number): number {
  reader.words.push(reader.tokens[at]?.text ?? '');
  return 1;
}

/** A choice, a name, a date, a number or an id, taken only when it is certainly one. 0: none of them. */
function readWords(reader: Reader, at: number, run: readonly Token[]): number {
  const { bare } = reader.grammar;
  const [first] = run;
  if (!first) return 0;
  for (const option of bare) {
    const choice = choiceAt(option, run);
    if (!choice) continue;
    setValue(reader, option, choice.value, first.text);
    return choice.used;
  }
  const { kinds, byPlace } = kindsOf(bare);
  const reading =
    kinds.length > 0 &&
    readExact(run, looseRun(reader.grammar, reader.tokens, at), kinds, byPlace, reader.names);
  if (reading && !(isSmall(reader, first) && reading.used === 1)) {
    setName(reader, optionFor(reader, bare, reading.name.kind), reading);
    return reading.used;
  }
  return readPlain(reader, bare, at);
}

function readPlain(reader: Reader, bare: readonly Option[], at: number): number {
  const text = reader.tokens[at]?.text ?? '';
  const number = bare.find(({ kind, name }) => kind.type === 'number' && reader.values[name] === undefined);
  if (number && /^\d+$/.test(text)) return readValue(reader, number, plainRun(reader.tokens, at));
  const entry = bare.find(({ kind }) => kind.type === 'entry');
  if (entry && /^[\p{L}\p{N}]+([-_‐‑–—][\p{L}\p{N}]+)*[.,;!?]*$/u.test(text)) {
    setValue(reader, entry, entryId(text), text);
    return 1;
  }
  const flag = bare.find(({ kind, name }) => kind.type === 'flag' && name === text.toLowerCase());
  if (flag) return readValue(reader, flag, []);
  return readBarePeriod(reader, at);
}

/** `visits 2006`, `visits 2001 to 2005`: a time that nothing announces bounds both sides. */
function readBarePeriod(reader: Reader, at: number): number {
  const { period, words } = reader.grammar;
  if (!period || words) return 0;
  const found = dayAt(reader, plainRun(reader.tokens, at), readRange);
  if (!found) return 0;
  setPeriod(reader, period.start, found.period, found.typed);
  setPeriod(reader, period.end, found.period, found.typed);
  return found.used;
}

/** Words around a question, and the command's own name said again: `show me visits by rice`. */
function isSmall({ line, command }: Reader, { text, quoted: inQuotes }: Token): boolean {
  return !inQuotes && (isSmallWord(text, line) || text.toLowerCase() === command);
}

/** The preferred option that takes this kind and is still free; none free: the preferred, which says "twice". */
function optionFor({ values }: Reader, bare: readonly Option[], kind: string): Option {
  const fitting = bare.filter(
    (option) => option.kind.type === 'name' && option.kind.kinds.some((one) => one === kind),
  );
  return fitting.find(({ name }) => values[name] === undefined) ?? (fitting[0] as Option);
}

/** Misspelt or of several meanings, or no word of this desk at all. */
function readNearly(reader: Reader, at: number): number {
  const { grammar, tokens, names } = reader;
  const { bare } = grammar;
  const { kinds, byPlace } = kindsOf(bare);
  const typed = tokens[at]?.text ?? '';
  if (kinds.length === 0) return unknownWord(reader, typed, []);
  const result = readName(plainRun(tokens, at), looseRun(grammar, tokens, at), kinds, byPlace, names);
  if (result.outcome === 'found') {
    setName(reader, optionFor(reader, bare, result.reading.name.kind), result.reading);
    return result.reading.used;
  }
  if (result.outcome === 'ambiguous') {
    const choices = result.candidates.flatMap((name) =>
      nameChoices(optionFor(reader, bare, name.kind), [name]),
    );
    reader.faults.push(
      fault('ambiguous', `${quoted(result.typed)} may mean more than one.`, undefined, choices),
    );
    return result.used;
  }
  const choices = result.suggestions.flatMap((name) =>
    nameChoices(optionFor(reader, bare, name.kind), [name]),
  );
  return unknownWord(reader, typed, choices);
}

function unknownWord(reader: Reader, typed: string, named: ReturnType<typeof nameChoices>): number {
  const { options, bare } = reader.grammar;
  const worded = bare.flatMap((option) =>
    option.kind.type === 'choice'
      ? closest(typed, Object.keys(option.kind.choices), 1).map((value) => ({
          label: value,
          set: { [option.name]: value },
        }))
      : [],
  );
  const keywords = closest(
    typed,
    options.map(({ name }) => name),
    1,
  ).map((name) => ({ label: name, command: lineWith(reader, typed, name) }));
  const takes =
    bare.length > 0
      ? `This command takes ${bare.map(({ name }) => name).join(', ')}.`
      : `Its options are ${options.map(({ name }) => name).join(', ')}.`;
  const choices = [...keywords, ...worded, ...named].slice(0, 3);
  const write = choices.length > 0 ? undefined : options.length > 0 ? takes : 'This command takes no words.';
  reader.faults.push(fault('unknown_word', unknownSays(reader, typed), write, choices));
  return 1;
}

function unknownSays(reader: Reader, typed: string): string {
  if (!reader.grammar.period && readPeriod(typed, reader.today)) {
    return `${reader.command} is not narrowed by dates, such as ${quoted(typed)}.`;
  }
  return `This desk does not know ${quoted(typed)}.`;
}

import type { Name } from '../../domain/ports/names.ts';
import { quoted } from '../../domain/text.ts';
import { isAbbreviation } from '../../search/names/near.ts';
import { fault, howToAdd, placeElsewhere, unknownName } from './fault.ts';
import { closest, kindsOf, looseRun, type Option, plainRun, splitAtCommas, takesMany } from './grammar.ts';
import { barePeriod, dateAt, isDate, isRatherName, setDate, setPeriod } from './period.ts';
import { type NameReading, namesakeOf, readExact, readName } from './read-name.ts';
import { choiceAt, entryId, readValue } from './read-value.ts';
import {
  alternativesTo,
  isAhead,
  isSmall,
  lineWith,
  nameChoices,
  optionFor,
  quoteHint,
  type Reader,
  setName,
  setValue,
  textFor,
  usageHint,
} from './reader.ts';
import { namesakeAt, otherPerson, strangerAt, unheldAt } from './strangers.ts';
import type { Token } from './tokens.ts';

/** Reads words that no option announces, from `at` on. Returns how many tokens it takes, at least one. */
export function readBare(reader: Reader, at: number): number {
  const { grammar } = reader;
  separate(reader, at);
  const run = plainRun(reader.tokens, at);
  if (grammar.words && reader.words.length > 0) return takeWord(reader, at);
  const exact = readWords(reader, at, run);
  if (exact > 0) return exact;
  if (grammar.words) return takeWord(reader, at);
  if (run[0] && isSmall(reader, run[0])) return 1;
  return readNearly(reader, at);
}

/** `energy,trade` is two words where several names may stand. */
function separate(reader: Reader, at: number): void {
  const token = reader.tokens[at];
  if (!token || token.quoted || !token.text.includes(',') || !reader.grammar.bare.some(takesMany)) return;
  reader.tokens = reader.tokens.toSpliced(at, 1, ...splitAtCommas(token));
}

function takeWord(reader: Reader, at: number): number {
  const token = reader.tokens[at];
  const { kind } = reader.grammar.words ?? {};
  const asTyped = token?.quoted && kind?.type === 'words' && kind.quotes;
  reader.words.push((asTyped ? token.raw : token?.text) ?? '');
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
  const other = kinds.includes('person') ? namesakeOf(run, reader.names) : undefined;
  if (other) return otherPerson(reader, other.typed, other.known, other.used);
  const reading =
    kinds.length > 0 &&
    readExact(run, looseRun(reader.grammar, reader.tokens, at), kinds, byPlace, reader.names);
  if (reading && reading.used === 1 && !reader.names.isPlain(first.text, reading.name)) {
    // A word that only sounds like a name, in the name of somebody else: Angela Merkel is not Angola.
    const other = unheldAt(reader, looseRun(reader.grammar, reader.tokens, at));
    if (other > 0) return other;
  }
  const dated = barePeriod(reader, run);
  if (dated && !(reading && isRatherName(reader, dated, reading.used))) {
    setPeriod(reader, dated);
    return dated.used;
  }
  if (reading && !(isSmall(reader, first) && reading.used === 1)) {
    if (setSaying(reader, reading)) return reading.used;
    setName(reader, optionFor(reader, bare, reading.name.kind), reading);
    return reading.used;
  }
  return readPlain(reader, bare, at);
}

/** A word of texts on a topic that is no name of it, where texts can be asked for it. */
function setSaying(reader: Reader, { name, typed }: NameReading): boolean {
  const option = reader.grammar.options.find(({ kind }) => kind.type === 'text' && kind.ofTopics);
  if (!option || name.kind !== 'topic' || !isLatin(typed) || !reader.names.isWordOf(typed, name.id))
    return false;
  const said = reader.values[option.name]?.split(', ') ?? [];
  reader.values[option.name] = [...new Set([...said, typed])].join(', ');
  return true;
}

/** Of other scripts no text has the words; there they stand for the topic. */
const isLatin = (text: string) => /^[\p{Script=Latin}\p{P}\p{N}\s]+$/u.test(text);

function readPlain(reader: Reader, bare: readonly Option[], at: number): number {
  const text = reader.tokens[at]?.text ?? '';
  const ahead = bare.find((option) => isAhead(option) && reader.values[option.name] === undefined);
  const day = ahead && dateAt(reader, plainRun(reader.tokens, at), ahead);
  // One number alone is no day.
  if (day && (day.used > 1 || !/^\d+$/.test(text))) {
    setDate(reader, ahead, day);
    return day.used;
  }
  const number = bare.find(({ kind, name }) => kind.type === 'number' && reader.values[name] === undefined);
  // Four digits are a year where a period is read.
  const isYear = /^\d{4}$/.test(text) && reader.grammar.period !== undefined;
  if (number && /^\d+$/.test(text) && !isYear) return readValue(reader, number, plainRun(reader.tokens, at));
  const entry = bare.find(({ kind }) => kind.type === 'entry');
  if (entry && /^[\p{L}\p{N}]+([-_‐‑–—][\p{L}\p{N}]+)*[.,;!?]*$/u.test(text)) {
    setValue(reader, entry, entryId(text), text);
    return 1;
  }
  const worded = textFor(reader, text);
  if (worded) return readValue(reader, worded, plainRun(reader.tokens, at));
  const flag = bare.find(({ kind, name }) => kind.type === 'flag' && name === text.toLowerCase());
  if (flag) return readValue(reader, flag, []);
  return 0;
}

/** Misspelt or of several meanings, or no word of this desk at all. */
function readNearly(reader: Reader, at: number): number {
  const { grammar, tokens, names } = reader;
  const { bare } = grammar;
  const { kinds, byPlace } = kindsOf(bare);
  const typed = tokens[at]?.text ?? '';
  if (kinds.length === 0) return unknownWord(reader, typed, []);
  const loose = looseRun(grammar, tokens, at);
  const office = officeAt(reader, loose);
  if (office > 0) return office;
  const result = readName(plainRun(tokens, at), loose, kinds, byPlace, names);
  const stranger =
    strangerAt(reader, loose, result) || namesakeAt(reader, loose, result) || unheldAt(reader, loose);
  if (stranger > 0) return stranger;
  if (result.outcome === 'found') {
    const { name } = result.reading;
    const option = optionFor(reader, bare, name.kind);
    // `biden jill`: beside a person who is named, a word that only resembles another is no second person.
    const taken = reader.values[option.name];
    if (name.kind === 'person' && taken !== undefined && taken !== name.id)
      return unknownWord(reader, typed, []);
    setName(reader, option, result.reading);
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
  const { suggestions, elsewhere = [] } = result;
  const inside = elsewhere.filter(({ kind, covered }) => covered && kinds.includes(kind));
  const choices = [...inside, ...suggestions].flatMap((name) =>
    nameChoices(optionFor(reader, bare, name.kind), [name]),
  );
  return unknownWord(reader, typed, choices, elsewhere);
}

/** `facts us president`: an office, where nothing is asked by office. It is nobody's name. */
function officeAt(reader: Reader, loose: readonly Token[]): number {
  if (kindsOf(reader.grammar.bare).kinds.includes('office')) return 0;
  for (let used = Math.min(loose.length, 5); used > 0; used -= 1) {
    const typed = loose
      .slice(0, used)
      .map(({ text }) => text)
      .join(' ');
    if (reader.names.exact(typed, ['office']).length === 0) continue;
    const says = `${reader.command} is not asked by office, such as ${quoted(typed)}.`;
    reader.faults.push(fault('unknown_word', says, usageHint(reader)));
    return used;
  }
  return 0;
}

function unknownWord(
  reader: Reader,
  typed: string,
  named: ReturnType<typeof nameChoices>,
  elsewhere: readonly Name[] = [],
): number {
  const { options, bare } = reader.grammar;
  const only = bare.length === 1 && bare[0]?.kind.type === 'name' ? bare[0].kind.kinds[0] : undefined;
  const dated = !reader.grammar.period && isDate(reader, typed);
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
  const near = [...(isAbbreviation(typed) ? [] : [...keywords, ...worded]), ...named].slice(0, 3);
  const write =
    near.length > 0 || elsewhere.length > 0
      ? undefined
      : (quoteHint(reader, typed) ??
        (only !== 'country' && isNameLike(reader, typed) ? howToAdd(only) : usageHint(reader)));
  const choices = [...near, ...alternativesTo(reader, typed)];
  // A command that is asked by one kind of name alone was given a name of that kind, which is not among those it has.
  if (elsewhere.length > 0)
    reader.faults.push(fault('unknown_name', placeElsewhere(typed, elsewhere), write, choices));
  else if (only && !dated)
    reader.faults.push(fault('unknown_name', unknownName(only, typed), write, choices));
  else reader.faults.push(fault('unknown_word', unknownSays(reader, typed), write, choices));
  return 1;
}

/** What has a capital is a name that the desk lacks; another word may say how the command is meant. */
const isNameLike = ({ grammar }: Reader, typed: string): boolean =>
  kindsOf(grammar.bare).kinds.length > 0 && /^[\p{Lu}\p{Lo}]/u.test(typed);

function unknownSays(reader: Reader, typed: string): string {
  if (!reader.grammar.period && isDate(reader, typed)) {
    return `${reader.command} is not narrowed by dates, such as ${quoted(typed)}.`;
  }
  const named = reader.grammar.options.some(({ kind }) => kind.type === 'name');
  return named
    ? `This desk does not know ${quoted(typed)}.`
    : `${reader.command} does not take ${quoted(typed)}.`;
}

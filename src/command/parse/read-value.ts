import { quoted } from '../../domain/text.ts';
import { type FaultChoice, fault } from './fault.ts';
import { closest, normalisePhrase, type Option, takesMany, trimEnds } from './grammar.ts';
import { readDay } from './period.ts';
import { readNamed, readSeveral } from './read-names.ts';
import { exampleOf, type Reader, setValue } from './reader.ts';
import type { Token } from './tokens.ts';

/**
 * Reads the value of an introduced option, starting at the first of `words`; `loose` are the words up to the next
 * keyword. Returns the number of words used; an unreadable value is a fault and uses one.
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
      // Among free words only what is joined to the first name is another one.
      if (!takesMany(option) || (option.keyed && !first.text.includes(',')))
        return readNamed(reader, option, words, loose);
      return readSeveral(reader, option, option.keyed ? loose.slice(0, 1) : loose);
    case 'text':
      return readText(reader, option, words);
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

/** Text is taken verbatim; only its length is checked. */
function readText(reader: Reader, option: Option, words: readonly Token[]): number {
  const used = likeRun(option, words);
  const text = joined(words.slice(0, used));
  const { kind } = option;
  const max = kind.type === 'text' && !kind.keeps ? kind.max : text.length;
  if (text.length <= max) setValue(reader, option, text, text);
  else {
    const says = `${option.name} takes at most ${max} characters; this has ${text.length}.`;
    reader.faults.push(fault('bad_value', says, 'Write it shorter.'));
  }
  return used;
}

/** The longest run of words that matches the option's `like`, such as `New York`; otherwise the first word. */
function likeRun({ kind }: Option, words: readonly Token[]): number {
  if (kind.type !== 'text' || !kind.like) return 1;
  for (let used = Math.min(words.length, kind.like.most ?? 1); used > 1; used -= 1)
    if (kind.like.test(joined(words.slice(0, used)))) return used;
  return 1;
}

const joined = (words: readonly Token[]) => words.map(({ text }) => text).join(' ');

/** The longest run of words that is a choice or a synonym of one. */
export function choiceAt(
  option: Option,
  words: readonly Token[],
): { value: string; used: number } | undefined {
  if (option.kind.type !== 'choice') return undefined;
  const wordings = Object.entries(option.kind.choices).flatMap(([value, others]) =>
    [value, ...others].map((wording) => ({ value, wording: normalisePhrase(wording) })),
  );
  for (let used = Math.min(words.length, 6); used > 0; used -= 1) {
    const typed = normalisePhrase(
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

/** A flag needs no value; `no` clears it, and is kept if it has a meaning. */
function readFlag(reader: Reader, option: Option, words: readonly Token[]): number {
  const said = normalisePhrase(words[0]?.text ?? '');
  const taken = ['no', 'false', 'off'].includes(said);
  if (!taken) setValue(reader, option, 'yes', option.name);
  else if (option.kind.type === 'flag' && option.kind.tellsNo) setValue(reader, option, 'no', option.name);
  return taken || ['yes', 'true', 'on'].includes(said) ? 1 : 0;
}

export function entryId(typed: string): string {
  return trimEnds(typed.toLowerCase().replace(/[‐‑–—_]/g, '-'), /[.,;!?]/);
}

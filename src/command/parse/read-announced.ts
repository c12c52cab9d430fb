import type { Choice } from '../../domain/reply.ts';
import { quoted } from '../../domain/text.ts';
import { fault } from './fault.ts';
import {
  announcedAt,
  closest,
  isCode,
  isSmallWord,
  kindsOf,
  looseRun,
  normalisePhrase,
  type Option,
  optionNamed,
  plainRun,
} from './grammar.ts';
import { dateAt, setExclusive } from './period.ts';
import { readExact, readName } from './read-name.ts';
import { choiceAt, readValue } from './read-value.ts';
import { isAhead, lineWith, type Reader, setName, setValue, textFor } from './reader.ts';
import type { Token } from './tokens.ts';

/** Reads `key:value` and `--key value`. Returns how many tokens it takes; 0 when the key is only a word after all. */
export function readKeyed(reader: Reader, at: number): number {
  const { grammar, tokens } = reader;
  const token = tokens[at] as Token & { key: string };
  const option = optionNamed(grammar, token.key);
  if (!option) {
    const choosing = token.raw.startsWith('--') && token.text === '' && choiceOption(reader, token.key);
    if (choosing) return readValue(reader, choosing, [{ text: token.key, quoted: false, raw: token.key }]);
    // `slack:T012:U345` is no option with a value where a person may be meant.
    const text = textFor(reader, token.raw);
    if (text?.kind.type === 'text' && text.kind.like)
      return readValue(reader, text, [{ text: token.raw, quoted: false, raw: token.raw }]);
    return grammar.words ? 0 : unknownOption(reader, token);
  }
  const exclusive = exclusiveDay(reader, option, token.key, wordsOf(token, tokens, at));
  if (exclusive > 0) return token.text === '' ? exclusive + 1 : exclusive;
  if (token.text !== '') {
    const rest = token.quoted ? [] : looseRun(grammar, tokens, at + 1);
    const first: Token = { text: token.text, quoted: token.quoted, raw: token.raw };
    return Math.max(1, readValue(reader, option, wordsOf(token, tokens, at), [first, ...rest]));
  }
  return 1 + readValue(reader, option, plainRun(tokens, at + 1), looseRun(grammar, tokens, at + 1));
}

/** The option that has this as a choice, so that `--details` is `show:details`. */
function choiceOption({ grammar }: Reader, word: string): Option | undefined {
  return [...grammar.announced.values()]
    .flat()
    .find(({ kind }) => kind.type === 'choice' && Object.hasOwn(kind.choices, word.toLowerCase()));
}

function wordsOf(token: Token, tokens: readonly Token[], at: number): Token[] {
  if (token.text === '') return plainRun(tokens, at + 1);
  const first: Token = { text: token.text, quoted: token.quoted, raw: token.raw };
  const rest = plainRun(tokens, at + 1);
  return token.quoted || rest[0]?.quoted ? [first] : [first, ...rest];
}

/**
 * Reads `key value` where the key is an option's name or alias, or a word that leads a name: `from 2005`,
 * `from kenya`. What fits decides between them. 0: the word announces nothing here.
 */
export function readWorded(reader: Reader, at: number): number {
  const { grammar, tokens } = reader;
  if (isCode(tokens[at]?.text ?? '', reader.line)) return 0;
  const phrased = readPhrase(reader, at);
  if (phrased > 0) return phrased;
  const { options, used } = announcedAt(grammar, tokens, at);
  const key = tokens
    .slice(at, at + used)
    .map(({ text }) => text)
    .join(' ');
  for (const option of options) {
    const words = plainRun(tokens, at + used);
    const loose = looseRun(grammar, tokens, at + used);
    if (!fits(reader, option, words, loose)) continue;
    const days = exclusiveDay(reader, option, key, words);
    return used + (days || readValue(reader, option, words, loose));
  }
  const led = readLed(reader, at);
  if (led > 0) return led;
  const [only] = options;
  if (!only || grammar.words) return 0;
  // `headlines` is a format, and `headlines on` another option.
  if (grammar.bare.some((option) => choiceAt(option, plainRun(tokens, at)))) return 0;
  const dateTried = only.kind.type === 'day' && (isAhead(only) || /^\d/.test(tokens[at + used]?.text ?? ''));
  if (isSmallWord(key, reader.line) && !dateTried) return 0;
  return used + readValue(reader, only, plainRun(tokens, at + used), looseRun(grammar, tokens, at + used));
}

/** A choice of several words comes before the keywords in it: `to the us`. */
function readPhrase(reader: Reader, at: number): number {
  for (const option of reader.grammar.bare) {
    const { kind } = option;
    const like = kind.type === 'text' ? kind.like : undefined;
    const run = like?.phrase && reader.values[option.name] === undefined ? plainRun(reader.tokens, at) : [];
    for (let used = Math.min(run.length, like?.most ?? 1); used > 0; used -= 1) {
      const text = run
        .slice(0, used)
        .map((token) => token.text)
        .join(' ');
      if (!like?.phrase?.(text)) continue;
      setValue(reader, option, text, text);
      return used;
    }
    const choice = choiceAt(option, plainRun(reader.tokens, at));
    if (!choice || choice.used < 2) continue;
    setValue(reader, option, choice.value, choice.value);
    return choice.used;
  }
  return 0;
}

/** Whether the words after a key are certainly a value of its option. Where any words may stand, a key is mostly a word. */
function fits(reader: Reader, option: Option, words: readonly Token[], loose: readonly Token[]): boolean {
  const { kind } = option;
  if (kind.type === 'flag') return !reader.grammar.words;
  if (words.length === 0) return false;
  switch (kind.type) {
    case 'day':
      return dateAt(reader, words, option) !== undefined;
    case 'choice': {
      const { used = 0 } = choiceAt(option, words) ?? {};
      return used > 0 && !(used === 1 && announces(reader, words));
    }
    case 'number':
      return /^\d+$/.test(words[0]?.text ?? '');
    case 'name': {
      const { kinds, byPlace } = kindsOf([option], reader.grammar.options);
      return readExact(words, loose, kinds, byPlace, reader.names) !== undefined;
    }
    default:
      return !reader.grammar.words;
  }
}

/** Whether the first word is no value, as it announces what follows it: `on friday`, `on energy`. */
function announces(reader: Reader, words: readonly Token[]): boolean {
  const { grammar, names } = reader;
  const [first, ...rest] = words;
  const word = normalisePhrase(first?.text ?? '');
  if (rest.length === 0) return false;
  const { options } = announcedAt(grammar, words, 0);
  if (options.some((option) => fits(reader, option, rest, rest))) return true;
  return (grammar.led.get(word) ?? []).some((option) => {
    const { kinds, byPlace } = kindsOf([option], grammar.options);
    return readExact(rest, rest, kinds, byPlace, names) !== undefined;
  });
}

/** `after 2005` leaves 2005 out, and so does `before 2005`. */
function exclusiveDay(reader: Reader, option: Option, key: string, words: readonly Token[]): number {
  const word = normalisePhrase(key);
  if (option.kind.type !== 'day' || !/^(?:after|before|from)$/.test(word)) return 0;
  return setExclusive(reader, option, word, words);
}

function readLed(reader: Reader, at: number): number {
  const { grammar, tokens, names } = reader;
  const word = normalisePhrase(tokens[at]?.text ?? '');
  for (const option of grammar.led.get(word) ?? []) {
    const { kinds, byPlace } = kindsOf([option], grammar.options);
    const result = readName(
      plainRun(tokens, at + 1),
      looseRun(grammar, tokens, at + 1),
      kinds,
      byPlace,
      names,
    );
    if (result.outcome !== 'found') continue;
    const { reading } = result;
    setName(reader, option, reading);
    for (const [name, value] of Object.entries(option.leads?.[word]?.(reading.name) ?? {})) {
      const other = grammar.options.find((one) => one.name === name);
      if (other) reader.implied[other.name] = value;
    }
    return 1 + reading.used;
  }
  return 0;
}

function unknownOption(reader: Reader, token: Token & { key: string }): number {
  const names = reader.grammar.options.map(({ name }) => name);
  const near = closest(token.key, names);
  const choices = near.map(
    (name): Choice => ({
      label: name,
      command: lineWith(reader, token.raw, token.raw.replace(token.key, name)),
    }),
  );
  const write = names.length > 0 ? `Its options are ${names.join(', ')}.` : 'It has no options.';
  reader.faults.push(
    fault('unknown_option', `This command has no option ${quoted(token.key)}.`, write, choices),
  );
  return 1;
}

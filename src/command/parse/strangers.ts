import type { Name } from '../../domain/ports/names.ts';
import { strangerRun } from '../../search/names/read.ts';
import { fault, howToAdd, unknownName } from './fault.ts';
import { kindsOf, normalisePhrase } from './grammar.ts';
import { isDate } from './period.ts';
import type { NameOutcome } from './read-name.ts';
import { alternativesTo, isSmall, nameChoices, optionFor, type Reader } from './reader.ts';
import type { Token } from './tokens.ts';

/**
 * `jill biden`: a word that is nobody's first name before a family name that is known. It may be another person of
 * that name, and never one whose own name only resembles the word. Returns how many words it takes.
 */
export function strangerAt(reader: Reader, loose: readonly Token[], result: NameOutcome): number {
  const [first, second] = loose;
  if (!first || !second || !kindsOf(reader.grammar.bare).kinds.includes('person')) return 0;
  if (isSmall(reader, first) || isDate(reader, first.text)) return 0;
  const used = result.outcome === 'found' ? result.reading.used : 1;
  const met = result.outcome === 'found' ? [result.reading.name] : [];
  if (used > 1 || met.some(({ kind }) => kind !== 'person')) return 0;
  const bearers = bearersOf(reader, second.text);
  if (bearers.length === 0 || bearers.some(({ id }) => met.some((name) => name.id === id))) return 0;
  return otherPerson(reader, `${first.text} ${second.text}`, bearers, 2);
}

/**
 * `john kelly`: a given name that several have, before a word that is no name of theirs, nor anything else here. Returns
 * how many words it takes.
 */
export function namesakeAt(reader: Reader, loose: readonly Token[], result: NameOutcome): number {
  const [first, second] = loose;
  if (!first || !second || result.outcome !== 'ambiguous' || result.used > 1) return 0;
  const given = normalisePhrase(first.text);
  const isGiven = ({ kind, label }: Name) =>
    kind === 'person' && normalisePhrase(label).split(' ').at(-1) !== given;
  const { names, grammar } = reader;
  const { kinds } = kindsOf(grammar.bare);
  if (!result.candidates.every(isGiven) || !/^\p{L}+$/u.test(second.text) || isSmall(reader, second))
    return 0;
  if (isDate(reader, second.text) || names.exact(second.text, kinds).length > 0) return 0;
  const typed = `${first.text} ${second.text}`;
  const found = names.resolve(typed, ['person']);
  const near = found.outcome === 'unknown' ? found.suggestions : [];
  return otherPerson(reader, typed, near, 2);
}

/** `ilham aliyev`: somebody whom the desk does not hold. Returns how many words the name takes. */
export function unheldAt(reader: Reader, loose: readonly Token[]): number {
  const { kinds } = kindsOf(reader.grammar.bare);
  const end = loose.findIndex((token) => isSmall(reader, token) || isDate(reader, token.text));
  const words = loose.slice(0, end < 0 ? loose.length : end).map(({ text }) => text);
  const isOnly = kinds.every((kind) => kind === 'person');
  const used = strangerRun(words, reader.names, kinds, isOnly);
  if (used === 0) return 0;
  const typed = words.slice(0, used).join(' ');
  const found = reader.names.resolve(typed, ['person']);
  const near = found.outcome === 'unknown' ? found.suggestions : [];
  const named = near.flatMap((name) =>
    nameChoices(optionFor(reader, reader.grammar.bare, name.kind), [name]),
  );
  const choices = [...named, ...alternativesTo(reader, typed)];
  const kind = isOnly ? 'person' : 'name';
  reader.faults.push(fault('unknown_name', unknownName(kind, typed), howToAdd(kind), choices));
  return used;
}

/** Somebody else than these persons, who are offered. Returns how many words the name takes. */
export function otherPerson(reader: Reader, typed: string, known: readonly Name[], used: number): number {
  const choices = known.flatMap((name) =>
    nameChoices(optionFor(reader, reader.grammar.bare, name.kind), [name]),
  );
  reader.faults.push(fault('unknown_name', unknownName('person', typed), undefined, choices));
  return used;
}

/** Persons of the family name, also in its feminine form: `ivanova` may be another Ivanov's. */
function bearersOf({ names }: Reader, typed: string): Name[] {
  const found = names.resolve(typed, ['person']);
  if (found.outcome === 'found') return [found.name];
  if (found.outcome === 'ambiguous') return found.candidates;
  return /a$/i.test(typed) ? names.exact(typed.slice(0, -1), ['person']) : [];
}

import { quoted } from '../../domain/text.ts';
import { fault, placeElsewhere, unknownName } from './fault.ts';
import { kindsOf, type Option, splitAtCommas } from './grammar.ts';
import { namesakeOf, readExact, readName } from './read-name.ts';
import { exampleOf, nameChoices, type Reader, setName } from './reader.ts';
import type { Token } from './tokens.ts';

/** More names than any real list. */
const mostNames = 60;

/** Reads names joined by commas or "and": `energy, trade and minerals`. */
export function readSeveral(reader: Reader, option: Option, loose: readonly Token[]): number {
  const { kinds, byPlace } = kindsOf([option]);
  const isName = (text: string) => reader.names.exact(text, kinds).length > 0;
  const pieces = loose.flatMap((token, from) =>
    token.quoted && isName(token.text) && !splitAtCommas(token).every(({ text }) => isName(text))
      ? [{ token, from, comma: false }]
      : splitAtCommas(token).map((piece, at, all) => ({
          token: piece,
          from,
          comma: at < all.length - 1 || /,$/.test(token.text),
        })),
  );
  if (pieces.length > mostNames) {
    const says = `${option.name} takes at most ${mostNames} words at once; this has ${pieces.length}.`;
    reader.faults.push(fault('bad_value', says, 'Name fewer.'));
    return loose.length;
  }
  const ofOthers = kindsOf(reader.grammar.bare);
  const isOfAnother = (rest: readonly Token[]) =>
    !readExact(rest, rest, kinds, byPlace, reader.names) &&
    readExact(rest, rest, ofOthers.kinds, ofOthers.byPlace, reader.names) !== undefined;
  let at = 0;
  while (at < pieces.length) {
    const end = pieces.findIndex(({ comma }, index) => index >= at && comma);
    const run = pieces.slice(at, end < 0 ? undefined : end + 1).map(({ token }) => token);
    const joint = run.findIndex(({ text }, index) => index > 0 && isJoint(text));
    const first = joint < 0 ? run : run.slice(0, joint);
    // A name may contain "and".
    const whole = readExact(run, run, kinds, byPlace, reader.names);
    at += readNamed(reader, option, run, whole && whole.used > first.length ? run : first);
    const joined = pieces[at - 1]?.comma === true;
    const spoken = isJoint(pieces[at]?.token.text ?? '') && pieces[at + 1] !== undefined;
    const next = spoken ? at + 1 : at;
    // A name that another option takes is read bare: `in kenya and trade`.
    if ((!spoken && !joined) || isOfAnother(pieces.slice(next).map(({ token }) => token))) break;
    at = next;
  }
  return (pieces[at - 1]?.from ?? 0) + 1;
}

const isJoint = (text: string) => /^(?:and|or|&|\+)$/i.test(text);

/** The name at the start of the words. */
export function readNamed(
  reader: Reader,
  option: Option,
  words: readonly Token[],
  loose: readonly Token[],
): number {
  const { kinds, byPlace } = kindsOf([option]);
  const other = kinds.includes('person') ? namesakeOf(words, reader.names) : undefined;
  if (other) {
    const says = unknownName('person', other.typed);
    reader.faults.push(fault('unknown_name', says, undefined, nameChoices(option, other.known)));
    return other.used;
  }
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
  const inside = (result.elsewhere ?? []).filter(({ kind, covered }) => covered && kinds.includes(kind));
  const choices = nameChoices(option, [...inside, ...result.suggestions]);
  const write = choices.length > 0 ? undefined : exampleOf(reader, option);
  reader.faults.push(
    fault(
      'unknown_name',
      result.elsewhere
        ? placeElsewhere(result.typed, result.elsewhere)
        : unknownName(kinds[0] ?? option.name, result.typed),
      write,
      choices,
    ),
  );
  return 1;
}

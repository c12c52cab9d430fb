import { refusal } from '../../../src/command/refusals.ts';
import { everything, type Filter, foldWords } from '../../../src/domain/digests/filter.ts';
import type { Name, NameIndex, NameKind } from '../../../src/domain/ports/names.ts';
import type { Choice, Reply } from '../../../src/domain/reply.ts';

/** Kinds of names that a filter may hold, the first preferred. */
export const filterKinds = ['topic', 'country', 'organisation', 'person'] as const satisfies NameKind[];

const listOf = {
  topic: 'topics',
  country: 'countries',
  organisation: 'organisations',
  person: 'people',
} as const;

type Given = 'topics' | 'countries' | 'people' | 'organisations' | 'words' | 'without';

/** What one piece of the line says; undefined: nothing that can be read. */
type Piece =
  | { list: Given; value: string }
  | { minWeight: number }
  | { noOpinions: true }
  | { open: Name[] }
  | undefined;

const weight = /^(?:min(?:imum)?[ -]?)?weight ?(?:of |>= ?|from )?([1-5])(?: ?\+| or more)?$/i;
const noOpinions = /^(?:(?:no|not|without) |-)opinions?$/i;
const excluded = /^(?:-|–|—|(?:no|not|without) )(.+)$/i;
const quoted = /^["“'‘](.+)["”'’]$/;
const all = /^(?:all|everything|none|no filter)$/i;

/** Whether words that nothing else announces are the rest of a filter: several only after a comma. */
export const isFilterLike = (words: string): boolean =>
  words
    .split(',')
    .every(
      (piece) => /^\s*\S*\s*$/.test(piece) || weight.test(piece.trim()) || noOpinions.test(piece.trim()),
    );

/**
 * Reads a filter: names of the desk, words, `-word`, `min-weight 4`, `no opinions`, with commas between. What nothing
 * of the desk is called is a word; what only resembles a name is asked about.
 */
export function readFilter(
  typed: string,
  names: NameIndex,
  line: (filter: string) => string,
): { ok: true; value: Filter } | { ok: false; reply: Reply } {
  const filter: Filter = structuredClone(everything);
  if (all.test(typed.trim())) return { ok: true, value: filter };
  const pieces = typed.split(/[,;\n]/).flatMap((piece) => separated(piece.trim(), names));
  for (const piece of pieces.filter(Boolean)) {
    const read = readPiece(piece, names);
    if (read === undefined) {
      const says = `“${piece}” is no filter. Write topics, countries, people, organisations or words with commas between, such as “energy, visa, -sport, min-weight 4, no opinions”.`;
      return { ok: false, reply: refusal('invalid', says) };
    }
    if ('open' in read)
      return { ok: false, reply: whichOne(piece, read.open, (as) => line(typed.replace(piece, as))) };
    if ('minWeight' in read) filter.minWeight = read.minWeight;
    else if ('noOpinions' in read) filter.noOpinions = true;
    else filter[read.list] = [...new Set([...(filter[read.list] ?? []), read.value])];
  }
  return { ok: true, value: filter };
}

/** `energy and trade`, unless something is called so. */
function separated(piece: string, names: NameIndex): string[] {
  if (quoted.test(piece) || names.exact(piece, filterKinds).length > 0) return [piece];
  const parts = piece.split(/ (?:and|or|&) /i);
  return parts.every((part) => names.exact(part, filterKinds).length > 0) ? parts : [piece];
}

function readPiece(piece: string, names: NameIndex): Piece {
  const [, least] = weight.exec(piece) ?? [];
  if (least) return { minWeight: Number(least) };
  if (noOpinions.test(piece)) return { noOpinions: true };
  const word = (list: 'words' | 'without', text: string): Piece => {
    const value = foldWords(text);
    return value === '' ? undefined : { list, value };
  };
  const verbatim = quoted.exec(piece)?.[1];
  if (verbatim !== undefined) return word('words', verbatim);
  const out = excluded.exec(piece)?.[1];
  if (out !== undefined) return word('without', quoted.exec(out)?.[1] ?? out);
  const exact = names.exact(piece, filterKinds);
  const [kind] = filterKinds.filter((one) => exact.some((name) => name.kind === one));
  const own = exact.filter((name) => name.kind === kind);
  const [only] = own;
  if (only && own.length === 1) return { list: listOf[only.kind as keyof typeof listOf], value: only.id };
  if (own.length > 1) return { open: own };
  const meant = names.resolve(piece, filterKinds);
  if (meant.outcome === 'found') return { open: [meant.name] };
  if (meant.outcome === 'ambiguous') return { open: meant.candidates };
  return word('words', piece);
}

function whichOne(piece: string, candidates: readonly Name[], line: (as: string) => string): Reply {
  const meant = candidates.map(({ label }): Choice => ({ label, command: line(label) }));
  const word: Choice = { label: `The word “${piece}”`, command: line(`'${piece}'`) };
  return refusal('question', `“${piece}” may be a name or a word to look for.`, 'Which one?', [
    ...meant.slice(0, 4),
    word,
  ]);
}

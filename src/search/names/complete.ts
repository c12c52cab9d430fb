import { type Name, type NameIndex, type NameKind, nameKinds } from '../../domain/ports/names.ts';
import { createRespelling, toleratedErrors, typingErrors } from './near.ts';
import { normalise, readings } from './phonetic-key.ts';
import type { Form, NameRecord } from './records.ts';
import { isEveryday, placesOfTheWorld } from './world.ts';

/** How well a form matches the typed text; 0 is best, undefined no match. */
type Rank = (form: Form) => number | undefined;

/**
 * Names that begin with `text`, then those that contain it, then those near it; at most `limit`, without duplicates.
 */
export function completeNames(
  text: string,
  forms: readonly Form[],
  kinds: readonly NameKind[],
  limit: number,
): Name[] {
  const folded = normalise(text);
  const offered = forms.filter((form) => kinds.includes(form.record.name.kind));
  if (folded === '') return firstOfEach(offered, kinds, limit);
  const ranks = collect(offered, byLetters(folded));
  if (ranks.size < limit) collect(offered, byNearness(folded, readings(text)), ranks);
  return [...ranks]
    .sort(([a, rankA], [b, rankB]) => rankA - rankB || weight(a) - weight(b) || byKind(a, b, kinds))
    .slice(0, limit)
    .map(([record]) => record.name);
}

function byLetters(folded: string): Rank {
  return (form) => {
    const at = form.folded.indexOf(folded);
    if (at === 0) return form.folded.length === folded.length ? 0 : form.label ? 1 : 2;
    if (at > 0 && form.folded[at - 1] === ' ') return 3;
    return at > 0 && folded.length > 2 ? 5 : undefined;
  };
}

/** Compares only as many letters as were typed, because more may follow. */
function byNearness(folded: string, sounds: readonly string[]): Rank {
  const allowed = toleratedErrors(folded.length);
  const heard = sounds.filter((sound) => sound.length > 3);
  return (form) => {
    if (heard.some((sound) => form.phoneticKey.startsWith(sound))) return 4;
    if (allowed === 0 || !beginsAlike(folded, form.folded)) return undefined;
    const errors = Math.min(
      typingErrors(folded, form.folded.slice(0, folded.length)),
      typingErrors(folded, form.folded.slice(0, folded.length + 1)),
    );
    return errors <= allowed ? 5 + errors : undefined;
  };
}

/**
 * Requires one of the first two letters to match, as in nearly all misspellings; most names need no closer comparison.
 */
function beginsAlike(a: string, b: string): boolean {
  return a[0] === b[0] || a[0] === b[1] || a[1] === b[0];
}

function collect(
  forms: readonly Form[],
  rank: Rank,
  into = new Map<NameRecord, number>(),
): Map<NameRecord, number> {
  for (const form of forms) {
    const worth = rank(form);
    if (worth !== undefined && worth < (into.get(form.record) ?? Infinity)) into.set(form.record, worth);
  }
  return into;
}

/** Countries that the desk does not cover come after others of equal rank. */
function weight(record: NameRecord): number {
  return record.name.covered === false ? 1 : 0;
}

function byKind(a: NameRecord, b: NameRecord, kinds: readonly NameKind[]): number {
  return kinds.indexOf(a.name.kind) - kinds.indexOf(b.name.kind);
}

function firstOfEach(forms: readonly Form[], kinds: readonly NameKind[], limit: number): Name[] {
  const names = [...new Set(forms.map((form) => form.record.name))];
  const share = Math.max(1, Math.ceil(limit / kinds.length));
  const first = kinds.flatMap((kind) => names.filter((name) => name.kind === kind).slice(0, share));
  const rest = names.filter((name) => !first.includes(name));
  return [...first, ...rest].slice(0, limit);
}

/** What `NameIndex.misspelt` tells; what is a name or a place of the world as it is typed is no misspelling. */
export function createMisspelt(
  records: readonly NameRecord[],
  exact: NameIndex['exact'],
): NameIndex['misspelt'] {
  const respelling = createRespelling(
    records.filter(({ name: { kind } }) => kind === 'country' || kind === 'place'),
  );
  const isOther = (word: string, { name }: NameRecord) =>
    isEveryday(word) || exact(word, nameKinds).some(({ id }) => id !== name.id);
  return (words) => {
    const hit = respelling(words, isOther);
    const typed = words.slice(0, hit?.used).join(' ');
    if (!hit || exact(typed, nameKinds).length > 0 || placesOfTheWorld(typed).length > 0) return undefined;
    return { name: hit.record.name, spelling: hit.spelling, used: hit.used };
  };
}

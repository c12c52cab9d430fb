import { forgiven, typos } from './edit-distance.ts';
import { fold } from './fold.ts';
import type { Form, FormSet } from './name-forms.ts';
import type { NameRecord } from './name-record.ts';
import { readings } from './skeleton.ts';

export interface NearHit {
  record: NameRecord;
  /** Typing errors; halves come from comparing sounds instead of letters. */
  errors: number;
}

/** Names that `text` may be a misspelling of, the nearest first; each once. */
export function nearest(text: string, { byLength, people }: FormSet): NearHit[] {
  const folded = fold(text);
  const reach = forgiven(folded.length) + 2;
  if (reach === 2) return [];
  const sounds = readings(text).filter((sound) => sound.length >= 5);
  const words = folded.split(' ');
  const best = new Map<NameRecord, number>();
  const note = (record: NameRecord, errors: number) => {
    if (errors < (best.get(record) ?? Infinity)) best.set(record, errors);
  };
  const near = byLength.slice(Math.max(0, folded.length - reach), folded.length + reach + 1).flat();
  for (const form of near) {
    if (form.part && words.length > 1) continue;
    const allowed = forgiven(Math.min(folded.length, form.folded.length));
    if (allowed === 0) continue;
    const letters = typos(folded, form.folded);
    if (letters <= allowed) note(form.record, letters);
    else for (const sound of sounds) compareSounds(sound, form, note);
  }
  if (words.length > 1 && words.length < 5) comparePeople(words, people, note);
  return [...best].map(([record, errors]) => ({ record, errors })).sort((a, b) => a.errors - b.errors);
}

/** For an unknown word: names it begins, or is like enough to be worth showing; the likeliest first. */
export function suggest(text: string, forms: readonly Form[], limit: number): NameRecord[] {
  const folded = fold(text);
  if (folded.length < 3) return [];
  const bearable = Math.max(1, Math.round(folded.length / 3));
  const best = new Map<NameRecord, number>();
  for (const { record, folded: written } of forms) {
    const begun = written.startsWith(folded) || written.includes(` ${folded}`);
    const errors = begun ? 0.5 : typos(folded, written);
    if (errors <= bearable && errors < (best.get(record) ?? Infinity)) best.set(record, errors);
  }
  return [...best]
    .sort(([, a], [, b]) => a - b)
    .slice(0, limit)
    .map(([record]) => record);
}

function compareSounds(sound: string, form: Form, note: (record: NameRecord, errors: number) => void): void {
  const allowed = forgiven(Math.min(sound.length, form.skeleton.length)) - 1;
  if (allowed < 1) return;
  const errors = typos(sound, form.skeleton);
  if (errors <= allowed) note(form.record, errors + 0.5);
}

/** `islm karimow`: every word must be one of the person's, right or nearly so, and at least one of them long. */
function comparePeople(
  words: readonly string[],
  people: FormSet['people'],
  note: (record: NameRecord, errors: number) => void,
): void {
  if (!words.some((word) => word.length > 3)) return;
  for (const [record, parts] of people) {
    let sum = 0;
    for (const word of words) {
      sum += fewest(word, parts);
      if (sum > 3) break;
    }
    if (sum <= 3) note(record, sum);
  }
}

function fewest(word: string, parts: readonly string[]): number {
  const allowed = forgiven(word.length);
  let least = Infinity;
  for (const part of parts) {
    if (Math.abs(part.length - word.length) > allowed) continue;
    const errors = typos(word, part);
    if (errors <= allowed && errors < least) least = errors;
  }
  return least;
}

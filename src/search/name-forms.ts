import { fold } from './fold.ts';
import type { NameRecord } from './name-record.ts';
import { skeleton } from './skeleton.ts';
import { isTitle } from './titles.ts';

/** One way a name is written, made ready for comparing. */
export interface Form {
  record: NameRecord;
  folded: string;
  /** Made when it is first asked for: most forms are never compared by sound. */
  readonly skeleton: string;
  /** A single word of a person's name, which stands for the whole: `karimov`. */
  part: boolean;
  /** Is the house spelling. */
  label: boolean;
}

/** All that misspelt words are compared with. The dear part of the index: made at the first word that is not exact. */
export function makeForms(records: readonly NameRecord[]): Form[] {
  const forms: Form[] = [];
  for (const record of records) {
    const seen = new Set<string>();
    const add = (spelling: string, part: boolean, label: boolean) => {
      const folded = fold(spelling);
      if (folded === '' || seen.has(folded)) return;
      seen.add(folded);
      let sound: string | undefined;
      forms.push({
        ...{ record, folded, part, label },
        get skeleton() {
          sound ??= skeleton(spelling);
          return sound;
        },
      });
    };
    record.spellings.forEach((spelling, at) => {
      add(spelling, false, at === 0);
    });
    if (record.name.kind === 'person') for (const word of personWords(record)) add(word, true, false);
  }
  return forms;
}

/** Forms made ready for the search of near ones: those of about the same length, and people by their words. */
export interface FormSet {
  all: readonly Form[];
  /** By the number of letters. */
  byLength: readonly Form[][];
  people: ReadonlyMap<NameRecord, string[]>;
}

export function arrange(all: readonly Form[]): FormSet {
  const byLength: Form[][] = [];
  const people = new Map<NameRecord, string[]>();
  for (const form of all) {
    const { length } = form.folded;
    while (byLength.length <= length) byLength.push([]);
    byLength[length]?.push(form);
    if (form.record.name.kind !== 'person' || form.folded.includes(' ')) continue;
    people.set(form.record, [...(people.get(form.record) ?? []), form.folded]);
  }
  return { all, byLength, people };
}

/** Folded words of all spellings of a person's name, without titles, which others bear too. */
export function personWords(record: NameRecord): Set<string> {
  const words = record.spellings.flatMap((spelling) => fold(spelling).split(' '));
  return new Set(words.filter((word) => word !== '' && !isTitle(word)));
}

/** Family names as skeletons: the last word of each spelling of two or more words, and of the house spelling. */
export function familyNames(record: NameRecord): Set<string> {
  const whole = record.spellings.map(fold).filter((spelling, at) => at === 0 || spelling.includes(' '));
  return new Set(whole.map((spelling) => skeleton(spelling.split(' ').at(-1) ?? '')));
}

/** Index of values by key; a key may have several. */
export function groupBy<V>(pairs: Iterable<[string, V]>): Map<string, V[]> {
  const groups = new Map<string, V[]>();
  for (const [key, value] of pairs) {
    const group = groups.get(key);
    if (!group) groups.set(key, [value]);
    else if (!group.includes(value)) group.push(value);
  }
  return groups;
}

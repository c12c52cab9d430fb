import { normalise } from '../search/names/phonetic-key.ts';
import type { FoundEntry } from './read-document.ts';

/** Titles of fewer words are alike by chance: "Weather", "Morning news". */
const fewestWords = 4;

/** Whether of the words of two titles together both have at least this share. */
export function areAlike(one: ReadonlySet<string>, other: ReadonlySet<string>, share: number): boolean {
  if (Math.min(one.size, other.size) < fewestWords) return false;
  return one.intersection(other).size >= share * one.union(other).size;
}

/** From which on two papers tell one story to whoever makes a desk. */
const alike = 0.6;
/** Milliseconds between two reports of one story. */
const within = 3 * 24 * 3_600_000;

/** Entries that tell a story which an earlier one of another feed tells already; the first feed keeps it. */
export function repeatedStories(feeds: readonly (readonly FoundEntry[])[]): FoundEntry[] {
  const repeated: FoundEntry[] = [];
  const told: { entry: FoundEntry; words: Set<string> }[] = [];
  /** Of `told`, by the words that they have, so that each headline is compared with few. */
  const byWord = new Map<string, number[]>();
  for (const feed of feeds) {
    const own = feed.map((entry) => ({ entry, words: wordsOf(entry.title) }));
    for (const one of own) {
      const near = new Set([...one.words].flatMap((word) => byWord.get(word) ?? []));
      if ([...near].some((at) => isSameStory(one, told[at]))) repeated.push(one.entry);
    }
    // Two entries of one feed are two stories, whatever their titles.
    for (const one of own) {
      for (const word of one.words) byWord.set(word, [...(byWord.get(word) ?? []), told.length]);
      told.push(one);
    }
  }
  return repeated;
}

/** Words of headlines, at most; the rest of a long one says little more. */
const mostWords = 30;

const wordsOf = (title: string) =>
  new Set(
    normalise(title)
      .split(' ')
      .filter((word) => word.length > 2)
      .slice(0, mostWords),
  );

interface Headline {
  entry: FoundEntry;
  words: Set<string>;
}

function isSameStory(one: Headline, other: Headline | undefined): boolean {
  if (!other) return false;
  const [a, b] = [one.entry.published, other.entry.published];
  if (a && b && Math.abs(a.getTime() - b.getTime()) > within) return false;
  return areAlike(one.words, other.words, alike);
}

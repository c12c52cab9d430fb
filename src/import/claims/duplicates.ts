import { createHash } from 'node:crypto';
import { monthNames } from '../../domain/dates/day.ts';
import type { Signature } from '../../domain/import.ts';

type NearCopy = { copied: false } | { copied: true; run: string; words: number; says: string };

interface Word {
  key: string;
  text: string;
  /** The author could have chosen another word: not a name, number, date or function word. */
  own: boolean;
}

/** A shared run with more freely chosen words (`own`) counts as copied. */
const mostOwnInRow = 3;
/**
 * Largest share of a statement that may consist of shared runs of three or more words; very short statements are
 * exempt.
 */
const mostShare = 0.5;
const shortRun = 3;
const fewestOwn = 4;
const longestSource = 20_000;
const functionWords = new Set(
  'a an the and or of in on at to by for from with as is are was were be been has have had it its that this their his her'.split(
    ' ',
  ),
);

const dateWords = new Set(
  [...monthNames, 'early', 'late', 'mid', 'spring', 'summer', 'autumn', 'winter'].map((word) =>
    word.toLowerCase(),
  ),
);
const numberWords = new Set(
  'one two three four five six seven eight nine ten first second third hundred thousand million billion'.split(
    ' ',
  ),
);

/**
 * Whether a statement repeats its source's wording. Names, numbers and dates do not count, so "Cheney visited Nairobi
 * in May 2006" passes whatever the source says.
 */
export function isNearCopy(statement: string, source: string): NearCopy {
  const mine = wordsIn(statement);
  const theirs = wordsIn(source).slice(0, longestSource);
  const runs = sharedRuns(mine, theirs);
  const [longest] = runs.toSorted((a, b) => b.length - a.length);
  if (!longest) return { copied: false };
  const repeated = ownIn(runs.filter((run) => run.length >= shortRun).flat());
  const all = ownIn(mine);
  const hasOwnRun = runs.some((run) => ownIn(run) > mostOwnInRow);
  const isMostlyShared = all >= fewestOwn && repeated / all > mostShare;
  if (!hasOwnRun && !isMostlyShared) return { copied: false };
  const run = longest.map(({ text }) => text).join(' ');
  return {
    copied: true,
    run,
    words: longest.length,
    says: `${longest.length} words in a row are the source's: "${run}". Say it in the desk's own words.`,
  };
}

function wordsIn(text: string): Word[] {
  const found = text.normalize('NFKC').match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’ʻʼ+-]*/gu) ?? [];
  return found.map((word) => {
    const key = word.toLowerCase().replace(/['’ʻʼ]/g, '');
    const isNameOrNumber = /^\p{Lu}|\p{N}/u.test(word) || dateWords.has(key) || numberWords.has(key);
    return { key, text: word, own: !isNameOrNumber && !functionWords.has(key) };
  });
}

const ownIn = (words: readonly Word[]) => words.filter(({ own }) => own).length;

/** At each word of the statement, the longest run shared with the source, without overlaps. */
function sharedRuns(mine: readonly Word[], theirs: readonly Word[]): Word[][] {
  const places = Map.groupBy(theirs.keys(), (at) => theirs[at]?.key);
  const runs: Word[][] = [];
  for (let at = 0; at < mine.length; ) {
    const length = Math.max(
      0,
      ...(places.get(mine[at]?.key) ?? []).slice(0, 500).map((there) => runLength(mine, at, theirs, there)),
    );
    if (length > 0) runs.push(mine.slice(at, at + length));
    at += Math.max(length, 1);
  }
  return runs;
}

function runLength(mine: readonly Word[], at: number, theirs: readonly Word[], there: number): number {
  let length = 0;
  while (mine[at + length] && mine[at + length]?.key === theirs[there + length]?.key) length++;
  return length;
}

const wordsInRun = 5;
/** Hashes kept per text. Exact for texts of up to this many words, within three per cent for longer ones. */
const sketchSize = 1024;
const mostWords = 60_000;

/** Words for comparison: lower-case letters and digits, with accents and apostrophes normalised. */
function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’‘ʻʼ`]/g, '');
  return (plain.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? []).slice(0, mostWords);
}

/** Hashes of a text's runs of five words. A shorter text has one run, all of it. */
export function signatureOf(text: string): Signature {
  const words = wordsOf(text);
  const hashes = new Set<number>();
  for (let at = 0; at <= Math.max(words.length - wordsInRun, 0); at++) {
    const run = words.slice(at, at + wordsInRun);
    if (run.length > 0) hashes.add(createHash('md5').update(run.join(' ')).digest().readUInt32BE());
  }
  return { count: hashes.size, hashes: [...hashes].sort((a, b) => a - b).slice(0, sketchSize) };
}

/** Shares, 0 to 1. */
interface Likeness {
  /** Shared runs among all runs of both texts. */
  jaccard: number;
  /** Shared runs among the runs of the shorter text. */
  containment: number;
}

/** Similarity of two texts from the smallest hashes of both (bottom-k sketches; Broder 1997). */
export function likeness(a: Signature, b: Signature): Likeness {
  const [other, all] = [new Set(b.hashes), new Set([...a.hashes, ...b.hashes])];
  const whole = a.count === a.hashes.length && b.count === b.hashes.length;
  const sample = [...all].sort((x, y) => x - y).slice(0, whole ? all.size : sketchSize);
  if (sample.length === 0) return { jaccard: 0, containment: 0 };
  const mine = new Set(a.hashes);
  const jaccard = sample.filter((hash) => mine.has(hash) && other.has(hash)).length / sample.length;
  const shared = (jaccard / (1 + jaccard)) * (a.count + b.count);
  return { jaccard, containment: Math.min(shared / Math.min(a.count, b.count), 1) };
}

/** Fewer runs are a sentence or two, which may be a shared quotation. */
const fewestRuns = 20;

/** Whether both texts are the same article, shortened or slightly edited, as with agency copy. */
export function isNearSame(a: Signature, b: Signature): boolean {
  const { jaccard, containment } = likeness(a, b);
  return jaccard >= 0.5 || (containment >= 0.7 && Math.min(a.count, b.count) >= fewestRuns);
}

/** `isNearSame` for plain texts. */
export function nearSame(textA: string, textB: string): boolean {
  return isNearSame(signatureOf(textA), signatureOf(textB));
}

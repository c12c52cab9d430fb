import type { SearchFilters } from '../../domain/search/query.ts';
import { type Blocks, dayNumber, eachPosting, type KnownRevisions } from './blocks.ts';
import { isNameWord } from './words.ts';

/** BM25: how soon repeating a word counts no more, and how much a longer text has to say it more often. */
const [k1, b] = [1.2, 0.75];
/** A word of a title counts as often. */
const titleWeight = 2;
/** A name is linked or not, however long the text is; its spellings count as one. */
const nameWeight = 1;

/** Questions of up to so many words want entries with all of them first. */
export const wantsAll = 4;

/** The revisions that have a word, and how much of it each. */
export interface WordList {
  revs: Int32Array;
  amounts: Uint16Array;
  /** 1 for each that has it among its names. */
  linked: Uint8Array;
  /** How telling the word is: the fewer have it, the more. */
  telling: number;
}

/** What an asker may see of a desk. The same for all that is asked until something changes. */
export class Audience {
  /** 1 for each revision that may be shown. */
  readonly visible: Uint8Array;
  readonly count: number;
  /** What repeating a word is divided by in each: longer texts say it more often. */
  readonly lengths: Float32Array;

  constructor({ size, inTitle, inText }: KnownRevisions, visible: Uint8Array) {
    this.visible = visible;
    this.lengths = new Float32Array(size);
    let [count, sum] = [0, 0];
    for (let rev = 0; rev < size; rev++) {
      if (visible[rev] !== 1) continue;
      const length = titleWeight * (inTitle[rev] as number) + (inText[rev] as number);
      this.lengths[rev] = length;
      count += 1;
      sum += length;
    }
    const average = Math.max(1, sum / Math.max(1, count));
    for (let rev = 0; rev < size; rev++)
      this.lengths[rev] = 1 - b + (b * (this.lengths[rev] as number)) / average;
    this.count = count;
  }
}

/** The columns in which one question at a time is ranked, by revision: megabytes, which are not made anew for each. */
export class Columns {
  readonly size: number;
  readonly passing: Uint8Array;
  readonly scores: Float64Array;
  readonly matched: Uint8Array;
  readonly candidates: Int32Array;
  /** All 0 but while a list is made. */
  readonly amounts: Uint16Array;
  readonly linked: Uint8Array;

  constructor(size: number) {
    this.size = size;
    this.passing = new Uint8Array(size);
    this.scores = new Float64Array(size);
    this.matched = new Uint8Array(size);
    this.candidates = new Int32Array(size);
    this.amounts = new Uint16Array(size);
    this.linked = new Uint8Array(size);
  }
}

/** Scores what one question finds. */
export class Ranking {
  readonly known: KnownRevisions;
  readonly count: number;
  readonly columns: Columns;
  readonly #audience: Audience;

  constructor(known: KnownRevisions, audience: Audience, columns: Columns) {
    this.known = known;
    this.count = audience.count;
    this.columns = columns;
    this.#audience = audience;
  }

  /** The list of words of the index that mean one thing: those who have any of them have it. */
  list(words: readonly string[], of: (word: string) => Blocks): WordList {
    const { amounts, linked } = this.columns;
    const { visible } = this.#audience;
    const most = words.flatMap(of).reduce((sum, { data }) => sum + (data.length >> 1), 0);
    const found = new Int32Array(most);
    let count = 0;
    for (const word of words) {
      const isName = isNameWord(word);
      for (const { block, data } of of(word))
        eachPosting(block, data, (rev, inTitle, inText) => {
          if (visible[rev] !== 1) return;
          if (amounts[rev] === 0 && linked[rev] === 0) found[count++] = rev;
          if (isName) linked[rev] = 1;
          else amounts[rev] = (amounts[rev] as number) + titleWeight * inTitle + inText;
        });
    }
    const revs = found.subarray(0, count);
    const own = { amounts: new Uint16Array(count), linked: new Uint8Array(count) };
    for (let at = 0; at < count; at++) {
      const rev = revs[at] as number;
      own.amounts[at] = amounts[rev] as number;
      own.linked[at] = linked[rev] as number;
      amounts[rev] = 0;
      linked[rev] = 0;
    }
    const telling = Math.log(1 + (this.count - count + 0.5) / (count + 0.5));
    return { revs, ...own, telling };
  }

  /** What a list adds to the score of one of its revisions, at weight 1. */
  share({ revs, amounts, linked, telling }: WordList, at: number): number {
    const length = this.#audience.lengths[revs[at] as number] as number;
    const amount = (amounts[at] as number) / length + nameWeight * (linked[at] as number);
    return (telling * amount * (k1 + 1)) / (amount + k1);
  }

  /** Adds a list's shares to the scores of revisions that `passing` lets through. */
  add(scores: Float64Array, passing: Uint8Array, list: WordList, weight: number): void {
    const { revs } = list;
    for (let at = 0; at < revs.length; at++) {
      const rev = revs[at] as number;
      if (passing[rev] === 1) scores[rev] = (scores[rev] as number) + weight * this.share(list, at);
    }
  }
}

/** Scored revisions. `matched`: how many of the question's words each has. */
export interface Scored {
  scores: Float64Array;
  matched: Uint8Array;
  candidates: Int32Array;
}

/** Scores the revisions that have any of the words. */
export function scoreRevisions(
  ranking: Ranking,
  passing: Uint8Array,
  lists: readonly WordList[],
  weights: readonly number[],
): Scored {
  const { scores, matched, candidates: found } = ranking.columns;
  scores.fill(0);
  matched.fill(0);
  let count = 0;
  for (const [at, list] of lists.entries()) {
    ranking.add(scores, passing, list, weights[at] ?? 1);
    const { revs } = list;
    for (let place = 0; place < revs.length; place++) {
      const rev = revs[place] as number;
      if (passing[rev] !== 1) continue;
      const had = matched[rev] as number;
      if (had === 0) found[count++] = rev;
      if (had < 255) matched[rev] = had + 1;
    }
  }
  return { scores, matched, candidates: found.subarray(0, count) };
}

/** The first `most` in order: entries with all words of a short question, then by score; recency and standing break ties. */
export function best(
  { known }: Ranking,
  { scores, matched, candidates }: Scored,
  words: number,
  most: number,
): number[] {
  const all = (rev: number) => words <= wantsAll && matched[rev] === words;
  const before = (one: number, other: number): number => {
    if (all(one) !== all(other)) return all(one) ? -1 : 1;
    return (
      (scores[other] as number) - (scores[one] as number) ||
      (known.published[other] as number) - (known.published[one] as number) ||
      (known.standing[one] as number) - (known.standing[other] as number) ||
      one - other
    );
  };
  // A heap of the best so far, the worst of them on top.
  const heap: number[] = [];
  const worse = (one: number, other: number) => before(heap[one] as number, heap[other] as number) > 0;
  const swap = (one: number, other: number) => {
    [heap[one], heap[other]] = [heap[other] as number, heap[one] as number];
  };
  const rise = (from: number) => {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!worse(at, parent)) return;
      swap(at, parent);
      at = parent;
    }
  };
  const sink = () => {
    for (let at = 0; ; ) {
      let worst = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && worse(child, worst)) worst = child;
      if (worst === at) return;
      swap(at, worst);
      at = worst;
    }
  };
  for (let at = 0; at < candidates.length; at++) {
    const rev = candidates[at] as number;
    if (heap.length < most) {
      heap.push(rev);
      rise(heap.length - 1);
    } else if (most > 0 && before(rev, heap[0] as number) < 0) {
      heap[0] = rev;
      sink();
    }
  }
  return heap.sort(before);
}

/** 1 for each of these revisions. */
export function maskOf(size: number, revs: Iterable<number>): Uint8Array {
  const mask = new Uint8Array(size);
  for (const rev of revs) mask[rev] = 1;
  return mask;
}

/** The visible revisions whose event date may overlap the days of the filters. */
export function passingOf(
  { known: { from, to }, columns: { passing } }: Ranking,
  visible: Uint8Array,
  filters: SearchFilters | undefined,
): Uint8Array {
  passing.set(visible);
  if (filters?.since === undefined && filters?.until === undefined) return passing;
  const since = filters?.since === undefined ? 0 : dayNumber(filters.since);
  const until = filters?.until === undefined ? Number.MAX_SAFE_INTEGER : dayNumber(filters.until);
  for (let rev = 0; rev < passing.length; rev++)
    if ((to[rev] as number) < since || (from[rev] as number) > until) passing[rev] = 0;
  return passing;
}

/** Lets only revisions pass that have the word. */
export function keepOnly(passing: Uint8Array, blocks: Blocks): void {
  const having = new Uint8Array(passing.length);
  for (const { block, data } of blocks)
    eachPosting(block, data, (rev) => {
      having[rev] = 1;
    });
  for (let rev = 0; rev < passing.length; rev++) if (having[rev] !== 1) passing[rev] = 0;
}

/** Which lists each of a few revisions is in, and what each adds to its score. */
export function heldBy(
  ranking: Ranking,
  revs: readonly number[],
  lists: readonly WordList[],
  weights: readonly number[],
): Map<number, { term: number; share: number }[]> {
  const asked = maskOf(ranking.known.size, revs);
  const held = new Map(revs.map((rev): [number, { term: number; share: number }[]] => [rev, []]));
  for (const [term, list] of lists.entries())
    for (let at = 0; at < list.revs.length; at++) {
      const rev = list.revs[at] as number;
      if (asked[rev] !== 1) continue;
      held.get(rev)?.push({ term, share: (weights[term] as number) * ranking.share(list, at) });
    }
  return held;
}

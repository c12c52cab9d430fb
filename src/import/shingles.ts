import { createHash } from 'node:crypto';
import type { Signature } from '../domain/import.ts';

const size = 5;
/** Exact for texts of up to this many words; an estimate within three per cent for longer ones. */
const kept = 1024;
const mostWords = 60_000;

/** Words as they are compared: small letters and digits, without accents' or apostrophes' many codings. */
export function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’‘ʻʼ`]/g, '');
  return (plain.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? []).slice(0, mostWords);
}

/** A text of fewer than five words has one run: the whole of it. */
export function signatureOf(text: string): Signature {
  const words = wordsOf(text);
  const hashes = new Set<number>();
  for (let at = 0; at <= Math.max(words.length - size, 0); at++) {
    const run = words.slice(at, at + size);
    if (run.length > 0) hashes.add(createHash('md5').update(run.join(' ')).digest().readUInt32BE());
  }
  return { count: hashes.size, hashes: [...hashes].sort((a, b) => a - b).slice(0, kept) };
}

/** Shares from 0 to 1. */
export interface Likeness {
  /** Of all runs of both, those that both have. */
  jaccard: number;
  /** Of the runs of the shorter text, those that the longer one has. */
  containment: number;
}

/** How alike two texts are, by the smallest hashes of both together (bottom-k sketches; Broder 1997). */
export function likeness(a: Signature, b: Signature): Likeness {
  const [other, all] = [new Set(b.hashes), new Set([...a.hashes, ...b.hashes])];
  const whole = a.count === a.hashes.length && b.count === b.hashes.length;
  const sample = [...all].sort((x, y) => x - y).slice(0, whole ? all.size : kept);
  if (sample.length === 0) return { jaccard: 0, containment: 0 };
  const mine = new Set(a.hashes);
  const jaccard = sample.filter((hash) => mine.has(hash) && other.has(hash)).length / sample.length;
  const shared = (jaccard / (1 + jaccard)) * (a.count + b.count);
  return { jaccard, containment: Math.min(shared / Math.min(a.count, b.count), 1) };
}

/** Fewer runs than this are a sentence or two, which quotations have in common. */
const fewest = 20;

/** The same article, shortened or slightly edited; agencies' texts reach many papers that way. */
export function isNearSame(a: Signature, b: Signature): boolean {
  const { jaccard, containment } = likeness(a, b);
  return jaccard >= 0.5 || (containment >= 0.7 && Math.min(a.count, b.count) >= fewest);
}

/** `isNearSame` of two texts at hand. */
export function nearSame(textA: string, textB: string): boolean {
  return isNearSame(signatureOf(textA), signatureOf(textB));
}

import type { FoundName } from './find-names.ts';

const titled =
  /(?<=[\p{Ll}\p{N},;:] [“"]?)\p{Lu}[\p{L}\p{M}’'-]+(?: (?:(?:of|for|and|the|on) )?\p{Lu}[\p{L}\p{M}’'-]+)+/gu;

/** Things with a name that the desk does not list: two capitalised words or more, not at the head of the sentence. */
export function findTitles(sentence: string, found: readonly FoundName[]): string[] {
  const listed = found.map(({ text, index }) => ({ from: index, to: index + text.length }));
  return [...sentence.matchAll(titled)]
    .filter(({ 0: text, index }) => !listed.some(({ from, to }) => from < index + text.length && index < to))
    .map(([text]) => text);
}

import type { FoundName } from '../../search/names/in-text.ts';

/** Of several people with a family name, the one whose full name occurs in the article. */
export function settleNames(found: readonly FoundName[], known: ReadonlySet<string>): FoundName[] {
  return found.map((name) => {
    const meant = name.candidates.filter(({ id }) => known.has(id));
    return name.candidates.length > 1 && meant.length === 1 ? { ...name, candidates: meant } : name;
  });
}

/** Digits are limited, because "1.1.1.1…" would otherwise be scanned again from every digit. */
const figure =
  /(?:[$€£₽₸]|US\$) ?\d[\d.,]{0,30}(?: ?(?:million|billion|trillion|bn|m)\b)?|\b\d[\d.,]{0,30}(?: ?(?:%|per ?cent\b)| (?:million|billion|trillion)\b(?: [a-z]{3,}s\b)?| (?:[a-z-]+ )?[a-z]{3,}s\b(?! ago\b)| ?(?:тыс\.?|млн|млрд|трлн|процент\p{L}*)(?!\p{L})(?: \p{Ll}{3,})?)/gu;
/** Starts at the last opening mark, so that the text is not scanned to its end for each mark. */
const quote = /“([^“”]{3,600})”|"([^"]{3,600})"|«([^«»]{3,600})»/g;
const fewestQuoted = 3;

/** Amounts, shares and counts: `$1 billion`, `12 per cent`, `75 countries`. Excludes years and days. */
export function findNumbers(sentence: string): string[] {
  return [...sentence.matchAll(figure)].map(([text]) => text.replace(/[.,]$/, ''));
}

/** Quotations of three words or more; shorter ones are names or terms. */
export function findQuotes(sentence: string): string[] {
  return [...sentence.matchAll(quote)]
    .map((match) => (match[1] ?? match[2] ?? match[3] ?? '').trim())
    .filter((text) => text.split(/\s+/).length >= fewestQuoted);
}

const titled =
  /(?<=[\p{Ll}\p{N},;:] [“"]?)\p{Lu}[\p{L}\p{M}’'-]+(?: (?:(?:of|for|and|the|on) )?\p{Lu}[\p{L}\p{M}’'-]+)+/gu;

/** Named things that the desk does not list: two or more capitalised words, not at the start of the sentence. */
export function findTitles(sentence: string, found: readonly FoundName[]): string[] {
  const listed = found.map(({ text, index }) => ({ from: index, to: index + text.length }));
  return [...sentence.matchAll(titled)]
    .filter(({ 0: text, index }) => !listed.some(({ from, to }) => from < index + text.length && index < to))
    .map(([text]) => text);
}

/** Matches whole words of any script, ignoring case; each may be a regular-expression fragment. */
export const anyWord = (...words: string[]) =>
  new RegExp(`(?<![\\p{L}\\d])(?:${words.join('|')})(?![\\p{L}\\d])`, 'iu');

import type { IndexedText, SearchFilters, SearchToken } from '../../domain/search/query.ts';
import { toleratedErrors, typingErrors } from '../../search/names/near.ts';
import { nameToken } from '../../search/names/tokens.ts';

/** The postings of this word say what is known of each revision. */
export const everyRevision = '';

/** Names stand beside the words, where no word of a text can equal them. */
export const nameWord = (token: string) => `:${token}`;
export const isNameWord = (word: string) => word.startsWith(':');

/** All that an index holds. */
const indexed = /^[a-z0-9]{1,200}$/;

/** The word of the index that a token is found by; none for what no index can hold. */
export function wordOf({ token, column }: SearchToken): string[] {
  if (!indexed.test(token)) return [];
  return [column === 'names' ? nameWord(token) : token];
}

/** The names that an entry must have. */
export function filterWords(filters: SearchFilters | undefined): string[] {
  const kinds = ['topic', 'country', 'person', 'organisation', 'place', 'source'] as const;
  return kinds.flatMap((kind) => {
    const ids = [filters?.[kind] ?? []].flat();
    return ids.map((id) => nameWord(nameToken(kind, id)));
  });
}

/** Whether the tokens of each phrase follow each other in the title or in the text. */
export function holdsPhrases({ title, text }: IndexedText, phrases: readonly string[][]): boolean {
  return phrases.every((phrase) => {
    const wanted = ` ${phrase.join(' ')} `;
    return [title, text].some((tokens) => ` ${tokens.join(' ')} `.includes(wanted));
  });
}

const most = 5;

/** Words that `typed` may misspell or begin, nearest first. The first letter is rarely wrong. */
export function nearestWords(typed: string, words: readonly string[]): string[] {
  if (typed.length < 4 || /\d/.test(typed)) return [];
  const allowed = Math.min(2, toleratedErrors(typed.length - 1));
  const found = words.flatMap((word) => {
    if (word === typed || Math.abs(word.length - typed.length) > allowed) return [];
    const errors = typingErrors(typed, word);
    return errors <= allowed ? [{ word, errors }] : [];
  });
  const begun = words.filter((word) => word !== typed && word.startsWith(typed));
  found.push(...begun.map((word) => ({ word, errors: allowed + word.length - typed.length })));
  found.sort((one, other) => one.errors - other.errors || (one.word < other.word ? -1 : 1));
  return [...new Set(found.map(({ word }) => word))].slice(0, most);
}

/** Entries at the top of a ranking that are taken to be what is meant, and words taken from them (RM3). */
export const feedbackEntries = 5;
const fedBack = 20;
/** The part of the question's own words in the ranking that follows. */
const ownPart = 0.6;
/** Words of more of the entries than this tell them apart too little. */
export const commonShare = 0.1;

/** What names that belong to the question add where an entry has them. */
export const relatedWeight = 1;

/** The words that tell most of these texts, with weights that add up to 1. */
export function expansionWords(texts: readonly { text: IndexedText; score: number }[]): Map<string, number> {
  const all = texts.reduce((sum, { score }) => sum + score, 0) || 1;
  const weights = new Map<string, number>();
  for (const { text, score } of texts) {
    const tokens = [...text.title, ...text.text];
    const share = score / all / Math.max(1, tokens.length);
    for (const token of tokens) weights.set(token, (weights.get(token) ?? 0) + share);
  }
  const best = [...weights].sort(([one, a], [other, z]) => z - a || (one < other ? -1 : 1)).slice(0, fedBack);
  const sum = best.reduce((total, [, weight]) => total + weight, 0) || 1;
  return new Map(best.map(([word, weight]) => [word, weight / sum]));
}

/**
 * Mixes the weights of a question's words, in place, with those of an expansion. The words that are not its own come
 * back with their weights.
 */
export function mixInExpansion<T extends { word: string; weight: number }>(
  terms: readonly (readonly string[])[],
  weights: number[],
  expanded: readonly T[],
): T[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  for (let at = 0; at < weights.length; at++) weights[at] = ownPart * (weights[at] as number);
  return expanded.flatMap((each) => {
    const weight = (1 - ownPart) * sum * each.weight;
    const term = terms.findIndex((alternatives) => alternatives.includes(each.word));
    if (term < 0) return [{ ...each, weight }];
    weights[term] = (weights[term] as number) + weight;
    return [];
  });
}

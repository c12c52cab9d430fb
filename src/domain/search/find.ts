import type { Page, Scope } from '../ports/entries.ts';
import type { Found, Searcher, SearchFilters, SearchLanguage, Understood } from './query.ts';

/** Characters of a question; the rest is not read. */
export const longestQuestion = 1000;
/** Words that nothing holds are put right one by one; a question with more of them is of something else. */
const mostPutRight = 8;

export interface Asked {
  words: string;
  filters?: SearchFilters;
  page: Page;
}

export interface FoundEntries extends Found, Understood {
  /** Words of the question that no entry holds, as they were typed. */
  unheld: string[];
  /** The question was longer than is read. */
  cut: boolean;
}

export interface SearchNeeds {
  searcher: Searcher;
  language: SearchLanguage;
}

/** Entries that hold words of a question, best first. A word that none holds is read as the nearest that some hold. */
export async function findEntries(
  { searcher, language }: SearchNeeds,
  scope: Scope,
  { words, filters, page }: Asked,
): Promise<FoundEntries> {
  const asked = cutAt(words, longestQuestion);
  const find = async (misread?: ReadonlyMap<string, string>) => {
    const understood = language.understand(asked, misread);
    const query = { ...understood.query, ...(filters && { filters }) };
    const found = await searcher.search(scope, query, page);
    const unheld = query.terms.filter((_, at) => found.counts[at] === 0).map(({ word }) => word);
    return { ...understood, ...found, query, unheld: [...new Set(unheld)], cut: asked !== words };
  };
  const first = await find();
  const misread = new Map<string, string>();
  for (const word of first.unheld.slice(0, mostPutRight)) {
    const instead = language.misspelt(word)?.label ?? (await searcher.similar(scope.desk, word))[0];
    if (instead !== undefined) misread.set(word, instead);
  }
  return misread.size > 0 ? find(misread) : first;
}

/** At the end of a word, where there is one. */
function cutAt(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = text.lastIndexOf(' ', most);
  return text.slice(0, end > 0 ? end : most);
}

import { delimiterOf } from './read-table.ts';
import { tableColumns } from './table-columns.ts';

export type DataFormat = 'yaml' | 'article' | 'json' | 'table';

/** Keys that begin an entry or a source of the desk's own, and few lines of other texts. */
const ownKey =
  /^(?:- |\s{2,}|)(id|kind|title|statement|standing|publisher|grade|dates|topics|sources): *(?=\S)/gm;
/** An entry in braces has all of its keys on a line. */
const inBraces = /^-\s*\{/;
const ownKeyInBraces =
  /[{,]\s*(id|kind|title|statement|standing|publisher|grade|dates|topics|sources): *(?=\S)/g;
/** So many of them stand in every entry, and in no text by chance. */
const surely = 4;

/**
 * In which of the desk's own forms a text is written, and whether that is sure; none: it is no data, as far as its
 * beginning tells.
 */
export function formatOf(text: string): { format: DataFormat; isSure: boolean } | undefined {
  const begin = text.trimStart().slice(0, 5000);
  if (/^[[{]\s*["{\]}]/.test(begin)) return { format: 'json', isSure: true };
  const keys = ownKeys(begin);
  if (/^---\s*\n/.test(begin) && keys > 1) return { format: 'article', isSure: keys >= surely };
  const header = begin.split(/\r|\n/)[0] ?? '';
  const names = header.split(delimiterOf(header)).map((name) => name.replace(/^["']+|["']+$/g, '').trim());
  const known = names.filter((name) => tableColumns.includes(name.toLowerCase())).length;
  if (known > 1) return { format: 'table', isSure: known > names.length / 2 };
  return keys > 1 ? { format: 'yaml', isSure: keys >= surely } : undefined;
}

const ownKeys = (text: string) =>
  new Set(Array.from(text.matchAll(inBraces.test(text) ? ownKeyInBraces : ownKey), ([, key]) => key)).size;

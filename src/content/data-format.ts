import { delimiterOf } from './read-table.ts';
import { tableColumns } from './table-columns.ts';

export type DataFormat = 'yaml' | 'article' | 'json' | 'table';

/** Keys that begin an entry or a source of the desk's own, and few other texts. */
const ownKey = /^(?:- |\s{2,}|)(?:id|statement|standing|publisher|dates|topics|sources): *\S/gm;

/** In which of the desk's own forms a text is written; none: it is no data, as far as its beginning tells. */
export function formatOf(text: string): DataFormat | undefined {
  const begin = text.trimStart().slice(0, 5000);
  if (/^[[{]\s*["{\]}]/.test(begin)) return 'json';
  if (/^---\s*\n/.test(begin) && ownKeys(begin) > 1) return 'article';
  const header = begin.split(/\r|\n/)[0] ?? '';
  const names = header.split(delimiterOf(header)).map((name) => name.replace(/^["']+|["']+$/g, '').trim());
  const known = names.filter((name) => tableColumns.includes(name.toLowerCase())).length;
  if (names.length > 1 && known > names.length / 2) return 'table';
  return ownKeys(begin) > 1 ? 'yaml' : undefined;
}

const ownKeys = (text: string) =>
  new Set(text.match(ownKey)?.map((key) => key.replace(/:.*/, '').trim())).size;

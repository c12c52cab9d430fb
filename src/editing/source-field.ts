import { distance } from 'fastest-levenshtein';
import { inWords } from '../domain/desk-names.ts';
import type { Citation } from '../domain/entry.ts';
import { house } from '../domain/house.ts';
import type { Source } from '../domain/source.ts';
import { type Field, type Reading, short } from './field.ts';

/** The sources of an entry, the best first: `sanchez-2026 at paragraph 3; hsg-secretaries`. */
export const sourceField: Field = {
  name: 'source',
  label: 'Source',
  hint: 'A source of the desk, or its address; “sanchez-2026 at paragraph 3”; several with ; between them',
  required: true,
  key: 'sources',
  kind: { type: 'text', max: 1000 },
  show: (raw) => ((raw.sources as Citation[] | undefined) ?? []).map(written).join('; '),
  write(raw, text, reading) {
    const before = (raw.sources as Citation[] | undefined) ?? [];
    const parts = text.split(/[;\n]/).flatMap((part) => part.trim() || []);
    const faults: string[] = [];
    const sources = parts.flatMap((part): Citation[] => {
      const kept = before.find((citation) => written(citation) === part);
      if (kept) return [kept];
      const [, named = part, at] = /^(.*?)\s+at\s+(.+)$/s.exec(part) ?? [];
      const found = findSource(named, reading);
      if (typeof found === 'string') {
        faults.push(found);
        return [];
      }
      return [{ id: found.id, ...(at && { at }) }];
    });
    raw.sources = sources;
    return faults.length > 0 ? faults.join(' ') : undefined;
  },
};

const written = ({ id, at }: Citation) => (at ? `${id} at ${at}` : id);

function findSource(typed: string, { desk, notices }: Reading): Source | string {
  const text = typed.trim();
  const plain = fold(text);
  const exact = desk.sources.find(({ id }) => id === text.toLowerCase());
  if (exact) return exact;
  const fits = desk.sources.filter(
    ({ url, title, publisher, author }) =>
      (url && fold(url) === plain) || [title, publisher, author ?? ''].some((word) => fold(word) === plain),
  );
  const [only] = fits;
  if (only && fits.length === 1) {
    notices.push(`“${short(text)}” is the source ${only.id}.`);
    return only;
  }
  if (only)
    return `“${short(text)}” fits several sources: ${inWords(
      fits.slice(0, 5).map(({ id }) => id),
      'or',
    )}. Write the one that is meant.`;
  const near = desk.sources
    .filter(
      ({ id, title, publisher }) =>
        [id, title, publisher].some((word) => fold(word).includes(plain)) || distance(id, plain) <= mostTypos,
    )
    .slice(0, 3)
    .map(({ id }) => id);
  const meant = plain.length > 2 && near.length > 0 ? ` Did you mean ${inWords(near, 'or')}?` : '';
  return `The desk has no source “${short(text)}”.${meant} Add one with /${house} add source.`;
}

/** Letters that may be wrong in the id of a source. */
const mostTypos = 2;

const fold = (text: string) => text.toLowerCase().replace(/\/+$/, '').trim();

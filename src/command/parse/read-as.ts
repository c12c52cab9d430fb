import { distance } from 'fastest-levenshtein';
import type { Name, NameIndex } from '../../domain/ports/names.ts';
import type { Block } from '../../domain/reply.ts';
import { quoted } from './fault.ts';
import { phrase } from './phrase.ts';
import type { NameReading } from './read-name.ts';

/** Says how a name was read, where that is not plain to see from the answer. */
export function readAs({ name, place, via, typed }: NameReading, names: NameIndex): Block[] {
  const asked = place ?? name;
  const notes: string[] = [];
  if (via === 'near' || !names.isPlain(typed, asked) || looksMisspelt(typed, asked)) {
    notes.push(`Read ${quoted(typed)} as ${asked.label}.`);
  }
  if (place) notes.push(`${place.label} is in ${name.label}; this answers for the country.`);
  if (notes.length === 0) return [];
  return [{ type: 'notice', tone: 'info', spans: [{ text: notes.join(' ') }] }];
}

/** Common misspellings are listed with a name's spellings: one who typed such a word is told all the same. */
function looksMisspelt(typed: string, { label, kind }: Name): boolean {
  if (kind === 'person') return false;
  const [a, b] = [phrase(typed), phrase(label)];
  const errors = distance(a, b);
  return a.length > 4 && errors > 0 && errors < 3 && !a.startsWith(b);
}

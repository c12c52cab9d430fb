import type { EntryBody } from '../domain/entry.ts';
import { type Fault, type Finding, mostFindings, shown } from './fault.ts';
import type { FileReading, Located } from './file-reading.ts';
import type { Served } from './served.ts';
import { didYouMean } from './suggest.ts';

/** Ids stand once in a desk, and entries speak only of entries that there are. */
export function checkLinks(readings: readonly FileReading[], served: Served): Fault[] {
  return [...repeatedIds(readings, served), ...danglingLinks(readings, served)];
}

/** The entry stays with the file it is served from, else with the first file; the fault goes to the others. */
function repeatedIds(readings: readonly FileReading[], served: Served): Fault[] {
  const owners = new Map<string, { path: string; line?: number }>();
  const read = new Map(readings.map((reading) => [reading.path, reading]));
  for (const [id, path] of served.entries) {
    if (path === undefined || served.gone.has(path)) continue;
    const reading = read.get(path);
    if (!reading) owners.set(id, { path });
    else if (reading.named.has(id)) {
      const line = reading.entries.find(({ value }) => value.id === id)?.spot(['id']).line;
      owners.set(id, line === undefined ? { path } : { path, line });
    }
  }
  const seen = new Set<string>();
  return readings.flatMap((reading) =>
    reading.entries.flatMap(({ value: { id }, spot }): Fault[] => {
      const at = spot(['id']);
      const owner = owners.get(id);
      if (!owner) owners.set(id, { path: reading.path, line: at.line });
      const first = !seen.has(id) && (!owner || owner.path === reading.path);
      if (first) seen.add(id);
      if (!owner || first) return [];
      const where = owner.path === reading.path ? 'in this file' : `in ${owner.path}`;
      const line = owner.line === undefined ? '' : `, line ${owner.line}`;
      const what = `the id ${shown(id)} is also used ${where}${line}`;
      return [
        {
          file: reading.path,
          ...at,
          code: 'duplicate_id',
          path: 'id',
          what,
          fix: 'give one of the two another id',
        },
      ];
    }),
  );
}

/** An entry named in a file that is broken counts as there: mending that file must not begin with another one. */
function danglingLinks(readings: readonly FileReading[], served: Served): Fault[] {
  const known = new Set(readings.flatMap(({ named }) => [...named]));
  const read = new Map(readings.map((reading) => [reading.path, reading]));
  for (const [id, path] of served.entries) {
    if (path === undefined || (!read.has(path) && !served.gone.has(path))) known.add(id);
  }
  return readings.flatMap(({ path: file, entries }) => {
    const found: Fault[] = [];
    for (const entry of entries) {
      if (found.length >= mostFindings) break;
      for (const link of links(entry))
        if (link.id === entry.value.id || !known.has(link.id))
          found.push({ file, ...wrongLink(entry, link, known) });
    }
    return found;
  });
}

function wrongLink(
  { value, spot }: Located<EntryBody>,
  { id, path }: { id: string; path: PropertyKey[] },
  known: ReadonlySet<string>,
): Finding {
  const self = id === value.id;
  const label = String(path[0]);
  const what = self
    ? `"${label}" names the entry itself`
    : `there is no entry ${shown(id)}, named in "${label}"`;
  const fix = self
    ? 'name another entry, or remove it'
    : didYouMean(id, near(id, known), 'write the id of an entry of this desk');
  return { ...spot(path), code: 'unknown_entry', path: label, what, fix };
}

function links({ value }: Located<EntryBody>): { id: string; path: PropertyKey[] }[] {
  const found = value.related.map((id, index) => ({ id, path: ['related', index] as PropertyKey[] }));
  if (value.supersedes !== undefined) found.push({ id: value.supersedes, path: ['supersedes'] });
  if (value.type === 'fact' && value.outcome !== undefined)
    found.push({ id: value.outcome, path: ['outcome'] });
  return found;
}

/** The ids of all entries that one speaks of. */
export const namedEntries = (entry: Located<EntryBody>): string[] => links(entry).map(({ id }) => id);

/** Ids worth comparing with: there may be ten thousand, and a slip of the hand seldom changes the length much. */
function near(id: string, known: ReadonlySet<string>): string[] {
  return [...known].filter((other) => other !== id && Math.abs(other.length - id.length) <= 3);
}

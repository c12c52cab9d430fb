import type { Desk } from '../domain/desk.ts';
import type { EntryBody } from '../domain/entry.ts';
import type { Checked, EntryCheck } from '../domain/ports/entry-check.ts';
import { sourceSchema } from '../domain/source.ts';
import { checkLife } from './check-life.ts';
import { checkLinks, namedEntries } from './check-links.ts';
import { checkReferences } from './check-references.ts';
import { checkSources } from './check-sources.ts';
import { checkSourcing } from './check-sourcing.ts';
import { checkVisit } from './check-visit.ts';
import { namesOf, sourceIds } from './desk-names.ts';
import { type Finding, firstLine } from './fault.ts';
import type { Located } from './file-reading.ts';
import { readEntry } from './read-entry.ts';
import { nothingServed } from './served.ts';
import { shape } from './shape.ts';

/** Which of these entries there are on a desk, whoever may see them. */
type Known = (desk: string, ids: readonly string[]) => Promise<ReadonlySet<string>>;

/** What is written in chat stands in no file: every place in it is the same one. */
const spot = () => firstLine;

/** All that is checked of an entry in a file, for one that is in none. */
export function createEntryCheck(known: Known): EntryCheck {
  return {
    async entry(desk, type, raw) {
      const read = readEntry(type, raw, spot);
      if (!read.ok) return refused(read.findings);
      const { entry } = read;
      const links = await known(desk.definition.id, namedEntries(entry));
      const findings = [...withinDesk(entry, desk), ...linkFindings(entry, links)];
      return findings.length > 0 ? refused(findings) : { ok: true, body: entry.value };
    },
    source(desk, raw) {
      const shaped = shape(sourceSchema, raw, spot);
      if (!shaped.ok) return refused(shaped.findings);
      const findings = checkSources([{ value: shaped.value, spot }], namesOf(desk.definition));
      return findings.length > 0 ? refused(findings) : { ok: true, body: shaped.value };
    },
  };
}

function withinDesk(entry: Located<EntryBody>, { definition, sources }: Desk): Finding[] {
  const names = namesOf(definition);
  const { value } = entry;
  return [
    ...(names ? checkReferences(entry, { ...names, sources: sourceIds(sources) }) : []),
    ...checkLife(entry),
    ...checkSourcing(entry, sources),
    ...(value.type === 'fact' ? checkVisit({ value, spot }, names) : []),
  ];
}

function linkFindings(entry: Located<EntryBody>, known: ReadonlySet<string>): Finding[] {
  const reading = { path: '', kind: 'facts' as const, hash: '', findings: [], sources: [] };
  const entries = new Map([...known].map((id) => [id, undefined]));
  return checkLinks([{ ...reading, entries: [entry], named: new Set([entry.value.id]) }], {
    ...nothingServed,
    entries,
  });
}

function refused<T>(findings: readonly Finding[]): Checked<T> {
  const says = ({ what, fix }: Finding) => `${what.charAt(0).toUpperCase()}${what.slice(1)}; ${fix}.`;
  const faults = findings.map((finding) => ({
    field: finding.path ?? '',
    says: says(finding).replace(/([.?!])\.$/, '$1'),
  }));
  return { ok: false, faults };
}

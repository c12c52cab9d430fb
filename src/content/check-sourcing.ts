import { formatDay } from '../domain/day.ts';
import type { EntryBody } from '../domain/entry.ts';
import { eventDate } from '../domain/event-date.ts';
import type { Source } from '../domain/source.ts';
import { type Finding, shown } from './fault.ts';
import type { Located } from './file-reading.ts';

/** Whether the sources can carry what the fact claims: that it happened by then, and that it is confirmed. */
export function checkSourcing({ value, spot }: Located<EntryBody>, sources: readonly Source[]): Finding[] {
  if (value.type !== 'fact') return [];
  const known = (ids: readonly string[]) => sources.filter(({ id }) => ids.includes(id));
  const cited = known(value.sources.map(({ id }) => id));
  const findings: Finding[] = [];

  const weighty = cited.some(({ kind, grade }) => kind === 'official' || grade === 'A');
  if (value.standing === 'confirmed' && cited.length === 1 && !weighty) {
    const what = `one source of grade ${cited[0]?.grade} does not confirm anything`;
    const fix = 'write "standing: reported", or cite a primary source or a second independent one';
    findings.push({ ...spot(['standing']), code: 'unconfirmed', path: 'standing', what, fix });
  }

  // What is promised or judged may lie ahead of its source; what happened may not.
  if (value.kind !== 'event' && value.kind !== 'visit') return findings;
  for (const [index, date] of value.dates.entries()) {
    const backing = date.sources.length > 0 ? known(date.sources) : cited;
    const { earliest } = eventDate(date.edtf);
    const reach = backing
      .map(({ until }) => eventDate(until).latest ?? '9999-12-31')
      .sort()
      .at(-1);
    if (!earliest || !reach || earliest <= reach) continue;
    const what = `${shown(date.edtf)} lies after all that its sources can know, which ends on ${formatDay(reach)}`;
    const fix = 'write "kind: plan" for what is expected, or cite a source that reaches so far';
    findings.push({ ...spot(['dates', index]), code: 'beyond_source', path: 'dates', what, fix });
  }
  return findings;
}

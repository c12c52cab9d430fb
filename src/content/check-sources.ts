import { eventDate } from '../domain/event-date.ts';
import type { Source } from '../domain/source.ts';
import type { DeskNames } from './desk-names.ts';
import { type Finding, shown } from './fault.ts';
import type { Located } from './file-reading.ts';
import { orderFinding } from './order.ts';
import { unknownName, unknownNames } from './unknown-name.ts';

/** What sources.yaml says within itself and of the desk. No `names`: desk.yaml cannot be read at all. */
export function checkSources(sources: readonly Located<Source>[], names: DeskNames | undefined): Finding[] {
  const lines = new Map<string, number>();
  return sources.flatMap(({ value: source, spot }) => {
    const findings: Finding[] = [];
    const at = spot(['id']);
    const before = lines.get(source.id);
    lines.set(source.id, before ?? at.line);
    if (before !== undefined) {
      const what = `the source ${shown(source.id)} stands here a second time; the first is on line ${before}`;
      findings.push({ ...at, code: 'duplicate_id', path: 'id', what, fix: 'give one of the two another id' });
    }
    for (const [index, register] of source.registers.entries()) {
      const path = ['registers', index];
      findings.push(...unknownNames('office', register.offices, names?.offices, spot, [...path, 'offices']));
      if (register.counterpart !== undefined) {
        findings.push(
          ...unknownName('country', register.counterpart, names?.countries, spot, [...path, 'counterpart']),
        );
      }
      findings.push(...orderFinding(register.since, register.until, spot, [...path, 'until']));
      for (const [at, gap] of (register.gaps ?? []).entries()) {
        const gapPath = [...path, 'gaps', at];
        findings.push(...unknownName('person', gap.person, names?.people, spot, [...gapPath, 'person']));
        findings.push(...orderFinding(gap.since, gap.until, spot, [...gapPath, 'until']));
      }
      findings.push(
        ...reach(register.until, source.until).map((words) => ({ ...spot([...path, 'until']), ...words })),
      );
    }
    return findings;
  });
}

/** A register cannot be complete for days that its source does not reach. */
function reach(register: string, source: string): Omit<Finding, 'line' | 'column'>[] {
  const [begins, ends] = [eventDate(register).earliest, eventDate(source).latest];
  if (begins === null || ends === null || begins <= ends) return [];
  const what = `the register reaches to ${shown(register)}, but the source only to ${shown(source)}`;
  const fix = 'write the earlier date here, or correct "until" of the source';
  return [{ code: 'wrong_order', path: 'registers.until', what, fix }];
}

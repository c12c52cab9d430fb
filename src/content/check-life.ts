import type { EntryBody } from '../domain/entry.ts';
import { type Finding, shown } from './fault.ts';
import type { Located } from './file-reading.ts';

/** What an entry says of its own life: retraction, corrections and their days, and how a plan ended. */
export function checkLife({ value: entry, spot }: Located<EntryBody>): Finding[] {
  const findings: Finding[] = [];
  if (entry.state === 'retracted' && entry.retraction === undefined) {
    const fix = 'add "retraction: …" that tells readers why';
    findings.push({
      ...spot(['state']),
      code: 'retraction',
      path: 'retraction',
      what: 'a retracted entry needs a reason',
      fix,
    });
  }
  if (entry.state !== 'retracted' && entry.retraction !== undefined) {
    const what = `there is a reason for a retraction, but the state is ${entry.state}`;
    const fix = 'write "state: retracted", or remove "retraction"';
    findings.push({ ...spot(['retraction'], 'key'), code: 'retraction', path: 'retraction', what, fix });
  }
  if (entry.state === 'corrected' && entry.corrections.length === 0) {
    const fix = 'add "corrections:" with a day and a note';
    const what = 'the state is corrected, but there is no correction';
    findings.push({ ...spot(['state']), code: 'correction', path: 'corrections', what, fix });
  }
  findings.push(...correctionDays({ value: entry, spot }));
  if (entry.type === 'fact' && entry.outcome !== undefined && entry.kind !== 'plan') {
    const what = `"outcome" tells how a plan ended, but this fact is of kind ${entry.kind}`;
    const fix = 'write "kind: plan", or name the other fact under "related"';
    findings.push({ ...spot(['outcome'], 'key'), code: 'outcome', path: 'outcome', what, fix });
  }
  return findings;
}

function correctionDays({ value: entry, spot }: Located<EntryBody>): Finding[] {
  return entry.corrections.flatMap(({ on }, index): Finding[] => {
    const at = { ...spot(['corrections', index, 'on']), code: 'correction' as const, path: 'corrections.on' };
    if (on < entry.published) {
      const what = `a correction of ${shown(on)} comes before the day of publication, ${shown(entry.published)}`;
      return [{ ...at, what, fix: 'correct one of the two days' }];
    }
    const before = entry.corrections[index - 1]?.on;
    if (before === undefined || before <= on) return [];
    return [
      {
        ...at,
        what: `the correction of ${shown(on)} stands after that of ${shown(before)}`,
        fix: 'write the oldest first',
      },
    ];
  });
}

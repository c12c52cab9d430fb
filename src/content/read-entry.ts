import { briefSchema, type EntryBody, factSchema } from '../domain/entry.ts';
import { type Finding, shown } from './fault.ts';
import type { Located } from './file-reading.ts';
import { checkMarkdown } from './markdown.ts';
import { type SpotOf, shape } from './shape.ts';

export type ReadEntry = { ok: true; entry: Located<EntryBody> } | { ok: false; findings: Finding[] };

/** One entry of a table or of data, whose type is told by a word and not by its file. Names are checked later. */
export function readEntry(type: unknown, raw: unknown, spot: SpotOf): ReadEntry {
  if (type === 'fact') {
    const shaped = shape(factSchema, raw, spot);
    return shaped.ok ? { ok: true, entry: { value: { type, ...shaped.value }, spot } } : shaped;
  }
  if (type !== 'brief') {
    const what = type === undefined ? '"type" is missing' : `"type" is ${shown(type)}`;
    return {
      ok: false,
      findings: [{ ...spot(['type']), code: 'wrong_value', path: 'type', what, fix: 'write fact or brief' }],
    };
  }
  const shaped = shape(briefSchema, raw, spot);
  const { summary } = (raw ?? {}) as { summary?: unknown };
  const tooLong = !shaped.ok && shaped.findings.some(({ path }) => path === 'summary');
  const markdown = typeof summary === 'string' && !tooLong ? checkMarkdown(summary, 0) : [];
  const findings = [
    ...(shaped.ok ? [] : shaped.findings),
    ...markdown.map((finding) => ({ ...finding, ...spot(['summary']) })),
  ];
  return shaped.ok && findings.length === 0
    ? { ok: true, entry: { value: { type, ...shaped.value }, spot } }
    : { ok: false, findings };
}

import type { EntryItem, ReplyCitation, Span } from '../../domain/reply.ts';
import type { Standing } from '../../domain/vocabulary.ts';
import { flagRow } from './flag-emoji.ts';
import { type Line, plain, small } from './line.ts';

const standingSign: Record<Standing, string> = {
  confirmed: '✅',
  reported: '📰',
  disputed: '⚖️',
  opinion: '💬',
  speculation: '❔',
};

/**
 * An entry at one glance: flags, date and headline on the first line; what it says below; then in small print
 * standing, sources with their links, and id.
 */
export function entryLines(item: EntryItem, sources: ReadonlyMap<number, ReplyCitation>): Line[] {
  const flags = flagRow(item.flags);
  const first: Span[] = [
    ...(flags ? [{ text: `${flags}  ` }] : []),
    ...(item.when ? [{ text: item.when, style: 'strong' as const }, { text: ' · ' }] : []),
    ...item.headline,
  ];
  return [
    plain(first),
    ...item.lines.map((spans) => plain(spans)),
    ...item.remarks.map((remark) => plain([{ text: '⚠️ ' }, { text: remark, style: 'emphasis' }])),
    small(aboutEntry(item, sources)),
  ];
}

function aboutEntry(item: EntryItem, sources: ReadonlyMap<number, ReplyCitation>): Span[] {
  const spans: Span[] = [];
  const add = (...more: Span[]) => spans.push(...(spans.length > 0 ? [{ text: ' · ' }] : []), ...more);
  if (item.standing) add({ text: `${standingSign[item.standing]} ${item.standing}` });
  for (const n of item.cites) {
    const source = sources.get(n);
    const whose = (source?.by ?? source?.publisher)?.trim();
    const label = whose ? `${n} ${whose}` : `source ${n}`;
    add({ text: label, ...(source?.url === undefined ? {} : { href: source.url }) });
  }
  add({ text: item.id, style: 'code' });
  return spans;
}

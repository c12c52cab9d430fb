import { voice } from '../../domain/answer/attribution.ts';
import { aKind, entryItem } from '../../domain/answer/entry-item.ts';
import { markdownBlocks } from '../../domain/answer/markdown.ts';
import type { Brief } from '../../domain/entry.ts';
import { knownDate } from '../../domain/known-date.ts';
import type { StoredEntry } from '../../domain/ports/entries.ts';
import type { Block } from '../../domain/reply.ts';
import { entries, fields, heading, list, notice, text } from './blocks.ts';
import { lifeBlocks, recordFields, subjectFields } from './entry-fields.ts';
import type { Asked } from './setting.ts';

/** One brief whole. What the author argues stands apart from what the author reports. */
export function wholeBrief(entry: StoredEntry, brief: Brief, related: StoredEntry[], asked: Asked): Block[] {
  const { desk, citations } = asked;
  const [source] = brief.sources;
  const from = desk.sources.find(({ id }) => id === source?.id);
  const author = brief.author ?? from?.author;
  const cited = citations.citeAll(brief.sources).map((n) => `[${n}]`);
  return [
    heading(brief.title),
    ...lifeBlocks(entry.body),
    ...(brief.kind === 'opinion' ? [notice('info', opinionWords(author))] : []),
    ...fields([
      ['Article', `${aKind[brief.kind]}${author ? ` by ${author}` : ''}`],
      ['Appeared', brief.dated ? knownDate(brief.dated).text : 'date not known'],
      ['Source', [source && voice(desk, source.id), ...cited].join(' ')],
    ]),
    ...markdownBlocks(brief.summary),
    ...section('Key points', brief.points),
    ...section(author ? `What ${author} reports` : 'What the author reports', brief.reports),
    ...section(author ? `What ${author} argues` : 'What the author argues', brief.argues),
    ...(brief.why ? [heading('Why it matters', 2), text(brief.why)] : []),
    ...(related.length > 0 ? [heading('Entries that belong with it', 2)] : []),
    ...entries(related.map((other) => entryItem(other, asked))),
    heading('Record', 2),
    ...subjectFields(desk, entry.body),
    ...recordFields(desk, entry),
  ];
}

function opinionWords(author: string | undefined): string {
  return `An opinion piece: what it argues is the view of ${author ?? 'its author'}, not a finding of the desk.`;
}

function section(title: string, items: readonly string[]): Block[] {
  return items.length > 0 ? [heading(title, 2), ...list(items)] : [];
}

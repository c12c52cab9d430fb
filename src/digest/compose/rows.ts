import { entryItem, type ItemSetting, onlyPlanned } from '../../domain/answer/entry-item.ts';
import { itemWithRow } from '../../domain/answer/entry-row.ts';
import { cutTo } from '../../domain/answer/reply-units.ts';
import type { StoredEntry } from '../../domain/ports/entries.ts';
import type { EntryItem, EntryRow, Span } from '../../domain/reply.ts';
import { changeItem, type DigestItem, digestItem } from './digest-item.ts';
import type { Change } from './judge.ts';

/** Characters of a line of a row, so that a digest stays within its budget. */
const most = { headline: 80, statement: 160, title: 64, words: 110, note: 120, remark: 70 };

const usual = { usual: 'reported' } as const;

type RowItem = EntryItem & { row: EntryRow };

/** The item in full, with a row. */
function withRow(item: EntryItem, row: EntryRow | undefined): RowItem {
  const { text = item.headline, notes = [], ...rest } = row ?? {};
  return {
    ...item,
    row: { ...rest, text: cutSpans(text, most.title), notes: notes.map((note) => cutTo(note, most.remark)) },
  };
}

const rowOf = (entry: StoredEntry, setting: ItemSetting) => itemWithRow(entry, setting, usual).row;

/** One line of news. */
export const newsRow = (item: DigestItem, setting: ItemSetting): RowItem =>
  withRow(digestItem(item, setting, 'full'), rowOf(item.entry, setting));

/** The weightiest item: its headline, what it says, and why it matters; `lines`: how many of the last two. */
export function leadRow(item: DigestItem, setting: ItemSetting, lines: 0 | 1 | 2): RowItem {
  const lead = newsRow(item, setting);
  const { entry } = item;
  if (lines === 0) return lead;
  const { when, text: _, ...row } = lead.row;
  const headline = rowOf(entry, setting)?.text ?? lead.headline;
  const said = statementOf(entry, setting);
  // An entry that is headed by its statement has the room of both.
  const room = said.length > 0 ? most.headline : most.statement;
  const { why } = entry.body;
  const dated: Span[] = [...(when ? [{ text: said.length > 0 ? `${when} · ` : when }] : []), ...said];
  return {
    ...lead,
    row: {
      ...row,
      text: cutSpans(headline, room),
      more: [
        cutSpans(dated, most.words),
        ...(why && lines === 2
          ? [cutSpans([{ text: 'Why it matters: ', style: 'emphasis' }, { text: why }], most.words)]
          : []),
      ],
    },
  };
}

/** The first sentence, with whose word it is. */
function statementOf(entry: StoredEntry, setting: ItemSetting): Span[] {
  const { body } = entry;
  const { lines } = entryItem(entry, { ...setting, sentences: 1 });
  const said = lines[body.type === 'brief' || body.visit ? 1 : 0] ?? [];
  return said.map((span) => ({ ...span, text: span.text.replace(/ …$/, '') }));
}

const labels = {
  corrected: 'Corrected',
  replaces: 'New version',
  superseded: 'Superseded',
  retracted: 'Retracted',
} as const;

/** What changed of an earlier entry, with its note first where it has one; its text only where that still holds. */
export function changeRow(change: Change, setting: ItemSetting): RowItem {
  const { entry, kind, notes, other } = change;
  const { when: _, ...row } = rowOf(entry, setting) ?? { text: [], notes: [] };
  const note = notes.flatMap((each) => each.note ?? []).join(' ');
  const link = kind === 'superseded' ? 'by' : kind === 'replaces' ? 'replaces' : undefined;
  const says = other && link && `${link} “${other.body.title}”`;
  const title = (rest: Partial<Span>) => cutSpans([{ text: entry.body.title, ...rest }], most.title);
  const item = withRow(changeItem(change, setting, 'full'), row);
  return {
    ...item,
    row: {
      ...item.row,
      label: labels[kind],
      text:
        says === undefined && note !== ''
          ? [
              { text: cutTo(note.replace(/\.$/, ''), most.note), style: 'strong' },
              { text: ' · ' },
              ...title({}),
            ]
          : [...title({ style: 'strong' }), ...(says ? [{ text: `: ${cutTo(says, most.note)}` }] : [])],
      // The label says it.
      notes: item.row.notes.filter((each) => !/^(?:corrected \d|retracted|superseded)/.test(each)),
    },
  };
}

/** Under the heading “Ahead”, which says that it is a plan. */
export function aheadRow(entry: StoredEntry, setting: ItemSetting): RowItem {
  const item = withRow(digestItem({ entry, folded: [] }, setting, 'headlines'), rowOf(entry, setting));
  return { ...item, row: { ...item.row, notes: item.row.notes.filter((note) => note !== onlyPlanned) } };
}

/** Marks a promise that passed, so that the digests after it know that it was told. */
export const passedLabel = 'No outcome recorded';

export function passedRow(entry: StoredEntry, setting: ItemSetting): RowItem {
  const item = aheadRow(entry, setting);
  const notes = item.row.notes.filter((note) => !note.startsWith('date passed'));
  return { ...item, row: { ...item.row, label: passedLabel, notes } };
}

/** Cut at a word, with an ellipsis; styles stay. */
function cutSpans(spans: readonly Span[], longest: number): Span[] {
  let left = longest;
  const cut: Span[] = [];
  for (const span of spans) {
    if (span.text.length <= left) {
      cut.push(span);
      left -= span.text.length;
      continue;
    }
    const part = span.text
      .slice(0, left)
      .toWellFormed()
      .replace(/\ufffd$/, '');
    const at = Math.max(part.lastIndexOf(' '), left > 20 ? left / 2 : 0);
    cut.push({ ...span, text: `${part.slice(0, at).trimEnd()} …` });
    break;
  }
  return cut;
}

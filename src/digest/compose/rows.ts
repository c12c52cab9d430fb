import { entryItem, type ItemSetting, onlyPlanned } from '../../domain/answer/entry-item.ts';
import { itemWithRow } from '../../domain/answer/entry-row.ts';
import { cutTo } from '../../domain/answer/reply-units.ts';
import type { Day } from '../../domain/dates/day.ts';
import type { StoredEntry } from '../../domain/ports/entries.ts';
import { type EntryItem, type EntryRow, type Span, textOf } from '../../domain/reply.ts';
import { changeItem, type DigestItem, digestItem } from './digest-item.ts';
import type { Change } from './judge.ts';

/** Characters of a line of a row, so that a digest stays within its budget. */
const most = {
  headline: 80,
  statement: 160,
  title: 64,
  words: 110,
  whole: 140,
  note: 120,
  changed: 100,
  ofSeveral: 78,
  named: 24,
  remark: 70,
};

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

/** Without the year of a day of this one, which the last line of the digest says. */
function rowOf(entry: StoredEntry, setting: ItemSetting): EntryRow | undefined {
  const { row } = itemWithRow(entry, setting, usual);
  return row?.when ? { ...row, when: withoutYear(row.when, setting.today) } : row;
}

/** A day of this year as `1 Dec`. */
export const withoutYear = (words: string, today: Day): string =>
  words.replace(new RegExp(`(?<=\\d \\p{L}{3}) ${today.slice(0, 4)}$`, 'u'), '');

/** Of a plan its date is not the day of the news. */
function newsOf(entry: StoredEntry, setting: ItemSetting): EntryRow | undefined {
  const row = rowOf(entry, setting);
  const { body } = entry;
  const isPlan = body.type === 'fact' && body.kind === 'plan';
  return isPlan && row?.when ? { ...row, when: `planned ${row.when}` } : row;
}

/** One line of news. */
export const newsRow = (item: DigestItem, setting: ItemSetting): RowItem =>
  withRow(digestItem(item, setting, 'full'), newsOf(item.entry, setting));

/**
 * The weightiest item: its headline, what it says beyond that, and why it matters; `lines`: how many of the last two.
 * `label`: what stands before it.
 */
export function leadRow(item: DigestItem, setting: ItemSetting, lines: 0 | 1 | 2, label?: string): RowItem {
  const lead = newsRow(item, setting);
  const { entry } = item;
  const own = { ...lead.row, ...(label && { label }) };
  if (lines === 0) return { ...lead, row: own };
  const { when, ...row } = own;
  const headline = rowOf(entry, setting)?.text ?? lead.headline;
  const statement = statementOf(entry, setting);
  const adds = statement.length > 0 && addsTo(textOf(headline), textOf(statement));
  const said = adds ? statement : [];
  // An entry that is headed by its statement has the room of both.
  const room = statement.length > 0 ? most.headline : most.statement;
  const { why } = entry.body;
  const dated: Span[] = [...(when ? [{ text: adds ? `${when} · ` : when }] : []), ...said];
  const further = [
    ...(adds || (when && statement.length === 0) ? [cutLong(dated)] : []),
    ...(why && lines === 2
      ? [cutLong([{ text: 'Why it matters: ', style: 'emphasis' }, { text: why }])]
      : []),
  ];
  const inFront = statement.length > 0 && !adds && when;
  return {
    ...lead,
    row: {
      ...row,
      ...(inFront && { when }),
      text: cutSpans(headline, room),
      ...(further.length > 0 && { more: further }),
    },
  };
}

/** Whether the words say something that the headline does not; a form of a word is no other word. */
function addsTo(headline: string, words: string): boolean {
  const stems = (text: string) =>
    (text.toLowerCase().match(/\p{L}{2,}|\p{N}+/gu) ?? []).map((word) => word.slice(0, 4));
  const known = new Set(stems(headline));
  return stems(words).filter((stem) => !known.has(stem)).length > 1;
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
export function changeRow(change: Change, setting: ItemSetting, several: boolean): RowItem {
  const { entry, kind, notes, other } = change;
  const { when: _, ...row } = rowOf(entry, setting) ?? { text: [], notes: [] };
  const note = notes.flatMap((each) => each.note ?? []).join(' ');
  const right = cutTo(note.replace(/\.$/, ''), most.note);
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
              { text: right, style: 'strong' },
              { text: ' · ' },
              // Which entry it is, in what room the note leaves.
              ...cutSpans(
                [{ text: entry.body.title }],
                Math.max(most.named, (several ? most.ofSeveral : most.changed) - right.length),
              ),
            ]
          : [...title({ style: 'strong' }), ...(says ? [{ text: `: ${cutTo(says, most.note)}` }] : [])],
      // The label says it.
      notes: item.row.notes.filter((each) => !/^(?:corrected \d|retracted|superseded)/.test(each)),
    },
  };
}

/** Under the heading “Ahead”, or with it as a label, which says that it is a plan. */
export function aheadRow(entry: StoredEntry, setting: ItemSetting, label?: string): RowItem {
  const item = withRow(digestItem({ entry, folded: [] }, setting, 'headlines'), rowOf(entry, setting));
  const notes = item.row.notes.filter((note) => note !== onlyPlanned);
  return { ...item, row: { ...item.row, ...(label && { label }), notes } };
}

/** Marks a promise that passed, so that the digests after it know that it was told. */
export const passedLabel = 'No outcome recorded';

export function passedRow(entry: StoredEntry, setting: ItemSetting): RowItem {
  const item = aheadRow(entry, setting);
  const notes = item.row.notes.filter((note) => !note.startsWith('date passed'));
  return { ...item, row: { ...item.row, label: passedLabel, notes } };
}

/** A sentence that is little too long is not cut: its end may be what turns it round. */
const cutLong = (spans: readonly Span[]): Span[] =>
  cutSpans(spans, textOf(spans).length <= most.whole ? most.whole : most.words);

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

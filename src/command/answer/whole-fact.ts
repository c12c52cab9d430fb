import { preferredDate } from '../../domain/ahead.ts';
import { voices } from '../../domain/answer/attribution.ts';
import { entryItem } from '../../domain/answer/entry-item.ts';
import { elapsedSince } from '../../domain/elapsed-since.ts';
import type { Fact } from '../../domain/entry.ts';
import type { StoredEntry } from '../../domain/ports/entries.ts';
import type { Block } from '../../domain/reply.ts';
import { standingMeanings } from '../../domain/standing-meanings.ts';
import { entries, fields, heading, text } from './blocks.ts';
import { lifeBlocks, recordFields, subjectFields } from './entry-fields.ts';
import type { Asked } from './setting.ts';

/** A fact's whole record: the entry as in any list, then everything the desk knows of it. */
export function wholeFact(entry: StoredEntry, fact: Fact, asked: Asked): Block[] {
  const { desk, today } = asked;
  const [preferred] = fact.dates;
  const date = preferredDate(fact);
  return [
    heading(fact.title),
    ...lifeBlocks(entry.body),
    ...entries([entryItem(entry, asked)]),
    ...(fact.why ? [heading('Why it matters', 2), text(fact.why)] : []),
    heading('Record', 2),
    ...fields([
      ['Kind', fact.kind],
      ['Standing', `${fact.standing}: ${standingMeanings[fact.standing]}`],
      ['When', [date.text, elapsedSince(date, today)].filter(Boolean).join(', ')],
      ['Dated by', preferred && preferred.sources.length > 0 ? voices(desk, preferred.sources) : undefined],
      ['Trip', fact.visit?.trip],
      ['Outcome', fact.outcome],
    ]),
    ...subjectFields(desk, entry.body),
    ...recordFields(desk, entry),
  ];
}

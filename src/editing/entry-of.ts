import type { Day } from '../domain/day.ts';
import type { DraftAct } from '../domain/draft.ts';
import type { EntryBody } from '../domain/entry.ts';
import { oneLine, type Raw } from './field.ts';

interface Act {
  act: DraftAct;
  values: Readonly<Record<string, string>>;
  /** The entry as it stands, in its own state; nothing for a new one. */
  before: Raw;
  /** The day of the desk on which it is approved. */
  today: Day;
}

/** What an approved draft makes of the entry, besides what its fields say. `raw` is changed and given back. */
export function entryOf(raw: Raw, { act, values, before, today }: Act): Raw {
  const corrections = (before.corrections as EntryBody['corrections'] | undefined) ?? [];
  switch (act) {
    case 'add':
      return Object.assign(raw, { published: today, state: 'published' });
    case 'edit': {
      if (values.still === 'yes') raw.reviewed = today;
      const isOut = before.state !== 'draft' && before.state !== 'in review';
      return isOut ? raw : Object.assign(raw, { published: today, state: 'published' });
    }
    case 'correct': {
      const note = oneLine(values.correction ?? '');
      return Object.assign(raw, { state: 'corrected', corrections: [...corrections, { on: today, note }] });
    }
    case 'retract':
      return Object.assign(raw, { state: 'retracted', retraction: oneLine(values.reason ?? '') });
    case 'supersede':
      return Object.assign(raw, { supersedes: values.supersedes });
    case 'undo':
    case 'source':
    case 'import':
      return raw;
  }
}

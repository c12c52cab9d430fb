import type { Day } from '../domain/day.ts';
import type { Desk } from '../domain/desk.ts';
import type { Checked, EntryCheck } from '../domain/ports/entry-check.ts';
import type { Source } from '../domain/source.ts';
import type { Raw } from './field.ts';
import { idFrom } from './make-id.ts';

/** Who added it is in the audit; readers see sources, and need not see people's ids. */
const by = 'chat';

interface At {
  desk: Desk;
  today: Day;
  /** The id under which drafts cite it already. */
  wanted: string | undefined;
}

/** A source from what was said of it. Without a word on its reach it knows nothing after the day it appeared. */
export function sourceOf(raw: Raw, { desk, today, wanted }: At, check: EntryCheck): Checked<Source> {
  const same = desk.sources.find(({ url }) => url !== undefined && url === raw.url);
  if (same) return { ok: false, faults: [{ field: 'url', says: `The desk has this address: ${same.id}.` }] };
  const until = raw.until ?? raw.dated ?? today;
  return check.source(desk, {
    ...raw,
    id: freeSourceId(wanted ?? usualId(raw), desk),
    until,
    added: today,
    checked: today,
    by,
  });
}

/** Author or publisher and year, as sources of files are mostly named: `sanchez-2026`. */
function usualId({ author, publisher, dated, title }: Raw): string {
  const family = typeof author === 'string' ? author.trim().split(/\s+/).at(-1) : publisher;
  return idFrom(`${family ?? title ?? 'source'} ${String(dated ?? '').slice(0, 4)}`);
}

function freeSourceId(wanted: string, { sources }: Desk): string {
  const taken = new Set(sources.map(({ id }) => id));
  for (let n = 1; ; n += 1) {
    const tried = n === 1 ? wanted : `${wanted}-${n}`;
    if (!taken.has(tried)) return tried;
  }
}

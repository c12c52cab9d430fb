import { answer, entries, heading, notice, text } from '../src/command/answer/blocks.ts';
import { counterpartNotice, notCovered, standingOf } from '../src/command/answer/outside.ts';
import { pageOf, readPage } from '../src/command/answer/paging.ts';
import { given, rangeInWords, requestContext, titled } from '../src/command/answer/request.ts';
import { defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';
import { entryItem } from '../src/domain/answer/entry-item.ts';
import { isAhead, isOverdue } from '../src/domain/dates/date-range.ts';
import { addDays, count } from '../src/domain/dates/day.ts';
import { countryName } from '../src/domain/desk.ts';
import type { EntryQuery, StoredEntry } from '../src/domain/ports/entries.ts';

/**
 * More dated facts ahead than anybody reads; a bound on what one answer takes from the store. Newest first, so that
 * what begins in future comes before the many that began once and still last.
 */
const mostEntries = 500;

export const upcoming = defineCommand({
  scope: 'desk',
  name: 'upcoming',
  description: 'Dates ahead, and past promised dates without a recorded outcome',
  role: 'reader',
  options: { country: options.country, since: options.since, until: options.until, page: options.page },
  bare: ['country'],
  examples: [
    { line: 'upcoming', about: 'dated plans and events ahead', shows: 'Marco Rubio' },
    { line: 'upcoming kazakhstan', about: 'dates ahead for one country', shows: 'Kazakhstan' },
  ],
  async run({ country, since, until, page }, context) {
    const place = country && standingOf(context, country);
    if (country && place === 'outside') return notCovered(context, 'Upcoming', country);
    const request = requestContext(context);
    const { today, scope } = request;
    const read = async (query: Omit<EntryQuery, 'order'>) =>
      (
        await context.entries.list(
          scope,
          { type: 'fact', order: 'event-newest', ...given({ country }), ...query },
          { limit: mostEntries, offset: 0 },
        )
      ).items;
    const [later, plansNow, plansPast] = await Promise.all([
      read({ since: addDays(today, 1) }),
      read({ kinds: ['plan'], since: today }),
      read({ kinds: ['plan'], until: addDays(today, -1) }),
    ]);
    const asksTime = ({ earliest, latest }: StoredEntry) =>
      (!until || !earliest || earliest <= until) && (!since || !latest || latest >= since);
    const ahead = unique([...plansNow, ...later])
      .filter(({ body }) => body.type === 'fact' && isAhead(body, today))
      .filter(asksTime)
      .sort(byLatest);
    const overdue = plansPast
      .filter(({ body }) => body.type === 'fact' && isOverdue(body, today))
      .filter(asksTime)
      .sort(byLatest);
    if (country && place === 'counterpart' && ahead.length + overdue.length === 0) {
      return notCovered(context, 'Upcoming', country);
    }
    const { items, paging, notices } = await readPage(
      context,
      page,
      'entries',
      pageOf([...ahead, ...overdue]),
    );
    const shown = (all: StoredEntry[]) => items.filter((entry) => all.includes(entry));
    const part = (title: string, all: StoredEntry[]) =>
      shown(all).length > 0
        ? [heading(title, 2), ...entries(shown(all).map((entry) => entryItem(entry, request)))]
        : [];
    const counts = [
      ...(ahead.length > 0 ? [`${count(ahead.length, 'dated entry', 'dated entries')} ahead`] : []),
      ...(overdue.length > 0 ? [passed(overdue.length)] : []),
    ];
    const blocks = [
      heading(
        titled('Upcoming', [country && countryName(context.desk, country), rangeInWords({ since, until })]),
      ),
      ...(country && place === 'counterpart' ? [counterpartNotice(context, country)] : []),
      ...notices,
      ...(counts.length > 0 ? [text(`${counts.join('; ')}.`)] : []),
      ...(ahead.length === 0 ? [notice('gap', 'The desk has recorded nothing that lies ahead.')] : []),
      ...part('Ahead', ahead),
      ...part('Date passed, no outcome recorded', overdue),
      ...(shown(overdue).length > 0
        ? [notice('gap', 'No outcome recorded means that the desk has not learnt how it ended.')]
        : []),
    ];
    return answer(context, { blocks, citations: request.citations, paging });
  },
});

function passed(overdue: number): string {
  return overdue === 1
    ? '1 promised date passed with no outcome recorded'
    : `${overdue} promised dates passed with no outcome recorded`;
}

/** By the last day it may be, the soonest first; what has no last day comes at the end. */
function byLatest(a: StoredEntry, b: StoredEntry): number {
  return (a.latest ?? '9999').localeCompare(b.latest ?? '9999') || a.body.id.localeCompare(b.body.id);
}

function unique(all: StoredEntry[]): StoredEntry[] {
  return [...new Map(all.map((entry) => [entry.body.id, entry])).values()];
}

import { atAGlance, entries, heading, notice, onlyIn, text } from '../src/command/answer/blocks.ts';
import { byLatest, rowBlocks } from '../src/command/answer/entry-list.ts';
import { abroadOf, counterpartNotice, notCovered } from '../src/command/answer/outside.ts';
import { readPage } from '../src/command/answer/paging.ts';
import {
  definedOnly,
  namedInWords,
  rangeInWords,
  requestContext,
  titleWith,
} from '../src/command/answer/request.ts';
import { defineCommand } from '../src/command/define.ts';
import * as options from '../src/command/options.ts';
import { entryItem } from '../src/domain/answer/entry-item.ts';
import { isAhead, isOverdue } from '../src/domain/dates/date-range.ts';
import { addDays, count } from '../src/domain/dates/day.ts';
import type { EntryQuery, StoredEntry } from '../src/domain/ports/entries.ts';
import type { Block } from '../src/domain/reply.ts';
import { factKinds } from '../src/domain/vocabulary.ts';

/** What begins on a later day lies ahead; a plan does until its last day, and as long as it has no outcome. */
const happening = factKinds.filter((kind) => kind !== 'plan');

export const upcoming = defineCommand({
  scope: 'desk',
  name: 'upcoming',
  description: 'Dates ahead, and past promised dates without a recorded outcome',
  role: 'reader',
  forms: true,
  options: {
    country: options.countries,
    topic: options.topic,
    person: options.person,
    organisation: options.organisation,
    place: options.place,
    since: options.since,
    until: options.until,
    page: options.page,
  },
  bare: ['country', 'topic', 'person', 'organisation', 'place'],
  looksAhead: true,
  examples: [
    { line: 'upcoming', about: 'dated plans and events ahead' },
    { line: 'upcoming {country}', about: 'dates ahead for one country' },
  ],
  async run({ since, until, page, ...named }, context) {
    const { country } = named;
    const { counterparts, outside } = abroadOf(context, country);
    if (country && outside.length > 0) return notCovered(context, 'Upcoming', country);
    const request = requestContext(context);
    const { today, scope } = request;
    const asked = { type: 'fact', order: 'ending', ...definedOnly({ ...named, since, until }) } as const;
    const ahead: EntryQuery[] = [
      { ...asked, openPlans: true, since: since && since > today ? since : today },
      { ...asked, kinds: happening, begins: addDays(today, 1) },
    ];
    const overdue: EntryQuery = { ...asked, openPlans: true, ended: addDays(today, -1) };
    const totals = [...ahead, overdue].map(
      async (query) => (await context.entries.list(scope, query, { limit: 0, offset: 0 })).total,
    );
    // Counted while the first page is read.
    const counting = Promise.all(totals).then(([plans = 0, events = 0, passed = 0]) => ({
      due: plans + events,
      passed,
    }));
    const { items, paging, notices } = await readPage(context, page, 'entries', async ({ limit, offset }) => {
      const soonest = ahead.map((query) => context.entries.first(scope, query, offset + limit));
      const [found, { due, passed }] = await Promise.all([Promise.all(soonest), counting]);
      const next = found
        .flat()
        .sort(byLatest)
        .slice(offset, offset + limit);
      const rest = { limit: limit - next.length, offset: Math.max(0, offset - due) };
      const late = rest.limit > 0 ? (await context.entries.list(scope, overdue, rest)).items : [];
      return { items: [...next, ...late], total: due + passed };
    });
    const { due, passed } = await counting;
    if (country && counterparts.length > 0 && due + passed === 0) {
      return notCovered(context, 'Upcoming', country);
    }
    const [shownAhead, shownOverdue] = [isAhead, isOverdue].map((is) =>
      items.filter(({ body }) => body.type === 'fact' && is(body, today)),
    ) as [StoredEntry[], StoredEntry[]];
    // The heading counts what lies ahead.
    const isSaid = (title: string) => title === aheadTitle && shownOverdue.length === 0;
    const part = (title: string, shown: StoredEntry[], rows: Block[]) =>
      shown.length > 0
        ? [
            ...onlyIn('glance', [...(isSaid(title) ? [] : [text(title, 'strong')]), ...rows]),
            ...onlyIn('details', [
              heading(title, 2),
              ...entries(shown.map((entry) => entryItem(entry, request))),
            ]),
          ]
        : [];
    const [rowsAhead, rowsOverdue] = [rowBlocks(shownAhead, request), rowBlocks(shownOverdue, request)];
    // Where all is shown, what is counted is what is seen: entries about one event are one row.
    const whole = items.length === due + passed;
    const [dates, promises] = whole ? [rowsIn(rowsAhead), rowsIn(rowsOverdue)] : [due, passed];
    const counts = [
      ...(dates > 0 ? [`${count(dates, 'date')} ahead`] : []),
      ...(promises > 0 ? [overdueInWords(promises)] : []),
    ];
    const title = titleWith('Upcoming', [
      ...namedInWords(context.desk, named),
      rangeInWords({ since, until }),
    ]);
    const about = Object.values(named).some(Boolean) ? 'on this ' : '';
    const blocks = [
      heading(counts.length > 0 ? `${title}: ${counts.join('; ')}` : title),
      ...counterpartNotice(context, counterparts),
      ...notices,
      ...(due === 0 ? [notice('gap', `The desk has recorded nothing ${about}that lies ahead.`)] : []),
      ...part(aheadTitle, shownAhead, rowsAhead),
      ...part('Date passed, no outcome recorded', shownOverdue, rowsOverdue),
      ...(shownOverdue.length > 0
        ? onlyIn('details', [
            notice('gap', 'No outcome recorded means that the desk has not learnt how it ended.'),
          ])
        : []),
    ];
    return atAGlance(context, { blocks, citations: request.citations, paging });
  },
});

const aheadTitle = 'Ahead';

const rowsIn = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block) => sum + (block.type === 'entries' ? block.items.length : 0), 0);

function overdueInWords(overdue: number): string {
  return overdue === 1
    ? '1 promised date passed with no outcome recorded'
    : `${overdue} promised dates passed with no outcome recorded`;
}

import { mayFallOutside, preferredDate } from '../domain/dates/date-range.ts';
import { addDays, formatDay } from '../domain/dates/day.ts';
import { countryName, nameOf } from '../domain/desk.ts';
import type { EntryBody } from '../domain/entry.ts';
import type { EntryQuery, StoredEntry } from '../domain/ports/entries.ts';
import type { Answer, AskContext, Plan } from './plan.ts';
import { rangeWords } from './visits/words.ts';

const shown = 5;
/** More than are planned at a time. */
const looked = 40;
const daysOfNews = 7;

/** The names of a question as a list takes them; undefined where it names more than one of a kind, or says other words. */
export function aboutOf(plan: Plan): Omit<EntryQuery, 'order'> | undefined {
  const [person] = plan.persons.flat();
  const [topic] = plan.content.flatMap(({ topics }) => topics);
  const [organisation] = plan.content.flatMap(({ organisations }) => organisations);
  // Words that are no names must be said; that is for passages.
  if (plan.content.some(({ topics, organisations }) => topics.length + organisations.length === 0))
    return undefined;
  if (plan.countries.length > 1 || plan.places.length > 1 || plan.persons.length > 1) return undefined;
  return {
    ...(person && { person }),
    ...(plan.countries[0] && { country: plan.countries[0].id }),
    ...(plan.places[0] && { place: plan.places[0].id }),
    ...(topic && { topic }),
    ...(organisation && { organisation }),
  };
}

/** What was published lately, what is planned, and what happened in a time. */
export async function answerLists(plan: Plan, context: AskContext): Promise<Answer | undefined> {
  const { desk, scope, entries } = context;
  const about = aboutOf(plan);
  if (!about) return undefined;
  const names = [
    ...plan.persons
      .flat()
      .slice(0, 1)
      .map((id) => nameOf(desk, 'people', id)),
    ...plan.countries.map(({ id }) => countryName(desk, id)),
    ...plan.places.map(({ label }) => label),
    ...plan.content.map(({ word }) => word),
  ];
  const read = (what: string) => [what, ...names, ...rangeWords(plan)].join(' · ');
  /** What has happened goes before what is planned. */
  const newest = async (query: EntryQuery) => {
    const { items, total } = await entries.list(scope, query, { limit: looked, offset: 0 });
    const isOver = ({ earliest }: StoredEntry) => earliest !== null && earliest <= scope.today;
    return {
      items: [...items.filter(isOver), ...items.filter((one) => !isOver(one))].slice(0, shown),
      total,
    };
  };
  // News of a time that is over is what happened then.
  const isOver = plan.range.until !== undefined && plan.range.until < addDays(scope.today, -daysOfNews);
  const isOfNames = plan.content.every(
    ({ word, topics, organisations }) =>
      organisations.length > 0 || !topics.some((id) => context.names.isWordOf(word, id)),
  );
  if (asksNews(plan) && !isOver && isOfNames) {
    const { since = addDays(scope.today, -daysOfNews), until } = plan.range;
    // Up to today nothing need be said of the end.
    const isClosed = until !== undefined && until < scope.today;
    const days = isClosed ? rangeWords({ range: { since, until } }).join() : `since ${formatDay(since)}`;
    const { items, total } = await newest({
      ...about,
      publishedSince: addDays(since, -1),
      ...(isClosed && { publishedUntil: until }),
      order: 'event-newest',
    });
    if (total > 0)
      return {
        outcome: 'ok',
        says: `${isClosed ? 'Published' : 'New'} ${days}: ${total}.`,
        rows: items.map((entry) => ({ entry })),
        reading: read('new'),
        ...(!isClosed && { since }),
        total,
        counted: items,
      };
    const then = isClosed ? await eventsOf(plan, about, context) : [];
    const says = `Nothing published ${days}.`;
    if (then.length === 0) return { outcome: 'not_found', says, rows: [], reading: read('new') };
    return {
      ...happenedThen(then),
      says: `${says} What happened then: ${then.length}.`,
      reading: read('new'),
    };
  }
  const isNextVisit =
    plan.cues.has('future') && plan.cues.has('visit') && plan.offices.length === 0 && !plan.region;
  if ((plan.cues.has('planned') || isNextVisit) && Object.keys(about).length === 0) {
    const { items: all, total } = await entries.list(
      scope,
      { kinds: ['plan'], openPlans: true, ...plan.range, order: 'event-oldest' },
      { limit: looked, offset: 0 },
    );
    // What is surely of the time asked, before plans that may be of it.
    const isSure = ({ body }: StoredEntry) => isWithin(body, plan.range);
    const items = [...all.filter(isSure), ...all.filter((one) => !isSure(one))].slice(0, shown);
    if (total === 0)
      return {
        outcome: 'not_found',
        says: 'No plan is recorded for that time.',
        rows: [],
        reading: read('planned'),
      };
    return {
      outcome: 'ok',
      says: `Planned or announced: ${total}.`,
      rows: items.map((entry) => ({ entry })),
      reading: read('planned'),
      total,
      counted: items,
    };
  }
  if (plan.cues.has('happen') && isLoose(plan) && Object.keys(about).length > 0) {
    const { items, total } = await newest({ ...about, type: 'fact', order: 'event-newest' });
    if (total > 0)
      return {
        outcome: 'ok',
        says: `The newest of ${total} recorded:`,
        rows: items.map((entry) => ({ entry })),
        reading: read('events'),
        total,
        counted: items,
      };
  }
  const happened =
    (plan.cues.has('happen') || (isOver && asksNews(plan)) || isTimeAlone(plan)) &&
    (plan.range.since || plan.range.until);
  if (!happened) return undefined;
  const items = await eventsOf(plan, about, context);
  const total = items.length;
  if (total === 0) {
    const none = { says: 'No entry is of that time.', reading: read('events') };
    const { since, until = scope.today } = plan.range;
    // `last week`: what was told then.
    const told = (isTimeAlone(plan) || asksNews(plan)) && since && since <= scope.today;
    const published: EntryQuery = {
      ...about,
      ...(since && { publishedSince: addDays(since, -1) }),
      publishedUntil: until,
      order: 'event-newest',
    };
    const { items: then, total: of } = told ? await newest(published) : { items: [], total: 0 };
    if (of === 0) return { ...none, outcome: 'not_found', rows: [] };
    return {
      ...none,
      outcome: 'ok',
      reach: `Published then: ${of}.`,
      rows: then.map((entry) => ({ entry })),
      counted: then,
    };
  }
  return { ...happenedThen(items), says: `Recorded: ${total}.`, reading: read('events') };
}

/** What surely happened in the time asked, the oldest first. */
async function eventsOf(
  { range }: Plan,
  about: Omit<EntryQuery, 'order'>,
  { scope, entries }: AskContext,
): Promise<StoredEntry[]> {
  const query: EntryQuery = {
    ...about,
    type: 'fact',
    kinds: ['event', 'visit'],
    ...range,
    order: 'event-oldest',
  };
  return (await entries.first(scope, query, 200)).filter(({ body }) => isWithin(body, range));
}

/** The weightiest, in the order of time. */
function happenedThen(items: StoredEntry[]) {
  const told = items.toSorted((a, b) => b.body.weight - a.body.weight).slice(0, shown);
  told.sort((a, b) => ((a.earliest ?? '') < (b.earliest ?? '') ? -1 : 1));
  return {
    outcome: 'ok' as const,
    rows: told.map((entry) => ({ entry })),
    total: items.length,
    counted: items,
  };
}

/** Surely of the time. */
const isWithin = (body: EntryBody, range: Plan['range']): boolean =>
  body.type === 'fact' && !mayFallOutside(preferredDate(body), range);

/** `new` is a small word beside others: `new president`, `new constitution`. Alone, or with a name, it is the news. */
const asksNews = ({ cues, offices, content }: Plan): boolean =>
  offices.length === 0 && (cues.has('new') || (cues.has('fresh') && cues.size === 1 && content.length === 0));

/** `what is happening in …`: nothing else is asked, and no time. */
const isLoose = ({ cues, asked, content, offices, range, order, nth }: Plan): boolean =>
  (asked === 'what' || asked === 'list') &&
  [...cues].every((cue) => cue === 'happen' || cue === 'be') &&
  content.length + offices.length === 0 &&
  range.since === undefined &&
  range.until === undefined &&
  order === undefined &&
  nth === undefined;

/** `6 november 2025`, `yesterday`: nothing but a time. */
const isTimeAlone = ({ cues, persons, countries, places, offices, content, region, wanted, ...plan }: Plan) =>
  (plan.asked === 'list' || plan.asked === 'what') &&
  [...cues].every((cue) => cue === 'be') &&
  wanted.size === 0 &&
  persons.length + countries.length + places.length + offices.length + content.length === 0 &&
  !region &&
  !plan.order &&
  !plan.nth &&
  !plan.extreme &&
  !plan.beside &&
  !plan.besidePlace;

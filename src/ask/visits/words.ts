import { knownDate } from '../../domain/dates/date-range.ts';
import { count, daysInMonth, formatDay, monthNames } from '../../domain/dates/day.ts';
import { shortDate } from '../../domain/dates/event-date.ts';
import { countryName, nameOf } from '../../domain/desk.ts';
import type { AnswerRow, AskContext, Plan } from '../plan.ts';
import { type Stop, type StopsAsked, stopsInWords, tripsOf } from './stops.ts';

const shownRows = 4;

/** `9 stops on 7 trips`; `2 visits` where every trip has one stop */
export function stopsAndTrips(stops: readonly Stop[]): string {
  const trips = tripsOf(stops);
  return stops.length === trips
    ? count(trips, 'visit')
    : `${count(stops.length, 'stop')} on ${count(trips, 'trip')}`;
}

export const entriesOf = (stops: readonly Stop[]) => stops.map(({ entry }) => entry);
export const unique = <T>(all: readonly T[]): T[] => [...new Set(all)];
export const when = ({ fact }: Stop) => shortDate(knownDate(fact.dates[0]?.edtf ?? ''));
export const named = (id: string, { desk }: AskContext) => nameOf(desk, 'people', id);

export function inFull(stop: Stop, { desk }: AskContext): string {
  const { visit } = stop;
  const where = visit.places.map((id) => nameOf(desk, 'places', id)).join(', ');
  return `${nameOf(desk, 'people', visit.visitor)} → ${countryName(desk, visit.host)}${where ? ` (${where})` : ''}, ${when(stop)}`;
}

/** `Baker (1991, 1992)` */
export function visitorsWithYears(stops: readonly Stop[], context: AskContext): string[] {
  const years = new Map<string, string[]>();
  for (const { visit, entry } of stops)
    years.set(visit.visitor, [...(years.get(visit.visitor) ?? []), (entry.earliest ?? '').slice(0, 4)]);
  return [...years].map(([id, all]) => `${named(id, context)} (${unique(all).join(', ')})`);
}

/** Rows of visits; the statement where the question asks for more than where and when. */
export function rowsWithText(stops: readonly Stop[], plan: Plan): AnswerRow[] {
  const told = plan.asked === 'why' || plan.asked === 'what' || plan.cues.has('meet') || stops.length === 1;
  return stops
    .slice(0, shownRows)
    .map(({ entry, fact }) => ({ entry, ...(told && { text: fact.statement }) }));
}

export function readingOf(asked: StopsAsked, plan: Plan, { desk }: AskContext): string {
  const kind = plan.order
    ? `${plan.order} visit`
    : plan.asked === 'count'
      ? 'number of visits'
      : plan.cues.has('meet')
        ? 'visits and meetings'
        : 'visits';
  return [kind, ...stopsInWords(asked, plan, desk), ...rangeWords(plan)].join(' · ');
}

/** The days asked, as short as they are exact. */
export function rangeWords({ range: { since, until } }: Pick<Plan, 'range'>): string[] {
  if (since && until) return [within(since, until)];
  return since ? [`since ${formatDay(since)}`] : until ? [`until ${formatDay(until)}`] : [];
}

/** `2015`, `May 2006`, `2001 to 2010` */
function within(since: string, until: string): string {
  if (since === until) return formatDay(since);
  const [year = '', month = '', day] = since.split('-');
  const [last = '', lastMonth = '', lastDay] = until.split('-');
  if (day === '01' && Number(lastDay) === daysInMonth(Number(last), Number(lastMonth))) {
    if (month === '01' && lastMonth === '12') return year === last ? year : `${year} to ${last}`;
    if (year === last && month === lastMonth) return `${monthNames[Number(month) - 1]} ${year}`;
  }
  return `${formatDay(since)} to ${formatDay(until)}`;
}

import type { Scope, VisitTotals } from '../../domain/ports/entries.ts';
import { type Reach, reach } from '../../domain/reach.ts';
import type { Direction } from '../../domain/vocabulary.ts';
import type { CommandContext } from '../define.ts';
import { openDirections, reachQuestion, type VisitsAsked, visitQuery } from './visit-question.ts';

/** One direction of travel and what the register holds of it. */
export interface DirectionTotals {
  direction: Direction;
  totals: VisitTotals;
  reach: Reach;
}

export interface Totals {
  stops: number;
  trips: number;
  directions: DirectionTotals[];
}

/** Counts what was asked by direction. A trip goes one way, so that the trips of both directions add up. */
export async function totalsOf(asked: VisitsAsked, scope: Scope, context: CommandContext): Promise<Totals> {
  const { desk, visits } = context;
  const [query, question] = [visitQuery(asked), reachQuestion(desk, asked, scope)];
  const directions = await Promise.all(
    openDirections(asked).map(async (direction) => ({
      direction,
      totals: await visits.totals(scope, { ...query, direction }),
      reach: reach(desk, { ...question, direction }),
    })),
  );
  const sum = (count: (totals: VisitTotals) => number) =>
    directions.reduce((total, { totals }) => total + count(totals), 0);
  return { directions, stops: sum(({ stops }) => stops), trips: sum(({ trips }) => trips) };
}

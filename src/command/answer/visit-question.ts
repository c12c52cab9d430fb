import type { Day } from '../../domain/day.ts';
import type { Desk } from '../../domain/desk.ts';
import { countryName, isCovered, nameOf } from '../../domain/desk-names.ts';
import type { Scope, VisitQuery } from '../../domain/ports/entries.ts';
import type { ReachQuestion } from '../../domain/reach.ts';
import type { Direction } from '../../domain/vocabulary.ts';
import { given } from './given.ts';
import { rangeInWords } from './setting.ts';

/** Ways to name a direction. The last two are the region's travel to and from the United States. */
export const ways = {
  'to-region': ['to the region', 'to region', 'inbound', 'incoming'],
  'from-region': ['from the region', 'from region', 'outbound', 'outgoing'],
  'to-us': [
    'to the us',
    'to us',
    'to the usa',
    'to usa',
    'to the united states',
    'to america',
    'to washington',
  ],
  'from-us': ['from the us', 'from us', 'from the usa', 'from usa', 'from the united states', 'from america'],
} as const;
export type Way = keyof typeof ways;

export interface VisitsAsked {
  country?: string | undefined;
  person?: string | undefined;
  role?: string | undefined;
  direction?: Way | undefined;
  since?: Day | undefined;
  until?: Day | undefined;
}

const directionOf: Record<Way, Direction> = {
  'to-region': 'to-region',
  'from-region': 'from-region',
  'to-us': 'from-region',
  'from-us': 'to-region',
};

export const wayInWords: Record<Way, string> = {
  'to-region': 'to the region',
  'from-region': 'from the region',
  'to-us': 'to the United States',
  'from-us': 'from the United States',
};

/** Directions that the question leaves open. */
export function openDirections({ direction }: VisitsAsked): Direction[] {
  return direction ? [directionOf[direction]] : ['to-region', 'from-region'];
}

export function visitQuery({ country, person, role, direction, since, until }: VisitsAsked): VisitQuery {
  return {
    ...given({ country, visitor: person, since, until }),
    ...(role && { offices: [role] }),
    ...(direction && { direction: directionOf[direction] }),
    ...(direction === 'to-us' && { host: 'US' }),
    ...(direction === 'from-us' && { from: 'US' }),
  };
}

/**
 * What the registers are asked. A person stands for the offices held; one who held none may be in any register. As
 * of an earlier day only the registers that the desk had by then can answer.
 */
export function reachQuestion(
  desk: Desk,
  { country, person, role, direction }: VisitsAsked,
  { today, asOf }: Pick<Scope, 'today' | 'asOf'>,
): ReachQuestion {
  const held =
    desk.definition.people.find(({ id }) => id === person)?.roles.map(({ office }) => office) ?? [];
  const offices = role ? [role] : [...new Set(held)];
  const inside = country !== undefined && isCovered(desk, country);
  const abroad = direction === 'to-us' || direction === 'from-us' ? 'US' : inside ? undefined : country;
  return {
    by: asOf ?? today,
    ...(person && { person }),
    ...(offices.length > 0 && { offices }),
    ...(direction && { direction: directionOf[direction] }),
    ...(abroad && { counterpart: abroad }),
    ...(inside && { country }),
  };
}

/** The parts of the question in words, for the heading. */
export function askedInWords(desk: Desk, asked: VisitsAsked): (string | undefined)[] {
  const { country, person, role, direction } = asked;
  return [
    country && countryName(desk, country),
    person && nameOf(desk, 'people', person),
    role && nameOf(desk, 'offices', role),
    direction && wayInWords[direction],
    rangeInWords(asked),
  ];
}

import type { FactKind } from '../../domain/vocabulary.ts';
import { anyWord } from './names.ts';
import { standingOf } from './standing.ts';

const travelled = anyWord(
  'visited',
  'visits',
  'paid (?:a|an) (?:\\w+ )?visit',
  'arrived (?:in|at)',
  'travel(?:l)?ed to',
  'flew to',
  'toured',
  'made (?:a|his|her|their) [\\w ]{0,30}(?:visit|trip)',
  'on (?:a|an) [\\w-]+ visit',
  'led a delegation',
  '(?:a|an|his|her) (?:official|state|working|two-day|three-day) (?:visit|trip)',
);
const notYet = anyWord('no', 'never', 'not', 'cancelled', 'postponed');
const planned = anyWord(
  'plans? (?:to|for)',
  'plans',
  'planned',
  'intends? to',
  'aims? to',
  'is (?:set|due|scheduled|expected) to',
  'are (?:set|due|scheduled|expected) to',
  'scheduled for',
  'agreed to',
  'pledged',
  'promised',
  'will',
  'to be (?:held|built|completed|opened|signed)',
  'targets?',
  'by 20\\d\\d',
  'next (?:year|month|week)',
);
const happened = anyWord(
  'met',
  'signed',
  'joined',
  'held',
  'took place',
  'launched',
  'opened',
  'announced',
  'adopted',
  'ratified',
  'approved',
  'elected',
  'appointed',
  'dismissed',
  'resigned',
  'died',
  'killed',
  'injured',
  'began',
  'begun',
  'ended',
  'founded',
  'established',
  'created',
  'hosted',
  'led',
  'spoke',
  'told',
  'called',
  'won',
  'lost',
  'sent',
  'bought',
  'sold',
  'built',
  'completed',
  'closed',
  'arrested',
  'sentenced',
  'agreed',
  'rose',
  'fell',
  'grew',
  'said',
  'declared',
  'introduced',
  'imposed',
  'lifted',
  'inaugurated',
  'co-authored',
  'wrote',
  'published',
  'travel(?:l)?ed',
  'has (?:\\w+ )?\\w+ed',
  'have (?:\\w+ )?\\w+ed',
  'was \\w+ed',
  'were \\w+ed',
);

const tellsOfTravel = (sentence: string): boolean => travelled.test(sentence) && !notYet.test(sentence);
const tellsOfPlan = (sentence: string): boolean => planned.test(sentence);
const tellsOfEvent = (sentence: string): boolean => happened.test(sentence);

/** Guesses the kind of fact. `person`: a person is named. `past`: a past date is given. */
export function kindOf(sentence: string, found: { person: boolean; past: boolean }): FactKind {
  const standing = standingOf(sentence);
  const visit = tellsOfTravel(sentence) && found.person;
  if (standing === 'reported') {
    if (visit) return 'visit';
    if (tellsOfPlan(sentence) && !found.past) return 'plan';
    return tellsOfEvent(sentence) || found.past ? 'event' : 'status';
  }
  // A dated event described emphatically is still an event.
  if (standing === 'opinion' && found.past && (visit || tellsOfEvent(sentence)))
    return visit ? 'visit' : 'event';
  return 'view';
}

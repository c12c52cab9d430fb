import type { FactKind, Standing } from '../../domain/vocabulary.ts';
import { reportingVerbs, russianPast } from '../dates/tense.ts';
import { anyWord } from './names.ts';

const travelled = anyWord(
  'visited',
  'paid (?:a|an) (?:\\w+ )?visit',
  'arrived(?: (?:in|at|on))?',
  'travel(?:l)?ed to',
  'flew to',
  'toured',
  'made (?:a|his|her|their) [\\w ]{0,30}(?:visit|trip)',
  'on (?:a|an) [\\w-]+ visit',
  'led a delegation',
  '(?:a|an|his|her) (?:official|state|working|two-day|three-day) (?:visit|trip)',
  '(?:прибы(?:л|ва)|прилет(?:ел|а)|приех|приезжа|посе(?:ти|ща)л|побыва)\\p{L}*',
  'с [\\p{L}-]+ визитом',
);
const notYet = anyWord('no', 'never', 'not', 'cancelled', 'postponed', 'не', 'никогда', 'отмен\\p{L}+');
const planned = anyWord(
  'plans? (?:to|for)',
  'plans',
  'planned',
  'intends? to',
  'aims? to',
  '(?:is|are|was|were) (?:set|due|scheduled|expected)',
  '(?:is|are) to [a-z]+',
  'shall',
  'scheduled for',
  'agreed to',
  'pledged',
  'promised',
  'will',
  'to be (?:held|built|completed|opened|signed)',
  'targets?',
  'by 20\\d\\d',
  'next (?:year|month|week)',
  '(?:со)?стоится|состоятся|пройд[её]т|пройдут|посетит|посетят|прибудет|завершится|начн[её]тся|откроется',
  'планиру\\p{L}+|намерен\\p{L}*|будет|будут|предстоит|ожидается',
);
const happened = anyWord(
  'met',
  'signed',
  'joined',
  'held',
  'took place',
  'launched',
  'opened',
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
  'declared',
  'introduced',
  'imposed',
  'lifted',
  'inaugurated',
  'co-authored',
  'published',
  'travel(?:l)?ed',
  'has (?:\\w+ )?\\w+ed',
  'have (?:\\w+ )?\\w+ed',
  'was \\w+ed',
  'were \\w+ed',
  'had',
  'paid',
  'came',
  'went',
  'left',
  'made',
  'took',
  'gave',
  'received',
  'gathered',
  'arrived',
  'visited',
  'resumed',
  'earned',
  'imported',
  'exported',
  'settled',
  'welcomed',
  'adjourned',
  'attended',
  russianPast,
);
/** Present tense of what holds for a while. */
const holds = anyWord(
  '(?:has|have) been',
  'now [a-z]+s',
  '(?:is|are) (?:a|an|the|one|among|part|home|not|no)',
  'holds',
  'has',
  'have',
  'remains?',
  'accuses?',
  'produces?',
  'belongs?',
  'owns?',
  'является|остаётся|остается|составляет|входит',
);

/** A title before a name that the desk does not list. */
const titledName =
  /(?<!\p{L})(?:President|Prime Minister|Premier|Minister|Secretary|Chancellor|King|Emir|Chairman|Envoy|Ambassador|[Пп]резидент\p{L}*|премьер-министр\p{L}*|[Мм]инистр\p{L}*) (?:\p{L}+ ){0,3}\p{Lu}\p{L}+/u;

/** `, Gazprom said on Thursday.` and `, сообщил министр.` at the end: who told it, not what it is. */
function withoutTeller(sentence: string): string {
  const comma = sentence.lastIndexOf(',');
  const tail = sentence.slice(comma);
  return comma > 20 && tail.length < 160 && firstAt(reportingVerbs, tail) !== undefined
    ? sentence.slice(0, comma)
    : sentence;
}

function firstAt(pattern: RegExp, text: string): number | undefined {
  pattern.lastIndex = 0;
  const at = text.search(pattern);
  return at === -1 ? undefined : at;
}

/** What is known of a sentence beside its words. */
interface About {
  /** A person of the desk is named. */
  person: boolean;
  /** A past date, or one to come, is given. */
  past: boolean;
  ahead: boolean;
  /** All dates are open-ended: since 1992. */
  lasting: boolean;
  /** All dates tell when something was said. */
  saidOnly: boolean;
  standing: Standing;
}

/** Whether a sentence tells of a journey that was made, whoever made it. */
export function saysJourney(sentence: string): boolean {
  const told = withoutTeller(sentence);
  return travelled.test(told) && !notYet.test(told);
}

/** Guesses the kind of fact. */
export function kindOf(
  sentence: string,
  { person, past, ahead, lasting, saidOnly, standing }: About,
): FactKind {
  const told = withoutTeller(sentence);
  const visit = saysJourney(sentence) && (person || titledName.test(told));
  const happening = firstAt(happened, told);
  if (standing !== 'reported') {
    // A dated event described emphatically is still an event.
    const isDatedOpinion = standing === 'opinion' && past;
    if (isDatedOpinion && visit) return 'visit';
    return isDatedOpinion && happening !== undefined ? 'event' : 'view';
  }
  const plan = firstAt(planned, told);
  const said = firstAt(reportingVerbs, told);
  // `сообщил` is a verb in the past as well.
  const toldFirst = ahead && happening === said;
  if (plan !== undefined && (happening === undefined || plan <= happening + 4 || toldFirst)) {
    if (!past || ahead) return 'plan';
    // "said on Wednesday that ... will" is dated by the saying; "will ..., he said" is a plan.
    const isDatedBySaying = saidOnly && said !== undefined && said < plan;
    const isDatedEvent = !saidOnly && happening !== undefined && happening > 0;
    return isDatedBySaying || isDatedEvent ? 'event' : 'plan';
  }
  if (ahead && !visit && happening === undefined) return 'plan';
  if (visit) return ahead && !past ? 'plan' : 'visit';
  if (holds.test(told) && (happening === undefined || /\b(?:now|has been|have been)\b/.test(told)))
    return 'status';
  if (lasting && happening === undefined) return 'status';
  return happening !== undefined || firstAt(reportingVerbs, sentence) !== undefined || past
    ? 'event'
    : 'status';
}

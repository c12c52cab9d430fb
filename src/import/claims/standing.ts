import type { Standing } from '../../domain/vocabulary.ts';
import { anyWord } from './names.ts';

/** Those who only look on: what they expect nobody has promised. */
const expectation = anyWord(
  '(?:analysts?|economists?|experts?|observers?|diplomats?|traders?|critics?|residents)(?: \\p{L}+){0,4} (?:expect|hope|fear|doubt|forecast|predict)s?',
  '(?:аналитик|эксперт|экономист|наблюдател|дипломат)\\p{L}*(?: \\p{L}+){0,4} (?:ожида|опаса|надеют|прогнозиру|сомнева)\\p{L}+',
);
/** Case-sensitive: May is a month. */
const maybe =
  /(?<!\p{L})(?:could|may|might|perhaps|possibly|potentially|probably|presumably|hopefully|может|могут|мог|возможно|вероятно|пожалуй|если|по слухам)(?!\p{L})/u;
const uncertain = anyWord(
  '(?:un)?likely',
  'unclear',
  'uncertain',
  'debatable',
  'remains to be seen',
  'hypothetical(?:ly)?',
  'speculat\\w+',
  'rumou?r\\w*',
  'predicts?',
  'if',
  'when [^,]{3,60} becomes?',
);
const outlook = /\b(?:would|won['’]t|is going to|are going to)\b/;
const promise = anyWord(
  'said',
  'says',
  'announced',
  'plans? to',
  'planned',
  'agreed',
  'pledged',
  'promised',
  'committed',
  'signed',
  'scheduled',
  'decree',
  'according to',
  'told',
  'confirmed',
  'minist(?:er|ry)',
);

const duty = anyWord(
  'should',
  'must',
  'ought to',
  'needs? to',
  'has to',
  'have to',
  'can',
  'cannot',
  'it is time',
  'let us',
  'должн\\p{L}+|следует|необходимо|нужно|нельзя',
);
const judgement = anyWord(
  'argu(?:e|es|ed|ing)',
  'in (?:my|our|his|her|their) (?:view|opinion)',
  '(?:I|we|they) (?:think|believe)',
  '(?:he|she) thinks',
  'calls? (?:it|this|that|him|her|them) (?:a|an|the)',
  'по (?:мнению|словам экспертов)|по-моему|считает|считают|полага\\p{L}+',
  'believes?',
  'seems?',
  'appears? to',
  'undeniably',
  'undoubtedly',
  'clearly',
  'obviously',
  'unfortunately',
  'fortunately',
  'arguably',
  'in other words',
  'matters?',
  'deserves?',
  'worth \\w+ing',
  'risk(?:s|ing)? \\w+ing',
);
const praise = anyWord(
  '(?:very|most|more|highly|too|so) (?:important|developed|advantageous|useful|dangerous|skilled|relevant)',
  '(?:critical|crucial|vital|strategic|key) (?:importance|role|partner|resources?)',
  'important',
  'crucial',
  'vital',
  'ideal',
  'best',
  'worst',
  'natural(?! (?:gas|resources?|disasters?))',
  'cornerstone',
  'overlooked',
  'symbolic',
  'momentum',
  'opportunit(?:y|ies)',
  '(?:un)?reliable',
  '(?:un)?predictable',
  'advantageous',
  'remarkable',
  'impressive',
  'disappointing',
  'famous(?:ly)?',
  'strong',
  'weak',
  'undeniable',
  'better',
  'worse',
  'understands?',
  'mistake',
  'success(?:ful)?',
  'failure',
  'mixed',
  'of course',
  'indeed',
  'it is (?:also )?(?:true|fair)',
  'there is much',
);

/** Whether the sentence speculates about what may happen, or about a future nobody has promised. */
const isSpeculation = (sentence: string): boolean =>
  expectation.test(sentence) ||
  maybe.test(sentence) ||
  uncertain.test(sentence) ||
  (outlook.test(sentence) && !promise.test(sentence));

/** Whether the sentence judges: what ought to be, or how good or bad something is. */
const isOpinion = (sentence: string): boolean =>
  duty.test(sentence) || judgement.test(sentence) || praise.test(sentence);

/** A guess for the editor to confirm; never stronger than `reported`. */
export function standingOf(sentence: string): Extract<Standing, 'reported' | 'opinion' | 'speculation'> {
  if (isSpeculation(sentence)) return 'speculation';
  return isOpinion(sentence) ? 'opinion' : 'reported';
}

import { knownDate } from '../../domain/dates/date-range.ts';
import type { FoundDate, Written } from './written.ts';

/** What the verbs around a place in a sentence tell of the time. */
export type Tense = 'past' | 'future' | 'open';

/** Words of telling: who said it and when is one thing, when it happens another. */
export const reportingVerbs =
  /(?<!\p{L})(?:said|says|told|tells|announced|reported|wrote|stated|added|noted|confirmed|declared|promised|pledged|vowed|warned|explained|according to|(?:со)?общил\p{L}*|сообщает|заяви\p{L}*|рассказал\p{L}*|отметил\p{L}*|объявил\p{L}*|подчеркнул\p{L}*|обещал\p{L}*|пообещал\p{L}*|написал\p{L}*)(?!\p{L})/giu;

const future =
  /(?<!\p{L})(?:will|would|shall|to be \p{L}+ed|upcoming|scheduled|due|plans? to|planned|expected|intends? to|(?:is|are) (?:set|to)|(?:со)?стоится|состоятся|пройд[её]т|пройдут|посетит|посетят|прибудет|завершится|начн[её]тся|откроется|планиру\p{L}+|намерен\p{L}*|будет|будут|ожидается)(?!\p{L})/giu;

/** Russian nouns and small words that look like a verb in the past. */
const noVerb =
  '(?!(?:от|раз|пре)?дел[оа]?(?!\\p{L})|(?:кана|капита|материа|потенциа|филиа|генера|журна|метал|пос[о]|фина|сто|за|футбо)л(?!\\p{L})|(?:нача|чис|се|си|шко)л[оаи](?!\\p{L})|(?:до|зем|це|неде|моде|руб|ес|и)ли(?!\\p{L}))';
/** Fragment of a regular expression: a Russian verb in the past. */
export const russianPast = `${noVerb}\\p{L}{2,}(?:л|ла|ло|ли|лся|лась|лось|лись)`;

/** Irregular past forms beside those in -ed, and the Russian past in -л. */
const past = new RegExp(
  `(?<!\\p{L})(?:was|were|had|met|held|began|took|led|won|lost|sent|bought|sold|built|rose|fell|grew|flew|went|came|made|paid|gave|left|spoke|became|\\p{Ll}{2,}ed|${russianPast})(?!\\p{L})`,
  'giu',
);

/** Characters looked at on either side. */
const reach = 120;

/** The tense of the verb nearest before a place, else of the first one behind it. */
export function tenseAt(text: string, index: number, length: number): Tense {
  const before = verbs(text.slice(Math.max(0, index - reach), index)).at(-1);
  return before?.tense ?? verbs(text.slice(index + length, index + length + reach))[0]?.tense ?? 'open';
}

/** Verbs that tell a time, in order. A participle behind "will be" or "is to be" is no past. */
function verbs(text: string): { at: number; tense: Tense }[] {
  const ahead = [...text.matchAll(future)].map(({ index, 0: word }) => ({
    at: index,
    end: index + word.length,
  }));
  const gone = [...text.matchAll(past)].filter(
    ({ index }) =>
      !ahead.some(({ at, end }) => (at <= index && index < end) || (index >= end && index - end < 5)),
  );
  const [said] = [...text.matchAll(reportingVerbs)].slice(-1);
  const all = [
    ...ahead.map(({ at }) => ({ at, tense: 'future' as const })),
    ...gone.map(({ index }) => ({ at: index, tense: 'past' as const })),
    ...(said ? [{ at: said.index, tense: 'past' as const }] : []),
  ];
  return all.sort((a, b) => a.at - b.at);
}

const aside =
  '(?:on|in|at|to|during|after|late|early|earlier|reporters|journalists|lawmakers|parliament|в|во|на|журналистам)(?!\\p{L})';
/** Where and to whom something was said: `in Helsinki on`, `at a briefing late on`. */
const asides = new RegExp(`^(?:,? ${aside}(?: (?!that |what |${aside})[\\p{L}\\d’'-]+){0,6})*\\s*$`, 'u');
/** The last clause of a sentence that tells who said the rest: `, the minister said`, `, сообщил министр`. */
const teller = /[,”»"–—] ?(?!(?:and|but|who|which|when|while|and|где|и|но|котор\p{L}*) )([^,;:“«]{0,100})$/u;

/**
 * Whether a date tells when something was said: `said on Wednesday`, `…, the minister said in Oslo on 3 August`,
 * `On 3 August the minister announced that …`. `length`: of the words of the date.
 */
export function isWhenSaid(text: string, index: number, length: number): boolean {
  const before = text.slice(Math.max(0, index - reach), index);
  const last = [...before.matchAll(reportingVerbs)].at(-1);
  const after = last && before.slice(last.index + last[0].length);
  if (after !== undefined && verbs(after).length === 0) {
    if (asides.test(after)) return true;
    const clause = teller.exec(before)?.[1];
    // `сообщил министр`: who said it stands behind the verb.
    if (clause !== undefined && [...clause.matchAll(reportingVerbs)][0]?.index === 0) return true;
  }
  const lead = /^(?:on|in|at|late|early|speaking|в|во)? ?(?:on |in |at )?$/iu.test(
    text.slice(0, index).trimStart(),
  );
  if (!lead) return false;
  const rest = text.slice(index + length, index + length + reach);
  const [first] = [...rest.matchAll(reportingVerbs)];
  if (!first) return false;
  const subject = rest.slice(0, first.index);
  return (
    /^(?: год\p{L}*)?,?[^,;:]*$/u.test(subject) &&
    verbs(subject).length === 0 &&
    /^(?! ?[.,](?! ?что))/u.test(rest.slice(first.index + first[0].length))
  );
}

const before =
  /(?<!\p{L})(?:(?:since|after|before) (?:he|she|it|they|the (?!end )\p{L}+|\p{Lu}\p{L}+) \p{L}+(?: \p{L}+){0,4}|who(?: \p{L}+){1,9}) $/u;
const compared =
  /(?<!\p{L})(?:(?:than|compared (?:with|to)|up from|down from|against)(?: [\p{L}\d.,%$-]+){0,6}|levels?(?: \p{Ll}+)?(?: of| in)?|по сравнению с(?: \p{L}+){0,4}) $/u;

/**
 * Whether a date belongs to a clause about what was before, or to what a figure is compared with: `since he took office
 * in January`, `who took over in January`, `a third of the level seen in 2019`.
 */
export const isBackground = (text: string, index: number): boolean => {
  const lead = text.slice(Math.max(0, index - 80), index);
  return before.test(lead) || compared.test(lead);
};

/** Whether it was over when the article appeared; of an article without a day, whether it ends. */
export function hasBeen({ edtf }: FoundDate, written: Written | undefined): boolean {
  const { latest, earliest } = knownDate(edtf);
  if (!written) return latest !== null;
  return (latest ?? earliest ?? '9999') <= written.latest;
}

/** Whether it comes after the article. */
export function isAhead({ edtf }: FoundDate, written: Written | undefined): boolean {
  const { latest, earliest } = knownDate(edtf);
  return written !== undefined && (latest ?? earliest ?? '') > written.latest;
}

/** Nothing is planned for a day before it is told, nor for the day of telling unless its own verb says so. */
export function mayBePlanned(date: FoundDate, sentence: string, written: Written | undefined): boolean {
  const { latest } = knownDate(date.edtf);
  if (!written || latest === null || latest > written.latest) return true;
  return latest >= written.earliest && tenseAt(sentence, date.index, date.text.length) !== 'past';
}

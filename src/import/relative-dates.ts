import { addDays, type Day } from '../domain/day.ts';
import { dayWord, monthDigits, monthWord, partWord, thirdOfYear, twoDigits } from './date-words.ts';

/**
 * A date that only means something beside the day on which it was written. What is read is marked: `?` where the year
 * is inferred, `~` where the words themselves are loose.
 */
export interface RelativeRule {
  pattern: RegExp;
  /** `written` is the day the article appeared; `ahead` that the sentence speaks of what is to come. */
  read(written: Day, ahead: boolean, ...groups: string[]): string | undefined;
}

const rule = (pattern: string, read: RelativeRule['read']): RelativeRule => ({
  pattern: new RegExp(pattern, 'g'),
  read,
});

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const small: Record<string, number> = {
  a: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twenty: 20,
  thirty: 30,
};
const countWord = '(a|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|\\d{1,2})';

export const relativeDates: readonly RelativeRule[] = [
  rule(`${monthWord} ${dayWord}(?![\\d,]*\\d| \\d)`, (written, ahead, m, d) =>
    inferred(dated(written, ahead, `${monthDigits(m ?? '')}-${twoDigits(d ?? '')}`)),
  ),
  rule(`\\b${dayWord} (?:of )?${monthWord}`, (written, ahead, d, m) =>
    inferred(dated(written, ahead, `${monthDigits(m ?? '')}-${twoDigits(d ?? '')}`)),
  ),
  rule(`\\b(last|past|this past|next|this|coming) ${monthWord}\\b`, (written, _, which, m) =>
    inferred(dated(written, /next|coming/.test(which ?? ''), monthDigits(m ?? ''))),
  ),
  rule(
    `\\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Oo]f|[Dd]uring|[Ee]arly|[Ll]ate|[Mm]id-?|[Ee]arlier in|[Ll]ater in)[ -]?${monthWord}(?! \\d)`,
    (written, ahead, m) => inferred(dated(written, ahead, monthDigits(m ?? ''))),
  ),
  rule('\\b([Ll]ast|[Pp]revious|[Tt]his|[Nn]ext|[Cc]oming) year\\b', (written, _, which) =>
    about(String(yearOf(written) + step(which))),
  ),
  rule('\\b([Ll]ast|[Pp]revious|[Tt]his|[Nn]ext|[Cc]oming) month\\b', (written, _, which) =>
    about(monthsAway(written, step(which))),
  ),
  rule(`\\b${partWord} (last|this|next) year\\b`, (written, _, part, which) =>
    thirdOfYear(yearOf(written) + step(which), part ?? ''),
  ),
  rule(`\\b${countWord} years? ago\\b`, (written, _, n) => about(String(yearOf(written) - countOf(n)))),
  rule(`\\b${countWord} months? ago\\b`, (written, _, n) => about(monthsAway(written, -countOf(n)))),
  rule('\\b([Yy]esterday|[Tt]oday|[Tt]omorrow)\\b', (written, _, which) =>
    about(
      addDays(
        written,
        { y: -1, t: 0, m: 1 }[/^y/i.test(which ?? '') ? 'y' : /^tom/i.test(which ?? '') ? 'm' : 't'],
      ),
    ),
  ),
  rule(`\\b(?:on|[Ll]ast|this) (${weekdays.join('|')})\\b`, (written, ahead, name) =>
    about(weekday(written, ahead, weekdays.indexOf(name ?? ''))),
  ),
  rule('\\b(?:by|before|at|towards?) the end of the decade\\b', (written) => {
    const year = yearOf(written);
    return `[${year}..${Math.floor(year / 10) * 10 + 10}]`;
  }),
];

const yearOf = (day: Day) => Number(day.slice(0, 4));
const inferred = (edtf: string) => `${edtf}?`;
const about = (edtf: string) => `${edtf}~`;
const step = (which = '') => (/^(last|previous)/i.test(which) ? -1 : /^(next|coming)/i.test(which) ? 1 : 0);
const countOf = (word = '') => small[word] ?? Number(word);

/** The latest such month or day up to `written`, or the first from it on. `rest` is `MM` or `MM-DD`. */
function dated(written: Day, ahead: boolean, rest: string): string {
  const now = written.slice(5, 5 + rest.length);
  const year = yearOf(written);
  if (ahead) return `${rest < now ? year + 1 : year}-${rest}`;
  return `${rest > now ? year - 1 : year}-${rest}`;
}

function monthsAway(written: Day, away: number): string {
  const months = yearOf(written) * 12 + Number(written.slice(5, 7)) - 1 + away;
  return `${Math.floor(months / 12)}-${twoDigits((months % 12) + 1)}`;
}

function weekday(written: Day, ahead: boolean, wanted: number): Day {
  const today = new Date(`${written}T00:00:00Z`).getUTCDay();
  const back = (today - wanted + 7) % 7;
  return addDays(written, ahead ? (7 - back) % 7 : -back);
}

import type { Desk } from '../../src/domain/desk.ts';
import { countryName, nameOf } from '../../src/domain/desk-names.ts';
import type { ProposedClaim } from '../../src/domain/import.ts';
import { knownDate } from '../../src/domain/known-date.ts';

const mostNames = 3;

/** `likely · 27 February 2023 · Antony Blinken, Astana` */
export function claimMarks(claim: ProposedClaim, desk: Desk): string {
  const dates = claim.dates.map((edtf) => knownDate(edtf).text);
  return [
    claim.likely ? 'likely' : 'perhaps',
    ...(claim.standing === 'reported' ? [] : [claim.standing]),
    dates.join(', ') || 'no date',
    claimNames(claim, desk).join(', '),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** `already here: hsg-t-4127`; without a date much may be the same. Empty where nothing is. */
export function claimKnown({ matches, dates }: ProposedClaim): string {
  if (matches.length === 0) return '';
  return `${dates.length > 0 ? 'already here' : 'perhaps here'}: ${matches.join(', ')}`;
}

/** `likely · 27 February 2023 · Antony Blinken, Astana: “sentence” (already here: hsg-t-4127)` */
export function claimLine(claim: ProposedClaim, desk: Desk): string {
  const known = claimKnown(claim);
  return `${claimMarks(claim, desk)}: “${claim.sentence}”${known && ` (${known})`}`;
}

/** The longest that both platforms show beside a box. */
const longestLabel = 75;

/** The same on one short line, the sentence cut. */
export function claimLabel(claim: ProposedClaim, desk: Desk, number: number): string {
  const known = claimKnown(claim).replace(/:.*$/, ' · ');
  const letters = [...`${number}. ${known}${claimMarks(claim, desk)}: “${claim.sentence}”`];
  return letters.length <= longestLabel
    ? letters.join('')
    : `${letters.slice(0, longestLabel - 1).join('')}…`;
}

function claimNames({ people, places, organisations, countries }: ProposedClaim, desk: Desk): string[] {
  return [
    ...people.map((id) => nameOf(desk, 'people', id)),
    ...places.map((id) => nameOf(desk, 'places', id)),
    ...organisations.map((id) => nameOf(desk, 'organisations', id)),
    ...countries.map((code) => countryName(desk, code)),
  ].slice(0, mostNames);
}

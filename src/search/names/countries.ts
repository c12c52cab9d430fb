import type { DeskDefinition } from '../../domain/desk.ts';

/** ISO 3166-1 alpha-2 codes in use, and XK, used for Kosovo by the platforms' flags and most news. */
export const countryCodes: readonly string[] = (
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ ' +
  'CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO ' +
  'FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE ' +
  'JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO ' +
  'MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW ' +
  'PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM ' +
  'TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'
).split(' ');

/** Common country names missing from the lists of names. */
const everyday: Record<string, readonly string[]> = {
  AE: ['UAE', 'Emirates'],
  BA: ['Bosnia'],
  CD: ['DRC', 'Democratic Republic of the Congo', 'Zaire'],
  CG: ['Republic of the Congo'],
  CI: ['Ivory Coast'],
  CZ: ['Czech Republic'],
  FM: ['Federated States of Micronesia'],
  GB: ['UK', 'Britain', 'Great Britain', 'England', 'Scotland', 'Wales'],
  HK: ['Hong Kong'],
  IR: ['Persia'],
  KP: ['DPRK', 'Democratic Peoples Republic of Korea'],
  KR: ['ROK', 'Republic of Korea'],
  MK: ['Macedonia'],
  MM: ['Myanmar', 'Burma'],
  MO: ['Macau', 'Macao'],
  NL: ['Holland', 'The Netherlands'],
  PS: ['Palestine'],
  SZ: ['Swaziland'],
  TL: ['East Timor'],
  TR: ['Turkey'],
  US: ['USA', 'United States of America', 'America'],
  VA: ['Holy See', 'Vatican'],
};

interface WorldCountry {
  id: string;
  label: string;
  spellings: string[];
}

let known: WorldCountry[] | undefined;

/** Every country of the world, so that France is "not covered" and not an unknown word. Built at first use (10 ms). */
export function worldCountries(): WorldCountry[] {
  known ??= readCountries();
  return known;
}

export function isCountryCode(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && countryCodes.includes(code);
}

/** In capitals; no word of any language is read so on a desk that has the country. */
export const isOwnCode = (text: string, { countries }: Pick<DeskDefinition, 'countries'>): boolean =>
  isCountryCode(text) && countries.some(({ id }) => id === text);

function readCountries(): WorldCountry[] {
  const english = new Intl.DisplayNames(['en'], { type: 'region' });
  const russian = new Intl.DisplayNames(['ru'], { type: 'region' });
  return countryCodes.map((id) => {
    const label = english.of(id) ?? id;
    const written = [label, ...variants(label), russian.of(id) ?? label, ...(everyday[id] ?? [])];
    return { id, label, spellings: [...new Set(written)] };
  });
}

/** `Bosnia & Herzegovina` is also typed with "and", `St. Lucia` with "Saint". */
function variants(label: string): string[] {
  return [label.replace('&', 'and'), label.replace(/\bSt\./, 'Saint').replace('&', 'and')];
}

/** Words before a person's name that do not identify the person. */
const titles = new Set(
  (
    'president presidents vice first former ex late mr mrs ms dr sir madam lady his her excellency hon honourable ' +
    'honorable secretary of state us american minister prime foreign premier senator governor general ambassador ' +
    'chairman leader prezident prezidenti gospodin gossekretar'
  ).split(' '),
);

export function isTitle(word: string): boolean {
  return titles.has(word);
}

const generation = /^(?:jr|sr|junior|senior|ii|iii|iv)\.?$/i;

/** Whether the word tells a son from his father: Jr., III. */
export const isGeneration = (word: string): boolean => generation.test(word);

/** A word of it in one spelling; nothing for any other word. */
export const generationOf = (folded: string): string[] =>
  isGeneration(folded) ? [folded.replace('junior', 'jr').replace('senior', 'sr')] : [];

/** Removes titles before a name: `president kerry` becomes `kerry`. Text of titles only is unchanged. */
export function withoutTitles(words: readonly string[]): string[] {
  const first = words.findIndex((word) => !titles.has(word));
  return words.slice(Math.max(first, 0));
}

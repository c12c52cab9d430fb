import { distance } from 'fastest-levenshtein';
import type { EntryBody } from '../domain/entry.ts';
import { normalise } from '../search/names/phonetic-key.ts';
import { stemOf } from '../search/names/tokens.ts';
import { isEveryday } from '../search/names/world.ts';
import type { ContentWord } from './plan.ts';

/** Whether an entry of these words says a word of the question, or is on a topic or organisation that it names. */
export function holdsWord(
  { word, topics, organisations, literal = false }: ContentWord,
  body: EntryBody,
  words: readonly string[],
  stems: ReadonlySet<string>,
  isName: (word: string) => boolean = () => false,
): boolean {
  if (organisations.some((id) => body.organisations.includes(id))) return true;
  const parts = normalise(word)
    .split(' ')
    .filter((part) => stemOf(part).length > 0 || /\d/.test(part));
  const isSaid = (part: string) =>
    superlatives.has(part)
      ? superlatives.get(part)?.some((one) => words.includes(one)) === true
      : isSpoken(part);
  const isSpoken = (part: string) =>
    (isStemmed(part) && formsOf(part, literal).some((form) => stems.has(form))) ||
    words.some((own) => part === own || (!isName(own) && isForm(part, own))) ||
    isCompound(part, words);
  const said =
    (parts.length > 0 && parts.every(isSaid)) || (word.includes('-') && unhyphenated(word).some(isSaid));
  return said || topics.some((id) => body.topics.includes(id));
}

/** `use` has the stem of `US`. */
const isStemmed = (part: string): boolean =>
  part.length > 3 || stemOf(part)[0] === part || synonymsOf(part).length > 0;

const formsOf = (part: string, literal: boolean): string[] =>
  [part, ...(literal ? [] : synonymsOf(part))].flatMap((one) => normalise(one).split(' ').flatMap(stemOf));

/** `goldmine` for gold mine. */
function isCompound(part: string, words: readonly string[]): boolean {
  if (part.length < 7) return false;
  return words.some(
    (own) =>
      own.length > 2 &&
      part.startsWith(own) &&
      part.length - own.length > 2 &&
      words.includes(part.slice(own.length)),
  );
}

/** `agreed` and `agreement`; a slip of the finger where the word is no other word. */
function isForm(part: string, own: string): boolean {
  if (part.length < 5 || own.length < 5) return false;
  const shared = sharedStart(part, own);
  if (
    shared >= 5 &&
    shared >= Math.max(part.length, own.length) - 4 &&
    Math.abs(part.length - own.length) <= 4
  )
    return shared >= Math.min(part.length, own.length) - 2;
  if (part[0] !== own[0] || (isEveryday(part) && part.length < 8)) return false;
  return distance(part, own) <= (Math.min(part.length, own.length) < 7 || isEveryday(part) ? 1 : 2);
}

function sharedStart(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

/** `re-elected` is `reelected`, too. */
export const unhyphenated = (text: string): string[] =>
  [...text.matchAll(/\p{L}+(?:[-‐‑]\p{L}+)+/gu)].map(([word]) => normalise(word).replaceAll(' ', ''));

export const wordsIn = (text: string) => normalise(text.replace(/[’']s\b/g, '')).split(' ');

export const says = (text: string, name: string) =>
  text.includes(` ${normalise(name)} `) ||
  normalise(name)
    .split(' ')
    .every((word) => text.includes(` ${word} `));

/** Words that mean nearly the same in reports. */
const alike = [
  'die died dead death deaths killed kill toll dying deadly lost murder murdered',
  'win won elected elect victory winner reelected re-elected wins',
  'percent per cent share proportion procent',
  'phone telephone telephones telephoned phoned call called calls rang',
  'sign signed signs signature signing agreed agree agreement deal accord pact treaty',
  'ban banned bans prohibits prohibited prohibition blocked pause paused suspend suspended suspension',
  'flee fled flees escaped move moved moving come came arrive arrived',
  'fly flying flies flight flights',
  'government govt gov cabinet',
  'company companies firm firms business businesses enterprise enterprises',
  'cost costs price fee',
  'member members membership join joined joins belong belongs',
  'crash crashed crashes accident',
  'plane airliner aircraft jet',
  'attend attended attends participate participated attending part participants',
  'invite invited invites invitation asked',
  'ask asked asks request requested requests appeal appealed',
  'inaugurated sworn oath office',
  'clash clashes fighting fought border-clash conflict',
  'unrest protests protest protesters riots disorder rally rallies demonstrations',
  'lend lent loan loans credit',
  'dismissed sacked fired dismissal loses lost removed stripped ousted',
  'arrest arrested detained jailed',
  'troops soldiers forces troop',
  'worker workers miner miners citizen citizens',
  'citizen citizens national nationals civilian civilians',
  'fire fires blaze wildfire wildfires',
  'legal lawful permits legalised allowed',
  'crypto cryptocurrency cryptocurrencies',
  'corridor route',
  'abolish abolished abolishes abolition scrap scrapped gives gave',
  'own owns owner owned ownership control controls',
  'recognise recognised recognize recognized',
  'speech speeches spoke speak spoken address addressed lecture',
  'begin began begun start started starts',
  'build built builds construction building',
  'rename renamed renames renaming name named',
  'open opened opens opening',
  'takeover seized seizes control took',
  'disagree differ differs',
  'accept accepted accepts',
  'quota limit',
  'shoot shot shooting fired',
  'power electricity blackout outage',
  'summit meeting summits',
  'children child minors',
  'britain british uk',
  'boundary border borders frontier',
  'blast explosion exploded',
  'change changed changes amended amendment amendments',
  'withdraw withdrew withdrawn drop dropped abandon abandoned shelved',
];

function groupsOf(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const line of lines) {
    const words = line.split(' ');
    for (const word of words) groups.set(word, [...(groups.get(word) ?? []), ...words]);
  }
  return groups;
}

/** Words that ask for what others tell, which do not stand for one another. */
const toldAs = [
  [
    'result results outcome outcomes',
    'won elected ended settled settlement ruling verdict agreed signed passed approved',
  ],
  ['decide decides decided decision decisions', 'agreed agree agreement approved adopted resolved'],
  ['refuse reject decline', 'turn'],
  ['punish punished punishment penalty', 'fine fined prison sentenced jailed'],
  ['airline airlines', 'flight flights flying'],
  ['demand urge', 'called asked'],
  ['cancel cancelled halted', 'suspended stops stopped'],
  ['disaster tragedy catastrophe', 'fire crash explosion floods earthquake'],
  ['impose imposed', 'announced sanctioned introduced enacted'],
  ['evacuate evacuation displaced displacement', 'leave left homes relocated'],
  ['evade evasion circumvent circumvention bypass', 'around avoid'],
  ['presence stationed', 'base troops soldiers forces deployed'],
  ['victim victims', 'killed died dead injured hurt wounded attacked'],
  ['violence violent', 'attacked clash riots unrest fighting'],
  ['leadership', 'president leader ruler head'],
  ['transition handover succession', 'succeeds inherits handed'],
] as const;

const synonyms: ReadonlyMap<string, readonly string[]> = new Map([
  ...groupsOf(alike),
  ...toldAs.flatMap(([asked, told]) =>
    asked.split(' ').map((word) => [word, `${asked} ${told}`.split(' ')] as const),
  ),
]);

/** All words of the reports, for misspelt ones. */
export const reportWords: ReadonlySet<string> = new Set(synonyms.keys());

const byStem = Map.groupBy(synonyms, ([word]) => stemOf(word)[0] ?? word);

/** Words that mean nearly the same as one, or as another form of it: `lose` as `loses`. */
export const synonymsOf = (word: string): readonly string[] =>
  synonyms.get(word) ?? byStem.get(stemOf(word)[0] ?? word)?.flatMap(([, others]) => others) ?? [];

/** `the largest` is told by nothing that only says `large`. */
const superlatives = groupsOf([
  'largest biggest greatest',
  'smallest',
  'longest',
  'shortest',
  'oldest',
  'newest',
  'youngest',
  'deadliest bloodiest',
  'worst',
  'best',
  'richest wealthiest',
  'poorest',
  'strongest',
  'weakest',
  'closest nearest',
  'heaviest',
  'fastest',
  'cheapest',
]);

/** Asked whether it has been done: what else tells that it has. */
export const toldBy: ReadonlyMap<string, string> = new Map(
  ['change', 'changed', 'amended', 'rewritten', 'rewrite'].map((word) => [word, 'approved']),
);

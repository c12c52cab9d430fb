import { z } from 'zod';
import type { Source } from './sources/source.ts';
import {
  countryField,
  dayField,
  edtfField,
  factKinds,
  idField,
  lineField,
  mendedFields,
  spellingsField,
} from './vocabulary.ts';

export const countrySchema = z.strictObject({
  id: countryField.describe('ISO 3166-1 alpha-2 code'),
  name: lineField(80).describe('the name the desk uses'),
  covered: z.boolean().default(false).describe('true for a country of the region, false for any other'),
  spellings: spellingsField.describe('former names, other scripts, misspellings'),
});

export const topicSchema = z.strictObject({
  id: idField,
  name: lineField(60),
  spellings: spellingsField.describe('names of the topic, in any language: each is a filter for it'),
  words: spellingsField.describe(
    'words of the texts on it: a search for them looks in texts, and offers the topic where no entry holds them',
  ),
  ...mendedFields,
});

export const officeSchema = z.strictObject({
  id: idField,
  name: lineField(100).describe('as shown beside a visitor, such as US Secretary of State'),
  country: countryField.optional().describe('whose office it is'),
  spellings: spellingsField,
  ...mendedFields,
});

export const personSchema = z.strictObject({
  id: idField,
  name: lineField(80).describe('the house spelling'),
  country: countryField.optional().describe('the country the person acts for'),
  roles: z
    .array(
      z.strictObject({
        office: idField.describe('an office of this desk'),
        since: edtfField.optional().describe('start of the term, if known'),
        until: edtfField.optional().describe('end of the term, if it ended and is known'),
        sources: z
          .array(idField)
          .min(1)
          .optional()
          .describe('sources of these dates; without them readers are told that there is none'),
        seen: idField
          .optional()
          .describe('the newest source checked that has the person in the office, for a term without an end'),
      }),
    )
    .default([])
    .describe('offices over time, oldest first'),
  spellings: spellingsField,
  ...mendedFields,
});

export const organisationSchema = z.strictObject({
  id: idField,
  name: lineField(100),
  spellings: spellingsField,
  ...mendedFields,
});

export const placeSchema = z.strictObject({
  id: idField,
  name: lineField(80),
  country: countryField,
  spellings: spellingsField,
  ...mendedFields,
});

/** Whether the runtime knows the zone by this name, old ones included. */
function isZone(name: string): boolean {
  try {
    return /[/A-Z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

export function isLanguage(code: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(code).length > 0;
  } catch {
    return false;
  }
}

/** `desk.yaml`: the vocabulary of a region. */
export const deskSchema = z.strictObject({
  id: idField.describe('the folder name and the slash command'),
  name: lineField(60).describe('as readers see it'),
  about: lineField(300).describe('what the desk covers, in a sentence'),
  zone: z
    .string()
    .refine(isZone, {
      error: 'a time zone is an IANA name, such as Africa/Nairobi',
    })
    .describe('IANA time zone of the desk'),
  owner: lineField(80).describe('owner of entries that name none'),
  shelf: z
    .partialRecord(z.enum(factKinds), z.number().int().min(1).max(3650))
    .default({})
    .describe(
      'shelf life in days by kind of fact, counted from the end of its sources; other kinds and opinions never go stale',
    ),
  review: z
    .enum(['four-eyes', 'one', 'one-until-second'])
    .optional()
    .describe(
      'who approves drafts; four-eyes (default): a reviewer who neither wrote nor last edited the draft; one: any reviewer, including its author; one-until-second: one as long as no second person has a role on the desk, four-eyes from then on',
    ),
  languages: z
    .array(z.string().refine(isLanguage, { error: 'a language is a code such as en, ru or kk' }))
    .max(20)
    .default([])
    .describe(
      'languages that readers write in besides English: their months, weekdays, question words and case forms of countries',
    ),
  eras: z
    .array(
      z.strictObject({
        name: lineField(60),
        date: edtfField.describe('when it was or began'),
        spellings: spellingsField,
      }),
    )
    .default([])
    .describe('times with a name, such as independence, so that `since independence` is read'),
  glossary: z
    .record(lineField(60), z.array(lineField(60)).min(1).max(50))
    .default({})
    .describe(
      'words that entries use, each with what readers say for it, in any language: `capital punishment: [death penalty]`',
    ),
  holidays: z
    .array(z.strictObject({ day: dayField, name: lineField(80) }))
    .default([])
    .describe(
      'days on which digests with `holidays skip` are not sent; those with `holidays shift` are sent on the next day that is not a holiday',
    ),
  topics: z.array(topicSchema).min(1),
  countries: z.array(countrySchema).min(1),
  offices: z.array(officeSchema).default([]),
  people: z.array(personSchema).default([]),
  organisations: z.array(organisationSchema).default([]),
  places: z.array(placeSchema).default([]),
});

export type DeskDefinition = z.infer<typeof deskSchema>;

/** Of each field of a definition that has one. */
const defaults = Object.fromEntries(
  Object.entries(deskSchema.shape).flatMap(([name, field]) => {
    const { success, data } = field.safeParse(undefined);
    return success && data !== undefined ? [[name, data]] : [];
  }),
);

/** A desk as it is kept; an older Deskwire left out the fields that it did not know. */
export function storedDesk(json: string): Desk {
  const { definition, ...desk } = JSON.parse(json) as Desk;
  return { ...desk, definition: { ...defaults, ...definition } };
}

export type Country = z.infer<typeof countrySchema>;
export type Person = z.infer<typeof personSchema>;
export type Named = z.infer<typeof organisationSchema>;
export type Office = z.infer<typeof officeSchema>;
export type Place = z.infer<typeof placeSchema>;
export type Topic = z.infer<typeof topicSchema>;

/** A desk in service: its definition and its sources. */
export interface Desk {
  definition: DeskDefinition;
  sources: Source[];
}

/** The desks in service. Content changes replace them, so callers look them up at every use. */
export interface Serving<T> {
  all(): readonly T[];
  byId(id: string): T | undefined;
}

export const servingOf = <T extends Desk | { desk: Desk }>(all: () => readonly T[]): Serving<T> => ({
  all,
  byId: (id) => all().find((one) => idOf(one) === id),
});

const idOf = (one: Desk | { desk: Desk }) => ('desk' in one ? one.desk : one).definition.id;

let regions: Intl.DisplayNames | undefined;

/** The desk's name for a country; for a country it does not list, the usual English name. */
export function countryName(desk: Desk, code: string): string {
  const listed = desk.definition.countries.find(({ id }) => id === code);
  if (listed) return listed.name;
  // Built at first use: loading its tables takes a millisecond.
  regions ??= new Intl.DisplayNames(['en-GB'], { type: 'region', fallback: 'code' });
  return regions.of(code) ?? code;
}

/** The name within a sentence: `the United States`. */
export function theCountry(desk: Desk, code: string): string {
  return countryName(desk, code).replace(/^United /, 'the United ');
}

/** Whether the country belongs to the desk's region. */
export function isCovered(desk: Desk, code: string): boolean {
  return desk.definition.countries.some(({ id, covered }) => id === code && covered);
}

/** Whether the country is outside the region but named by the desk. */
export function isCounterpart(desk: Desk, code: string): boolean {
  return desk.definition.countries.some(({ id, covered }) => id === code && !covered);
}

export type NamedList = 'people' | 'offices' | 'topics' | 'organisations' | 'places';

/** The desk's name for `id`; the id itself if the list no longer has it. */
export function nameOf(desk: Desk, list: NamedList, id: string): string {
  const items: readonly { id: string; name: string }[] = desk.definition[list];
  return items.find((item) => item.id === id)?.name ?? id;
}

/** `a`, `a and b`, `a, b and c` */
export function inWords(items: readonly string[], last = 'and'): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
}

/** What is asked of whoever makes a desk of their own; an empty answer means `usual`, where there is one. */
export interface DeskQuestion {
  option: string;
  question: string;
  needed: boolean;
  /** What the answer may be chosen from or goes beyond. */
  beside?: string;
  /** What an empty answer means. */
  empty?: string;
  /** The usual answer. */
  value?: string;
}

/** Makes a desk from answers, for the local page. */
export interface DeskMaker {
  questions(): readonly DeskQuestion[];
  /** What was made, line by line, or all that is wrong with the answers, as sentences; nothing was made then. */
  make(
    answers: Readonly<Record<string, string>>,
  ): Promise<
    | { made: true; lines: readonly string[] }
    | { made: false; faults: readonly { option: string; says: string }[] }
  >;
}

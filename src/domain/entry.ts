import { z } from 'zod';
import {
  briefKinds,
  countryField,
  dayField,
  directions,
  edtfField,
  entryStates,
  factKinds,
  handlings,
  idField,
  instantField,
  lineField,
  listOf,
  standings,
} from './vocabulary.ts';

/** A reference to a source. In files a bare source id means `{id}`. */
export const citationSchema = z.preprocess(
  (value) => (typeof value === 'string' ? { id: value } : value),
  z.strictObject({
    id: idField.describe('a source of this desk'),
    at: lineField(120).optional().describe('row, paragraph or page in the source'),
    url: z.url().optional().describe('a more specific address than that of the source'),
  }),
);

/** An event date and the sources that give it. In files a bare date means `{edtf}`, from all sources. */
export const datedSchema = z.preprocess(
  (value) => (typeof value === 'string' || typeof value === 'number' ? { edtf: value } : value),
  z.strictObject({
    edtf: edtfField.describe('event date in EDTF, never more precise than the source'),
    sources: listOf(idField)
      .default([])
      .describe('sources that give this date; default: all sources of the fact'),
    note: lineField(300).optional(),
  }),
);

/** A difference between sources, other than the date. */
export const disagreementSchema = z.strictObject({
  about: lineField(60).describe('what the sources differ on, such as name'),
  says: lineField(300).describe('the other version'),
  sources: listOf(idField).min(1).describe('who says so'),
});

const common = {
  id: idField.describe('unique within the desk, never reused'),
  title: lineField(160).describe('headline, in our own words'),
  topics: listOf(idField).min(1).describe('topics of the desk'),
  countries: listOf(countryField).default([]).describe('countries concerned'),
  people: listOf(idField).default([]).describe('people of the desk concerned'),
  organisations: listOf(idField).default([]).describe('organisations of the desk concerned'),
  places: listOf(idField).default([]).describe('places of the desk concerned'),
  sources: listOf(citationSchema).min(1).describe('sources of the entry, the best first'),
  published: dayField.describe('day the desk published it'),
  why: lineField(400).optional().describe('why it matters'),
  weight: z.number().int().min(1).max(5).default(3).describe('1 (passing) to 5 (leads the digest)'),
  state: z.enum(entryStates).default('published').describe('state of the entry'),
  handling: z.enum(handlings).default('public').describe('who may see it'),
  embargo: instantField.optional().describe('not shown to readers before this instant'),
  owner: lineField(80)
    .optional()
    .describe(
      "who keeps it true; default: the owner of the desk. An editor's id, such as slack:T…:U…, gets a message when it goes stale",
    ),
  related: listOf(idField).default([]).describe('related entries'),
  supersedes: idField.optional().describe('the entry it replaces'),
  corrections: listOf(z.strictObject({ on: dayField, note: lineField(400) }))
    .default([])
    .describe('public correction notes; a new note is announced'),
  reviewed: dayField.optional().describe('day the desk last confirmed it; its shelf life counts from then'),
  retraction: lineField(400).optional().describe('why it was retracted; required in state retracted'),
};

/** The summary of one article: front matter of `articles/*.md`; the Markdown below it is `summary`. */
export const briefSchema = z.strictObject({
  ...common,
  kind: z.enum(briefKinds).describe('news, analysis, opinion or official'),
  author: lineField(120).optional().describe('who wrote the article'),
  dated: edtfField.optional().describe('when the article appeared, as precisely as known'),
  summary: z
    .string()
    .trim()
    .min(1)
    .max(6000)
    .describe('what it says, in Markdown: the text below the front matter'),
  points: listOf(lineField(400)).default([]).describe('key points'),
  argues: listOf(lineField(400)).default([]).describe('what the author argues or expects'),
  reports: listOf(lineField(400)).default([]).describe('what the author reports as fact'),
});

/** One stop of a journey between a country of the desk and another country. */
export const visitSchema = z.strictObject({
  direction: z.enum(directions).describe('to the region or from it'),
  visitor: idField.describe('a person of the desk'),
  office: idField.describe('the office held at the time'),
  from: countryField.describe('country the visitor acts for'),
  host: countryField.describe('country visited'),
  places: listOf(idField).default([]).describe('places visited, in order; default: not recorded'),
  trip: idField.describe('groups the stops of one journey'),
});

/** One dated, sourced statement. `facts/*.yaml` holds lists of these. */
export const factSchema = z.strictObject({
  ...common,
  kind: z.enum(factKinds).describe('event, visit, status, plan or view'),
  statement: lineField(800).describe('the statement, in our own words, never beyond its source'),
  dates: listOf(datedSchema)
    .min(1)
    .describe('event dates; if sources disagree, several, the preferred one first'),
  standing: z.enum(standings).describe('how far it can be relied on'),
  visit: visitSchema.optional().describe('required for kind visit, and only for it'),
  outcome: idField.optional().describe('for a plan: the fact that gives its outcome'),
  disagreements: listOf(disagreementSchema).default([]),
  note: lineField(600).optional().describe('what a reader must know, such as how the source files it'),
});

export type Brief = z.infer<typeof briefSchema>;
export type Fact = z.infer<typeof factSchema>;
export type Visit = z.infer<typeof visitSchema>;
export type Citation = z.infer<typeof citationSchema>;

/** What an author holds or guesses is his own and stays apart from what others tell of the same event. */
export function isOwnWord({ kind, standing }: Fact): boolean {
  return kind === 'view' || standing === 'opinion' || standing === 'speculation';
}

/** "Some day within …" says that the day is not known: two of the same need not be the same day. */
export function shareDate(a: Fact, b: Fact): boolean {
  return a.dates.some(({ edtf }) => !edtf.startsWith('[') && b.dates.some((other) => other.edtf === edtf));
}

/** Whether two facts, one of which names the other as related, tell one event: of one kind, with a date in common. */
export function tellOneEvent(a: Fact, b: Fact): boolean {
  return !isOwnWord(a) && !isOwnWord(b) && a.kind === b.kind && shareDate(a, b);
}

export type EntryBody = ({ type: 'brief' } & Brief) | ({ type: 'fact' } & Fact);

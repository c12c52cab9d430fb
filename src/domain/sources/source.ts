import { z } from 'zod';
import {
  countryField,
  dayField,
  directions,
  edtfField,
  grades,
  idField,
  lineField,
  mendedFields,
  sourceKinds,
  urlField,
} from '../vocabulary.ts';

/** Travel that a register lacks within its period. */
export const gapSchema = z.strictObject({
  person: idField.describe('whose travel is missing'),
  since: edtfField.optional().describe('first event date missing (default: the start of the record)'),
  until: edtfField.optional().describe('last event date missing (default: the end of the record)'),
  says: lineField(300).describe(
    'what is missing, in words that can follow "but": the record has none of her trips after 2020',
  ),
});

/** Offices and a period that a source lists completely, so that a missing row means "none recorded". */
export const registerSchema = z.strictObject({
  offices: z.array(idField).min(1).describe('offices whose travel is listed completely'),
  direction: z.enum(directions).describe('to the region or from it'),
  counterpart: countryField.optional().describe('the other country, such as US; default: any'),
  since: edtfField.optional().describe('first event date covered (default: no limit)'),
  until: edtfField.describe(
    'last event date covered; a row after it is "not covered", never "did not happen"',
  ),
  gaps: z.array(gapSchema).optional().describe('what is missing within that period; "not covered" there too'),
});

/** Where entries come from. `sources.yaml` of a desk holds a list of these. */
export const sourceSchema = z.strictObject({
  id: idField.describe('unique within the desk'),
  title: lineField(200).describe('title of the page, article or data set'),
  publisher: lineField(120).describe('who published it'),
  author: lineField(120).optional().describe('who wrote it, when named'),
  kind: z.enum(sourceKinds).describe('official, press, opinion or reference'),
  grade: z.enum(grades).describe('reliability by the Admiralty code, A (reliable) to F (cannot be judged)'),
  url: urlField.optional().describe('address; none when the source was given without one'),
  dated: edtfField.optional().describe('when it was published, as precisely as known'),
  until: edtfField.describe('coverage end: the source cannot contain anything after this date'),
  registers: z
    .array(registerSchema)
    .default([])
    .describe('offices it lists completely; empty for a single report'),
  added: dayField.describe('day it was added to the desk'),
  by: lineField(80).describe('who added it'),
  checked: dayField.describe('day it was last compared with the original'),
  note: lineField(400).optional().describe('anything a reader must know of it'),
  ...mendedFields,
});

export type Source = z.infer<typeof sourceSchema>;
export type Register = z.infer<typeof registerSchema>;

const byId = new WeakMap<readonly Source[], ReadonlyMap<string, Source>>();

/** The sources of a desk by id: every entry that is shown asks for its own. */
export function sourcesById(sources: readonly Source[]): ReadonlyMap<string, Source> {
  const known = byId.get(sources) ?? new Map(sources.map((source) => [source.id, source]));
  byId.set(sources, known);
  return known;
}

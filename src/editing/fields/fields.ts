import {
  officeSchema,
  organisationSchema,
  personSchema,
  placeSchema,
  topicSchema,
} from '../../domain/desk.ts';
import type { DraftAct } from '../../domain/draft.ts';
import { briefSchema, factSchema, visitSchema } from '../../domain/entry.ts';
import { isRequired } from '../../domain/schema-shape.ts';
import { isListed, isNamed, type NamedKind } from '../../domain/sources/listed.ts';
import { sourceSchema } from '../../domain/sources/source.ts';
import { gradeMeanings, grades } from '../../domain/vocabulary.ts';
import {
  choiceField,
  type Field,
  type FormType,
  linesField,
  type Raw,
  spellingsField,
  textField,
} from './field.ts';
import { dateField, embargoField, eventDateField, idsField } from './field-readers.ts';
import { nameField } from './name-field.ts';
import { newSourceFields, sourceField } from './source-field.ts';
import { officesField, termSourceField } from './terms.ts';

const topics: Field = {
  ...nameField({ name: 'topic', label: 'Topics', kind: 'topic', many: true, required: true, key: 'topics' }),
  lacking: 'no topic of the desk is named',
};

/** What entries of both types are about, and how they are handled. */
const about: readonly Field[] = [
  nameField({ name: 'country', label: 'Countries', kind: 'country', many: true, key: 'countries' }),
  nameField({ name: 'person', label: 'People', kind: 'person', many: true, key: 'people' }),
  nameField({ name: 'place', label: 'Places', kind: 'place', many: true, key: 'places' }),
  nameField({
    name: 'organisation',
    label: 'Organisations',
    kind: 'organisation',
    many: true,
    key: 'organisations',
  }),
];

const handling = (shape: typeof factSchema.shape | typeof briefSchema.shape): readonly Field[] => [
  textField(shape, 'why', 'Why it matters'),
  choiceField(shape, 'weight', 'Weight', {
    usual: '3',
    labels: { 1: '1, passing', 5: '5, leads the digest' },
  }),
  choiceField(shape, 'handling', 'Who may see it', { usual: 'public' }),
  embargoField,
];

const fact = factSchema.shape;
const brief = briefSchema.shape;

const factFields: readonly Field[] = [
  {
    ...textField(fact, 'title', 'Title'),
    required: false,
    hint: 'Headline; without one the statement is its own',
  },
  { ...textField(fact, 'statement', 'Statement'), hint: 'In your own words, never beyond its source' },
  eventDateField,
  topics,
  sourceField,
  { ...choiceField(fact, 'kind', 'Kind', { usual: 'event' }), hint: undefined },
  choiceField(fact, 'standing', 'Standing', { usual: 'reported' }),
  ...about,
];

const visit = visitSchema.shape;
const visitPart = (field: Field): Field => {
  const key = `visit.${field.key}`;
  const inner = (raw: Raw) => (raw.visit as Raw | undefined) ?? {};
  return {
    ...field,
    key,
    required: false,
    show: (raw) => field.show(inner(raw)),
    write(raw, text, reading) {
      const own = inner(raw);
      raw.visit = own;
      return field.write(own, text, reading);
    },
  };
};

/** A visit's own fields; what follows from people, countries and offices need not be said. */
const visitFields: readonly Field[] = [
  nameField({ name: 'visitor', label: 'Visitor', kind: 'person', many: false, key: 'visit.visitor' }),
  nameField({ name: 'office', label: 'Office held then', kind: 'office', many: false, key: 'visit.office' }),
  nameField({ name: 'host', label: 'Country visited', kind: 'country', many: false, key: 'visit.host' }),
  nameField({ name: 'from', label: 'Acting for', kind: 'country', many: false, key: 'visit.from' }),
  visitPart({
    ...choiceField(visit, 'direction', 'Direction', {
      labels: { 'to-region': 'to the region', 'from-region': 'from the region' },
    }),
  }),
  visitPart({ ...textField(visit, 'trip', 'Trip') }),
];

const briefFields: readonly Field[] = [
  textField(brief, 'title', 'Title'),
  { ...textField(brief, 'summary', 'What it says'), hint: 'What the article says, in your own words' },
  topics,
  sourceField,
  choiceField(brief, 'kind', 'Kind'),
  textField(brief, 'author', 'Author'),
  dateField('dated', 'When it appeared'),
  ...about,
  linesField('points', 'Key points'),
  linesField('argues', 'What the author argues'),
  linesField('reports', 'What the author reports'),
];

const source = sourceSchema.shape;
const sourceFields: readonly Field[] = [
  textField(source, 'title', 'Title'),
  textField(source, 'publisher', 'Publisher'),
  choiceField(source, 'kind', 'Kind'),
  choiceField(source, 'grade', 'Grade', {
    labels: Object.fromEntries(grades.map((one) => [one, `${one}, ${gradeMeanings[one]}`])),
  }),
  textField(source, 'url', 'Address'),
  textField(source, 'author', 'Author'),
  dateField('dated', 'When it was published'),
  {
    ...dateField('until', 'How far it reaches'),
    hint: 'Nothing later can stand in it; none: the day it was published',
  },
  textField(source, 'note', 'Note'),
];

/** Of a publisher that the desk knows, kind and grade are known. */
const addedSourceFields = sourceFields.map((field): Field => {
  if (field.name !== 'kind' && field.name !== 'grade') return field;
  const usual = field.name === 'kind' ? 'press' : 'F';
  return { ...field, required: false, hint: `None: as the last source of this publisher, or ${usual}` };
});

const namedShapes = {
  person: personSchema.shape,
  office: officeSchema.shape,
  organisation: organisationSchema.shape,
  place: placeSchema.shape,
  topic: topicSchema.shape,
} as const satisfies Record<NamedKind, object>;

/** What is asked of a name, by what its kind has. */
function namedFields(kind: NamedKind): readonly Field[] {
  const shape = namedShapes[kind];
  const country = nameField({
    name: 'country',
    label: 'Country',
    kind: 'country',
    many: false,
    key: 'country',
    required: 'country' in shape && isRequired(shape.country),
    ...(kind === 'person' && { hint: 'The country the person acts for' }),
    ...(kind === 'office' && { hint: 'Whose office it is' }),
  });
  return [
    { ...textField(shape, 'name', 'Name'), hint: 'As the desk spells it' },
    ...('country' in shape ? [country] : []),
    { ...spellingsField('spellings', 'Other spellings'), hint: 'Other scripts, former names: first, second' },
    ...(kind === 'person' ? [officesField, termSourceField] : []),
    ...('words' in shape
      ? [{ ...spellingsField('words', 'Words of its texts'), hint: 'A search for one looks in texts' }]
      : []),
  ];
}

/** A sentence for readers that goes with an act; it is no field of the entry that can be edited later. */
const actNote = (name: string, key: string, label: string, hint: string): Field => ({
  name,
  label,
  hint,
  required: true,
  key,
  kind: { type: 'text', max: 400 },
  show: () => '',
  write: () => undefined,
});

const note = actNote(
  'correction',
  'corrections',
  'What was wrong',
  'For readers: what was wrong, and what is right',
);
const reason = actNote('reason', 'retraction', 'Why it is retracted', 'For readers: why not to rely on it');

const byAct: Record<DraftAct, (type: FormType, raw: Raw) => readonly Field[]> = {
  add: fieldsOfEntry,
  edit: fieldsOfEntry,
  import: fieldsOfEntry,
  correct: (type, raw) => [note, ...fieldsOfEntry(type, raw)],
  retract: () => [reason],
  supersede: () => [],
  undo: () => [],
  source: () => addedSourceFields,
};

/** Asked only where one is at fault. */
const links: readonly Field[] = [
  idsField('related', 'Belongs with'),
  idsField('outcome', 'How it ended', false),
];

/** What an act does not ask for, and is asked only where it is at fault. */
export function spareFields(act: DraftAct, type: FormType, raw: Raw): readonly Field[] {
  if (act === 'source') return [];
  const all = isListed(type)
    ? [...fieldsOfEntry(type, raw), ...(type === 'person' ? newSourceFields : [])]
    : [...fieldsOfEntry(type, raw), ...newSourceFields, ...links];
  const asked = new Set(byAct[act](type, raw).map(({ name }) => name));
  return all.filter(({ name }) => !asked.has(name));
}

/** What is asked for an act, what is needed first. `raw`: the entry as far as it is written, for what hangs on its kind. */
export function fieldsOf(act: DraftAct, type: FormType, raw: Raw): readonly Field[] {
  const fields = byAct[act](type, raw);
  return [...fields.filter(({ required }) => required), ...fields.filter(({ required }) => !required)];
}

function fieldsOfEntry(type: FormType, raw: Raw): readonly Field[] {
  if (isNamed(type)) return namedFields(type);
  if (type === 'source') return sourceFields;
  if (type === 'brief') return [...briefFields, ...handling(brief)];
  const ofVisit = raw.kind === 'visit' ? visitFields : [];
  return [...factFields, ...ofVisit, ...handling(fact), textField(fact, 'note', 'What a reader must know')];
}

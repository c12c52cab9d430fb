import {
  changeBlocks,
  choices,
  fields,
  heading,
  notice,
  privately,
} from '../../../src/command/answer/blocks.ts';
import { CitationList } from '../../../src/domain/answer/citations.ts';
import { entryItem } from '../../../src/domain/answer/entry-item.ts';
import { itemWithRow } from '../../../src/domain/answer/entry-row.ts';
import { person } from '../../../src/domain/answer/named.ts';
import { termSpans } from '../../../src/domain/answer/terms.ts';
import { knownDate } from '../../../src/domain/dates/date-range.ts';
import { formatDay } from '../../../src/domain/dates/day.ts';
import {
  countryName,
  type Desk,
  inWords,
  nameOf,
  type Person,
  type Topic,
} from '../../../src/domain/desk.ts';
import type { Draft } from '../../../src/domain/draft.ts';
import type { Brief, EntryBody, Fact } from '../../../src/domain/entry.ts';
import { overlapsWith } from '../../../src/domain/facts/terms.ts';
import type { Form } from '../../../src/domain/form.ts';
import type { DraftView } from '../../../src/domain/ports/drafts.ts';
import type { Block, Choice, EntryItem, Reply } from '../../../src/domain/reply.ts';
import {
  isListed,
  isSource,
  type Listed,
  type ListedBody,
  type ListedKind,
  titleOf,
  withTold,
} from '../../../src/domain/sources/listed.ts';
import type { Source } from '../../../src/domain/sources/source.ts';
import { withArticle } from '../../../src/domain/text.ts';
import { gradeMeanings } from '../../../src/domain/vocabulary.ts';
import { nextSteps, proposedSteps, type Showing } from './options.ts';

/** A draft with all that is known of it, and what can be done to it next. */
export function draftReply(view: DraftView, at: Showing, said?: string): Reply {
  const { faults, form } = view;
  const citations = new CitationList(at.desk);
  const blocks = [
    heading(draftTitle(view.draft)),
    ...(said ? [notice('info', said)] : []),
    ...cardBlocks(view, at, citations),
    ...choices('Next', [...proposedSteps(view, at), ...nextSteps(view, at)]),
  ];
  const reply = privately({ outcome: faults.length > 0 ? 'question' : 'ok', blocks, citations });
  return faults.length > 0 && form ? { ...reply, form: asked(form) } : reply;
}

/** A form to be filled in: of a field that nobody has come to yet nothing is wrong. */
export function asked(form: Form): Form {
  const fields = form.fields.map(({ fault, ...field }) =>
    fault !== undefined && field.value !== undefined ? { ...field, fault } : field,
  );
  return { ...form, fields };
}

const isMissing = ({ form }: DraftView, field: string) =>
  form?.fields.some(({ name, value, required }) => name === field && required && value === undefined) ??
  false;

function missing(view: DraftView): Block[] {
  const labels = view.faults
    .filter(({ field }) => isMissing(view, field))
    .flatMap(({ field }) => view.form?.fields.find(({ name }) => name === field)?.label.toLowerCase() ?? []);
  return labels.length > 0 ? [notice('info', `Still needed: ${inWords(labels)}.`)] : [];
}

/** `Draft k3f9a: correct rice-2005` */
export function draftTitle({ id, act, type, entry = '', values }: Draft): string {
  if (act === 'add') return `Draft ${id}: add ${withArticle(type)}`;
  if (act === 'source') return `Draft ${id}: add a source`;
  // What stays is what is written; what goes is what a reviewer must see at once.
  const about =
    act === 'supersede' ? [values.supersedes, 'by', entry] : isListed(type) ? [type, entry] : [entry];
  return [`Draft ${id}: ${act}`, ...about].join(' ').trim();
}

/** What a draft says and what is to be thought of, without its title. */
export function cardBlocks(view: DraftView, shown: Showing, citations: CitationList): Block[] {
  const { added = [] } = view;
  const at = { ...shown, desk: withTold(shown.desk, added) };
  const { draft, body, listed, faults, notices, changes, form } = view;
  const label = (field: string) => form?.fields.find(({ name }) => name === field)?.label;
  return [
    ...(draft.state === 'returned' && draft.reason ? [notice('warning', `Returned: ${draft.reason}`)] : []),
    ...missing(view),
    ...faults
      .filter(({ field }) => !isMissing(view, field))
      .map(({ field, says }) => notice('warning', [label(field), says].filter(Boolean).join(': '))),
    ...notices.map((words) => notice('info', words)),
    ...rowLine(view, at, citations),
    ...(body ? [{ type: 'entries' as const, items: [item(view, at, citations)] }] : []),
    ...added.map((one) => notice('info', newWords(one, at.desk, view))),
    ...(body && !view.before ? keptFromReaders(body) : []),
    ...changeBlocks(changes.filter(({ field }) => field !== 'state' || draft.act === 'import')),
    ...(listed ? listedFields(listed, at.desk, citations) : []),
    ...choices('Look at', [
      ...(isListed(draft.type) && draft.act !== 'add' ? [citing(draft.type, draft.entry ?? '', at)] : []),
      ...(listed?.kind === 'person' ? heldToo(listed.body as Person, at) : []),
    ]),
    ...besides(view, at),
    ...(body ? about(body, at.desk) : []),
    ...(body && draft.act === 'import' ? asWritten(body) : []),
    ...(body || listed ? [facts(draft, body ?? listed?.body)] : []),
  ];
}

/** Nobody approves a new name without seeing that it is new. */
function newWords({ kind, body }: Listed, desk: Desk, { draft, body: entry }: DraftView): string {
  const country = 'country' in body && body.country ? `, ${countryName(desk, body.country)}` : '';
  const isHidden = entry && (entry.handling !== 'public' || entry.embargo !== undefined);
  const hidden = isHidden ? ', for all readers, also while they do not see the entry' : '';
  const adds = draft.state === 'published' ? 'Approving has added' : 'Approving adds';
  return `New ${kind}: ${titleOf(body)}${country} (${body.id}). ${adds} the ${kind} too${hidden}.`;
}

function item({ body }: DraftView, { desk, today }: Showing, citations: CitationList): EntryItem {
  if (!body) throw new Error('a draft with faults has no entry to show');
  const stored = { body, revision: 0, earliest: null, latest: null, recordedAt: new Date(0), actor: '' };
  return entryItem(stored, { desk, today, citations });
}

/** What readers see of an entry in lists and digests. */
export function rowLine(
  { body, draft }: DraftView,
  { desk, today }: Showing,
  citations: CitationList,
): Block[] {
  if (!body || draft.act === 'retract') return [];
  const stored = { body, revision: 0, earliest: null, latest: null, recordedAt: new Date(0), actor: '' };
  const { row, cites } = itemWithRow(stored, { desk, today, citations }, { usual: 'reported' });
  if (!row) return [];
  const marks = [row.standing, ...row.notes].filter(Boolean).join('; ');
  const after = [marks && ` (${marks})`, ...cites.map((n) => ` [${n}]`)].join('');
  return [
    {
      type: 'text',
      spans: [
        { text: 'In a list: ', style: 'emphasis' },
        ...(row.when ? [{ text: `${row.when} · ` }] : []),
        ...row.text,
        ...(after ? [{ text: after }] : []),
      ],
    },
  ];
}

/** What a list does not show of an entry, and a reviewer answers for. */
const about = (body: EntryBody, desk: Desk): Block[] =>
  fields([
    ['Topics', inWords(body.topics.map((id) => nameOf(desk, 'topics', id)))],
    ['Countries', inWords(body.countries.map((id) => countryName(desk, id)))],
    ['People', inWords(body.people.map((id) => nameOf(desk, 'people', id)))],
    ['Places', inWords(body.places.map((id) => nameOf(desk, 'places', id)))],
    ['Organisations', inWords(body.organisations.map((id) => nameOf(desk, 'organisations', id)))],
    ['Kind', body.kind],
    ['Trip', body.type === 'fact' ? body.visit?.trip : undefined],
    ['Weight', String(body.weight)],
    ['Who may see it', body.handling],
  ]);

/** What other drafts are given when they are approved, and what a file says by itself. */
const asWritten = ({ published, state, embargo }: EntryBody): Block[] =>
  fields([
    ['Published', formatDay(published)],
    ['State in the file', state],
    ['Not before', embargo],
  ]);

/** What is not the desk's own text: the source's words are for its editors alone, and so is what readers may not see. */
function besides({ draft, warnings }: DraftView, { inChannel, line }: Showing): Block[] {
  const sentence = draft.excerpt?.sentence;
  const shown = warnings.filter(({ open }) => open || !inChannel);
  const isLess = inChannel && (sentence !== undefined || shown.length < warnings.length);
  return [
    ...(sentence !== undefined && !inChannel ? [excerpt(sentence)] : []),
    ...shown.map(({ says }) => notice('warning', says)),
    ...(isLess
      ? [notice('info', `There is more to look at before you decide, for you alone: ${line('review')}`)]
      : []),
  ];
}

const excerpt = (sentence: string): Block => ({
  type: 'text',
  spans: [{ text: 'The source says: ', style: 'emphasis' }, { text: `“${sentence}”` }],
});

/** Once it is approved, its state is that of the entry: a retraction is not published, the entry is retracted. */
const facts = ({ state, author, editor, reviewer }: Draft, made: DraftView['body'] | ListedBody): Block => ({
  type: 'fields',
  items: [
    { label: 'Id', value: [{ text: made?.id ?? '', style: 'code' }] },
    {
      label: 'State',
      value: [{ text: state === 'published' && made && 'state' in made ? made.state : state }],
    },
    { label: 'By', value: [person(author)] },
    ...(editor === author ? [] : [{ label: 'Edited by', value: [person(editor)] }]),
    ...(reviewer ? [{ label: 'Decided by', value: [person(reviewer)] }] : []),
  ],
});

const listedFields = (listed: Listed, desk: Desk, citations: CitationList): Block[] =>
  isSource(listed)
    ? sourceFields(listed.body)
    : [
        ...nameFields(listed.body as Partial<Person & Topic>, desk),
        ...(listed.kind === 'person' ? officesOf(listed.body as Person, desk, citations) : []),
      ];

/** As `who` shows them. */
const officesOf = ({ roles }: Person, desk: Desk, citations: CitationList): Block[] =>
  roles.length === 0
    ? []
    : [heading('Offices', 2), { type: 'list', items: roles.map((role) => termSpans(desk, role, citations)) }];

const nameFields = (
  { name, country, spellings = [], words = [], retraction }: Partial<Person & Topic>,
  desk: Desk,
): Block[] =>
  fields([
    ['Name', name],
    ['Country', country && countryName(desk, country)],
    ['Other spellings', spellings.join(', ')],
    ['Words of its texts', words.join(', ')],
    ['Retracted', retraction],
  ]);

const sourceFields = ({ title, publisher, kind, grade, until, url, retraction }: Source): Block[] =>
  fields([
    ['Title', { text: title, ...(url && { href: url }) }],
    ['Publisher', publisher],
    ['Kind', kind],
    ['Grade', `${grade}, ${gradeMeanings[grade]}`],
    ['Reaches to', knownDate(until).text],
    ['Retracted', retraction],
  ]);

/** What rests on a source or name is looked at before it is changed. */
function citing(kind: ListedKind, id: string, { desk }: Showing): Choice {
  const of = `/${desk.definition.id}`;
  if (kind === 'source') return { label: 'Entries that cite it', command: `${of} search source:${id}` };
  if (kind === 'office') return { label: 'Visits of its holders', command: `${of} visits role:${id}` };
  return { label: 'Facts that name it', command: `${of} facts ${kind}:${id}` };
}

/** Whose term lacks its end where somebody else holds the office. */
const heldToo = (person: Person, { desk, line }: Showing): Choice[] =>
  [...new Map(overlapsWith(desk, person).map(({ other }) => [other.person.id, other.person])).values()]
    .filter(({ id }) => id !== person.id)
    .map(({ id, name }) => ({ label: `Edit ${name}`, command: line(`edit ${id}`) }));

/** All of a new entry that neither a list of entries nor the card around it shows: nobody approves what they have not seen. */
function keptFromReaders(body: EntryBody): Block[] {
  const { why, owner, related, supersedes, corrections, reviewed, retraction } = body;
  return [
    ...(body.type === 'brief' ? ofBrief(body) : ofFact(body)),
    ...labelled('Why it matters', why),
    ...labelled('Takes the place of', supersedes),
    ...labelled('Belongs with', related.join(', ')),
    ...corrections.flatMap(({ on, note }) => labelled('Corrected', `${formatDay(on)}: ${note}`)),
    ...labelled('Retracted', retraction),
    ...labelled('Kept by', owner),
    ...labelled('Looked at last', reviewed && formatDay(reviewed)),
    ...closer(body),
  ];
}

const ofBrief = ({ summary, points, argues, reports }: Brief): Block[] => [
  ...labelled('What it says', summary),
  ...points.flatMap((point) => labelled('Key point', point)),
  ...argues.flatMap((point) => labelled('The author argues', point)),
  ...reports.flatMap((point) => labelled('The author reports', point)),
];

const ofFact = ({ title, visit, outcome, dates: [date, ...others] }: Fact): Block[] => [
  // A visit is listed by who went where.
  ...labelled('Title', visit && title),
  ...labelled('On the date', others.length === 0 ? date?.note : undefined),
  ...labelled('Outcome', outcome),
];

const closer = ({ sources }: EntryBody): Block[] =>
  sources.flatMap(({ id, url }) => labelled(`Closer address of ${id}`, url));

const labelled = (label: string, says: string | undefined): Block[] =>
  says ? [{ type: 'text', spans: [{ text: `${label}: `, style: 'emphasis' }, { text: says }] }] : [];

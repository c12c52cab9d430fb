import { choices, fields, heading, notice, privately } from '../../../src/command/answer/blocks.ts';
import type { DeskService } from '../../../src/command/define.ts';
import { knownDate } from '../../../src/domain/dates/date-range.ts';
import { addDays } from '../../../src/domain/dates/day.ts';
import type { Desk } from '../../../src/domain/desk.ts';
import { type Draft, openStates } from '../../../src/domain/draft.ts';
import { asNew, type Form, type FormField } from '../../../src/domain/form.ts';
import type { Import, ProposedClaim, ReadArticle } from '../../../src/domain/import.ts';
import type { KnownAs } from '../../../src/domain/ports/imports.ts';
import type { NameIndex } from '../../../src/domain/ports/names.ts';
import type { Reply } from '../../../src/domain/reply.ts';
import type { Source } from '../../../src/domain/sources/source.ts';
import { capital } from '../../../src/domain/text.ts';
import { gradeMeanings, grades } from '../../../src/domain/vocabulary.ts';
import { findOfficials } from '../../../src/search/names/officials.ts';
import { asked } from '../drafts/draft-card.ts';
import { factValues, usualSource } from './article-values.ts';
import { claimKnown, formId, importLine, linkLine } from './build-forms.ts';
import { claimsOf, type Editing, type ImportDeps, keepArticle, knownAs } from './steps.ts';

/** Which sentence of an article a fact is written from, and how its source is graded. */
export interface EntryChoice {
  /** Id of the claim; missing: the one that says most of `said`, or the likeliest. */
  claim?: string | undefined;
  /** Words that came with the address. */
  said?: string | undefined;
  grade?: Source['grade'] | undefined;
}

/** The fields of the one form: five to write, and what else is read from the article. */
const offered = new Set([
  'statement',
  'date',
  'country',
  'topic',
  'person',
  'grade',
  'kind',
  'standing',
  'place',
  'organisation',
  'title',
]);

const ofVisit = new Set(['visitor', 'office', 'host', 'from', 'direction', 'trip', 'kind']);

interface Offer {
  form: Form;
  claims: readonly ProposedClaim[];
  claim: ProposedClaim | undefined;
  known: KnownAs | undefined;
  /** The desk's source of this address. */
  source: Source | undefined;
  grade: Source['grade'];
  /** A fact that is being written from it. */
  open: Draft | undefined;
}

/** An article that was just read, as one fact to write: in a form where one can be opened. Nothing is drafted yet. */
export async function startEntry(
  deps: ImportDeps,
  article: ReadArticle,
  choice: EntryChoice,
  editing: Editing,
): Promise<Reply> {
  return offerEntry(deps, await keepArticle(deps, article, editing), choice, editing);
}

export async function offerEntry(
  deps: ImportDeps,
  one: Import,
  choice: EntryChoice,
  editing: Editing,
): Promise<Reply> {
  const offer = await makeOffer(deps, one, choice, editing);
  const { form, claims, claim, source, grade } = offer;
  const { desk } = editing.service;
  const { title, publisher, url } = usualSource(one.about, desk, source);
  const again = (more: Partial<Record<'claim' | 'grade', string | undefined>>) =>
    linkLine(one, { claim: claim?.id, grade: source ? undefined : grade, ...more });
  const next = claims[(claim ? claims.indexOf(claim) : -1) + 1] ?? claims[0];
  const blocks = [
    heading(title),
    ...fields([
      ['Publisher', publisher],
      ['Date', one.about.dated && knownDate(one.about.dated).text],
      ['Address', url === undefined ? undefined : { text: url, href: url }],
      ['Grade', `${grade}, ${gradeMeanings[grade]}`],
    ]),
    ...(claim ? [notice('info', `“${claim.sentence}”`)] : []),
    ...noticesOf(offer).map((says) => notice('warning', says)),
    ...choices('Sentence', [
      ...(claim && next && next !== claim
        ? [{ label: 'Next sentence', command: again({ claim: next.id }) }]
        : []),
      ...(claims.length > 1 ? [{ label: 'All sentences', command: importLine(one.desk, one.id) }] : []),
    ]),
    ...choices(
      'Grade of the source',
      source
        ? []
        : otherGrades(grade).map((one) => ({ label: `Grade ${one}`, command: again({ grade: one }) })),
    ),
  ];
  return { ...privately({ outcome: 'question', blocks, desk: one.desk }), form };
}

/** A row of buttons has five. */
const otherGrades = (grade: Source['grade']) => grades.filter((one) => one !== grade).slice(0, 4);

function noticesOf({ known, source, claim, open }: Offer): string[] {
  const like = claim ? claimKnown(claim) : '';
  const name = source?.id ?? known?.import?.source;
  return [
    ...(known?.by === 'address' && name ? [`The desk has this address already: ${name}.`] : []),
    ...(known?.by === 'text' && name
      ? [`The desk has nearly the same text already, from elsewhere: ${name}.`]
      : []),
    ...(like ? [`${capital(like)}.`] : []),
    ...(open ? [`Draft ${open.id} by ${open.author} is from this article already.`] : []),
  ];
}

export async function makeOffer(
  deps: ImportDeps,
  one: Import,
  { claim: wanted, said, grade: given }: EntryChoice,
  editing: Editing,
): Promise<Offer> {
  const { service, person } = editing;
  const { desk } = service;
  const [claims, known, drafts] = await Promise.all([
    claimsOf(deps, one, editing),
    knownAs(deps, one, editing),
    deps.drafts.list({ desk: one.desk, states: openStates, limit: mostLooked }),
  ]);
  const { url } = one.about;
  const open = drafts.find(
    ({ act, type, excerpt }) => act === 'add' && type === 'fact' && url !== undefined && excerpt?.url === url,
  );
  const source = known?.by === 'address' ? known.source : undefined;
  const claim =
    claims.find(({ id }) => id === wanted) ?? nearest(claims, said) ?? theNews(claims, one.about.dated);
  const usual = usualSource(one.about, desk, source);
  const grade = source?.grade ?? given ?? usual.grade;
  const values = await valuesFor(deps, claim, one.about, service);
  const excerpt = excerptOf(one, claim);
  const blank = async (more: Record<string, string>) => {
    const about = { desk: one.desk, act: 'add', type: 'fact', person, excerpt } as const;
    const begun = await deps.editing.blank({ ...about, values: { ...values, ...more } });
    if (begun.outcome !== 'done' || !begun.view.form) throw new Error('a new fact is about no entry');
    return { form: begun.view.form, faults: begun.view.faults };
  };
  const read = await blank({});
  // A journey that is no visit by the desk's rules, as between two of its countries, is an event.
  const isVisit = values.kind === 'visit' && !read.faults.some(({ field }) => ofVisit.has(field));
  const { form } = isVisit || values.kind !== 'visit' ? read : await blank({ kind: 'event' });
  const shown = form.fields.filter(({ name }) => offered.has(name)).map(({ fault: _, ...field }) => field);
  const choice = source ? [] : [gradeField(grade)];
  const of = `${usual.publisher}: ${usual.title}${one.about.dated ? `, ${knownDate(one.about.dated).text}` : ''}`;
  const offer = { claims, claim, known, source, grade, open };
  const about = [of, ...(claim ? [`“${claim.sentence}”`] : [])];
  return {
    ...offer,
    form: {
      ...asked(form),
      id: formId({ asks: 'entry', id: one.id, claim: claim?.id, grade: source ? undefined : grade }),
      about: [...about, ...noticesOf({ ...offer, form })],
      fields: [...shown.slice(0, writtenFields), ...choice, ...shown.slice(writtenFields)],
      opener: { label: 'Draft', command: linkLine(one, { claim: claim?.id, grade: given }) },
      left: 'Nothing was kept: nothing was sent.',
    },
  };
}

/** What the desk does not have yet, of the days before the article appeared; or the likeliest. */
function theNews(claims: readonly ProposedClaim[], dated: string | undefined): ProposedClaim | undefined {
  const { earliest, latest } = dated === undefined ? { earliest: null, latest: null } : knownDate(dated);
  const isRecent = ({ dates }: ProposedClaim) =>
    dates.some((edtf) => {
      const of = knownDate(edtf);
      return (
        earliest &&
        latest &&
        of.latest &&
        of.earliest &&
        of.latest >= addDays(earliest, -recentDays) &&
        of.earliest <= latest
      );
    });
  const fresh = claims.filter(({ matches }) => matches.length === 0);
  return fresh.find(isRecent) ?? fresh.find(({ likely }) => likely) ?? claims[0];
}

const recentDays = 14;
/** Open drafts; older ones are hardly written at the same time. */
const mostLooked = 100;

/** Statement, date, countries, topics, people. */
const writtenFields = 5;

const gradeField = (grade: Source['grade']): FormField => ({
  name: 'grade',
  label: 'Grade of the source',
  required: true,
  value: grade,
  hint: 'As the last article of this publisher',
  kind: {
    type: 'choice',
    choices: grades.map((value) => ({ value, label: `${value}, ${gradeMeanings[value]}` })),
    many: false,
  },
});

/** What is read of a claim, its date as people write it; of an article without one, what is known of itself. */
async function valuesFor(
  { reader }: ImportDeps,
  claim: ProposedClaim | undefined,
  about: Import['about'],
  { desk, names }: DeskService,
): Promise<Record<string, string>> {
  const of = claim && withOfficials(claim, desk, names);
  const read = of ? factValues(of, about, '') : about.dated ? { date: about.dated } : {};
  const { date } = read as { date?: string };
  if (date === undefined) return read;
  const { text } = knownDate(date);
  return { ...read, date: (await reader.date(text)) === date ? text : date };
}

/** Whom the desk does not list is offered as a new person; an official of a covered country brings that country. */
function withOfficials(claim: ProposedClaim, desk: Desk, names: NameIndex): ProposedClaim {
  const officials = findOfficials(claim.sentence, names);
  const listed = (id: string | undefined) => desk.definition.countries.find((country) => country.id === id);
  const people = officials.map(({ name, country }) => asNew(name, listed(country)?.name));
  const brought = officials.flatMap(({ country }) => (country && listed(country)?.covered ? [country] : []));
  return {
    ...claim,
    people: [...claim.people, ...people],
    countries: [...new Set([...claim.countries, ...brought])],
  };
}

export const excerptOf = ({ id, about }: Import, claim: ProposedClaim | undefined) => ({
  url: about.url,
  title: about.title,
  import: id,
  ...(claim && { sentence: claim.sentence }),
});

/** The claim that has most words in common with what somebody wrote beside the address; none without a word in common. */
function nearest(claims: readonly ProposedClaim[], said: string | undefined): ProposedClaim | undefined {
  const words = wordsOf(said ?? '');
  const shared = ({ sentence }: ProposedClaim) => wordsOf(sentence).intersection(words).size;
  const [best] = claims.toSorted((a, b) => shared(b) - shared(a));
  return best && shared(best) > 0 ? best : undefined;
}

/** Words of four letters or more, and numbers. */
const wordsOf = (text: string) => new Set(text.toLowerCase().match(/\d+|[\p{L}\p{M}]{4,}/gu));

/** The form as it was offered. */
export async function openedEntry(
  deps: ImportDeps,
  one: Import,
  choice: EntryChoice,
  editing: Editing,
): Promise<Form> {
  return (await makeOffer(deps, one, choice, editing)).form;
}

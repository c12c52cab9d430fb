import { knownDate } from '../../../src/domain/dates/date-range.ts';
import { countryName, type Desk, nameOf } from '../../../src/domain/desk.ts';
import type { Form, FormField } from '../../../src/domain/form.ts';
import { platformOf } from '../../../src/domain/identity.ts';
import type { Import, ProposedClaim } from '../../../src/domain/import.ts';
import { appCommands, editLine } from '../../../src/domain/ports/answerer.ts';
import type { Source } from '../../../src/domain/sources/source.ts';

type Grade = Source['grade'];

/** As many boxes as either platform shows in one list; the sentences beside them have to fit as well. */
export const claimsAPage = 10;

/** How much one field holds, and how many there are: what a platform's modal takes. */
const room: Record<string, { fields: number; each: number }> = {
  slack: { fields: 5, each: 3000 },
  discord: { fields: 5, each: 4000 },
};
/** Where there are no modals. */
const wide = { fields: 1, each: 200_000 };

/**
 * Asks for the text of an article or for entries; `typed`: what was written already. `asks`: which of the two it is could
 * not be seen, or was perhaps seen wrongly.
 */
export function textForm(
  desk: string,
  person: string,
  typed: Readonly<Record<string, string>> = {},
  asks = false,
): Form {
  const { fields, each } = room[platformOf(person)] ?? wide;
  // The question takes the place of a field of text that holds nothing.
  const names = Array.from({ length: fields }, (_, at) => `text${at + 1}`).filter(
    (name, at) => !asks || at === 0 || at < fields - 1 || typed[name],
  );
  return {
    id: formId({ asks: 'text', desk }),
    desk,
    title: 'Import a text',
    submit: 'Read it',
    left: `What was written is not kept. ${newImport(desk)} asks for it again.`,
    about: [
      'Paste the article: its title on the first line, then perhaps who wrote it, when it appeared and its address, each on a line.',
      'Entries as the desk writes them, in YAML, JSON or CSV, are taken too.',
    ],
    fields: [
      ...names.map(
        (name, at): FormField => ({
          name,
          label: at === 0 ? 'Text' : 'More of it',
          required: at === 0,
          ...(at > 0 && { hint: 'What did not fit above' }),
          kind: { type: 'text', max: each },
          ...(typed[name] && { value: typed[name] }),
        }),
      ),
      ...(asks ? [whatItIs(typed.what)] : []),
    ],
  };
}

const whatItIs = (chosen: string | undefined): FormField => ({
  name: 'what',
  label: 'What is it?',
  required: true,
  kind: {
    type: 'choice',
    choices: [
      { value: 'data', label: 'Entries as the desk writes them' },
      { value: 'article', label: 'The text of an article' },
    ],
    many: false,
  },
  ...(chosen && { value: chosen }),
});

export const pastedText = (values: Readonly<Record<string, string>>): string =>
  Object.keys(values)
    .filter((name) => /^text\d$/.test(name))
    .sort()
    .map((name) => values[name])
    .filter(Boolean)
    .join('\n');

/** Asks for what the page did not say. `fault`: what is wrong with the date. */
export function aboutForm(
  { id, desk, about }: Pick<Import, 'id' | 'desk' | 'about'>,
  { values = {}, fault }: { values?: Readonly<Record<string, string>>; fault?: string } = {},
): Form {
  const line = (name: string, label: string, max: number, value: string | undefined, required = false) => ({
    name,
    label,
    required,
    kind: { type: 'line' as const, max },
    ...((values[name] ?? value) && { value: values[name] ?? value }),
  });
  return {
    id: formId({ asks: 'about', id }),
    desk,
    title: 'About the article',
    submit: 'Go on',
    left: waits(desk, id),
    about: [
      'The day it appeared is needed to read “yesterday” or “last month” in it. Write “unknown” if nobody can say.',
    ],
    fields: [
      line('title', 'Title', 200, about.title, true),
      {
        ...line('dated', 'When it appeared', 100, about.dated, true),
        hint: 'Such as 18 March 2026, March 2026 or 2026',
        ...(fault && { fault }),
      },
      line('author', 'Author', 120, about.author),
      line('publication', 'Publication', 120, about.publication),
    ],
  };
}

/** The import is there already: what its forms ask is taken whole or not at all. */
const waits = (desk: string, id: string) =>
  `What was written is not kept; the import is. ${importLine(desk, id)} goes on with it.`;

/** The tick list of one page. */
export function claimsForm(
  { id, desk: deskId }: Pick<Import, 'id' | 'desk'>,
  claims: readonly ProposedClaim[],
  { page, desk }: { page: number; desk: Desk },
): Form {
  const first = (Math.min(page, Math.max(1, Math.ceil(claims.length / claimsAPage))) - 1) * claimsAPage;
  const shown = claims.slice(first, first + claimsAPage);
  return {
    id: formId({ asks: 'claims', id, page }),
    desk: deskId,
    title: 'Facts in the article',
    submit: 'Draft them',
    left: waits(deskId, id),
    about: shown.map((claim, at) => `${first + at + 1}. ${claimLine(claim, desk)}`),
    fields: [
      {
        name: 'claims',
        label: 'Which of them become drafts?',
        required: true,
        hint: 'Each is then written in the desk’s own words',
        kind: {
          type: 'choice',
          choices: shown.map((claim, at) => ({
            value: claim.id,
            label: claimLabel(claim, desk, first + at + 1),
          })),
          many: true,
        },
      },
    ],
  };
}

/** What a form of an import asks for, and of which import; a new one has no id yet, but a desk. */
export type ImportForm =
  | { asks: 'text'; desk: string }
  | { asks: 'about'; id: string }
  | { asks: 'claims'; id: string; page: number }
  /** One fact to write from one of its sentences. */
  | { asks: 'entry'; id: string; claim?: string | undefined; grade?: Grade | undefined };

const pattern =
  /^import-(?:text-(?<desk>[a-z0-9-]{1,64})|about-(?<about>[0-9a-z]{5})|claims-(?<id>[0-9a-z]{5})-(?<page>\d{1,4})|entry-(?<entry>[0-9a-z]{5})-(?<claim>[0-9a-f]{8})?-(?<grade>[A-F])?)$/;

/** Drafts have ids of five characters: none begins so. */
export function formId(form: ImportForm): string {
  switch (form.asks) {
    case 'text':
      return `import-text-${form.desk}`;
    case 'about':
      return `import-about-${form.id}`;
    case 'claims':
      return `import-claims-${form.id}-${form.page}`;
    case 'entry':
      return `import-entry-${form.id}-${form.claim ?? ''}-${form.grade ?? ''}`;
  }
}

export function readFormId(form: string): ImportForm | undefined {
  const { desk, about, id, page, entry, claim, grade } = pattern.exec(form)?.groups ?? {};
  if (entry !== undefined) return { asks: 'entry', id: entry, claim, grade: grade as Grade | undefined };
  if (desk !== undefined) return { asks: 'text', desk };
  if (about !== undefined) return { asks: 'about', id: about };
  return id === undefined ? undefined : { asks: 'claims', id, page: Number(page) };
}

export const isImportForm = (form: string): boolean => form.startsWith('import-');

const mostNames = 3;

/** `likely · 27 February 2023 · Antony Blinken, Nairobi` */
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

/** `already here: hsg-t-4127`, or `similar: hsg-t-4127`. Empty where nothing is like it. */
export function claimKnown({ matches, similar }: ProposedClaim): string {
  if (matches.length > 0) return `already here: ${matches.join(', ')}`;
  return similar.length > 0 ? `similar: ${similar.join(', ')}` : '';
}

/** `likely · 27 February 2023 · Antony Blinken, Nairobi: “sentence” (already here: hsg-t-4127)` */
export function claimLine(claim: ProposedClaim, desk: Desk): string {
  const known = claimKnown(claim);
  return `${claimMarks(claim, desk)}: “${claim.sentence}”${known && ` (${known})`}`;
}

/** The longest that both platforms show beside a box. */
const longestLabel = 75;

/** The same on one short line, the sentence cut. */
function claimLabel(claim: ProposedClaim, desk: Desk, number: number): string {
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

/** Goes on with an import: a line that a button runs, or that somebody types. */
export const importLine = (desk: string, id: string, more: Readonly<Record<string, string | number>> = {}) =>
  [
    `/${appCommands.edit} import draft:${id}`,
    ...Object.entries(more).map(([name, value]) => `${name}:${value}`),
  ]
    .concat(`desk:${desk}`)
    .join(' ');

/** Asks for another article. */
export const newImport = (desk: string) => `/${appCommands.edit} import desk:${desk}`;

/** Opens the form of a draft. */
export const writeLine = (desk: string, draft: string) => `/${appCommands.edit} edit ${draft} desk:${desk}`;

/** Opens the one form of a sentence of an article that was read. */
export const linkLine = (
  { id, desk }: Pick<Import, 'id' | 'desk'>,
  { claim, grade }: { claim?: string | undefined; grade?: string | undefined },
) =>
  editLine(
    [
      'add link',
      `draft:${id}`,
      ...(claim ? [`claim:${claim}`] : []),
      ...(grade ? [`grade:${grade}`] : []),
      `desk:${desk}`,
    ].join(' '),
  );

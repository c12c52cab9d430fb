import { choices, fields, heading, notice, privately } from '../../../src/command/answer/blocks.ts';
import { refusal } from '../../../src/command/refusals.ts';
import { knownDate } from '../../../src/domain/dates/date-range.ts';
import type { Desk } from '../../../src/domain/desk.ts';
import type { Draft } from '../../../src/domain/draft.ts';
import type { ArticleAbout, Import, ProposedClaim } from '../../../src/domain/import.ts';
import { appCommands } from '../../../src/domain/ports/answerer.ts';
import type { KnownAs } from '../../../src/domain/ports/imports.ts';
import type { Block, Choice, Reply } from '../../../src/domain/reply.ts';
import {
  aboutForm,
  claimKnown,
  claimLine,
  claimMarks,
  claimsAPage,
  claimsForm,
  importLine,
  linkLine,
  newImport,
  textForm,
  writeLine,
} from './build-forms.ts';

/** Asks for the text itself; `says`: why it is asked for. */
export function askForText(desk: string, person: string, says: string, typed?: string): Reply {
  const form = textForm(desk, person, typed === undefined ? {} : { text1: typed });
  const again = [{ label: 'Paste the text', command: newImport(desk) }];
  // Where the form is all that is seen of the answer, it has to say why.
  return { ...refusal('question', says, 'Or', again), desk, form: { ...form, about: [says, ...form.about] } };
}

/** The tick list of one page, in a form. */
export function askToTick(
  one: Import,
  claims: readonly ProposedClaim[],
  at: { page: number; desk: Desk },
): Reply {
  const says = 'Tick what is a fact: each becomes a draft, to be written in the desk’s own words.';
  const back = [{ label: 'Back to the list', command: importLine(one.desk, one.id, { page: at.page }) }];
  return { ...refusal('question', says, 'Or', back), desk: one.desk, form: claimsForm(one, claims, at) };
}

/** What was found on the page, and what is still to be said of it. */
export function askAbout(one: Import): Reply {
  const missing = [
    ...(one.about.title ? [] : ['its title']),
    ...(one.about.dated ? [] : ['when it appeared']),
  ];
  const says = `It does not say ${missing.join(' or ')}.`;
  const later = { label: 'Fill in', command: importLine(one.desk, one.id) };
  const blocks = [...articleBlocks(one.about), notice('info', says), ...choices('What it lacks', [later])];
  return { ...privately({ blocks, outcome: 'question', desk: one.desk }), form: aboutForm(one) };
}

/** The likeliest on a page can be written at once, each in one form. */
const draftsOffered = 3;

/** What was found, the drafts that were made of it, and one page of what else it may hold. */
export function proposalReply(
  one: Import,
  claims: readonly ProposedClaim[],
  { page: asked, desk, drafts }: { page: number; desk: Desk; drafts: readonly Draft[] },
): Reply {
  const pages = Math.max(1, Math.ceil(claims.length / claimsAPage));
  const page = Math.min(asked, pages);
  const first = (page - 1) * claimsAPage;
  const shown = claims.slice(first, first + claimsAPage);
  const paging = {
    page,
    pages,
    total: claims.length,
    unit: 'proposals',
    ...(page > 1 && { previous: importLine(one.desk, one.id, { page: page - 1 }) }),
    ...(page < pages && { next: importLine(one.desk, one.id, { page: page + 1 }) }),
  };
  const blocks: Block[] = [
    ...articleBlocks(one.about),
    ...choices('Drafted', drafts.map(toWrite)),
    ...(claims.length === 0
      ? [notice('gap', 'No sentence in it names a date, a person, a place or a figure that the desk knows.')]
      : [
          heading('What may be facts in it', 2),
          ...shown.map((claim, at): Block => {
            const known = claimKnown(claim);
            return {
              type: 'text',
              spans: [
                { text: `${first + at + 1}. ${claimMarks(claim, desk)}: ` },
                { text: `“${claim.sentence}”`, style: 'emphasis' },
                ...(known ? [{ text: ` (${known})` }] : []),
              ],
            };
          }),
          ...choices('Which of them are facts', [
            ...shown.slice(0, draftsOffered).map(({ id }, at) => ({
              label: `Draft ${first + at + 1}`,
              command: linkLine(one, { claim: id }),
            })),
            { label: 'Tick', command: importLine(one.desk, one.id, { tick: 'yes', page }) },
          ]),
        ]),
    ...choices(
      'The article',
      one.brief === undefined
        ? [{ label: 'Write the brief', command: importLine(one.desk, one.id, { brief: 'yes' }) }]
        : [],
    ),
    notice('info', `To go on later: ${importLine(one.desk, one.id)}. The sentences are kept for a week.`),
  ];
  return privately({ blocks, desk: one.desk, ...(claims.length > claimsAPage && { paging }) });
}

function articleBlocks({ title, author, publication, dated, url, opinion }: ArticleAbout): Block[] {
  return [
    heading(title ?? 'An article without a title'),
    ...fields([
      ['Author', author],
      ['Publication', publication],
      ['Date', dated === undefined ? undefined : knownDate(dated).text],
      ['Address', url === undefined ? undefined : { text: url, href: url }],
      ['Calls itself', opinion ? 'opinion' : undefined],
    ]),
  ];
}

/** A draft as a button that opens its form. */
function toWrite({ id, desk, act, type }: Draft): Choice {
  const what =
    act === 'source' ? 'Set the grade of the source' : type === 'brief' ? 'Write the brief' : 'Write it';
  return { label: what, command: writeLine(desk, id) };
}

/** After ticking: what was drafted, and what the desk may have already. */
export function draftedReply(
  one: Import,
  { drafts, known, desk }: { drafts: readonly Draft[]; known: readonly ProposedClaim[]; desk: Desk },
): Reply {
  const count = `${drafts.length} ${drafts.length === 1 ? 'fact is' : 'facts are'} drafted.`;
  const says = `${count} Write each in the desk's own words and send it.`;
  const blocks: Block[] = [
    ...(drafts.length > 0 ? [notice('info', says)] : []),
    ...drafts.flatMap((draft): Block[] => [
      { type: 'text', spans: [{ text: `“${draft.excerpt?.sentence ?? ''}”`, style: 'emphasis' }] },
      ...choices(`Draft ${draft.id}`, [toWrite(draft)]),
    ]),
    ...known.flatMap((claim): Block[] => [
      { type: 'text', spans: [{ text: claimLine(claim, desk) }] },
      ...choices('The desk may have it already', [
        ...claim.matches.slice(0, 2).map((fact) => ({
          label: `Add as a second source of ${fact}`.slice(0, 75),
          command: importLine(one.desk, one.id, { claim: claim.id, also: fact }),
        })),
        { label: 'It is another fact', command: importLine(one.desk, one.id, { claim: claim.id }) },
      ]),
    ]),
    ...choices('The article', [{ label: 'Back to the list', command: importLine(one.desk, one.id) }]),
  ];
  return privately({ blocks, desk: one.desk });
}

/** The desk has the article, or nearly: what can be done with it instead. */
export function knownAlready(one: Import, known: KnownAs, brief: { draft: Draft } | undefined): Reply {
  const entry = brief?.draft.state === 'published' ? brief.draft.entry : undefined;
  const name =
    entry ?? (brief && `draft ${brief.draft.id}`) ?? (known.by === 'address' && known.source?.id) ?? '';
  const says =
    known.by === 'address'
      ? `The desk has this address already: ${name}.`
      : `The desk has nearly the same text already, from elsewhere: ${name}.`;
  const options: Choice[] = [
    ...(entry !== undefined
      ? [{ label: `Read ${entry}`.slice(0, 75), command: `/${one.desk} brief ${entry}` }]
      : []),
    ...(brief && entry === undefined
      ? [{ label: 'Go on with it', command: writeLine(one.desk, brief.draft.id) }]
      : []),
    ...(known.by === 'text' && entry !== undefined
      ? [
          {
            label: `Add as a second source of ${entry}`.slice(0, 75),
            command: importLine(one.desk, one.id, { also: entry }),
          },
        ]
      : []),
    { label: 'Look for facts in it', command: importLine(one.desk, one.id, { again: 'yes' }) },
  ];
  const reply = refusal('question', says, 'What now', options);
  return { ...reply, desk: one.desk, blocks: [...articleBlocks(one.about), ...reply.blocks] };
}

/** The draft of the change, and what has to be there before it: the source. */
export function secondSource(draft: Draft, first: readonly Draft[]): Reply {
  const says = `Draft ${draft.id} names the article as one more source of ${draft.entry}. Look it over and send it.`;
  const look = { label: 'Look it over', command: writeLine(draft.desk, draft.id) };
  const blocks = [notice('info', says), ...choices('Drafted', [...first.map(toWrite), look])];
  return privately({ blocks, desk: draft.desk });
}

export const noSuchImport = (id: string): Reply =>
  refusal(
    'not_found',
    `There is no import ${id} on this desk. Type /${appCommands.edit} import and the address again.`,
  );

import { defineCommand } from '../../../src/command/define.ts';
import { closest } from '../../../src/command/parse/grammar.ts';
import { refusalSuggesting } from '../../../src/command/refusals.ts';
import { openStates } from '../../../src/domain/draft.ts';
import type { Edited } from '../../../src/domain/ports/drafts.ts';
import type { Reply } from '../../../src/domain/reply.ts';
import { type NamedKind, namedKinds } from '../../../src/domain/sources/listed.ts';
import { withArticle } from '../../../src/domain/text.ts';
import { briefKinds, factKinds, grades, sourceKinds, standings } from '../../../src/domain/vocabulary.ts';
import { blankReply } from './blank-forms.ts';
import { draftReply } from './draft-card.ts';
import { editedReply, sentTo } from './edited-reply.ts';
import {
  about,
  type DeskContext,
  editBy,
  handled,
  named,
  oneOf,
  showing,
  term,
  typed,
  valuesOf,
  type WritingDeps,
} from './options.ts';

export const addFact = (deps: WritingDeps) =>
  defineCommand({
    scope: 'app',
    name: 'add fact',
    description: 'Write a dated, sourced statement',
    about: 'desk',
    role: 'editor',
    options: {
      title: typed('Title', 160),
      statement: typed('In your own words', 800),
      date: typed('Date, such as May 2006', 100),
      ...about,
      kind: oneOf('Kind', factKinds),
      standing: oneOf('Reliability', standings),
      office: named('A visitor’s office', 'office'),
      host: named('Country visited', 'country'),
      trip: typed('Id of the journey', 64),
      ...handled,
      note: typed('Note to readers', 600),
    },
    bare: [],
    acts: true,
    examples: [
      { line: 'add fact', about: 'write a fact in a form' },
      {
        line: 'add fact title:"Talks in {country}" statement:"{person} held talks in {country}." date:"May {year}" topic:"{topic}" source:…',
        about: 'all in one line',
      },
    ],
    async run(input, context) {
      return addition(deps, 'add', 'fact', valuesOf(input), context);
    },
  });

export const addBrief = (deps: WritingDeps) =>
  defineCommand({
    scope: 'app',
    name: 'add brief',
    description: 'Write the summary of an article',
    about: 'desk',
    role: 'editor',
    options: {
      title: typed('Title', 160),
      ...about,
      kind: oneOf('Kind', briefKinds),
      author: typed('Author', 120),
      dated: typed('When it appeared', 100),
      ...handled,
    },
    bare: [],
    acts: true,
    examples: [{ line: 'add brief', about: 'summarise an article in a form' }],
    async run(input, context) {
      return addition(deps, 'add', 'brief', valuesOf(input), context);
    },
  });

/** A source says nothing to readers until an entry cites it, and that entry is reviewed: it needs no review of its own. */
export const addSource = (deps: WritingDeps) =>
  defineCommand({
    scope: 'app',
    name: 'add source',
    description: 'Add a source for entries to cite',
    about: 'desk',
    role: 'editor',
    options: {
      title: typed('Title', 200),
      publisher: typed('Publisher', 120),
      kind: oneOf('Kind', sourceKinds),
      grade: oneOf('A (reliable) to F', grades),
      url: typed('Address', 300),
      author: typed('Author', 120),
      dated: typed('When it appeared', 100),
      until: typed('Coverage end', 100),
    },
    bare: [],
    acts: true,
    examples: [{ line: 'add source', about: 'add a source in a form' }],
    async run(input, context) {
      return addition(deps, 'source', 'fact', valuesOf(input), context);
    },
  });

/** A name that entries may use from then on, as if it stood in desk.yaml. */
const addName = (deps: WritingDeps, kind: NamedKind) =>
  defineCommand({
    scope: 'app',
    name: `add ${kind}`,
    description:
      kind === 'person'
        ? 'Add a person and the office held'
        : `Add ${withArticle(kind)} that entries can name`,
    about: 'desk',
    role: 'editor',
    options: {
      name: typed('Name', 100),
      ...(kind === 'person' || kind === 'office' || kind === 'place'
        ? { country: named('Country', 'country') }
        : {}),
      spellings: typed('Other spellings', 400),
      ...(kind === 'person'
        ? {
            office: named('Office, such as “President of Kenya since 2022”', 'office'),
            ...term,
            source: typed('Source of the office', 300),
          }
        : {}),
      ...(kind === 'topic' ? { words: typed('Words of its texts', 400) } : {}),
    },
    bare: [],
    acts: true,
    examples: [
      { line: `add ${kind}`, about: `add ${withArticle(kind)} in a form` },
      { line: `add ${kind} name:"New name" spellings:"Old name, Новое имя"`, about: 'all in one line' },
    ],
    async run(input, context) {
      return addition(deps, 'add', kind, valuesOf(input), context);
    },
  });

export const addNames = (deps: WritingDeps) => namedKinds.map((kind) => addName(deps, kind));

/** What a line adds is sent as a form is; a line that says nothing yet is asked in one. */
async function addition(
  { editing, deskNow }: WritingDeps,
  act: 'add' | 'source',
  type: 'fact' | 'brief' | NamedKind,
  values: Record<string, string>,
  context: DeskContext,
): Promise<Reply> {
  const by = editBy(context);
  const { desk, person } = by;
  const isBlank = Object.keys(values).length === 0;
  const begun = await editing[isBlank ? 'blank' : 'begin']({ desk, act, type, values, person });
  if (begun.outcome !== 'done') throw new Error('an addition is about no entry');
  const { view } = begun;
  const shown = showing(context);
  const at = { ...shown, desk: deskNow(desk) ?? shown.desk };
  if (isBlank) return blankReply(view, { desk, act, type }, at);
  if (view.faults.length > 0) return draftReply(view, at);
  return editedReply(await editing.submit(view.draft.id, by), view.draft.id, at, sentTo);
}

const looked = 200;

/** `editedReply` of a draft whose id was typed: one that is not there was perhaps meant for one that is like it. */
export async function typedReply(
  { drafts }: Pick<WritingDeps, 'drafts'>,
  edited: Edited,
  id: string,
  context: DeskContext,
  said?: Parameters<typeof editedReply>[3],
): Promise<Reply> {
  if (edited.outcome !== 'not_found') return editedReply(edited, id, showing(context), said);
  const { desk, person, reviews } = editBy(context);
  const whose = reviews ? {} : { author: person };
  const open = await drafts.list({ desk, states: openStates, limit: looked, ...whose });
  const near = closest(
    id,
    open.map((draft) => draft.id),
  );
  if (near.length === 0) return editedReply(edited, id, showing(context));
  const options = near.map((draft) => ({ label: `Draft ${draft}`, command: context.line({ draft }) }));
  return refusalSuggesting('not_found', `This desk has no draft ${id}.`, options);
}

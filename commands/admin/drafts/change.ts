import { z } from 'zod';
import { nearestIds } from '../../../src/command/answer/nearest.ts';
import { defineCommand, scopeOf } from '../../../src/command/define.ts';
import { closest } from '../../../src/command/parse/grammar.ts';
import { refusal, refusalSuggesting } from '../../../src/command/refusals.ts';
import { formatDay } from '../../../src/domain/dates/day.ts';
import { inWords } from '../../../src/domain/desk.ts';
import type { DraftAct } from '../../../src/domain/draft.ts';
import type { DraftView } from '../../../src/domain/ports/drafts.ts';
import type { Reply } from '../../../src/domain/reply.ts';
import { blankId, blankReply, longestBlankId } from './blank-forms.ts';
import { asked, draftReply } from './draft-card.ts';
import { editedReply, sentTo } from './edited-reply.ts';
import {
  changed,
  type DeskContext,
  editBy,
  entry,
  oneOf,
  showing,
  typed,
  valuesOf,
  type WritingDeps,
} from './options.ts';

/** The form is opened although nothing is wrong: whoever types this wants to change something. */
export const edit = (deps: WritingDeps) =>
  defineCommand({
    scope: 'app',
    name: 'edit',
    description: 'Edit a draft, or an entry silently',
    about: 'desk',
    role: 'editor',
    options: {
      entry: { ...entry, description: 'Entry or draft' },
      still: { description: 'Confirm it is still true', kind: { type: 'flag' }, schema: z.boolean() },
      outcome: oneOf('What became of a plan', ['happened', 'did-not', 'no-word']),
      ...changed,
    },
    bare: ['entry'],
    acts: true,
    examples: [
      { line: 'edit ENTRY', about: 'change an entry in a form' },
      { line: 'edit ENTRY title:"…"', about: 'change its title in one line' },
    ],
    async run({ entry: id, still, outcome, ...rest }, context) {
      const values = valuesOf(rest);
      const by = editBy(context);
      const at = showing(context);
      if (still) return beginAct(deps, { act: 'edit', entry: id, values: { still: 'yes' } }, context);
      if (outcome) return tellOutcome(deps, id, outcome, context);
      const known = await deps.editing.view(id, by);
      if (known) {
        const strange = unknownValues(known, values);
        if (strange) return refusal('invalid', strange);
        // Also brings it up to date with an entry that changed meanwhile.
        const filled = await deps.editing.fill(id, values, by);
        if (filled.outcome !== 'done') return editedReply(filled, id, at);
        if (Object.keys(values).length > 0) return send(deps, filled.view, values, context);
        const { form } = filled.view;
        return { ...draftReply(filled.view, at), ...(form && { form: asked(form) }) };
      }
      return beginAct(deps, { act: 'edit', entry: id, values }, context);
    },
  });

export const correct = (deps: WritingDeps) =>
  defineCommand({
    scope: 'app',
    name: 'correct',
    description: 'Correct an entry with a note to readers',
    about: 'desk',
    role: 'editor',
    options: { entry, note: typed('For readers', 400), ...changed },
    bare: ['entry'],
    acts: true,
    examples: [
      {
        line: 'correct ENTRY date:"May 2006" note:"It was May, not March."',
        about: 'correct it in one line',
      },
    ],
    run({ entry: id, note, ...rest }, context) {
      const values = { ...valuesOf(rest), ...(note && { correction: note }) };
      return beginAct(deps, { act: 'correct', entry: id, values }, context);
    },
  });

export const retract = (deps: WritingDeps) =>
  defineCommand({
    scope: 'app',
    name: 'retract',
    description: 'Retract an entry; its id stays with the reason',
    about: 'desk',
    role: 'editor',
    options: { entry, reason: typed('Why, for readers', 400) },
    bare: ['entry'],
    acts: true,
    examples: [{ line: 'retract ENTRY reason:"The source withdrew it."', about: 'retract it with a reason' }],
    run: ({ entry: id, reason }, context) => {
      const values: Record<string, string> = reason ? { reason } : {};
      return beginAct(deps, { act: 'retract', entry: id, values }, context);
    },
  });

/** What is written is the newer entry: it says which one it replaces. */
export const supersede = (deps: WritingDeps) =>
  defineCommand({
    scope: 'app',
    name: 'supersede',
    description: 'Replace an entry by a newer one',
    about: 'desk',
    role: 'editor',
    options: {
      entry: { ...entry, description: 'Older entry' },
      by: { ...entry, description: 'Newer entry' },
    },
    bare: ['entry', 'by'],
    acts: true,
    examples: [{ line: 'supersede OLD by NEW', about: 'replace the first by the second' }],
    async run({ entry: older, by: newer }, context) {
      const { desk } = editBy(context);
      if ((await deps.editing.history(desk, older)).length === 0) return noEntry(older, context);
      return beginAct(deps, { act: 'supersede', entry: newer, values: { supersedes: older } }, context);
    },
  });

/** An undo is a change like any other: it is reviewed, kept, and can be undone. */
export const undo = (deps: WritingDeps) =>
  defineCommand({
    scope: 'app',
    name: 'undo',
    description: 'Revert the last change to an entry',
    about: 'desk',
    role: 'editor',
    options: { entry },
    bare: ['entry'],
    acts: true,
    examples: [{ line: 'undo ENTRY', about: 'restore the previous text as a new revision' }],
    run: ({ entry: id }, context) => beginAct(deps, { act: 'undo', entry: id, values: {} }, context),
  });

interface Act {
  act: DraftAct;
  entry: string;
  values: Record<string, string>;
}

/**
 * What became of a plan: an event that happened, or a correction that it did not, each to be written in a form; or
 * that nobody knows by today, which is sent as it is.
 */
async function tellOutcome(
  deps: WritingDeps,
  entry: string,
  outcome: string,
  context: DeskContext,
): Promise<Reply> {
  const at = showing(context);
  if (outcome === 'no-word') {
    const note = `By ${formatDay(at.today)} no word of it was found.`;
    return beginAct(deps, { act: 'edit', entry, values: { still: 'yes', note } }, context);
  }
  const { desk, person } = at.by;
  const act = outcome === 'happened' ? 'edit' : 'correct';
  const values = { kind: 'event' };
  const begun = await deps.editing.begin({ desk, act, type: 'fact', entry, values, person });
  if (begun.outcome === 'not_found') return noEntry(entry, context);
  if (begun.outcome === 'refused') return refusal('invalid', begun.says);
  const { form } = begun.view;
  return { ...draftReply(begun.view, at), ...(form && { form: asked(form) }) };
}

/** Sends a change of an entry, or asks in a form for what the line does not say. */
async function beginAct(
  deps: WritingDeps,
  { act, entry, values }: Act,
  context: DeskContext,
): Promise<Reply> {
  const { editing } = deps;
  const { desk, person } = editBy(context);
  const at = showing(context);
  const isAsked = act === 'edit' || act === 'correct' || act === 'retract';
  const blank = isAsked && { desk, act, type: 'fact' as const, entry };
  const isBlank =
    blank && Object.keys(values).length === 0 && blankId(blank).length <= longestBlankId ? blank : undefined;
  const about = { desk, act, type: 'fact' as const, entry, person };
  const begun = await editing.blank({ ...about, values: {} });
  if (begun.outcome === 'not_found') return noEntry(entry, context, act === 'supersede' ? 'by' : 'entry');
  if (begun.outcome === 'refused') return refusal('invalid', begun.says);
  if (isBlank) return blankReply(begun.view, isBlank, at);
  const strange = unknownValues(begun.view, values);
  if (strange) return refusal('invalid', strange);
  const kept = await editing.begin({ ...about, values: { ...values, ...furtherLines(begun.view, values) } });
  if (kept.outcome !== 'done') throw new Error('what could be shown blank cannot be begun');
  return send(deps, kept.view, values, context);
}

/** Said of an entry what only a source has, or the other way round. */
function unknownValues({ draft, form }: DraftView, values: Readonly<Record<string, string>>) {
  // What becomes a visit has the office of its visitor.
  const isVisit = draft.type === 'fact' && values.kind?.trim().toLowerCase() === 'visit';
  const said = isVisit ? Object.keys(values).filter((name) => name !== 'office') : Object.keys(values);
  const strange = said.filter(
    (name) => !ofAct.has(name) && form && !form.fields.some((field) => field.name === name),
  );
  const named = inWords(
    strange.map((name) => `“${name}”`),
    'or',
  );
  return strange.length > 0 && `${draft.entry ?? draft.id} is a ${draft.type}: it has no ${named}.`;
}

/** An office that a line names is one more of the person's; which of them it says anew, the field reads. */
function furtherLines({ form }: DraftView, { office }: Readonly<Record<string, string>>) {
  const lines = form?.fields.find(({ name, kind }) => name === 'office' && kind.type === 'text')?.value;
  return office !== undefined && lines !== undefined && { office: `${lines}\n${office}` };
}

/** What no field asks. */
const ofAct = new Set(['still', 'supersedes']);

/** What the line did not say is asked, and what is wrong in it; of a correction that is its note alone, the rest. */
async function send(
  { editing, deskNow }: Pick<WritingDeps, 'editing' | 'deskNow'>,
  view: DraftView,
  values: Readonly<Record<string, string>>,
  context: DeskContext,
): Promise<Reply> {
  const by = editBy(context);
  const shown = showing(context);
  const at = { ...shown, desk: deskNow(by.desk) ?? shown.desk };
  const { draft, faults, form } = view;
  const said = Object.keys(values);
  const isNote = draft.act === 'correct' && said.every((name) => name === 'correction');
  if (isNote && draft.state !== 'in review')
    return { ...draftReply(view, at), ...(form && { form: asked(form) }) };
  if (faults.length > 0) {
    const reply = draftReply(view, at);
    const wrong = faults.map(({ field }) => field);
    const fields = form?.fields.filter(({ name }) => said.includes(name) || wrong.includes(name)) ?? [];
    return form && fields.length > 0 ? { ...reply, form: asked({ ...form, fields }) } : reply;
  }
  if (draft.state === 'in review') return draftReply(view, at, sentTo(view));
  return editedReply(await editing.submit(draft.id, by), draft.id, at, sentTo);
}

export async function noEntry(id: string, context: DeskContext, option = 'entry'): Promise<Reply> {
  const { service, role, now } = context;
  const near = await nearestIds(service.entries, scopeOf(service, role, now), id, 3);
  const { sources } = service.desk;
  const like = closest(
    id,
    sources.map((source) => source.id),
  ).flatMap((name) => sources.find((source) => source.id === name) ?? []);
  const options = [...near, ...like].slice(0, 3).map(({ id: command, title }) => ({
    label: `${command}: ${title}`,
    command: context.line({ [option]: command }),
  }));
  return refusalSuggesting('not_found', `This desk has no entry ${id}.`, options);
}

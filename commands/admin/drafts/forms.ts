import { checkRole, forbidden, logRefusal, refusal, type Tried } from '../../../src/command/refusals.ts';
import type { Desk, Serving } from '../../../src/domain/desk.ts';
import { passingWords } from '../../../src/domain/errors.ts';
import type { Form } from '../../../src/domain/form.ts';
import { allows, type Role } from '../../../src/domain/identity.ts';
import type { Member, RoleOf } from '../../../src/domain/ports/access.ts';
import type { Gaps, Once } from '../../../src/domain/ports/chat.ts';
import type {
  Drafts,
  EditBy,
  Edited,
  Editing,
  FilledForm,
  FormOutcome,
  Forms,
  LookAtForm,
} from '../../../src/domain/ports/drafts.ts';
import type { Clock, Log } from '../../../src/domain/ports/runtime.ts';
import type { Reply } from '../../../src/domain/reply.ts';
import { type Blank, blankForm, readBlankId, returned, returnForm, valuesIn } from './blank-forms.ts';
import { asked, draftReply } from './draft-card.ts';
import { editedReply, sentTo } from './edited-reply.ts';
import { type Showing, showingOn } from './options.ts';

interface WritingFormsDeps {
  editing: Editing;
  drafts: Pick<Drafts, 'get' | 'list'>;
  gaps: Pick<Gaps, 'get' | 'close'>;
  once: Once;
  /** The desks that serve now. */
  desks: Serving<Desk>;
  roleOf: RoleOf;
  clock: Clock;
  log: Log;
  newErrorId(): string;
}

/** A submission that comes twice comes within seconds; platforms give up after minutes. */
const remembered = 24 * 60 * 60 * 1000;

interface Asker {
  tried: Tried;
  at: Showing;
  by: EditBy;
}

/** The forms in which drafts are written and returned. Roles are checked when a form comes in, not when it was shown. */
export function createForms(deps: WritingFormsDeps): Forms & { look: LookAtForm } {
  const { editing, drafts, gaps, once, clock, log } = deps;

  /** Who fills in a form on a desk, or the answer to one who may not. */
  async function askerOn(id: string, member: Member, needed: Role): Promise<Asker | Reply> {
    const desk = deps.desks.byId(id);
    if (!desk) return refusal('failed', 'That desk is not served any more.');
    const role = await deps.roleOf(member, id);
    const { person } = member;
    const tried = { person, desk: id, command: 'writing', held: role };
    const refused = checkRole(tried, needed);
    if (refused) return logRefusal(log, tried, refused);
    const by = { person, desk: id, reviews: allows(role, 'reviewer') };
    const isOneOfSeveral = deps.desks.all().length > 1;
    return { tried, at: showingOn(desk, by, { now: clock(), isOneOfSeveral }), by };
  }

  async function asker(id: string, member: Member, needed: Role): Promise<Asker | Reply> {
    const draft = await drafts.get(id);
    return draft
      ? askerOn(draft.desk, member, needed)
      : refusal('not_found', `There is no draft ${id} any more.`);
  }

  const isFirst = (interaction: string) =>
    once.first(`form:${interaction}`, new Date(clock().getTime() + remembered), clock());

  async function giveBack(id: string, { values, interaction, complete }: FilledForm, { at, by }: Asker) {
    // Half a reason sends nothing back.
    if (!complete) return { outcome: 'kept' as const, form: returnForm({ id, desk: by.desk }) };
    const reason = values.reason?.trim() ?? '';
    if (reason === '') return { outcome: 'kept' as const, form: asWrong(returnForm({ id, desk: by.desk })) };
    const view = await editing.view(id, by);
    const again = view?.draft.state === 'returned' && view.draft.reason === reason;
    const first = await isFirst(interaction);
    const edited: Edited =
      view && again && !first ? { outcome: 'done', view } : await editing.sendBack(id, reason, by);
    return { outcome: 'answered' as const, reply: editedReply(edited, id, at) };
  }

  async function write(id: string, filled: FilledForm, first: boolean, { at, by }: Asker) {
    const { complete, values } = filled;
    const edited = first ? await editing.fill(id, values, by) : await asItStands(id, by);
    // A source may have been added for it.
    const desk = deps.desks.byId(by.desk) ?? at.desk;
    return formOutcome(editing, edited, { id, complete }, { at: { ...at, desk }, by });
  }

  async function asItStands(id: string, by: EditBy): Promise<Edited> {
    const view = await editing.view(id, by);
    return view ? { outcome: 'done', view } : { outcome: 'not_found' };
  }

  /** What stands in a form before anything is written: as far as a question without an answer says it. */
  const valuesOf = async ({ desk, gap }: Blank): Promise<Record<string, string>> =>
    gap === undefined ? {} : ((await gaps.get(desk, Number(gap)))?.about ?? {});

  /** A form that no draft was begun for: one is, once something was written into it. */
  async function beginWith(
    blank: Blank,
    filled: FilledForm,
    first: boolean,
    who: Asker,
  ): Promise<FormOutcome> {
    const { by, at } = who;
    const { person } = by;
    const values = await valuesOf(blank);
    const found = await editing.blank({ ...blank, values, person });
    if (found.outcome !== 'done')
      return { outcome: 'answered', reply: refusal('not_found', `This desk has no entry ${blank.entry}.`) };
    const form = blankForm(found.view, filled.form, at);
    if (!form) return { outcome: 'answered', reply: draftReply(found.view, at) };
    const standing = valuesIn(form);
    const isWritten = Object.entries(filled.values).some(
      ([name, text]) => text.trim() !== (standing[name] ?? ''),
    );
    if (!isWritten)
      return {
        outcome: 'kept',
        form: filled.complete ? { ...form, about: [...form.about, 'Nothing is written yet.'] } : form,
      };
    if (!first) {
      const mine = await drafts.list({ desk: by.desk, author: person, limit: 20 });
      const begun = mine.find(
        ({ act, type, entry }) =>
          act === blank.act && (blank.entry === undefined ? type === blank.type : entry === blank.entry),
      );
      if (begun) return write(begun.id, filled, false, who);
    }
    const begun = await editing.begin({ ...blank, values, person });
    if (begun.outcome !== 'done') throw new Error('what could be shown blank cannot be begun');
    if (blank.gap !== undefined) await gaps.close(blank.desk, Number(blank.gap), 'written', person, clock());
    return write(begun.view.draft.id, filled, true, who);
  }

  async function fillIn(filled: FilledForm): Promise<FormOutcome> {
    const blank = readBlankId(filled.form);
    const back = returned(filled.form);
    const id = back ?? filled.form;
    const needed = back === undefined ? 'editor' : 'reviewer';
    const who = blank ? await askerOn(blank.desk, filled, needed) : await asker(id, filled, needed);
    if ('outcome' in who) return { outcome: 'answered', reply: who };
    if (back !== undefined) return finished(who, await giveBack(id, filled, who));
    const first = await isFirst(filled.interaction);
    const work = blank ? beginWith(blank, filled, first, who) : write(id, filled, first, who);
    return finished(
      who,
      await work.catch(async (error: unknown) => {
        await once.release(`form:${filled.interaction}`);
        throw error;
      }),
    );
  }

  function finished({ tried }: Asker, outcome: FormOutcome): FormOutcome {
    if (outcome.outcome === 'answered') logRefusal(log, tried, outcome.reply);
    return outcome;
  }

  async function opened(form: string, by: Member): Promise<Form | undefined> {
    const blank = readBlankId(form);
    if (blank) {
      const who = await askerOn(blank.desk, by, 'editor');
      if ('outcome' in who) return undefined;
      const found = await editing.blank({ ...blank, values: await valuesOf(blank), person: by.person });
      return found.outcome === 'done' ? blankForm(found.view, form, who.at) : undefined;
    }
    const back = returned(form);
    const who = await asker(back ?? form, by, back === undefined ? 'editor' : 'reviewer');
    if ('outcome' in who) return undefined;
    const view = await editing.view(back ?? form, who.by);
    if (!view?.form) return undefined;
    if (back !== undefined) return view.draft.state === 'in review' ? returnForm(view.draft) : undefined;
    const mine = view.draft.author === by.person || who.by.reviews;
    if (mine) return asked(view.form);
    logRefusal(log, who.tried, forbidden('reviewer, or its author', ''));
    return undefined;
  }

  async function lookedAt({ form, values, ...by }: Parameters<LookAtForm>[0]): Promise<Form | undefined> {
    const blank = readBlankId(form);
    if (!blank) {
      const who = await asker(form, by, 'editor');
      return 'outcome' in who ? undefined : (await editing.look(form, values, who.by))?.form;
    }
    const who = await askerOn(blank.desk, by, 'editor');
    if ('outcome' in who) return undefined;
    const about = { ...blank, values: { ...(await valuesOf(blank)), ...values }, person: by.person };
    const found = await editing.blank(about);
    return found.outcome === 'done' && found.view.draft.id === ''
      ? blankForm(found.view, form, who.at)
      : undefined;
  }

  return {
    async look(filled) {
      try {
        return returned(filled.form) === undefined ? await lookedAt(filled) : undefined;
      } catch (err) {
        log.error({ err, errorId: deps.newErrorId(), person: filled.person }, 'looking at a form failed');
        return undefined;
      }
    },

    async fill(filled) {
      try {
        return await fillIn(filled);
      } catch (err) {
        const errorId = deps.newErrorId();
        log.error({ err, errorId, person: filled.person }, 'form submission failed');
        const says =
          passingWords(err) ??
          `Something went wrong here. What was kept before is still there: /deskwire-edit draft list. If it happens again, give an admin this number: ${errorId}`;
        return { outcome: 'answered', reply: refusal('failed', says) };
      }
    },

    async open(form, by) {
      try {
        return await opened(form, by);
      } catch (err) {
        log.error({ err, errorId: deps.newErrorId(), person: by.person }, 'opening a form failed');
        return undefined;
      }
    },
  };
}

/** What comes of a form that was sent: it goes to review, or comes back with what is wrong. */
export async function formOutcome(
  editing: Pick<Editing, 'submit'>,
  edited: Edited,
  { id, complete }: { id: string; complete: boolean },
  { at, by }: Pick<Asker, 'at' | 'by'>,
): Promise<FormOutcome> {
  if (edited.outcome !== 'done') return { outcome: 'answered', reply: editedReply(edited, id, at) };
  const { view } = edited;
  if (!complete && view.form) return { outcome: 'kept', form: withoutFaults(view.form) };
  if (view.faults.length > 0 && view.form) return { outcome: 'kept', form: view.form };
  const { state } = view.draft;
  const done = state === 'in review' || state === 'published' ? edited : await editing.submit(id, by);
  if (done.outcome === 'faulty' && done.view.form) {
    const whole = done.view.faults.flatMap(({ field, says }) => (field === '' ? [says] : []));
    return { outcome: 'kept', form: { ...done.view.form, about: [...done.view.form.about, ...whole] } };
  }
  return { outcome: 'answered', reply: editedReply(done, id, at, sentTo) };
}

const withoutFaults = (form: Form): Form => ({
  ...form,
  fields: form.fields.map(({ fault: _, ...field }) => field),
});

const asWrong = (form: Form): Form => ({
  ...form,
  fields: form.fields.map((field) => ({ ...field, fault: 'Needed: its author reads it.' })),
});

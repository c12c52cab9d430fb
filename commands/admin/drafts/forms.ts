import { LRUCache } from 'lru-cache';
import { checkRole, forbidden, logged, refusal, type Tried } from '../../../src/command/refusals.ts';
import type { Desk, Serving } from '../../../src/domain/desk.ts';
import type { Draft } from '../../../src/domain/draft.ts';
import { passingWords } from '../../../src/domain/errors.ts';
import type { Form } from '../../../src/domain/form.ts';
import { allows, type Role } from '../../../src/domain/identity.ts';
import type { Member, RoleOf } from '../../../src/domain/ports/access.ts';
import type { Once } from '../../../src/domain/ports/chat.ts';
import type {
  Drafts,
  EditBy,
  Edited,
  Editing,
  FilledForm,
  FormOutcome,
  Forms,
} from '../../../src/domain/ports/drafts.ts';
import type { Clock, Log } from '../../../src/domain/ports/runtime.ts';
import type { Reply } from '../../../src/domain/reply.ts';
import { sourceAdded } from './add.ts';
import { asked, draftReply } from './draft-card.ts';
import { editedReply } from './edited-reply.ts';
import { type Showing, showingOn } from './options.ts';

interface WritingFormsDeps {
  editing: Editing;
  drafts: Pick<Drafts, 'get'>;
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
export function createForms(deps: WritingFormsDeps): Forms {
  const { editing, drafts, once, clock, log } = deps;

  /** Who fills in the form of a draft, or the answer to one who may not. */
  async function asker(id: string, member: Member, needed: Role): Promise<Asker | Reply> {
    const draft = await drafts.get(id);
    const desk = draft && deps.desks.byId(draft.desk);
    if (!desk) return refusal('not_found', `There is no draft ${id} any more.`);
    const role = await deps.roleOf(member, desk.definition.id);
    const { person } = member;
    const tried = { person, desk: desk.definition.id, command: 'writing', held: role };
    const refused = checkRole(tried, needed);
    if (refused) return logged(log, tried, refused);
    const by = { person, desk: desk.definition.id, reviews: allows(role, 'reviewer') };
    const isOneOfSeveral = deps.desks.all().length > 1;
    return { tried, at: showingOn(desk, by, { now: clock(), isOneOfSeveral }), by };
  }

  async function giveBack(id: string, { values, interaction, complete }: FilledForm, { at, by }: Asker) {
    // Half a reason sends nothing back.
    if (!complete) return { outcome: 'kept' as const, form: returnForm({ id, desk: by.desk }) };
    const reason = values.reason?.trim() ?? '';
    if (reason === '') return { outcome: 'kept' as const, form: asWrong(returnForm({ id, desk: by.desk })) };
    const view = await editing.view(id, by);
    const again = view?.draft.state === 'returned' && view.draft.reason === reason;
    const first = await once.first(`form:${interaction}`, new Date(clock().getTime() + remembered), clock());
    const edited: Edited =
      view && again && !first ? { outcome: 'done', view } : await editing.sendBack(id, reason, by);
    return { outcome: 'answered' as const, reply: editedReply(edited, id, at) };
  }

  async function write(id: string, filled: FilledForm, { at, by }: Asker): Promise<FormOutcome> {
    const key = `form:${filled.interaction}`;
    const first = await once.first(key, new Date(clock().getTime() + remembered), clock());
    const edited = first
      ? await editing.fill(id, filled.values, by).catch(async (error: unknown) => {
          await once.release(key);
          throw error;
        })
      : await asItStands(id, by);
    if (edited.outcome !== 'done') return { outcome: 'answered', reply: editedReply(edited, id, at) };
    const { view } = edited;
    if (!filled.complete && view.form) return { outcome: 'kept', form: withoutFaults(view.form) };
    if (view.faults.length > 0 && view.form) return { outcome: 'kept', form: view.form };
    const isSource = view.draft.act === 'source' && view.draft.state !== 'published';
    if (!isSource) return { outcome: 'answered', reply: draftReply(view, at) };
    const added = await editing.submit(id, by);
    if (added.outcome === 'faulty' && added.view.form) return { outcome: 'kept', form: added.view.form };
    return { outcome: 'answered', reply: editedReply(added, id, at, sourceAdded) };
  }

  async function asItStands(id: string, by: EditBy): Promise<Edited> {
    const view = await editing.view(id, by);
    return view ? { outcome: 'done', view } : { outcome: 'not_found' };
  }

  return {
    async fill(filled) {
      try {
        const back = returned(filled.form);
        const id = back ?? filled.form;
        const who = await asker(id, filled, back === undefined ? 'editor' : 'reviewer');
        if ('outcome' in who) return { outcome: 'answered', reply: who };
        const outcome = back === undefined ? await write(id, filled, who) : await giveBack(id, filled, who);
        if (outcome.outcome === 'answered') logged(log, who.tried, outcome.reply);
        return outcome;
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
      const { person } = by;
      try {
        const back = returned(form);
        const who = await asker(back ?? form, by, back === undefined ? 'editor' : 'reviewer');
        if ('outcome' in who) return undefined;
        const view = await editing.view(back ?? form, who.by);
        if (!view?.form) return undefined;
        if (back !== undefined) return view.draft.state === 'in review' ? returnForm(view.draft) : undefined;
        const mine = view.draft.author === person || who.by.reviews;
        if (mine) return asked(view.form);
        logged(log, who.tried, forbidden('reviewer, or its author', ''));
        return undefined;
      } catch (err) {
        log.error({ err, errorId: deps.newErrorId(), person }, 'opening a form failed');
        return undefined;
      }
    },
  };
}

const withoutFaults = (form: Form): Form => ({
  ...form,
  fields: form.fields.map(({ fault: _, ...field }) => field),
});

const asWrong = (form: Form): Form => ({
  ...form,
  fields: form.fields.map((field) => ({ ...field, fault: 'Needed: its author reads it.' })),
});

/** So long a pasted text waits to be put right. */
const keptFor = 15 * 60 * 1000;
const mostForms = 100;

/**
 * Forms that came back with a fault before anything was made of them, by person: a platform that closes a form when it is
 * sent opens the same one again. Only in this process, and not for long: a pasted text is still where it was copied from.
 */
export class KeptForms {
  readonly #forms = new LRUCache<string, { form: Form; until: number }>({ max: mostForms });

  keep(person: string, form: Form, now: Date): void {
    this.#forms.set(person, { form, until: now.getTime() + keptFor });
  }

  get(person: string, id: string, now: Date): Form | undefined {
    const kept = this.#forms.get(person);
    return kept?.form.id === id && kept.until > now.getTime() ? kept.form : undefined;
  }

  forget(person: string): void {
    this.#forms.delete(person);
  }
}

/** What stands in a form. */
export const valuesIn = ({ fields }: Form): Record<string, string> =>
  Object.fromEntries(fields.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));

const returnMark = '.return';

/** Asks why a draft is returned. Its id tells it from the form in which the draft itself is written. */
export const returnForm = ({ id, desk }: Pick<Draft, 'id' | 'desk'>): Form => ({
  id: `${id}${returnMark}`,
  desk,
  title: `Return draft ${id}`,
  about: [],
  fields: [
    {
      name: 'reason',
      label: 'Reason',
      hint: 'What is to be done; its author reads it',
      required: true,
      kind: { type: 'text', max: 400 },
    },
  ],
  left: 'What was written is not kept, and the draft is not returned: /deskwire-edit review shows it.',
  submit: 'Return',
});

/** The draft that a form returns; undefined for a form in which one is written. */
const returned = (form: string): string | undefined =>
  form.endsWith(returnMark) ? form.slice(0, -returnMark.length) : undefined;

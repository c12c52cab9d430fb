import { setImmediate as nextTurn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import pLimit from 'p-limit';
import { dayIn } from '../domain/dates/day.ts';
import { type Draft, openStates } from '../domain/draft.ts';
import type { DraftChange, DraftView, EditBy, Edited, Editing } from '../domain/ports/drafts.ts';
import type { Revision, ToldLists } from '../domain/ports/publishing.ts';
import type { Log } from '../domain/ports/runtime.ts';
import { isSource, listedAs } from '../domain/sources/listed.ts';
import { createApproval } from './approve.ts';
import { createBeginning } from './begin.ts';
import { summaryOf, withApprover } from './changes.ts';
import { newContext } from './fields/field.ts';
import { asTyped, changedValues, isOfContent } from './form.ts';
import { draftBaseOf, isNewFact, type Reading } from './ground.ts';
import { isOfListed, type ListedDraft, listedGround, listedHistory, viewListed } from './listed.ts';
import { type DeskNamed, isOfEntry, type ValidationDeps, validateDraft } from './validate.ts';

export interface EditingNeeds extends ValidationDeps {
  told: ToldLists;
  log: Log;
  /** The desk as it serves now. */
  deskOf(id: string): DeskNamed | undefined;
  /** Whether at most one person has a role on the desk. */
  isAlone(desk: string): Promise<boolean>;
  /** Reads the desks again, after a source or name was added to one. */
  refresh(): Promise<void>;
}

/** Who wrote what came in files: no person that chat knows. */
const files = 'files';
/** So often another change may come between reading a draft and writing it. */
const patience = 5;

export function createEditing(needs: EditingNeeds): Editing {
  const { drafts, revisions, told, clock } = needs;

  const revisionsOf = async (draft: Draft) =>
    draft.entry === undefined || draft.act === 'add' || draft.act === 'source' || !isOfEntry(draft)
      ? []
      : revisions.of(draft.desk, draft.entry);

  /** An import asks for many at once: each has a turn of its own, and others have theirs in between. */
  const turns = pLimit(1);
  const viewOf = (draft: Draft): Promise<DraftView> =>
    turns(async () => {
      await nextTurn();
      return view(draft);
    });

  /** What was asked for together is looked at first, and then written in one transaction. */
  const othersLookedAt = () => turns(() => {});

  async function view(draft: Draft): Promise<DraftView> {
    const at = needs.deskOf(draft.desk);
    if (!at) throw new Error(`the desk ${draft.desk} does not serve`);
    const known = await revisionsOf(draft);
    try {
      if (isOfListed(draft))
        return viewListed(needs, draft, listedGround(draft, at, await toldOf(draft)), at);
      if (!isOfEntry(draft)) throw new Error(`a draft of ${draft.type} cannot be read`);
      if (isNewFact(draft)) await needs.prepareReading(at.names);
      return await validateDraft(needs, draft, draftBaseOf(draft, known, readingOn(at)), at);
    } catch (error) {
      if (!isOfContent(error)) throw error;
      needs.log.warn({ err: error, draft: draft.id }, 'draft could not be parsed; shown as typed');
      return asTyped(draft, known, at.desk);
    }
  }

  const toldOf = async ({ desk, type, entry }: ListedDraft) =>
    entry === undefined ? [] : told.of(desk, type, entry);

  const readingOn = ({ desk, names }: DeskNamed): Reading => {
    const today = dayIn(desk.definition.zone, clock());
    const context = newContext({ desk, names, readDate: needs.readDate, today });
    return { context, today, statement: (text) => needs.readStatement(text, names, today) };
  };

  /**
   * Of what was typed that which says something else than the entry; all of it where that cannot be read. `shown`: the
   * draft as its form showed it.
   */
  function changedIn(
    draft: Draft,
    shown: Draft,
    known: readonly Revision[],
    base: number,
  ): Record<string, string> {
    try {
      const at = needs.deskOf(draft.desk);
      if (at && isOfListed(draft)) {
        const { fields, before } = listedGround(draft, at, []);
        return changedValues(fields, before, draft.values, at.desk);
      }
      const { fields } = draftBaseOf(draft, known);
      const { before } = draftBaseOf(shown, known, at && readingOn(at));
      const typed = changedValues(fields, before, draft.values);
      if (draft.act === 'add') return typed;
      // What others changed meanwhile is taken over; of a field that both changed, what is typed here stands.
      const ground = draftBaseOf({ ...draft, base }, known);
      return changedValues(ground.fields, ground.before, typed);
    } catch (error) {
      if (!isOfContent(error)) throw error;
      return draft.values;
    }
  }

  async function find(id: string, { desk }: Pick<EditBy, 'desk'>): Promise<Draft | undefined> {
    const draft = await drafts.get(id);
    return draft?.desk === desk && needs.deskOf(desk) ? draft : undefined;
  }

  /** Its own author's, or a reviewer's to change; at none of its ends. */
  function refusal(draft: Draft | undefined, by: EditBy): Exclude<Edited, { outcome: 'done' }> | undefined {
    if (!draft) return { outcome: 'not_found' };
    if (draft.author !== by.person && !by.reviews) return { outcome: 'not_yours', draft };
    return openStates.includes(draft.state) ? undefined : { outcome: 'decided', draft };
  }

  /** The revision that a draft would be written over, where it is not the one that its author saw. */
  async function newer(draft: Draft): Promise<number | undefined> {
    if (isOfListed(draft)) {
      const last = draft.act === 'add' ? undefined : (await toldOf(draft)).at(-1);
      const current = last?.revision ?? 0;
      return current === draft.base ? undefined : current;
    }
    const last = (await revisionsOf(draft)).at(-1);
    const current = last?.own ? last.revision : 0;
    return draft.act === 'add' || draft.act === 'source' || current === draft.base ? undefined : current;
  }

  /** Keeps what the values came to, for those who read drafts without the rules at hand. */
  async function keep(view: DraftView, by: string): Promise<DraftView> {
    const { draft, body, listed } = view;
    const entry = draft.act === 'add' ? ((body ?? listed?.body)?.id ?? draft.entry) : draft.entry;
    if (isDeepStrictEqual([draft.body, draft.entry], [body, entry])) return view;
    await othersLookedAt();
    const kept = await drafts.change(draft.id, draft.version, { body, entry }, by, clock());
    const now = kept ? await drafts.get(draft.id) : undefined;
    return now ? { ...view, draft: now } : view;
  }

  async function change(draft: Draft, changed: DraftChange, by: EditBy): Promise<Edited> {
    const done = await drafts.change(draft.id, draft.version, changed, by.person, clock());
    const now = (await drafts.get(draft.id)) ?? draft;
    return done ? { outcome: 'done', view: await viewOf(now) } : { outcome: 'decided', draft: now };
  }

  async function fill(id: string, values: Record<string, string>, by: EditBy): Promise<Edited> {
    for (let tries = 0; tries < patience; tries += 1) {
      const draft = await find(id, by);
      const refused = refusal(draft, by);
      if (!draft || refused) return refused ?? { outcome: 'not_found' };
      const merged = { ...draft, values: await citing({ ...draft.values, ...values }, by) };
      const base = (await newer(draft)) ?? draft.base;
      const kept = changedIn(merged, draft, await revisionsOf(draft), base);
      const state = draft.state === 'returned' ? ('draft' as const) : undefined;
      const same = JSON.stringify(kept) === JSON.stringify(draft.values) && base === draft.base && !state;
      const changed = { ...(same ? {} : { values: kept }), base, ...(state && { state }) };
      if (!same && !(await drafts.change(id, draft.version, changed, by.person, clock()))) continue;
      const now = await drafts.get(id);
      if (now) return { outcome: 'done', view: await keep(await viewOf(now), by.person) };
    }
    const draft = await find(id, by);
    return draft ? { outcome: 'decided', draft } : { outcome: 'not_found' };
  }

  const { begin, note, blank, citing } = createBeginning({ ...needs, fill, keep, viewOf, submit });

  async function addSource(view: DraftView, by: EditBy): Promise<Edited> {
    const { draft, listed } = view;
    if (!isSource(listed)) return { outcome: 'faulty', view };
    if ((await told.add(draft.desk, listed.body, by.person, clock())) === 'taken') {
      const faults = [
        { field: 'title', says: `Another source was given the id ${listed.body.id}. Save once more.` },
      ];
      await needs.refresh();
      return { outcome: 'faulty', view: { ...view, faults } };
    }
    const at = clock();
    await drafts.change(draft.id, draft.version, { state: 'published', reviewer: by.person }, by.person, at);
    await needs.refresh();
    const now = (await drafts.get(draft.id)) ?? draft;
    return { outcome: 'done', view: { ...view, draft: now } };
  }

  async function submit(id: string, by: EditBy): Promise<Edited> {
    const draft = await find(id, by);
    const refused = refusal(draft, by);
    if (!draft || refused) return refused ?? { outcome: 'not_found' };
    if (draft.state === 'in review') return { outcome: 'decided', draft };
    const current = await newer(draft);
    if (current !== undefined) return { outcome: 'outdated', draft, current };
    const view = await viewOf(draft);
    if (view.faults.length > 0) return { outcome: 'faulty', view };
    if ((view.before ?? view.listedBefore) && view.changes.length === 0) {
      const faults = [{ field: '', says: 'It says the same as before: nothing is changed yet.' }];
      return { outcome: 'faulty', view: { ...view, faults } };
    }
    if (draft.act === 'source') return addSource(view, by);
    const entry = (view.body ?? view.listed?.body)?.id ?? draft.entry;
    const { body } = view;
    const submitted = { state: 'in review' as const, entry, body, reviewer: undefined, reason: undefined };
    await othersLookedAt();
    const done = await drafts.change(id, draft.version, submitted, by.person, clock());
    const now = (await drafts.get(id)) ?? draft;
    // What it comes to is what was just looked at.
    return done ? { outcome: 'done', view: { ...view, draft: now } } : { outcome: 'decided', draft: now };
  }

  const approveDrafts = createApproval({ ...needs, find, newer, viewOf });

  async function approveAll(...given: Parameters<typeof approveDrafts>): Promise<Edited[]> {
    const edited = await approveDrafts(...given);
    if (edited.some((one) => one.outcome === 'done' && (one.view.listed || one.view.added)))
      await needs.refresh();
    return edited;
  }

  async function approve(id: string, by: EditBy, seen?: number): Promise<Edited> {
    const [done] = await approveAll([id], by, seen === undefined ? undefined : new Map([[id, seen]]));
    return done as Edited;
  }

  return {
    begin,
    note,
    blank,
    fill,

    async view(id, by) {
      const draft = await find(id, by);
      return draft && viewOf(draft);
    },

    async look(id, values, by) {
      const draft = await find(id, by);
      if (!draft || refusal(draft, by)) return undefined;
      return viewOf({ ...draft, values: { ...draft.values, ...values } });
    },

    submit,
    approve,
    approveAll,

    async approveFiled(entry, by, seen) {
      const { desk } = by;
      const last = (await revisions.of(desk, entry)).at(-1);
      if (last?.own?.state !== 'in review') return { outcome: 'not_found' };
      const begun = await begin({ desk, act: 'edit', type: last.own.type, entry, values: {}, person: files });
      if (begun.outcome !== 'done') return { outcome: 'not_found' };
      const { draft } = begun.view;
      if (seen !== undefined && seen !== draft.base)
        return { outcome: 'outdated', draft, current: draft.base };
      // Who presses at the same time submits the same draft, and is told by the approval.
      const submitted = await submit(draft.id, { desk, person: files, reviews: false });
      return submitted.outcome === 'done' || submitted.outcome === 'decided'
        ? approve(draft.id, by)
        : submitted;
    },

    async sendBack(id, reason, by) {
      const draft = await find(id, by);
      if (!draft) return { outcome: 'not_found' };
      if (draft.state !== 'in review') return { outcome: 'decided', draft };
      return change(draft, { state: 'returned', reason, reviewer: by.person }, by);
    },

    async discard(id, by) {
      const draft = await find(id, by);
      const refused = refusal(draft, by);
      if (!draft || refused) return refused ?? { outcome: 'not_found' };
      const discarded = { state: 'discarded' as const, reviewer: by.person };
      const done = await drafts.change(draft.id, draft.version, discarded, by.person, clock());
      const now = (await drafts.get(draft.id)) ?? draft;
      // What it holds is not read: whatever it is, it can be given up.
      const bare = { draft: now, faults: [], notices: [], changes: [], warnings: [] };
      return done ? { outcome: 'done', view: bare } : { outcome: 'decided', draft: now };
    },

    async history(desk, entry) {
      const known = await revisions.of(desk, entry);
      const at = needs.deskOf(desk);
      const listed = at && listedAs(at.desk, entry);
      const all =
        known.length === 0 && listed
          ? listedHistory(await told.of(desk, listed.kind, entry), listed, at.desk)
          : known.map(summaryOf).toReversed();
      const done = await drafts.list({ desk, entry, states: ['published'], limit: all.length + 1 });
      return all.map((one) => withApprover(one, done));
    },
  };
}

import { dayIn } from '../domain/dates/day.ts';
import { type Draft, openStates } from '../domain/draft.ts';
import type { Beginning, Drafts, DraftView, EditBy, Edited, NewDraft } from '../domain/ports/drafts.ts';
import type { Revisions, ToldLists } from '../domain/ports/publishing.ts';
import type { Clock } from '../domain/ports/runtime.ts';
import { isListed, listedAs } from '../domain/sources/listed.ts';
import { beforeLast, nothingToUndo } from './changes.ts';
import { describedSource, unsaid, withAddress } from './fields/source-field.ts';
import { beforeLastChange } from './listed.ts';
import type { DeskNamed } from './validate.ts';

interface BeginningNeeds {
  drafts: Pick<Drafts, 'list' | 'add'>;
  revisions: Revisions;
  told: Pick<ToldLists, 'of'>;
  clock: Clock;
  deskOf(id: string): DeskNamed | undefined;
  fill(id: string, values: Record<string, string>, by: EditBy): Promise<Edited>;
  /** Keeps what the values came to. */
  keep(view: DraftView, by: string): Promise<DraftView>;
  viewOf(draft: Draft): Promise<DraftView>;
  submit(id: string, by: EditBy): Promise<Edited>;
}

/** Begins drafts, or goes on with the person's own. */
export function createBeginning(needs: BeginningNeeds) {
  const { drafts, revisions, told, deskOf, clock, fill, keep, viewOf, submit } = needs;

  /** The article that an entry was written from: its words are no more the desk's own in a later edit. */
  async function excerptOf(desk: string, entry: string): Promise<Draft['excerpt']> {
    const done = await drafts.list({ desk, entry, states: ['published'], limit: 20 });
    return done.findLast(({ act, excerpt }) => act === 'add' && excerpt)?.excerpt;
  }

  /** What a change would be written over: an entry, or a source or name where there is no entry of that id. */
  async function subject({ desk, act, type, entry = '' }: Beginning) {
    const known = isListed(type) ? [] : await revisions.of(desk, entry);
    const last = known.at(-1);
    const own = last?.own;
    // Nothing was typed that a draft would keep.
    if (own) return { type: own.type, base: last.revision, canUndo: act !== 'undo' || !!beforeLast(known) };
    const at = deskOf(desk);
    const served = at && listedAs(at.desk, entry);
    if (served && act !== 'supersede' && (act !== 'import' || type === served.kind)) {
      const { kind, body } = served;
      const revised = await told.of(desk, kind, entry);
      const base = revised.at(-1)?.revision ?? 0;
      const canUndo = act !== 'undo' || !!beforeLastChange(revised, body, dayIn('UTC', clock()));
      return { type: kind, base, canUndo };
    }
    return act === 'import' ? { type, base: 0, canUndo: true } : undefined;
  }

  /** What a beginning is about: the draft that it would be, or the person's own that goes on; or why it is none. */
  async function ground(beginning: Beginning) {
    const { desk, act, type, entry, values, person } = beginning;
    const excerpt = beginning.excerpt ?? (entry === undefined ? undefined : await excerptOf(desk, entry));
    const made: NewDraft = { desk, act, type, base: 0, values, author: person, ...(excerpt && { excerpt }) };
    if (entry === undefined) return { outcome: 'new' as const, made };
    const about = await subject(beginning);
    if (!about) return { outcome: 'not_found' as const };
    if (!about.canUndo) return { outcome: 'refused' as const, says: nothingToUndo(entry) };
    const mine = await drafts.list({ desk, entry, author: person, states: openStates, limit: 20 });
    const same = mine.find((draft) => draft.act === act);
    if (same) return { outcome: 'same' as const, same, made: { ...made, entry } };
    return { outcome: 'new' as const, made: { ...made, type: about.type, base: about.base, entry } };
  }

  async function begin(beginning: Beginning) {
    const { desk, values, person } = beginning;
    const found = await ground(beginning);
    if (found.outcome === 'not_found' || found.outcome === 'refused') return found;
    if (found.outcome === 'same') {
      const filled = await fill(found.same.id, values, { desk, person, reviews: false });
      if (filled.outcome === 'done') return { outcome: 'done' as const, view: filled.view };
    }
    const draft = await drafts.add(found.made, clock());
    return { outcome: 'done' as const, view: await keep(await viewOf(draft), person) };
  }

  async function note(beginning: Beginning): Promise<Draft | undefined> {
    const found = await ground(beginning);
    if (found.outcome === 'new') return drafts.add(found.made, clock());
    const begun = found.outcome === 'same' ? await begin(beginning) : undefined;
    return begun?.outcome === 'done' ? begun.view.draft : undefined;
  }

  async function blank(beginning: Beginning) {
    const found = await ground(beginning);
    if (found.outcome === 'not_found' || found.outcome === 'refused') return found;
    if (found.outcome === 'same') return { outcome: 'done' as const, view: await viewOf(found.same) };
    const at = clock();
    const { author } = found.made;
    const none = {
      id: '',
      state: 'draft',
      version: 0,
      editor: author,
      createdAt: at,
      updatedAt: at,
    } as const;
    return { outcome: 'done' as const, view: await viewOf({ ...found.made, ...none }) };
  }

  /** A source that a draft describes is added before it is cited, as the address of an article is. */
  async function citing(typed: Record<string, string>, { desk, person }: EditBy) {
    const at = deskOf(desk);
    if (!at || !typed.source?.trim()) return typed;
    const values = withAddress(typed, at.desk);
    const described = describedSource(values, at.desk);
    if (!described) return { ...values, ...unsaid };
    if (!described.source) return values;
    const about = { desk, act: 'source', type: 'fact', values: described.source, person } as const;
    const looked = await blank(about);
    const begun =
      looked.outcome === 'done' && looked.view.faults.length === 0 ? await begin(about) : undefined;
    if (begun?.outcome !== 'done') return values;
    const added = await submit(begun.view.draft.id, { desk, person, reviews: false });
    const listed = added.outcome === 'done' ? added.view.listed : undefined;
    return listed ? { ...values, ...described.cite(listed.body.id) } : values;
  }

  return { begin, note, blank, citing };
}

import { notice } from '../../../src/command/answer/blocks.ts';
import { refusal } from '../../../src/command/refusals.ts';
import type { Draft } from '../../../src/domain/draft.ts';
import type { Import, ReadArticle } from '../../../src/domain/import.ts';
import type { KnownAs } from '../../../src/domain/ports/imports.ts';
import type { Reply } from '../../../src/domain/reply.ts';
import { asked } from '../drafts/draft-card.ts';
import { askAbout, askToTick, draftedReply, knownAlready, proposalReply, secondSource } from './replies.ts';
import type { Editing, ImportDeps } from './steps.ts';
import { beginImport, citeIn, claimsOf, draftClaims, isOver, keepArticle, knownAs } from './steps.ts';

/** An article that was just read: known already, short of something, or open for ticking. */
export async function startImport(deps: ImportDeps, article: ReadArticle, editing: Editing): Promise<Reply> {
  const reply = await continueImport(deps, await keepArticle(deps, article, editing), { page: 1 }, editing);
  if (!article.partly) return reply;
  const says = 'The text is very long: only its beginning was read. Paste the rest to have it read too.';
  return { ...reply, blocks: [...reply.blocks, notice('info', says)] };
}

interface Going {
  /** Although the desk has the article. */
  again?: boolean;
  /** With the tick list as a form. */
  tick?: boolean;
  /** What the page did not say was asked for. */
  asked?: boolean;
  /** To write the brief: it is drafted, with its source. */
  brief?: boolean;
  page: number;
}

/** Whatever comes next for an import. */
export async function continueImport(
  deps: ImportDeps,
  one: Import,
  { again = false, tick = false, asked: wasAsked = false, brief = false, page }: Going,
  editing: Editing,
): Promise<Reply> {
  const begun = one.source !== undefined;
  const known = begun ? undefined : await knownAs(deps, one, editing);
  const isFirst = !tick && !brief && page === 1;
  if (known && !again && isFirst) return knownAlready(one, known, await briefOf(deps, known));
  if (!begun && !wasAsked && !(one.about.title && one.about.dated)) return askAbout(one);
  const standing = brief ? await begunImport(deps, one, editing) : one;
  if (isOver(standing, editing.now)) return ranOut(one);
  const claims = await claimsOf(deps, standing, editing);
  const at = { page, desk: editing.service.desk };
  if (tick && claims.length > 0) return askToTick(standing, claims, at);
  const drafts = await openDrafts(deps, standing);
  const reply = proposalReply(standing, claims, { ...at, drafts });
  const form =
    brief && standing.brief !== undefined ? await formOf(deps, standing, standing.brief, editing) : undefined;
  return form ? { ...reply, form } : reply;
}

/** The import with its source and the draft of its brief: what is chosen from it is drafted with them. */
export async function begunImport(deps: ImportDeps, one: Import, editing: Editing): Promise<Import> {
  if (one.source !== undefined) return one;
  return beginImport(deps, one, editing, carriedOver(await knownAs(deps, one, editing)));
}

async function formOf(deps: ImportDeps, { desk }: Import, draft: string, { person }: Editing) {
  const view = await deps.editing.view(draft, { desk, person, reviews: false });
  return view?.form && asked(view.form);
}

/** What is left to write of the source and the brief. */
async function openDrafts({ drafts }: ImportDeps, { desk, source, brief }: Import): Promise<Draft[]> {
  const [ofSource] = source === undefined ? [] : await drafts.list({ desk, entry: source, limit: 1 });
  const ofBrief = brief === undefined ? undefined : await drafts.get(brief);
  return [ofSource, ofBrief].flatMap((draft) =>
    draft && (draft.state === 'draft' || draft.state === 'returned') ? [draft] : [],
  );
}

async function briefOf({ drafts }: ImportDeps, known: KnownAs): Promise<{ draft: Draft } | undefined> {
  const draft = known.import?.brief === undefined ? undefined : await drafts.get(known.import.brief);
  return draft && draft.state !== 'discarded' ? { draft } : undefined;
}

/** Of an article at the same address the source is there, and perhaps its brief. */
function carriedOver(known: KnownAs | undefined): { source?: string; brief: boolean } {
  if (known?.by !== 'address') return { brief: known !== undefined };
  const source = known.source?.id ?? known.import?.source;
  return { ...(source !== undefined && { source }), brief: known.import !== undefined };
}

/** One proposed fact, as a draft of its own although the desk may have it. */
export async function draftOne(
  deps: ImportDeps,
  one: Import,
  claim: string,
  editing: Editing,
): Promise<Reply> {
  const found = (await claimsOf(deps, one, editing)).filter(({ id }) => id === claim);
  if (found.length === 0) return ranOut(one);
  const drafts = await draftClaims(deps, await begunImport(deps, one, editing), found, editing);
  return draftedReply(one, { drafts, known: [], desk: editing.service.desk });
}

/** The article as one more source of an entry that there is. */
export async function addSecondSource(
  deps: ImportDeps,
  one: Import,
  { entry, claim }: { entry: string; claim: string | undefined },
  editing: Editing,
): Promise<Reply> {
  const standing = one.source === undefined ? await beginImport(deps, one, editing, { brief: true }) : one;
  const claims = claim === undefined ? [] : await claimsOf(deps, standing, editing);
  const sentence = claims.find(({ id }) => id === claim)?.sentence;
  const draft = await citeIn(deps, standing, { entry, sentence }, editing);
  if (draft === 'gone') return refusal('not_found', `The desk has no entry ${entry} any more.`);
  if (draft === 'cited') return refusal('ok', `${entry} names this source already.`);
  return secondSource(draft, await openDrafts(deps, standing));
}

function ranOut({ desk }: Import): Reply {
  const says = 'The sentences of this article are not kept any more: they are for a week. Import it again.';
  return { ...refusal('not_found', says), desk };
}

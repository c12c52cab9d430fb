import { type DeskService, scopeOf } from '../../../src/command/define.ts';
import { type Draft, type Excerpt, openStates } from '../../../src/domain/draft.ts';
import type { Import, ProposedClaim, ReadArticle } from '../../../src/domain/import.ts';
import type { RoleOf } from '../../../src/domain/ports/access.ts';
import type { Once } from '../../../src/domain/ports/chat.ts';
import type { Drafts, Editing as Writing } from '../../../src/domain/ports/drafts.ts';
import type { FeedItems } from '../../../src/domain/ports/feeds.ts';
import type { ArticleReader, DataImport, Imports, KnownAs } from '../../../src/domain/ports/imports.ts';
import type { Source } from '../../../src/domain/sources/source.ts';
import { briefValues, factValues, sourceId, sourceValues } from './article-values.ts';

const day = 86_400_000;
/** So long the article's sentences are kept. */
const keptFor = 7 * day;
/** What is being made twice at once is made once; after this a first attempt that was cut off is made good. */
const settles = 60_000;
/** More drafts than an article has claims. */
const mostDrafts = 1000;

/** Whether the sentences are forgotten by now. */
export const isOver = ({ at }: Import, now: Date): boolean => now.getTime() >= at.getTime() + keptFor;

/** Keeps an article that was read. Nothing is drafted from it yet. */
export function keepArticle(
  deps: ImportDeps,
  article: ReadArticle,
  { service, person, now }: Editing,
): Promise<Import> {
  const { definition } = service.desk;
  const one = { ...article, desk: definition.id, by: person, at: now };
  return deps.imports.add(one, new Date(now.getTime() + keptFor));
}

/** The import as it stands once it has a source and, unless the desk has its brief already, a draft of one. */
export async function beginImport(
  deps: ImportDeps,
  one: Import,
  editing: Editing,
  known: { source?: string; brief: boolean },
): Promise<Import> {
  const { imports, drafts, once, feedItems } = deps;
  const { now, person } = editing;
  const first = await once.first(`import begun ${one.id}`, new Date(now.getTime() + settles), now);
  const standing = (await imports.get(one.id, now)) ?? one;
  if (!first || standing.source !== undefined) return standing;
  const { desk, about, id } = one;
  const draft = {
    desk,
    base: 0,
    author: person,
    excerpt: { url: about.url, title: about.title, import: id },
  };
  const source = known.source ?? (await freeSourceId(deps, one, editing));
  if (known.source === undefined) {
    const values = sourceValues(about, editing.service.desk);
    await drafts.add({ ...draft, act: 'source', type: 'fact', entry: source, values }, now);
  }
  const brief = known.brief
    ? undefined
    : (await drafts.add({ ...draft, act: 'add', type: 'brief', values: briefValues(about, source) }, now)).id;
  await imports.change(id, { source, ...(brief !== undefined && { brief }) });
  if (one.key !== undefined) await feedItems.settle(desk, one.key, person);
  return { ...standing, source, brief };
}

/** No source of the desk has it, and none that is being added. */
async function freeSourceId(
  { drafts }: ImportDeps,
  { desk, about }: Import,
  { service }: Editing,
): Promise<string> {
  const wanted = sourceId(about);
  for (let count = 1; ; count++) {
    const id = count === 1 ? wanted : `${wanted}-${count}`;
    if (service.desk.sources.some((source) => source.id === id)) continue;
    const [taken] = await drafts.list({ desk, entry: id, limit: 1 });
    if (!taken) return id;
  }
}

/** One draft fact for each claim: a claim that has one already keeps it. */
export async function draftClaims(
  { drafts, once }: ImportDeps,
  one: Import,
  claims: readonly ProposedClaim[],
  { person, now }: Editing,
): Promise<Draft[]> {
  const { id, desk, about, source = '' } = one;
  const until = new Date(now.getTime() + settles);
  const before = await draftsOf(drafts, one);
  for (const claim of claims) {
    const { sentence } = claim;
    if (before.has(sentence)) continue;
    if (!(await once.first(`import claim ${id} ${claim.id}`, until, now))) continue;
    const values = factValues(claim, about, source);
    const excerpt = { url: about.url, title: about.title, sentence, import: id };
    await drafts.add({ desk, act: 'add', type: 'fact', base: 0, values, excerpt, author: person }, now);
  }
  const after = await draftsOf(drafts, one);
  return claims.flatMap(({ sentence }) => after.get(sentence) ?? []);
}

/** The drafts made from an import's sentences, by the sentence. */
async function draftsOf(drafts: ImportDeps['drafts'], { id, desk }: Import): Promise<Map<string, Draft>> {
  const all = await drafts.list({ desk, limit: mostDrafts });
  return new Map(
    all.flatMap((draft) => {
      const { excerpt, state } = draft;
      const isOurs = excerpt?.import === id && state !== 'discarded';
      return isOurs && excerpt.sentence !== undefined ? [[excerpt.sentence, draft] as const] : [];
    }),
  );
}

/** The draft that names the article as one more source of an entry: a change like any other. */
export async function citeIn(
  { drafts }: ImportDeps,
  one: Import,
  { entry, sentence }: { entry: string; sentence: string | undefined },
  { service, person, now }: Editing,
): Promise<Draft | 'gone' | 'cited'> {
  const stored = await service.entries.get(scopeOf(service, 'editor', now), entry);
  const { desk, about, id, source = '' } = one;
  if (!stored) return 'gone';
  const { sources, type } = stored.body;
  if (sources.some((cited) => cited.id === source)) return 'cited';
  const cited = sources.map((citation) => (citation.at ? `${citation.id} at ${citation.at}` : citation.id));
  const values = { source: [...cited, source].join('; ') };
  const excerpt = {
    url: about.url,
    title: about.title,
    import: id,
    ...(sentence !== undefined && { sentence }),
  };
  const change = { desk, act: 'edit' as const, type, entry, base: stored.revision, values, excerpt };
  const [begun] = await drafts.list({ desk, author: person, entry, states: ['draft'], limit: 1 });
  const isSame = begun?.values.source === values.source;
  return isSame ? begun : drafts.add({ ...change, author: person }, now);
}

/** The same article, or nearly, that the desk has already. */
export async function knownAs(
  { reader, imports }: ImportDeps,
  { id, key, signature, about, sentences }: Import,
  { service }: Editing,
): Promise<KnownAs | undefined> {
  const { definition, sources } = service.desk;
  const others = (await imports.known(definition.id)).filter((other) => other.id !== id);
  const article = { about, sentences, signature, ...(key !== undefined && { key }) };
  return reader.knownAs(article, { sources, imports: others });
}

/** What the article may hold, the likeliest first, with what the desk has of it already. */
export async function claimsOf(
  deps: ImportDeps,
  one: Import,
  { service, now }: Editing,
): Promise<ProposedClaim[]> {
  const scope = scopeOf(service, 'editor', now);
  const about = { desk: service.desk.definition, entries: service.entries, scope };
  const claims = await deps.reader.claims(one, about);
  // What was written from this very article says the same as its own sentence, and as no other.
  const written = new Map<string, string | undefined>();
  for (const entry of new Set(claims.flatMap(({ matches, similar }) => [...matches, ...similar]))) {
    const of = { desk: one.desk, entry, states: ['published' as const], limit: 20 };
    const excerpts = (await deps.drafts.list(of)).flatMap(({ excerpt }) => excerpt ?? []);
    const isHere = ({ import: from, url }: Excerpt) => from === one.id || (url && url === one.about.url);
    const here = excerpts.find(isHere);
    if (here) written.set(entry, here.sentence);
  }
  return claims.map((claim) => {
    const others = (ids: readonly string[]) => ids.filter((entry) => !written.has(entry));
    const own = [...claim.matches, ...claim.similar].filter((id) => written.get(id) === claim.sentence);
    return { ...claim, matches: [...own, ...others(claim.matches)], similar: others(claim.similar) };
  });
}

/** The source of an article on the desk, added now unless it is there. */
export async function sourceFor(
  deps: ImportDeps,
  one: Import,
  { grade, known }: { grade: Source['grade']; known: Source | undefined },
  { service, person, now }: Editing,
): Promise<{ id: string } | { says: string }> {
  const { drafts, imports, feedItems, editing } = deps;
  const { desk, about, id, key } = one;
  const standing = (await imports.get(id, now))?.source;
  const there = known?.id ?? service.desk.sources.find((source) => source.id === standing)?.id;
  const by = { desk, person, reviews: true };
  const entry = there ?? standing ?? (await freeSourceId(deps, one, { service, person, now }));
  if (there === undefined) {
    const [begun] = await drafts.list({ desk, entry, states: openStates, limit: 1 });
    const values = { ...sourceValues(about, service.desk), grade };
    const excerpt = { url: about.url, title: about.title, import: id };
    const made = { desk, act: 'source' as const, type: 'fact' as const, base: 0, entry, values, excerpt };
    const draft = begun ?? (await drafts.add({ ...made, author: person }, now));
    if (begun) await editing.fill(begun.id, { grade }, by);
    const added = await editing.submit(draft.id, by);
    if (added.outcome === 'faulty') {
      if (!begun) await editing.discard(draft.id, by);
      const wrong = added.view.faults.map(({ says }) => says).join(' ');
      return { says: `The source cannot be added. ${wrong}` };
    }
  }
  if (standing !== entry) await imports.change(id, { source: entry });
  if (key !== undefined) await feedItems.settle(desk, key, person);
  return { id: entry };
}

/** What bringing in an article works with. */
export interface ImportDeps {
  reader: ArticleReader;
  data: DataImport;
  imports: Imports;
  drafts: Drafts;
  once: Once;
  /** What feeds brought of the same article need not wait any more. */
  feedItems: Pick<FeedItems, 'settle'>;
  editing: Pick<Writing, 'blank' | 'begin' | 'fill' | 'submit' | 'discard' | 'view'>;
  service(desk: string): DeskService | undefined;
  roleOf: RoleOf;
}

/** An editor at work on one desk. */
export interface Editing {
  service: DeskService;
  person: string;
  now: Date;
}

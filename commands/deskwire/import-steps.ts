import { scopeOf } from '../../src/command/desk-service.ts';
import type { Draft } from '../../src/domain/draft.ts';
import type { Import, ProposedClaim, ReadArticle } from '../../src/domain/import.ts';
import type { Editing, ImportNeeds } from './import-needs.ts';
import { briefValues, factValues, sourceId, sourceValues } from './import-values.ts';

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
export function keep(
  needs: ImportNeeds,
  article: ReadArticle,
  { service, person, now }: Editing,
): Promise<Import> {
  const { definition } = service.desk;
  const one = { ...article, desk: definition.id, by: person, at: now };
  return needs.imports.add(one, new Date(now.getTime() + keptFor));
}

/** The import as it stands once it has a source and, unless the desk has its brief already, a draft of one. */
export async function begin(
  needs: ImportNeeds,
  one: Import,
  editing: Editing,
  known: { source?: string; brief: boolean },
): Promise<Import> {
  const { imports, drafts, once, feedItems } = needs;
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
  const source = known.source ?? (await freeSourceId(needs, one, editing));
  if (known.source === undefined) {
    const values = sourceValues(about);
    await drafts.add({ ...draft, act: 'source', type: 'fact', entry: source, values }, now);
  }
  const brief = known.brief
    ? undefined
    : (await drafts.add({ ...draft, act: 'add', type: 'brief', values: briefValues(about, source) }, now)).id;
  await imports.change(id, { source, ...(brief !== undefined && { brief }) });
  if (one.key !== undefined) await feedItems.settle(desk, one.key);
  return { ...standing, source, brief };
}

/** No source of the desk has it, and none that is being added. */
async function freeSourceId(
  { drafts }: ImportNeeds,
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
  { drafts, once }: ImportNeeds,
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
async function draftsOf(drafts: ImportNeeds['drafts'], { id, desk }: Import): Promise<Map<string, Draft>> {
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
  { drafts }: ImportNeeds,
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

/** What the article may hold, the likeliest first, with what the desk has of it already. */
export function claimsOf(
  needs: ImportNeeds,
  one: Import,
  { service, now }: Editing,
): Promise<ProposedClaim[]> {
  const scope = scopeOf(service, 'editor', now);
  return needs.reader.claims(one, { desk: service.desk.definition, entries: service.entries, scope });
}

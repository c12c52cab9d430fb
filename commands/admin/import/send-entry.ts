import { openStates } from '../../../src/domain/draft.ts';
import { citationsIn, citedIn } from '../../../src/domain/form.ts';
import type { Import } from '../../../src/domain/import.ts';
import type {
  DraftView,
  EditBy,
  FilledForm,
  FormOutcome,
  Editing as Writing,
} from '../../../src/domain/ports/drafts.ts';
import type { Clock } from '../../../src/domain/ports/runtime.ts';
import type { Source } from '../../../src/domain/sources/source.ts';
import { valuesIn } from '../drafts/blank-forms.ts';
import { formOutcome } from '../drafts/forms.ts';
import { showingOn } from '../drafts/options.ts';
import { usualSource } from './article-values.ts';
import { type EntryChoice, excerptOf, makeOffer } from './entry.ts';
import { type Editing, type ImportDeps, keepArticle, knownAs, sourceFor } from './steps.ts';

/** Sends what was written: the source is added and the fact goes to review; or the form comes back with what is wrong. */
export async function sendEntry(
  deps: ImportDeps,
  one: Import,
  choice: EntryChoice,
  filled: FilledForm,
  editing: Editing & { by: EditBy },
): Promise<FormOutcome> {
  const { by, person, now, service } = editing;
  const { grade: typedGrade, ...typed } = filled.values;
  // The desk as it is by then: with the source.
  const outcomeOf = (view: DraftView) => {
    const { desk } = deps.service(one.desk) ?? service;
    const at = showingOn(desk, by, { now, isOneOfSeveral: true });
    const of = { id: view.draft.id, complete: filled.complete };
    return formOutcome(deps.editing, { outcome: 'done', view }, of, { at, by });
  };
  const { form, claim, source: there, grade } = await makeOffer(deps, one, choice, editing);
  if (!typed.statement?.trim()) {
    const values = { ...valuesIn(form), ...typed };
    const looked = await deps.editing.blank({
      ...{ desk: one.desk, act: 'add', type: 'fact', person, values },
      excerpt: excerptOf(one, claim),
    });
    const found = new Map(
      looked.outcome === 'done' ? looked.view.form?.fields.map((field) => [field.name, field]) : [],
    );
    const fields = form.fields.map((field) => {
      const { value = filled.values[field.name], fault } = found.get(field.name) ?? {};
      const says = field.name === 'statement' ? unsaid : fault;
      return { ...field, ...(value && { value }), ...(says && filled.complete && { fault: says }) };
    });
    return { outcome: 'kept', form: { ...form, fields } };
  }
  const mine = { desk: one.desk, author: person, limit: 50 };
  const key = `form:${filled.interaction}`;
  const first = await deps.once.first(key, new Date(now.getTime() + remembered), now);
  const before = first
    ? undefined
    : (await deps.drafts.list(mine)).find(
        ({ excerpt, act }) =>
          act === 'add' && excerpt?.import === one.id && excerpt.sentence === claim?.sentence,
      );
  if (before) {
    const view = await deps.editing.view(before.id, by);
    if (view) return outcomeOf(view);
  }
  const { grade: _, ...standing } = valuesIn(form);
  const source = await sourceFor(
    deps,
    one,
    { grade: (typedGrade as Source['grade']) ?? grade, known: there },
    editing,
  );
  if ('says' in source) return { outcome: 'kept', form: { ...form, about: [...form.about, source.says] } };
  const begun = await deps.editing.begin({
    desk: one.desk,
    act: 'add',
    type: 'fact',
    person,
    excerpt: excerptOf(one, claim),
    values: { ...standing, ...typed, source: source.id },
  });
  if (begun.outcome !== 'done') throw new Error('a new fact is about no entry');
  return outcomeOf(begun.view);
}

const unsaid = 'Needed: what the article says, in your own words.';

const remembered = 24 * 60 * 60 * 1000;

/** Each is fetched. */
const mostAddresses = 3;

/** Writing in which the address of an article may be given as a source: it is read and becomes one. */
export function withAddresses(editing: Writing, deps: ImportDeps, clock: Clock): Writing {
  async function read(desk: string, values: Record<string, string>, person: string) {
    const service = deps.service(desk);
    const parts = citationsIn(values.source ?? '');
    const cited = parts.map(citedIn);
    if (!service || cited.every(({ url }) => url === undefined)) return values;
    let fetched = 0;
    for (const [index, { url, at }] of cited.entries()) {
      fetched += url === undefined ? 0 : 1;
      const isNew = url !== undefined && fetched <= mostAddresses && !isCited(service.desk.sources, url);
      const id = isNew ? await sourceAt(url, { service, person, now: clock() }) : undefined;
      if (id !== undefined) parts[index] = at ? `${id} at ${at}` : id;
    }
    return { ...values, source: parts.join('; ') };
  }

  /** The source that was read with the article is added when the first draft that cites it is written. */
  async function addCited(id: string, values: Record<string, string>, by: EditBy): Promise<void> {
    const draft = Object.keys(values).length > 0 ? await deps.drafts.get(id) : undefined;
    const service = draft?.desk === by.desk ? deps.service(by.desk) : undefined;
    if (!draft || !service || draft.excerpt?.import === undefined || draft.act === 'source') return;
    const cited = (values.source ?? draft.values.source ?? '')
      .split(/[;\n]/)
      .map((part) => part.trim().split(/\s/)[0]);
    for (const entry of cited) {
      if (!entry || service.desk.sources.some((source) => source.id === entry)) continue;
      const [open] = await deps.drafts.list({ desk: by.desk, entry, states: openStates, limit: 1 });
      if (open?.act === 'source') await editing.submit(open.id, { ...by, reviews: true });
    }
  }

  /** Undefined where the page cannot be read: the field says so. */
  async function sourceAt(address: string, asking: Editing): Promise<string | undefined> {
    const page = await deps.reader.page(address, asking.service.desk.definition);
    if (!page.ok) return undefined;
    const one = await keepArticle(deps, page.article, asking);
    const known = await knownAs(deps, one, asking);
    const there = known?.by === 'address' ? known.source : undefined;
    const { grade } = usualSource(one.about, asking.service.desk, there);
    const source = await sourceFor(deps, one, { grade, known: there }, asking);
    return 'id' in source ? source.id : undefined;
  }

  return {
    ...editing,
    async begin(beginning) {
      const { desk, values, person } = beginning;
      return editing.begin({ ...beginning, values: await read(desk, values, person) });
    },
    async fill(id, values, by) {
      await addCited(id, values, by);
      const filled = await editing.fill(id, await read(by.desk, values, by.person), by);
      if (filled.outcome !== 'done' || !values.url?.trim()) return filled;
      // An address that was typed beside an unknown name has its place by now.
      const { source = '' } = filled.view.draft.values;
      const cited = await read(by.desk, { source }, by.person);
      return cited.source === source ? filled : editing.fill(id, cited, by);
    },
  };
}

const isCited = (sources: readonly Source[], address: string) =>
  sources.some(({ url }) => url !== undefined && url.replace(/\/+$/, '') === address.replace(/\/+$/, ''));

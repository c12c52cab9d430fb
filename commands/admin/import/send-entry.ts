import type { Import } from '../../../src/domain/import.ts';
import type { EditBy, FilledForm, FormOutcome } from '../../../src/domain/ports/drafts.ts';
import type { Source } from '../../../src/domain/sources/source.ts';
import { valuesIn } from '../drafts/blank-forms.ts';
import { formOutcome } from '../drafts/forms.ts';
import { showingOn } from '../drafts/options.ts';
import { type EntryChoice, excerptOf, makeOffer } from './entry.ts';
import { type Editing, type ImportDeps, sourceFor } from './steps.ts';

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
  const { form, claim, source: there, grade } = await makeOffer(deps, one, choice, editing);
  const at = showingOn(service.desk, by, { now, isOneOfSeveral: true });
  if (!typed.statement?.trim()) {
    const wrong = form.fields.map((field) =>
      field.name === 'statement' && filled.complete
        ? { ...field, fault: 'Needed: what the article says, in your own words.' }
        : field,
    );
    return { outcome: 'kept', form: { ...form, fields: wrong } };
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
    if (view)
      return formOutcome(
        deps.editing,
        { outcome: 'done', view },
        { id: before.id, complete: filled.complete },
        { at, by },
      );
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
    ...{ desk: one.desk, act: 'add', type: 'fact', person, excerpt: excerptOf(one, claim) },
    values: { ...standing, ...typed, source: source.id },
  });
  if (begun.outcome !== 'done') throw new Error('a new fact is about no entry');
  const { view } = begun;
  return formOutcome(
    deps.editing,
    { outcome: 'done', view },
    { id: view.draft.id, complete: filled.complete },
    { at, by },
  );
}

const remembered = 24 * 60 * 60 * 1000;

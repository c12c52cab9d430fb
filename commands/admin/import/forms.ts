import { checkRole, logRefusal, refusal } from '../../../src/command/refusals.ts';
import { passingWords } from '../../../src/domain/errors.ts';
import type { Form } from '../../../src/domain/form.ts';
import { allows } from '../../../src/domain/identity.ts';
import type { ArticleAbout, Import } from '../../../src/domain/import.ts';
import type { Member } from '../../../src/domain/ports/access.ts';
import type { FilledForm, FormOutcome, Forms } from '../../../src/domain/ports/drafts.ts';
import type { Clock, Log } from '../../../src/domain/ports/runtime.ts';
import { KeptForms, valuesIn } from '../drafts/blank-forms.ts';
import { aboutForm, claimsForm, type ImportForm, pastedText, readFormId, textForm } from './build-forms.ts';
import { openedEntry } from './entry.ts';
import { begunImport, continueImport, startImport } from './flow.ts';
import { takeData } from './import.ts';
import { draftedReply, noSuchImport } from './replies.ts';
import { sendEntry } from './send-entry.ts';
import type { Editing, ImportDeps } from './steps.ts';
import { claimsOf, draftClaims } from './steps.ts';

/** The forms of imports: the text, what the page did not say, and the tick list. */
export function importForms(
  deps: ImportDeps,
  { clock, log, newErrorId }: { clock: Clock; log: Log; newErrorId(): string },
): Forms {
  const kept = new KeptForms();

  async function editingOn(desk: string, member: Member) {
    const { person } = member;
    const service = deps.service(desk);
    if (!service) return { refused: refusal('failed', 'That desk is not served any more.') };
    const role = await deps.roleOf(member, desk);
    const by = { person, desk, reviews: allows(role, 'reviewer') };
    const tried = { person, desk, command: 'import', held: role };
    const refused = checkRole(tried, 'editor');
    return refused
      ? { refused: logRefusal(log, tried, refused) }
      : { editing: { service, person, now: clock(), by } };
  }

  async function fill(filled: FilledForm): Promise<FormOutcome> {
    const form = readFormId(filled.form);
    const one = form && form.asks !== 'text' ? await deps.imports.get(form.id, clock()) : undefined;
    const desk = form?.asks === 'text' ? form.desk : one?.desk;
    if (!form || desk === undefined) return answered(noSuchImport(filled.form));
    const { editing, refused } = await editingOn(desk, filled);
    if (!editing) return answered(refused);
    if (one && form.asks === 'entry') return sendEntry(deps, one, form, filled, editing);
    if (!filled.complete) {
      // Nothing is done with what was left half filled in: the import waits as it is.
      const left = await opened(deps, form, one, editing);
      return left ? { outcome: 'kept', form: left } : answered(noSuchImport(filled.form));
    }
    if (!one) return pasted(desk, filled, editing);
    return form.asks === 'claims' ? tick(deps, one, form, filled, editing) : tell(deps, one, filled, editing);
  }

  async function pasted(desk: string, filled: FilledForm, editing: Editing): Promise<FormOutcome> {
    const { form, person, values } = filled;
    const before = kept.get(person, form, clock());
    // A further step of the same form: the text stands in the first.
    const whole = before && !('text1' in values) ? { ...valuesIn(before), ...values } : values;
    const outcome = await readArticle(deps, desk, { ...filled, values: whole }, editing);
    if (outcome.outcome === 'kept') kept.keep(person, outcome.form, clock());
    else kept.forget(person);
    return outcome;
  }

  async function open(id: string, by: Member): Promise<Form | undefined> {
    const form = readFormId(id);
    const one = form && form.asks !== 'text' ? await deps.imports.get(form.id, clock()) : undefined;
    const desk = form?.asks === 'text' ? form.desk : one?.desk;
    const { editing } = desk === undefined ? {} : await editingOn(desk, by);
    return form && editing && (kept.get(by.person, id, clock()) ?? opened(deps, form, one, editing));
  }

  const failed = (err: unknown, person: string, what: string): string => {
    const errorId = newErrorId();
    log.error({ err, errorId, person }, what);
    return errorId;
  };

  return {
    fill: (filled) =>
      fill(filled).catch((err: unknown) => {
        const id = failed(err, filled.person, 'a form could not be taken');
        const says =
          passingWords(err) ??
          `Something went wrong here. If it happens again, give an admin this number: ${id}`;
        return answered(refusal('failed', says));
      }),
    open: (id, by) =>
      open(id, by).catch((err: unknown) => {
        failed(err, by.person, 'a form could not be opened');
        return undefined;
      }),
  };
}

const answered = (reply: Extract<FormOutcome, { outcome: 'answered' }>['reply']): FormOutcome => ({
  outcome: 'answered',
  reply,
});

async function opened(
  deps: ImportDeps,
  form: ImportForm,
  one: Import | undefined,
  editing: Editing,
): Promise<Form | undefined> {
  const { desk } = editing.service;
  if (form.asks === 'text') return textForm(form.desk, editing.person);
  if (!one) return undefined;
  if (form.asks === 'about') return aboutForm(one);
  if (form.asks === 'entry') return openedEntry(deps, one, form, editing);
  const claims = await claimsOf(deps, one, editing);
  return claims.length > 0 ? claimsForm(one, claims, { page: form.page, desk }) : undefined;
}

async function readArticle(
  deps: ImportDeps,
  desk: string,
  { values, person }: FilledForm,
  editing: Editing,
): Promise<FormOutcome> {
  const { reader, data } = deps;
  const text = pastedText(values);
  const said = values.what;
  const isData = said === 'data' ? 'yes' : said === 'article' ? 'no' : await data.isData(text);
  const again = (fault: string, at: 'text1' | 'what', asks: boolean): FormOutcome => {
    const form = textForm(desk, person, values, asks);
    const fields = form.fields.map((field) => (field.name === at ? { ...field, fault } : field));
    return { outcome: 'kept', form: { ...form, fields } };
  };
  if (isData === 'perhaps')
    return again('This may be an article, or entries as the desk writes them. Say which.', 'what', true);
  if (isData === 'yes') {
    const taken = await takeData(deps, text, editing);
    return 'reply' in taken ? answered(taken.reply) : again(taken.says, 'text1', true);
  }
  const result = await reader.pasted(text, editing.service.desk.definition);
  return result.ok
    ? answered(await startImport(deps, result.article, editing))
    : again(result.says, 'text1', false);
}

async function tell(
  deps: ImportDeps,
  one: Import,
  { values }: FilledForm,
  editing: Editing,
): Promise<FormOutcome> {
  const { title, dated = '', author, publication } = values;
  const isUnknown = /^(unknown|not known|\?|-)?$/i.test(dated.trim());
  const edtf = isUnknown ? undefined : await deps.reader.date(dated);
  if (!isUnknown && edtf === undefined) {
    const fault = `“${dated.slice(0, 60)}” is no date that can be read. Write it like 18 March 2026, March 2026 or 2026.`;
    return { outcome: 'kept', form: aboutForm(one, { values, fault }) };
  }
  const said = { title, author, publication, dated: edtf };
  const about: ArticleAbout = { ...one.about };
  for (const [name, value] of Object.entries(said) as [keyof typeof said, string | undefined][]) {
    const text = value?.trim();
    if (text) about[name] = text;
  }
  await deps.imports.change(one.id, { about });
  return answered(
    await continueImport(deps, { ...one, about }, { again: true, page: 1, asked: true }, editing),
  );
}

async function tick(
  deps: ImportDeps,
  one: Import,
  { page }: { page: number },
  { values }: FilledForm,
  editing: Editing,
): Promise<FormOutcome> {
  const all = await claimsOf(deps, one, editing);
  const ids = new Set((values.claims ?? '').split(/[\s,]+/));
  const ticked = all.filter(({ id }) => ids.has(id));
  const { desk } = editing.service;
  if (ticked.length === 0) return answered(await continueImport(deps, one, { again: true, page }, editing));
  const isKnown = Map.groupBy(ticked, ({ matches }) => matches.length > 0);
  const standing = await begunImport(deps, one, editing);
  const drafts = await draftClaims(deps, standing, isKnown.get(false) ?? [], editing);
  return answered(draftedReply(one, { drafts, known: isKnown.get(true) ?? [], desk }));
}

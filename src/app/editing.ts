import { createForms } from '../../commands/admin/drafts/forms.ts';
import type { WritingNeeds } from '../../commands/admin/drafts/options.ts';
import { isImportForm } from '../../commands/admin/import/build-forms.ts';
import { importForms } from '../../commands/admin/import/forms.ts';
import type { ImportNeeds } from '../../commands/admin/import/steps.ts';
import type { DeskService } from '../command/define.ts';
import type { RoleOf } from '../domain/ports/access.ts';
import type { Editing, Forms } from '../domain/ports/drafts.ts';
import type { ArticleReader, DataExport, DataImport } from '../domain/ports/imports.ts';
import type { Clock, Log } from '../domain/ports/runtime.ts';
import type { UrlRules } from '../http/addresses.ts';
import { inThread } from '../runtime/async.ts';
import { newErrorId } from '../runtime/error-id.ts';
import type { Store } from '../store/store.ts';
import type { EditingSetting } from './open-editing.ts';
import type { DataImportSetting } from './open-imports.ts';

interface WiredWriting {
  /** What the commands work with. */
  needs: WritingNeeds;
  /** What the platforms open and hand in. */
  forms: Forms;
}

/** Hands the commands and the forms that write and review what they need. */
export function wireWriting(
  setting: EditingSetting & { roleOf: RoleOf; access: WritingNeeds['access'] },
): WiredWriting {
  const { store, desks, roleOf, access, clock, log } = setting;
  const { drafts, audit, reports, content, once, feedItems, reviewChannels, ledger } = store;
  const editing = whenAsked(setting);
  const named = () => desks().map(({ desk }) => desk);
  return {
    needs: { editing, drafts, audit, reports, content, feedItems, reviewChannels, ledger, access },
    forms: createForms({ editing, drafts, once, desks: named, roleOf, clock, log, newErrorId }),
  };
}

/** What writing takes is imported when somebody writes: a start and a reader's answer do not wait for it. */
function whenAsked(setting: EditingSetting): Editing {
  let opened: Promise<Editing> | undefined;
  const editing = () => {
    opened ??= import('./open-editing.ts').then(({ openEditing }) => openEditing(setting));
    return opened;
  };
  return {
    begin: async (beginning) => (await editing()).begin(beginning),
    view: async (id, by) => (await editing()).view(id, by),
    fill: async (id, values, by) => (await editing()).fill(id, values, by),
    submit: async (id, by) => (await editing()).submit(id, by),
    approve: async (id, by, seen) => (await editing()).approve(id, by, seen),
    approveFiled: async (entry, by, seen) => (await editing()).approveFiled(entry, by, seen),
    sendBack: async (id, reason, by) => (await editing()).sendBack(id, reason, by),
    discard: async (id, by) => (await editing()).discard(id, by),
    contradictions: async (desk) => (await editing()).contradictions(desk),
    history: async (desk, entry) => (await editing()).history(desk, entry),
  };
}

interface WiredImports {
  /** What the command works with. */
  needs: ImportNeeds;
  /** The forms of imports, and for every other form those given. */
  formsBefore(others: Forms): Forms;
}

/** Hands imports what they need of the store, of the desks and of the network. */
export function wireImports({
  store,
  data,
  desks,
  roleOf,
  pages,
  clock,
  log,
}: {
  store: Store;
  data: DataImport;
  desks(): readonly DeskService[];
  roleOf: RoleOf;
  /** Which pages are read besides public ones; none outside tests. */
  pages: UrlRules;
  clock: Clock;
  log: Log;
}): WiredImports {
  const { imports, drafts, once, feedItems } = store;
  const service = (desk: string) => desks().find((one) => one.desk.definition.id === desk);
  const needs: ImportNeeds = {
    reader: articleReader(pages),
    data,
    imports,
    drafts,
    once,
    feedItems,
    service,
    roleOf,
  };
  const own = importForms(needs, { clock, log, newErrorId });
  return {
    needs,
    formsBefore(others) {
      const of = (form: string) => (isImportForm(form) ? own : others);
      return {
        fill: (filled) => of(filled.form).fill(filled),
        open: (form, by) => of(form).open(form, by),
      };
    },
  };
}

/** What reads pages is large: it is loaded when the first one is read. */
function articleReader(rules: UrlRules): ArticleReader {
  let loading: Promise<ArticleReader> | undefined;
  const reader = () => {
    loading ??= load(rules);
    return loading;
  };
  return {
    page: async (address, desk) => (await reader()).page(address, desk),
    pasted: async (text, desk) => (await reader()).pasted(text, desk),
    claims: async (article, desk) => (await reader()).claims(article, desk),
    knownAs: async (article, desk) => (await reader()).knownAs(article, desk),
    date: async (words) => (await reader()).date(words),
  };
}

async function load(rules: UrlRules): Promise<ArticleReader> {
  const { createArticleReader } = await import('../import/article-reader.ts');
  const { nodeWeb } = await import('../http/fetch.ts');
  return createArticleReader(nodeWeb, inThread, rules);
}

export const dataExport: DataExport = {
  write: async (...given) => (await import('../content/export/entries.ts')).exportEntries(...given),
};

/** What reading data takes is imported when somebody brings some: a start and a reader's answer do not wait for it. */
export function wireData(setting: DataImportSetting): DataImport {
  let opened: Promise<DataImport> | undefined;
  const data = () => {
    opened ??= import('./open-imports.ts').then(({ openDataImport }) => openDataImport(setting));
    return opened;
  };
  return {
    isData: async (text) => (await data()).isData(text),
    look: async (desk, files) => (await data()).look(desk, files),
    take: async (desk, looked, by) => (await data()).take(desk, looked, by),
  };
}

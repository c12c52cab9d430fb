import { createForms } from '../../commands/admin/drafts/forms.ts';
import type { WritingDeps } from '../../commands/admin/drafts/options.ts';
import { isImportForm } from '../../commands/admin/import/build-forms.ts';
import { importForms } from '../../commands/admin/import/forms.ts';
import { withAddresses } from '../../commands/admin/import/send-entry.ts';
import type { ImportDeps } from '../../commands/admin/import/steps.ts';
import type { RoleOf } from '../domain/ports/access.ts';
import type { Editing, Forms } from '../domain/ports/drafts.ts';
import type { ArticleReader, DataExport, DataImport } from '../domain/ports/imports.ts';
import type { Clock, Log, RunInWorker } from '../domain/ports/runtime.ts';
import type { UrlRules } from '../http/addresses.ts';
import { lazy } from '../runtime/async.ts';
import type { Store } from '../store/store.ts';
import { newErrorId } from './access.ts';
import { type Desks, definitionsOf } from './desks.ts';
import type { DataImportSetting, EditingSetting } from './open-editing.ts';

interface WritingService {
  /** For commands. */
  deps: WritingDeps;
  forms: ReturnType<typeof createForms>;
}

/**
 * Connects writing and review. Their code is loaded at the first use, so that starts and readers do not wait for it.
 */
export function createWritingService(
  setting: EditingSetting & {
    roleOf: RoleOf;
    access: WritingDeps['access'];
    /** Reads the address of an article that is given as a source; missing: none is read. */
    imports?: () => ImportDeps;
  },
): WritingService {
  const { store, desks, roleOf, access, clock, log } = setting;
  const { drafts, near, audit, reports, gaps, content, once, feedItems, imports, reviewChannels, ledger } =
    store;
  const plain = async () => (await import('./open-editing.ts')).openEditing(setting);
  const editing = lazy<Editing>(async () => {
    const reads = setting.imports?.();
    return reads ? withAddresses(await plain(), reads, clock) : plain();
  });
  return {
    deps: {
      editing,
      drafts,
      near,
      audit,
      reports,
      gaps,
      content,
      feedItems,
      imports,
      reviewChannels,
      ledger,
      access,
      deskNow: (id) => desks.byId(id)?.desk,
    },
    forms: createForms({
      editing,
      drafts,
      gaps,
      once,
      desks: definitionsOf(desks),
      roleOf,
      clock,
      log,
      newErrorId,
    }),
  };
}

interface ImportService {
  /** For commands. */
  deps: ImportDeps;
  /** Handles the forms of imports; passes every other form to `others`. */
  formsBefore(others: Forms): Forms;
}

/** Connects imports to the store, the desks and the network. */
export function createImportService({
  store,
  data,
  editing,
  desks,
  roleOf,
  rules,
  runInWorker,
  clock,
  log,
}: {
  store: Store;
  data: DataImport;
  editing: Editing;
  desks: Pick<Desks, 'byId'>;
  roleOf: RoleOf;
  rules: UrlRules;
  runInWorker: RunInWorker;
  clock: Clock;
  log: Log;
}): ImportService {
  const { imports, drafts, once, feedItems } = store;
  const reader = lazy<ArticleReader>(async () => {
    const { createArticleReader } = await import('../import/article-reader.ts');
    const { nodeWeb } = await import('../http/fetch.ts');
    return createArticleReader(nodeWeb, runInWorker, rules);
  });
  const deps: ImportDeps = {
    reader,
    data,
    imports,
    drafts,
    once,
    feedItems,
    editing,
    roleOf,
    service: desks.byId,
  };
  const own = importForms(deps, { clock, log, newErrorId });
  return {
    deps,
    formsBefore(others) {
      const of = (form: string) => (isImportForm(form) ? own : others);
      return {
        fill: (filled) => of(filled.form).fill(filled),
        open: (form, by) => of(form).open(form, by),
      };
    },
  };
}

export const dataExport: DataExport = {
  write: async (...given) => (await import('../content/export/entries.ts')).exportEntries(...given),
};

/** Imports data files; loaded at the first use. */
export const createDataImport = (setting: DataImportSetting): DataImport =>
  lazy<DataImport>(async () => (await import('./open-editing.ts')).openDataImport(setting));

import { importForms } from '../commands/deskwire/import-forms.ts';
import { isImportForm } from '../commands/deskwire/import-ids.ts';
import type { ImportNeeds } from '../commands/deskwire/import-needs.ts';
import type { DeskService } from './command/desk-service.ts';
import type { ArticleReader } from './domain/ports/article-reader.ts';
import type { Clock } from './domain/ports/clock.ts';
import type { DataImport } from './domain/ports/data-import.ts';
import type { Forms } from './domain/ports/forms.ts';
import type { Log } from './domain/ports/log.ts';
import type { RoleOf } from './domain/ports/role-of.ts';
import { newErrorId } from './error-id.ts';
import type { UrlRules } from './import/page-url.ts';
import { inThread } from './in-thread.ts';
import type { Store } from './store/store.ts';

export interface WiredImports {
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
  const { createArticleReader } = await import('./import/article-reader.ts');
  const { nodeWeb } = await import('./import/node-web.ts');
  return createArticleReader(nodeWeb, inThread, rules);
}

import { checkData } from '../content/check/check-desk.ts';
import { createEntryCheck } from '../content/check/check-entry.ts';
import { sortFaults } from '../content/check/fault.ts';
import { formatOf, readData } from '../content/read/read-data.ts';
import { type Excerpt, openStates } from '../domain/draft.ts';
import type { Editing } from '../domain/ports/drafts.ts';
import type { DataImport } from '../domain/ports/imports.ts';
import type { Clock, Log } from '../domain/ports/runtime.ts';
import { isListed } from '../domain/sources/listed.ts';
import { createEditing } from '../editing/editing.ts';
import { compareBrought, compareListed, importEntries } from '../editing/from-files.ts';
import { isNearCopy } from '../import/claims/duplicates.ts';
import { readDate } from '../import/dates/relative.ts';
import { prepareReading, readStatement } from '../import/kept-article.ts';
import { inTurns, pauses } from '../runtime/async.ts';
import type { Store } from '../store/store.ts';
import { isAlone } from './access.ts';
import type { Desks } from './desks.ts';

export interface EditingSetting {
  store: Store;
  /** Ids from `DESKWIRE_ADMINS`. */
  admins: readonly string[];
  /** The desks in service. */
  desks: Pick<Desks, 'all' | 'byId' | 'refresh'>;
  clock: Clock;
  log: Log;
}

/** Connects editing to the content rules, the date reader and the store. */
export function openEditing({ store, admins, desks, clock, log }: EditingSetting): Editing {
  const { drafts, revisions, told, near } = store;
  // Entries imported together may refer to one another, because each is approved separately, in any order.
  const isBrought = async (desk: string, entry: string) =>
    (await drafts.list({ desk, entry, states: openStates, limit: 20 })).some(({ act }) => act === 'import');
  const isKnown = async (desk: string, id: string) =>
    (await revisions.of(desk, id)).at(-1)?.own !== undefined || (await isBrought(desk, id));
  const known = async (desk: string, ids: readonly string[]) => {
    const found = await Promise.all(ids.map(async (id) => ((await isKnown(desk, id)) ? [id] : [])));
    return new Set(found.flat());
  };
  return createEditing({
    drafts,
    revisions,
    told,
    near,
    clock,
    log,
    readDate,
    refresh: desks.refresh,
    isNearCopy: async (text, excerpt) => isNearCopy(text, await sourceWords(store, excerpt, clock())),
    check: createEntryCheck(known),
    prepareReading,
    readStatement,
    deskOf: desks.byId,
    isAlone: async (desk) => isAlone(admins, await store.roles.grantsOn(desk)),
  });
}

/** Text that a draft must not copy: its source sentence and, until they expire, the other sentences of the article. */
async function sourceWords({ imports }: Store, excerpt: Excerpt, now: Date): Promise<string> {
  const article = excerpt.import === undefined ? undefined : await imports.get(excerpt.import, now);
  return [excerpt.sentence ?? '', ...(article?.sentences ?? [])].join('\n');
}

export type DataImportSetting = Omit<EditingSetting, 'log' | 'admins'> & { editing: Editing };

/** Connects the import of data files to the content rules, the store and editing. */
export function openDataImport({ store, desks, clock, editing }: DataImportSetting): DataImport {
  return {
    async isData(text) {
      const found = formatOf(text);
      if (!found) return 'no';
      return found.isSure ? 'yes' : 'perhaps';
    },

    async look(id, files) {
      const desk = desks.byId(id)?.desk;
      if (!desk) throw new Error(`the desk ${id} does not serve`);
      const entries = await store.content.entryPaths(id);
      const readings = [];
      for (const file of files) readings.push(await inTurns(readData(file)));
      const filed = await store.content.filedDesk(id);
      const checked = await inTurns(checkData(readings, { desk, filed, entries: entries.keys() }));
      const faults = [...checked.faults];
      const compared = [];
      const pause = pauses();
      for (const { body, file, spot } of checked.entries) {
        await pause();
        const revisions = await store.revisions.of(id, body.id);
        const was = revisions.findLast(({ own }) => own !== undefined)?.own?.type ?? body.type;
        if (was === body.type) compared.push(compareBrought(body, revisions));
        else {
          const what = `${body.id} is the id of a ${was}, and this is a ${body.type}`;
          faults.push({ file, ...spot(), code: 'duplicate_id', what, fix: 'give it another id' });
        }
      }
      return faults.length > 0
        ? { ok: false, faults: sortFaults(faults) }
        : {
            ok: true,
            entries: [...checked.changed.map((one) => compareListed(one, desk)), ...compared],
            sources: checked.sources,
          };
    },

    async take(desk, looked, by) {
      for (const source of looked.sources) await store.told.add(desk, source, by.person, clock());
      if (looked.sources.length > 0) await desks.refresh();
      // An entry may rest on what a changed source or name says.
      const bySource = Map.groupBy(looked.entries, ({ body }) => isListed(body.type));
      const sources = await importEntries(editing, desk, { entries: bySource.get(true) ?? [] }, by);
      return [
        ...sources,
        ...(await importEntries(editing, desk, { entries: bySource.get(false) ?? [] }, by)),
      ];
    },
  };
}

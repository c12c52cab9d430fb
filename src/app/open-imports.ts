import { checkData } from '../content/check/check-desk.ts';
import { sortFaults } from '../content/check/fault.ts';
import { formatOf, readData } from '../content/read/read-data.ts';
import type { Editing } from '../domain/ports/drafts.ts';
import type { DataImport } from '../domain/ports/imports.ts';
import { compareBrought, takeBrought } from '../editing/from-files.ts';
import type { EditingSetting } from './open-editing.ts';

export type DataImportSetting = Omit<EditingSetting, 'log'> & { editing: Editing };

/** Connects the import of data files with the content rules, the store and the drafts that imports become. */
export function openDataImport({ store, desks, clock, editing }: DataImportSetting): DataImport {
  return {
    async isData(text) {
      const found = formatOf(text);
      return found ? (found.isSure ? 'yes' : 'perhaps') : 'no';
    },

    async look(id, files) {
      const desk = desks.byId(id)?.desk;
      if (!desk) throw new Error(`the desk ${id} does not serve`);
      const entries = await store.content.entryPaths(id);
      const checked = checkData(files.map(readData), { desk, entries: entries.keys() });
      const faults = [...checked.faults];
      const compared = [];
      for (const { body, file, line, column } of checked.entries) {
        const revisions = await store.revisions.of(id, body.id);
        const was = revisions.findLast(({ own }) => own !== undefined)?.own?.type ?? body.type;
        if (was === body.type) compared.push(compareBrought(body, revisions));
        else {
          const what = `${body.id} is the id of a ${was}, and this is a ${body.type}`;
          faults.push({ file, line, column, code: 'duplicate_id', what, fix: 'give it another id' });
        }
      }
      return faults.length > 0
        ? { ok: false, faults: sortFaults(faults) }
        : { ok: true, entries: compared, sources: checked.sources };
    },

    async take(desk, looked, by) {
      for (const source of looked.sources) await store.sources.add(desk, source, by.person, clock());
      if (looked.sources.length > 0) await desks.refresh();
      return takeBrought(editing, desk, looked, by);
    },
  };
}

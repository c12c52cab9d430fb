import type { DataExport } from './domain/ports/data-export.ts';
import type { DataImport } from './domain/ports/data-import.ts';
import type { DataImportSetting } from './open-data-import.ts';

export const dataExport: DataExport = {
  write: async (...given) => (await import('./content/export-entries.ts')).exportEntries(...given),
};

/** What reading data takes is imported when somebody brings some: a start and a reader's answer do not wait for it. */
export function wireData(setting: DataImportSetting): DataImport {
  let opened: Promise<DataImport> | undefined;
  const data = () => {
    opened ??= import('./open-data-import.ts').then(({ openDataImport }) => openDataImport(setting));
    return opened;
  };
  return {
    isData: async (text) => (await data()).isData(text),
    look: async (desk, files) => (await data()).look(desk, files),
    take: async (desk, looked, by) => (await data()).take(desk, looked, by),
  };
}

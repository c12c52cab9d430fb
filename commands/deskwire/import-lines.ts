import { house } from '../../src/domain/house.ts';

/** Goes on with an import: a line that a button runs, or that somebody types. */
export const importLine = (desk: string, id: string, more: Readonly<Record<string, string | number>> = {}) =>
  [`/${house} import draft:${id}`, ...Object.entries(more).map(([name, value]) => `${name}:${value}`)]
    .concat(`desk:${desk}`)
    .join(' ');

/** Asks for another article. */
export const newImport = (desk: string) => `/${house} import desk:${desk}`;

/** Opens the form of a draft. */
export const writeLine = (desk: string, draft: string) => `/${house} edit ${draft} desk:${desk}`;

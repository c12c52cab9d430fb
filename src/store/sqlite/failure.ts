import { dirname } from 'node:path';
import { StoreError } from '../store-error.ts';

/** SQLite's primary result codes: https://www.sqlite.org/rescode.html; extended codes carry them in their low byte. */
const codes = { readOnly: 8, ioError: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 } as const;

const resultCode = (error: unknown) =>
  error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;

/** What an operator can do something about becomes a StoreError that names the path; anything else stays what it is. */
export function asSqliteError(error: unknown, file: string): unknown {
  const folder = dirname(file);
  const failure = (code: StoreError['code'], message: string, remedy: string) =>
    new StoreError(code, message, remedy, { cause: error });
  switch (resultCode(error)) {
    case codes.full:
      return failure(
        'full',
        `the disk of the data folder ${folder} is full; nothing was written`,
        `free space on the disk of ${folder}; reading goes on meanwhile, and nothing has to be restarted`,
      );
    case codes.readOnly:
      return failure(
        'read_only',
        `the database ${file} cannot be written: the file, its folder or the disk is read-only`,
        `let the user who runs Deskwire write ${folder} and the files in it, or set DESKWIRE_DATA to another folder`,
      );
    case codes.cannotOpen:
      return failure(
        'cannot_open',
        `the database ${file} cannot be opened`,
        `make ${folder} a folder that the user who runs Deskwire may read and write, or set DESKWIRE_DATA to another one`,
      );
    case codes.ioError:
      return failure(
        'io_error',
        `the disk of ${file} reports an error: ${(error as Error).message}`,
        `check that disk; if the data folder is gone, put it back and restart, or run \`deskwire restore FILE\` with a backup`,
      );
    case codes.corrupt:
    case codes.notADatabase:
      return damaged(file, (error as Error).message, error);
    default:
      return error;
  }
}

/** `what`: how SQLite describes it. */
export const damaged = (file: string, what: string, cause?: unknown) =>
  new StoreError(
    'damaged',
    `the database ${file} is damaged: ${what}`,
    'stop the service, then run `deskwire restore FILE` with a backup; the damaged file is kept beside it',
    { cause },
  );

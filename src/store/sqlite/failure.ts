import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreError } from '../database.ts';

/** SQLite's primary result codes: https://www.sqlite.org/rescode.html; extended codes carry them in their low byte. */
const codes = { readOnly: 8, ioError: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 } as const;

/** Less room than this on the disk counts as none, in bytes: a change takes a few pages, a checkpoint some hundred. */
export const leastRoom = 1_048_576;

const resultCode = (error: unknown) =>
  error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;

/** What an operator can do something about becomes a StoreError that names the path; anything else stays what it is. */
export function asSqliteError(error: unknown, file: string, room = roomOn): unknown {
  const folder = dirname(file);
  switch (resultCode(error)) {
    case codes.full:
      return diskFull(folder, error);
    case codes.readOnly:
      return readOnly(file, error);
    case codes.cannotOpen:
      return cannotOpen(file, error);
    case codes.ioError:
      // Where even the file that readers share has no room, SQLite says no more than that.
      return room(folder) < leastRoom ? diskFull(folder, error) : diskFault(file, error);
    case codes.corrupt:
    case codes.notADatabase:
      return fileDamaged(file, (error as Error).message, error);
    default:
      return error;
  }
}

/** The same for what Node says of files and folders: https://nodejs.org/api/errors.html#common-system-errors */
export function asFileError(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(dirname(path), error);
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return readOnly(path, error);
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EEXIST':
      return cannotOpen(path, error);
    case 'EIO':
      return diskFault(path, error);
    default:
      return error;
  }
}

/** Bytes that this user may still write in a folder; where nobody tells, there is room. */
export function roomOn(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

export const diskFull = (folder: string, cause?: unknown) =>
  new StoreError(
    'full',
    `the disk of ${folder} is full; nothing was written`,
    `free space at ${folder}; reading goes on meanwhile, and nothing has to be restarted`,
    { cause },
  );

const readOnly = (path: string, cause: unknown) =>
  new StoreError(
    'read_only',
    `${path} cannot be written: it, its folder or the disk is read-only or belongs to another user`,
    `let the user who runs Deskwire write ${path}, or set DESKWIRE_DATA to another folder`,
    { cause },
  );

const cannotOpen = (path: string, cause: unknown) =>
  new StoreError(
    'cannot_open',
    `${path} cannot be opened or made`,
    `make ${dirname(path)} a folder that the user who runs Deskwire may read and write, or set DESKWIRE_DATA to another one`,
    { cause },
  );

const diskFault = (path: string, cause: unknown) =>
  new StoreError(
    'io_error',
    `the disk of ${path} reports an error: ${cause instanceof Error ? cause.message : cause}`,
    'check that disk, and that it is still there; `deskwire doctor` says whether the database is whole, and `deskwire restore FILE` puts a backup in its place',
    { cause },
  );

/** Somebody has taken the file away under a process that has it open: what that wrote would be lost with it. */
export const fileGone = (file: string) =>
  new StoreError(
    'gone',
    `${file} is gone, or another file was put in its place, while this process has the old one open; nothing was written`,
    `put the data folder ${dirname(file)} back and restart the service; a backup is put in place by \`deskwire restore FILE\``,
  );

/** `what`: how SQLite describes it. */
export const fileDamaged = (file: string, what: string, cause?: unknown) =>
  new StoreError(
    'damaged',
    `the database ${file} is damaged: ${what}`,
    'stop the service, then run `deskwire restore FILE` with a backup; the damaged database is kept beside it',
    { cause },
  );

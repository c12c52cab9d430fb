import {
  closeSync,
  type Dirent,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { join, sep } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type FaultCode, type Finding, firstLine } from '../check/fault.ts';
import { bytesHash } from '../sync/sync-plan.ts';
import { type DeskFile, fileKind, isIgnored } from './file-kind.ts';

/** All content files of one desk's folder. */
export interface Listing<F = DeskFile> {
  files: F[];
  /** Folders that could not be read, relative, each with `/` at its end: nothing can be said of what is in them. */
  unreadable: string[];
}

/** One byte more than a content file may have is enough to see that it is too large. */
const readAtMost = 1_000_001;
/** Folders below the desk's are looked into only to find content that stands in the wrong place. */
const deepest = 4;
const sliceMs = 10;

/**
 * Reads a desk's folder. `briefs` is the folder above it: links may lead anywhere inside that and nowhere else.
 * Reads in short slices, so that the process goes on answering. Throws only when `folder` itself cannot be read.
 */
export async function listFiles(briefs: string, folder: string): Promise<Listing> {
  return walkFolder(briefs, folder, (read) => read());
}

/** A file by what is in it, which is read again when it is needed. */
export interface HashedFile {
  path: string;
  hash: string;
  read(): DeskFile;
}

/** The same without holding what is in the files: of a large folder most has not changed. All are read into one place. */
export async function listHashes(briefs: string, folder: string): Promise<Listing<HashedFile>> {
  const room = new Uint8Array(readAtMost);
  return walkFolder(briefs, folder, (read) => {
    const file = read(room);
    const hash = bytesHash('bytes' in file ? file.bytes : new Uint8Array());
    return { path: file.path, hash, read: () => read() };
  });
}

/** `into`: where a file is put, which the next one takes again. */
type Read = (into?: Uint8Array) => DeskFile;

async function walkFolder<F>(briefs: string, folder: string, listed: (read: Read) => F): Promise<Listing<F>> {
  const root = realpathSync(briefs);
  const listing: Listing<F> = { files: [], unreadable: [] };
  const refused = (path: string, reason: string) => listing.files.push(listed(() => refuse(path, reason)));
  let sliceEnds = performance.now() + sliceMs;
  const walk = async (prefix: string, depth: number, entries: Dirent[]): Promise<void> => {
    for (const entry of entries) {
      if (performance.now() > sliceEnds) {
        await nextTurn();
        sliceEnds = performance.now() + sliceMs;
      }
      const path = prefix + entry.name;
      if (isIgnored(path)) continue;
      const full = join(folder, path);
      const target = entry.isSymbolicLink() ? linkTarget(root, full) : entry;
      if (target === 'broken' || target === 'outside') {
        if (fileKind(path) !== 'other') refused(path, target);
      } else if (target.isDirectory()) {
        // Content stands in two folders; following other links could go round in a circle.
        if (entry.isSymbolicLink() && path !== 'articles' && path !== 'facts') continue;
        if (depth >= deepest) continue;
        try {
          await walk(`${path}/`, depth + 1, readdirSync(full, { withFileTypes: true }));
        } catch {
          listing.unreadable.push(`${path}/`);
        }
      } else if (target.isFile() && fileKind(path) !== 'other') {
        listing.files.push(listed((into) => readWhole(full, path, into)));
      }
    }
  };
  if (inside(root, realpathSync(folder))) await walk('', 0, readdirSync(folder, { withFileTypes: true }));
  return listing;
}

function linkTarget(
  root: string,
  full: string,
): 'broken' | 'outside' | { isFile(): boolean; isDirectory(): boolean } {
  try {
    return inside(root, realpathSync(full)) ? statSync(full) : 'outside';
  } catch {
    return 'broken';
  }
}

function inside(root: string, path: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** A file that vanishes or grows while it is read is being saved: it is left as it was until it is looked at again. */
function readWhole(full: string, path: string, into?: Uint8Array): DeskFile {
  let file: number | undefined;
  try {
    file = openSync(full, 'r');
    const before = fstatSync(file);
    const size = Math.min(before.size, readAtMost);
    const bytes = into?.subarray(0, size) ?? new Uint8Array(size);
    let length = 0;
    for (let got = -1; got !== 0 && length < bytes.length; length += got)
      got = readSync(file, bytes, length, bytes.length - length, length);
    const after = fstatSync(file);
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) return refuse(path, 'changing');
    return { path, bytes: bytes.subarray(0, length) };
  } catch {
    return refuse(path, 'unreadable');
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const reasons: Record<string, [code: FaultCode, what: string, fix: string]> = {
  broken: ['unreadable', 'the link leads to nothing', 'put the file itself here, or remove the link'],
  outside: ['outside_link', 'the link leads outside the folder of briefs', 'put the file itself here'],
  changing: ['unreadable', 'the file was being written while it was read', 'save it once more if this stays'],
  unreadable: ['unreadable', 'the file cannot be read', 'let the user that runs Deskwire read it'],
};

function refuse(path: string, reason: string): DeskFile {
  const [code, what, fix] = reasons[reason]!;
  const refused: Finding = { ...firstLine, code, what, fix };
  return { path, refused };
}

/** What stands directly in the folder of briefs. */
interface BriefsFolder {
  /** Names of desk folders, sorted. */
  desks: string[];
  /** Names of content files that stand beside the desks instead of inside one. */
  stray: string[];
}

/** Looks into the folder of briefs. Throws when it cannot be read. */
export function listDesks(briefs: string): BriefsFolder {
  const found: BriefsFolder = { desks: [], stray: [] };
  for (const name of readdirSync(briefs).sort()) {
    if (isIgnored(name)) continue;
    const stats = statSync(join(briefs, name), { throwIfNoEntry: false });
    if (stats?.isDirectory()) found.desks.push(name);
    else if (/\.(ya?ml|md|markdown)$/i.test(name)) found.stray.push(name);
  }
  return found;
}

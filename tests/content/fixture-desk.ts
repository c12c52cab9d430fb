import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Expected {
  file: string;
  line: number;
  code: string;
  /** Must stand in what is wrong or in what to write. */
  says: string;
}

export interface FixtureDesk {
  /** Text by path; bytes are made of it as UTF-8. */
  files: Map<string, string>;
  expected: Expected[];
}

/**
 * A desk's folder in one text file: `=== path` begins a file, `expect path:line code words` names a fault that the
 * check must find. Every fixture but `good` is laid over `good`.
 */
export function fixtureDesk(name: string): FixtureDesk {
  const text = readFileSync(join(import.meta.dirname, 'fixtures', `${name}.fixture`), 'utf8');
  const files = name === 'good' ? new Map<string, string>() : fixtureDesk('good').files;
  const [head = '', ...parts] = text.split(/^=== /m);
  for (const part of parts) {
    const end = part.indexOf('\n');
    files.set(part.slice(0, end).trim(), part.slice(end + 1));
  }
  const expected = [...head.matchAll(/^expect (\S+):(\d+) (\w+) ?(.*)$/gm)].map(
    ([, file = '', line, code = '', says = '']) => ({ file, line: Number(line), code, says }),
  );
  return { files, expected };
}

export function asFiles(
  files: ReadonlyMap<string, string | Uint8Array>,
): { path: string; bytes: Uint8Array }[] {
  return [...files].map(([path, content]) => ({
    path,
    bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
  }));
}

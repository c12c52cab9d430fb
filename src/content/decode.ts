import { type Finding, firstLine } from './fault.ts';

/** No content file may be larger. A megabyte is some two thousand facts. */
export const maxBytes = 1_000_000;

export type Decoded = { ok: true; text: string } | { ok: false; findings: Finding[] };

/** Bytes as text: strict UTF-8, a byte order mark at the beginning allowed and dropped. */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes.length > maxBytes) {
    return fault({
      ...firstLine,
      code: 'too_large',
      what: 'the file is larger than 1 MB',
      fix: 'split it into several files',
    });
  }
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return fault({
      ...firstBadByte(bytes),
      code: 'not_utf8',
      what: 'the file is not UTF-8 text here',
      fix: 'save the file with encoding UTF-8, then look at the letters on this line again',
    });
  }
}

function fault(finding: Finding): Decoded {
  return { ok: false, findings: [finding] };
}

/** The lossy decoder puts U+FFFD where it gives up; a U+FFFD that really stands in the text has valid bytes. */
function firstBadByte(bytes: Uint8Array): { line: number; column: number } {
  const strict = new TextDecoder('utf-8', { fatal: true });
  let start = 0;
  for (let line = 1; start <= bytes.length; line += 1) {
    const end = bytes.indexOf(10, start);
    const stop = end === -1 ? bytes.length : end;
    try {
      strict.decode(bytes.subarray(start, stop));
    } catch {
      const loose = new TextDecoder().decode(bytes.subarray(start, stop));
      return { line, column: loose.indexOf('\uFFFD') + 1 };
    }
    start = stop + 1;
  }
  return firstLine;
}

import { type Finding, firstLine } from '../check/fault.ts';

/** No content file may be larger. A megabyte is some two thousand facts. */
const maxBytes = 1_000_000;

export type Decoded = { ok: true; text: string } | { ok: false; findings: Finding[] };

/** Bytes as text: strict UTF-8, a byte order mark at the beginning allowed and dropped. */
export function decode(bytes: Uint8Array, most = maxBytes): Decoded {
  if (bytes.length > most) {
    const what = `the file is larger than ${most / 1_000_000} MB`;
    return decodeFault({ ...firstLine, code: 'too_large', what, fix: 'split it into several files' });
  }
  if (isUtf16(bytes)) {
    const fix = 'save it with encoding UTF-8; a spreadsheet calls that “CSV UTF-8”';
    return decodeFault({ ...firstLine, code: 'not_utf8', what: 'the file is UTF-16 text', fix });
  }
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return decodeFault({
      ...firstBadByte(bytes),
      code: 'not_utf8',
      what: 'the file is not UTF-8 text here',
      fix: 'save the file with encoding UTF-8, then look at the letters on this line again',
    });
  }
}

/** Its byte order mark, or every second byte of the first letters empty. */
function isUtf16([first, second, third, fourth]: Uint8Array): boolean {
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return (first === 0 && third === 0) || (second === 0 && fourth === 0);
}

function decodeFault(finding: Finding): Decoded {
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

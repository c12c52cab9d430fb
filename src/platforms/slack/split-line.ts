import { isPlain } from './escape.ts';
import { limits } from './limits.ts';
import { type Line, type Run, toRich, toSpoken } from './line.ts';

/** A run of lines in one block stays below `limits.blockText`, and its JSON leaves room for company. */
const most = { spoken: limits.blockText - 200, json: 6000 };

interface Size {
  spoken: number;
  json: number;
}

const sizeOf = (line: Line): Size => ({
  spoken: toSpoken(line).length,
  json: JSON.stringify(toRich(line)).length,
});
const fits = ({ spoken, json }: Size) => spoken <= most.spoken && json <= most.json;

/** Cuts a line that is too long for one block into several; the words of each go on in the next. */
export function splitLine(line: Line): Line[] {
  if (fits(sizeOf(line))) return [line];
  const lines: Line[] = [];
  let current: Line = [];
  for (const piece of line.flatMap(splitRun)) {
    const longer = append(current, piece);
    if (current.length > 0 && !fits(sizeOf(longer))) {
      lines.push(current);
      current = [piece];
    } else {
      current = longer;
    }
  }
  return [...lines, current];
}

function append(line: Line, next: Run): Line {
  const last = line.at(-1);
  if (!last || last.style !== next.style || last.href !== next.href || last.silent !== next.silent)
    return [...line, next];
  return [...line.slice(0, -1), { ...last, text: last.text + next.text }];
}

/** At most this many characters a piece: even if each had to be escaped at its longest, the piece still fits. */
const pieceLength = 220;

function splitRun(whole: Run): Run[] {
  if (whole.text.length <= pieceLength) return [whole];
  return cut(whole.text).map((text) => ({ ...whole, text }));
}

/** Cuts after a space where there is one, and never inside a character. */
function cut(text: string): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > pieceLength) {
    const space = rest.lastIndexOf(' ', pieceLength - 1);
    let end = space > pieceLength / 2 ? space + 1 : pieceLength;
    if (/[\udc00-\udfff]/.test(rest.charAt(end)) && /[\ud800-\udbff]/.test(rest.charAt(end - 1))) end -= 1;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...pieces, rest];
}

/** No less than what measuring would find: escaping makes a character at most six, of a plain text two. */
const roughly = (lines: readonly Line[]) =>
  lines.reduce((sum, line) => line.reduce((all, run) => all + roughlyRun(run), sum + 60), 0);

const roughlyRun = ({ text, href = '' }: Run) => text.length * (isPlain(text) ? 2 : 6) + href.length * 5 + 90;

/** Lines gathered so that each group fits one block. */
export function groupLines(lines: readonly Line[]): Line[][] {
  if (roughly(lines) <= most.spoken) return lines.length > 0 ? [[...lines]] : [];
  const groups: Line[][] = [];
  let size: Size = { spoken: 0, json: 0 };
  for (const line of lines.flatMap(splitLine)) {
    const own = sizeOf(line);
    const together = { spoken: size.spoken + own.spoken + 1, json: size.json + own.json + 30 };
    const group = groups.at(-1);
    if (group && fits(together)) {
      group.push(line);
      size = together;
    } else {
      groups.push([line]);
      size = own;
    }
  }
  return groups;
}

import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { monthNames } from '../../domain/day.ts';

/** Everything but headings stands this far in, so that no answer can look like the prompt or a heading. */
export const margin = 2;

/** Fewer columns than this beside a long prefix: the text starts on the next line instead. */
const leastBeside = 16;

/**
 * `text` wrapped to `width`, the first line beginning with `prefix`, the others at column `indent`. A prefix
 * shorter than the indent is padded to it; a longer one pushes the text on, or stands above it.
 */
export function hang(prefix: string, indent: number, text: string, width: number): string[] {
  const room = width - indent;
  const lead = stringWidth(prefix) - indent;
  if (lead <= 0) return paragraph(text, room).map((line, index) => at(indent, line, index ? '' : prefix));
  const beside = lead <= room - leastBeside ? pushedOn(prefix, lead, indent, text, room) : undefined;
  if (beside) return beside;
  const above = paragraph(prefix.trim(), width - margin).map((line) => at(margin, line));
  return [...above, ...paragraph(text, room).map((line) => at(indent, line))];
}

/** `text` wrapped with every line at column `indent`. */
export function indented(indent: number, text: string, width: number): string[] {
  return hang('', indent, text, width);
}

/** wrap-ansi knows one width only: a word that nobody sees keeps the place of a prefix longer than the indent. */
function pushedOn(prefix: string, lead: number, indent: number, text: string, room: number) {
  // A place of one column would be a lone space, which wrapping takes away.
  if (lead === 1) return pushedOn(`${prefix} `, 2, indent, text, room);
  const keeper = 'x'.repeat(lead - 1);
  const [first = '', ...rest] = wrap(`${keeper} ${text}`, room);
  if (!allWithin([first, ...rest], room)) return undefined;
  const beside = first.slice(keeper.length).replace(/^ /u, '');
  return [`${prefix}${beside}`.trimEnd(), ...rest.map((line) => at(indent, line))];
}

/**
 * wrap-ansi may measure rare scripts as narrower than they are: whatever comes out too wide is wrapped again to
 * fewer columns. It always ends: at one column every cluster stands alone, and `cleanText` bounds clusters.
 */
function paragraph(text: string, room: number, columns = room): string[] {
  const lines = wrap(text, columns);
  return columns === 1 || allWithin(lines, room) ? lines : paragraph(text, room, Math.ceil(columns / 2));
}

/** A date stays on one line: its spaces do not break, and come out as the plain spaces that a search looks for. */
const date = new RegExp(`(?:(\\d{1,2}) )?(${monthNames.join('|')}) (\\d{4})`, 'g');

function wrap(text: string, columns: number): string[] {
  const glued = text.replace(date, (found) => found.replaceAll(' ', '\u00a0'));
  return wrapAnsi(glued, columns, { hard: true }).replaceAll('\u00a0', ' ').split('\n');
}

function allWithin(lines: readonly string[], room: number): boolean {
  return lines.every((line) => stringWidth(line) <= room);
}

function at(indent: number, line: string, prefix = ''): string {
  return `${prefix}${' '.repeat(indent - stringWidth(prefix))}${line}`.trimEnd();
}

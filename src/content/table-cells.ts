/**
 * How a list stands in one cell: items are parted by `;`, the parts of an item by `|`. A backslash takes away what the
 * character after it means, so that `\;`, `\|` and `\\` are plain characters of a text.
 */
export function joinItems(items: readonly (readonly string[])[]): string {
  return items
    .map((parts) => parts.slice(0, 1 + parts.findLastIndex((part) => part !== '')))
    .map((parts) => parts.map(plain).join(' | '))
    .join('; ');
}

/** The items of a cell, each with its parts, without the blanks around them. Empty items are left out. */
export function splitItems(cell: string): string[][] {
  const items: string[][] = [['']];
  const put = (text: string) => {
    const item = items.at(-1) as string[];
    item[item.length - 1] += text;
  };
  for (const [, escaped, mark, text] of cell.matchAll(/\\([\s\S])|([;|])|([^\\;|]+|\\$)/g)) {
    if (mark === ';') items.push(['']);
    else if (mark === '|') items.at(-1)?.push('');
    else put(escaped ?? text ?? '');
  }
  return items
    .map((parts) => parts.map((part) => part.trim()))
    .filter((parts) => parts.some((part) => part !== ''));
}

const plain = (text: string) => text.replace(/[\\;|]/g, '\\$&');

/** What a spreadsheet would run begins like this, also in the wide letters that some read as the narrow ones. */
const risky = String.raw`['=+\-@\t\r\n＝＋－＠]`;

/**
 * A spreadsheet would run what begins like a formula; behind an apostrophe it is text. One that begins with an
 * apostrophe gets another, so that taking the first away always gives the cell back.
 */
export const guard = (cell: string): string => (new RegExp(`^${risky}`).test(cell) ? `'${cell}` : cell);

/** Takes away what `guard` put there, and nothing else. */
export const unguard = (cell: string): string => (new RegExp(`^'${risky}`).test(cell) ? cell.slice(1) : cell);

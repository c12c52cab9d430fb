import { publicOption } from '../../domain/public-option.ts';
import { oneLine } from './escape.ts';
import type { OptionValue } from './incoming.ts';

/** `/desk command option:value`, as a reader could have typed it. `verbatim`: options whose text keeps its quotes. */
export function commandLine(
  desk: string,
  command: string,
  options: readonly { name: string; value: OptionValue }[],
  verbatim: ReadonlySet<string> = new Set(),
): string {
  const parts = options.flatMap(({ name, value }) => {
    if (name === publicOption.name || value === false) return [];
    const quote = verbatim.has(name) ? escaped : quoted;
    const text = typeof value === 'string' ? quote(value) : String(value);
    return text ? [`${name}:${text}`] : [];
  });
  return [`/${desk}`, ...(command ? [command] : []), ...parts].join(' ');
}

/** A value can end neither its quotes nor its line: marks that a reader's parser takes for quotes are dropped. */
function quoted(value: string): string {
  const text = oneLine(value)
    .replace(/["“”„‟«»″＂\\]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' || /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(text) ? text : `"${text}"`;
}

/** The same with all its marks, those that could end it escaped as a reader's parser knows them. */
function escaped(value: string): string {
  const text = oneLine(value).trim();
  return text === '' ? '' : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

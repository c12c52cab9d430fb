import type { Span } from '../../domain/reply.ts';
import { cleanText } from './escape.ts';
import { honestLinks, spansToMarkdown } from './markdown.ts';

/** The markdown of spans in lines of at most `max`, cut between words where there are any. */
export function markdownLines(given: readonly Span[], max: number): string[] {
  const spans = honestLinks(given);
  const whole = spansToMarkdown(spans);
  // Nearly every line fits, and then nothing need be measured piece by piece.
  return whole.length <= max ? [whole] : splitSpans(spans, max).map(spansToMarkdown);
}

function splitSpans(spans: readonly Span[], max: number): Span[][] {
  const lines: Span[][] = [];
  let line: Span[] = [];
  const close = () => {
    if (line.length > 0) lines.push(line);
    line = [];
  };
  for (const span of spans) {
    let rest = span.text;
    while (rest) {
      const room = max - spansToMarkdown(line).length - 1;
      const head = fitting(rest, span, room);
      if (head === '' && line.length > 0) {
        close();
        continue;
      }
      // Even alone it does not fit only when its address is longer than a line; then a character goes by itself.
      const taken = head || [...rest][0]!;
      line.push({ ...span, text: taken });
      rest = rest.slice(taken.length);
      if (rest) close();
    }
  }
  close();
  return lines;
}

/** The longest start of `text` that fits into `room`, ending after a space where it can. */
function fitting(text: string, span: Span, room: number): string {
  const fits = (length: number) => spansToMarkdown([{ ...span, text: text.slice(0, length) }]).length <= room;
  if (fits(text.length)) return text;
  let [low, high] = [0, Math.min(text.length, Math.max(room, 0))];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  const space = text.lastIndexOf(' ', low - 1);
  const end = space > low / 2 ? space + 1 : low;
  // Never between the halves of a character.
  return /[\ud800-\udbff]/.test(text[end - 1] ?? '') ? text.slice(0, end - 1) : text.slice(0, end);
}

/** Lines as their author broke them; blank ones are dropped. */
export function splitAtLineBreaks(spans: readonly Span[]): Span[][] {
  const lines: Span[][] = [[]];
  for (const span of spans) {
    cleanText(span.text)
      .split('\n')
      .forEach((text, index) => {
        if (index > 0) lines.push([]);
        if (text) lines.at(-1)!.push({ ...span, text });
      });
  }
  return lines.filter((line) => line.some((span) => span.text.trim()));
}

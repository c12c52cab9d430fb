import stringWidth from 'string-width';
import { assertNever } from '../../domain/assert-never.ts';
import type { Block, Choice, Span } from '../../domain/reply.ts';
import { entriesLines } from './entry-lines.ts';
import { hang, indented, margin } from './hang.ts';
import type { Paper } from './ink.ts';
import { addressLine, hiddenAddresses, paintSpans } from './spans.ts';

/** A label takes at most a third of the line; a longer one pushes its own value on. */
const labelShare = 3;

const noticeWords = { info: 'Note', gap: 'Gap', warning: 'Warning' } as const;

/** A block as lines. Choices are numbered from `firstChoice`, so that a number is unique within a reply. */
export function blockLines(block: Block, paper: Paper, firstChoice: number): string[] {
  const { ink, width } = paper;
  switch (block.type) {
    case 'heading':
      return headingLines(block.text, block.level, paper);
    case 'text':
      return [
        ...indented(margin, paintSpans(block.spans, paper), width),
        ...addresses(block.spans, margin, paper),
      ];
    case 'list':
      return block.items.flatMap((spans) => [
        ...hang(`${' '.repeat(margin)}${ink('•', 'faint')} `, margin + 2, paintSpans(spans, paper), width),
        ...addresses(spans, margin + 2, paper),
      ]);
    case 'fields':
      return fieldLines(block.items, paper);
    case 'entries':
      return entriesLines(block.items, paper);
    case 'notice': {
      // The word says what the colour says, for those who see none.
      const word = ink(`${noticeWords[block.tone]}:`, block.tone, 'strong');
      const prefix = `${' '.repeat(margin)}${word} `;
      return [
        ...hang(prefix, margin + 2, paintSpans(block.spans, paper), width),
        ...addresses(block.spans, margin + 2, paper),
      ];
    }
    case 'code':
      // Not wrapped: what is copied from here has to be whole.
      return block.text.split('\n').map((line) => `${' '.repeat(margin)}${line}`.trimEnd());
    case 'choices':
      return choiceLines(block.prompt, block.options, paper, firstChoice);
    default:
      return assertNever(block);
  }
}

function headingLines(text: string, level: 1 | 2, { ink, width, colour }: Paper): string[] {
  const lines = indented(0, ink(text, level === 1 ? 'heading' : 'subheading'), width);
  if (level === 2 || colour) return lines;
  return [...lines, '─'.repeat(Math.max(...lines.map((line) => stringWidth(line))))];
}

function fieldLines(items: { label: string; value: Span[] }[], paper: Paper): string[] {
  const longest = Math.floor(paper.width / labelShare);
  const widths = items.map((item) => stringWidth(item.label)).filter((width) => width <= longest);
  const column = margin + Math.max(2, ...widths) + 2;
  return items.flatMap(({ label, value }) => [
    ...hang(
      `${' '.repeat(margin)}${paper.ink(label, 'label')}  `,
      column,
      paintSpans(value, paper),
      paper.width,
    ),
    ...addresses(value, column, paper),
  ]);
}

/** Labels and what they would run beside each other where all fit, the command beneath its label elsewhere. */
function choiceLines(prompt: string, options: Choice[], paper: Paper, first: number): string[] {
  const { ink, width } = paper;
  const digits = String(first + options.length - 1).length;
  const indent = margin + digits + 2;
  const labelWidth = Math.max(0, ...options.map((option) => stringWidth(option.label)));
  const commandWidth = Math.max(0, ...options.map((option) => stringWidth(option.command)));
  const beside = indent + labelWidth + 2 + commandWidth <= width;
  const lines = options.flatMap(({ label, command }, index) => {
    const number = `${' '.repeat(margin)}${ink(String(first + index).padStart(digits), 'number')}  `;
    const pad = ' '.repeat(labelWidth - stringWidth(label) + 2);
    if (beside) return [`${number}${label}${pad}${ink(command, 'faint')}`.trimEnd()];
    return [...hang(number, indent, label, width), ...indented(indent + 2, ink(command, 'faint'), width)];
  });
  return [...indented(margin, ink(prompt, 'strong'), width), ...lines];
}

function addresses(spans: readonly Span[], indent: number, paper: Paper): string[] {
  return hiddenAddresses(spans, paper).map((address) => addressLine(indent, address, paper));
}

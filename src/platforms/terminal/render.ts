import type { Block, Reply } from '../../domain/reply.ts';
import { blockLines } from './block-lines.ts';
import { choicesIn } from './choices.ts';
import { cleanAll } from './clean-text.ts';
import { makeInk } from './ink.ts';
import { readableWidth, type TerminalSettings } from './limits.ts';
import { pagingLines, sourceLines } from './source-lines.ts';

/**
 * A reply as text for a terminal or a pipe, ending in a newline. No line is wider than `width` but those that hold
 * an address. All text in the reply is untrusted: the only escape sequences that come out are the renderer's own.
 */
export function renderText(reply: Reply, settings: TerminalSettings): string {
  const { blocks, citations, paging } = cleanAll(reply);
  const { colour, links } = settings;
  const paper = { width: readableWidth(settings.width), colour, links, ink: makeInk(colour) };
  const lines = blocks.flatMap((block, index) => {
    const before = blocks.slice(0, index);
    const own = blockLines(block, paper, choicesIn(before).length + 1);
    return [...(needsSpace(before.at(-1), block) ? [''] : []), ...own];
  });
  if (paging && paging.pages > 1) lines.push('', ...pagingLines(paging, paper));
  if (citations.length > 0) lines.push('', ...sourceLines(citations, paper));
  while (lines[0] === '') lines.shift();
  return `${lines.join('\n')}\n`;
}

/** A heading belongs to what follows it, and notices belong together; everything else stands apart. */
function needsSpace(above: Block | undefined, block: Block): boolean {
  if (!above || above.type === 'heading') return false;
  return !(above.type === 'notice' && block.type === 'notice');
}

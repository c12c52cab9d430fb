import type { Block, Choice } from '../../domain/reply.ts';

/** All options of a reply in the order of their numbers: the first is 1, whatever block it stands in. */
export function choicesIn(blocks: readonly Block[]): Choice[] {
  return blocks.flatMap((block) => (block.type === 'choices' ? block.options : []));
}

import type { Block } from './piece.ts';

/** Ends the id of a button whose answer is posted below instead of in place of the message. */
export const below = '+';

/** The same blocks with other ids on their buttons; ids must differ within a message or view. */
export function mapActionIds(blocks: readonly Block[], change: (id: string) => string): Block[] {
  return blocks.map((block): Block => {
    if (block.type === 'actions')
      return { ...block, elements: block.elements.map((element) => changed(element, change)) };
    if (block.type === 'section' && block.accessory)
      return { ...block, accessory: changed(block.accessory, change) };
    return block;
  });
}

const changed = <T extends object>(element: T, change: (id: string) => string): T =>
  'action_id' in element && typeof element.action_id === 'string'
    ? { ...element, action_id: change(element.action_id) }
    : element;

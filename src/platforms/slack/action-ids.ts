import type { Block } from './piece.ts';

/** Ends the id of a button whose answer is posted below instead of in place of the message. */
export const below = '+';

/** The id of the button that leads to an answer's messages from this one on, counted from 0. */
export const restId = (kind: string, from: number) => `${kind}:1>${from}`;

/** 0 for every other button. */
export const restFrom = (id: string): number => Number(/>(\d{1,4})$/.exec(id)?.[1] ?? 0);

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

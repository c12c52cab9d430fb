import type { HouseCommand } from '../../src/command/define-house.ts';
import type { FeedNeeds } from './feed-needs.ts';
import { feedsAdd } from './feeds-add.ts';
import { feedsItems } from './feeds-items.ts';
import { feedsList } from './feeds-list.ts';
import { feedsRemove } from './feeds-remove.ts';

export const feedCommands = (needs: FeedNeeds): readonly HouseCommand[] => [
  feedsAdd(needs),
  feedsItems(needs),
  feedsList(needs),
  feedsRemove(needs),
];

import type { HouseCommand } from '../../src/command/define-house.ts';
import { digestList } from './digest-list.ts';
import type { DigestNeeds } from './digest-needs.ts';
import { digestShow } from './digest-show.ts';
import { digestSubscribe } from './digest-subscribe.ts';

/** What can be typed after `/deskwire digest`, in the order that help lists it. */
export const digestCommands = (needs: DigestNeeds): readonly HouseCommand[] => [
  digestSubscribe(needs),
  digestList(needs),
  digestShow(needs),
];

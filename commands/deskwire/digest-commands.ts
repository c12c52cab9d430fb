import type { HouseCommand } from '../../src/command/define-house.ts';
import { digestEdit } from './digest-edit.ts';
import { digestHistory } from './digest-history.ts';
import { digestList } from './digest-list.ts';
import { digestMore } from './digest-more.ts';
import type { DigestNeeds } from './digest-needs.ts';
import { digestNow } from './digest-now.ts';
import { digestPause } from './digest-pause.ts';
import { digestPreview } from './digest-preview.ts';
import { digestResume } from './digest-resume.ts';
import { digestShow } from './digest-show.ts';
import { digestSkip } from './digest-skip.ts';
import { digestSubscribe } from './digest-subscribe.ts';
import { digestUnsubscribe } from './digest-unsubscribe.ts';
import { digestWhy } from './digest-why.ts';

/** What can be typed after `/deskwire digest`, in the order that help lists it. */
export const digestCommands = (needs: DigestNeeds): readonly HouseCommand[] => [
  digestSubscribe(needs),
  digestList(needs),
  digestShow(needs),
  digestPreview(needs),
  digestEdit(needs),
  digestPause(needs),
  digestResume(needs),
  digestSkip(needs),
  digestNow(needs),
  digestUnsubscribe(needs),
  digestHistory(needs),
  digestWhy(needs),
  digestMore(needs),
];

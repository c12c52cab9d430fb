import { choices, heading, notice, privately } from '../../src/command/answer/blocks.ts';
import type { Draft } from '../../src/domain/draft.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { draftTitle } from './draft-card.ts';
import type { Showing } from './writing-needs.ts';

/** To the author of a draft that was returned: by whom, why, and the way back into it. */
export function returnedReply(draft: Draft, { line }: Showing): Reply {
  const { id, reviewer = 'a reviewer', reason = 'no reason was given' } = draft;
  return privately({
    blocks: [
      heading(draftTitle(draft), 2),
      notice('warning', `${reviewer} has returned it: ${reason}`),
      ...choices('Next', [
        { label: 'Edit', command: line(`edit ${id}`) },
        { label: 'Discard', command: line(`draft discard ${id}`) },
      ]),
    ],
  });
}

import { forbidden, refusal, tooLate } from '../../../src/command/refusals.ts';
import { naming } from '../../../src/domain/answer/named.ts';
import type { Draft } from '../../../src/domain/draft.ts';
import { assertNever } from '../../../src/domain/errors.ts';
import type { DraftView, Edited } from '../../../src/domain/ports/drafts.ts';
import type { Reply } from '../../../src/domain/reply.ts';
import { draftReply } from './draft-card.ts';
import type { Showing } from './options.ts';

/** What is said of a change to a draft: how it stands now, or why nothing was changed. */
export function editedReply(
  edited: Edited,
  id: string,
  at: Showing,
  said: (view: DraftView, publication?: number) => string | undefined = () => undefined,
): Reply {
  switch (edited.outcome) {
    case 'done':
      return draftReply(edited.view, at, said(edited.view, edited.publication));
    case 'faulty':
      return draftReply(edited.view, at, 'Not yet: put these right first.');
    case 'not_found': {
      const mine = [{ label: 'Your drafts', command: at.line('draft list') }];
      return refusal('not_found', `This desk has no draft ${id}.`, 'Look at', mine);
    }
    case 'not_yours':
      return forbidden(
        'reviewer, or its author',
        naming(
          `Draft ${id} is by ${edited.draft.author}. Only its author and reviewers may change it.`,
          edited.draft.author,
        ),
      );
    case 'decided': {
      const { state } = edited.draft;
      const look = [{ label: 'What waits for review', command: at.line('review') }];
      return tooLate(
        naming(decided(edited.draft), edited.draft.reviewer ?? ''),
        'Look at',
        state === 'in review' ? look : [],
      );
    }
    case 'four_eyes': {
      const { author, editor } = edited.draft;
      const whose = author === editor ? 'whoever wrote it' : 'whoever wrote it or edited it last';
      const how =
        'A second person can be given the role with /deskwire roles grant; a desk of one person can write “review: one” in its desk.yaml.';
      return forbidden(
        'a second pair of eyes',
        `Draft ${id} needs a second pair of eyes: ${whose} cannot approve it. ${how}`,
      );
    }
    case 'outdated': {
      const { entry, act } = edited.draft;
      const next =
        act === 'undo' || act === 'retract' || act === 'supersede'
          ? { label: 'Discard it', command: at.line(`draft discard ${id}`) }
          : { label: 'Bring it up to date', command: at.line(`edit ${id}`) };
      const says = `${entry ?? 'The entry'} changed since this draft was written, so nothing was done.`;
      return tooLate(says, 'Next', [
        next,
        ...(entry ? [{ label: 'What changed', command: at.line(`history ${entry}`) }] : []),
      ]);
    }
    default:
      return assertNever(edited);
  }
}

function decided({ id, state, reviewer, reason, entry, act }: Draft): string {
  const by = reviewer ? ` by ${reviewer}` : '';
  switch (state) {
    case 'draft':
      return `Draft ${id} is not in review. It is still being written.`;
    case 'in review':
      return `Draft ${id} is in review, and may have changed since you saw it. Nothing was done.`;
    case 'returned':
      return `Draft ${id} was returned${by}: ${reason ?? 'no reason was given'}.`.replace(/\.\.$/, '.');
    case 'published':
      return `Draft ${id} was approved${by} already${entry ? `: ${entry} ${act === 'retract' ? 'is retracted' : 'says so now'}` : ''}.`;
    case 'discarded':
      return `Draft ${id} was discarded.`;
  }
}

const sourceAdded = ({ listed, draft }: DraftView) =>
  listed && draft.act === 'source' && `Added. Entries can cite it as ${listed.body.id}.`;

const waits = ({ draft: { state } }: DraftView) =>
  state === 'in review' ? 'It waits for a reviewer.' : undefined;

/** What became of a draft that was sent. */
export const sentTo = (view: DraftView) => sourceAdded(view) || waits(view);

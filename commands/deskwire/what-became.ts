import { heading, notice, privately } from '../../src/command/answer/blocks.ts';
import { dayIn } from '../../src/domain/day.ts';
import type { Desk } from '../../src/domain/desk.ts';
import type { Draft } from '../../src/domain/draft.ts';
import { staleSince } from '../../src/domain/freshness.ts';
import type { OpenReports } from '../../src/domain/ports/chat.ts';
import type { Drafts } from '../../src/domain/ports/drafts.ts';
import type { Revision, Revisions } from '../../src/domain/ports/revisions.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { draftTitle } from './draft-card.ts';

export interface WhatBecameNeeds {
  drafts: Pick<Drafts, 'get'>;
  reports: OpenReports;
  revisions: Revisions;
}

/** Says no more than that, where it could not be shown what waited. */
export async function whatBecame(
  needs: WhatBecameNeeds,
  desk: Desk,
  subject: string,
  { now, shown }: { now: Date; shown: boolean },
): Promise<Reply | undefined> {
  const last = await lastWord(needs, desk, subject, now);
  return last && !shown ? over : last;
}

const over = privately({ blocks: [notice('info', 'It waits no more.')] });

/**
 * The last word on something that waits no more: what became of it, and who did it. It tells nothing of the text.
 * Undefined while it waits: a long list of what does is cut off at its end.
 */
async function lastWord(
  needs: WhatBecameNeeds,
  { definition }: Desk,
  subject: string,
  now: Date,
): Promise<Reply | undefined> {
  const [kind, ...ids] = subject.split(':');
  const [id = ''] = ids;
  const last = (word: string, says: string) =>
    privately({ blocks: [heading(word, 2), notice('info', says)] });
  /** The newest of any of them. */
  const lastChange = async (): Promise<Revision | undefined> =>
    (await Promise.all(ids.map(async (entry) => (await needs.revisions.of(definition.id, entry)).at(-1))))
      .filter((revision) => revision !== undefined)
      .toSorted((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime())
      .at(-1);
  switch (kind) {
    case 'returned':
    case 'draft': {
      const draft = await needs.drafts.get(id);
      if (!draft) return last(`Draft ${id}`, 'It is gone.');
      if (draft.state === (kind === 'draft' ? 'in review' : 'returned')) return undefined;
      // It may have been marked so since it was shown.
      if (kind === 'draft' && draft.body?.handling === 'restricted') return over;
      return last(draftTitle(draft), decided(draft));
    }
    case 'report': {
      const by = await needs.reports.closedBy(definition.id, Number(id));
      return by === undefined ? undefined : last(`Report ${id}`, `Done: ${by} has seen to it.`);
    }
    case 'more':
      return over;
    case 'contradiction':
      return last(ids.join(' and '), `They no longer contradict each other${changedBy(await lastChange())}.`);
    case 'stale': {
      const change = await lastChange();
      const body = change?.after;
      const isOld = body?.type === 'fact' && staleSince(body, definition.shelf, dayIn(definition.zone, now));
      const isOut = body?.state === 'published' || body?.state === 'corrected';
      return isOld && isOut ? undefined : last(id, `It has been seen to${changedBy(change)}.`);
    }
    default: {
      const change = await lastChange();
      return change?.own?.state === 'in review'
        ? undefined
        : last(id, `It no longer waits${changedBy(change)}.`);
    }
  }
}

const changedBy = (revision: Revision | undefined) =>
  revision ? `: ${revision.after?.id ?? 'it'} was ${revision.action} by ${revision.actor}` : '';

function decided({ state, reviewer, reason, entry, editor }: Draft): string {
  const by = reviewer ? ` by ${reviewer}` : '';
  switch (state) {
    case 'published':
      return `Approved${by}${entry ? `: ${entry}` : ''}.`;
    case 'returned':
      return `Returned${by}: ${reason ?? 'no reason was given.'}`;
    case 'discarded':
      return `Discarded by ${reviewer ?? editor}.`;
    case 'draft':
      return reason ? `Returned${by}: ${reason} It is being written again.` : 'It is being written again.';
    case 'in review':
      return 'It waits for a reviewer.';
  }
}

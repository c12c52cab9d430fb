import { heading, notice, privately } from '../../src/command/answer/blocks.ts';
import type { Desk } from '../../src/domain/desk.ts';
import type { Draft } from '../../src/domain/draft.ts';
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

/** The last word on something that waits no more: what became of it, and who did it. It tells nothing of the text. */
export async function whatBecame(needs: WhatBecameNeeds, desk: Desk, subject: string): Promise<Reply> {
  const [kind, ...ids] = subject.split(':');
  const [id = ''] = ids;
  const { id: at } = desk.definition;
  const last = (word: string, says: string) =>
    privately({ blocks: [heading(word, 2), notice('info', says)] });
  /** Whoever wrote the newest revision of any of them. */
  const lastChange = async (): Promise<Revision | undefined> =>
    (await Promise.all(ids.map(async (entry) => (await needs.revisions.of(at, entry)).at(-1))))
      .filter((revision) => revision !== undefined)
      .toSorted((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime())
      .at(-1);
  switch (kind) {
    case 'draft': {
      const draft = await needs.drafts.get(id);
      return draft ? last(draftTitle(draft), decided(draft)) : last(`Draft ${id}`, 'It is gone.');
    }
    case 'report': {
      const by = await needs.reports.closedBy(at, Number(id));
      return last(`Report ${id}`, `Done: ${by ?? 'somebody'} has seen to it.`);
    }
    case 'contradiction':
      return last(ids.join(' and '), `They no longer contradict each other${changedBy(await lastChange())}.`);
    case 'stale':
      return last(id, `It is no longer out of date${changedBy(await lastChange())}.`);
    default:
      return last(id, `It no longer waits${changedBy(await lastChange())}.`);
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
      return reason ? `Returned${by}: ${reason}` : 'It is being written again.';
    case 'in review':
      return 'It waits for a reviewer.';
  }
}

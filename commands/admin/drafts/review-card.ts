import { choices, heading, notice, privately, text, type Words } from '../../../src/command/answer/blocks.ts';
import type { CitationList } from '../../../src/domain/answer/citations.ts';
import { naming, person } from '../../../src/domain/answer/named.ts';
import { staleSince } from '../../../src/domain/dates/date-range.ts';
import { dayIn, formatDay } from '../../../src/domain/dates/day.ts';
import { type Desk, inWords, nameOf } from '../../../src/domain/desk.ts';
import type { Draft } from '../../../src/domain/draft.ts';
import { assertNever } from '../../../src/domain/errors.ts';
import type { OpenReports } from '../../../src/domain/ports/chat.ts';
import type { Drafts } from '../../../src/domain/ports/drafts.ts';
import type { Revision, Revisions } from '../../../src/domain/ports/publishing.ts';
import type { Block, Choice, Reply } from '../../../src/domain/reply.ts';
import { cardBlocks, draftTitle } from './draft-card.ts';
import { nextSteps, type Showing, type WritingDeps } from './options.ts';
import type { Waiting } from './review-queue.ts';

interface OutcomeDeps {
  drafts: Pick<Drafts, 'get'>;
  reports: OpenReports;
  revisions: Revisions;
}

/** Says no more than that, where it could not be shown what waited. */
export async function outcomeOf(
  deps: OutcomeDeps,
  desk: Desk,
  subject: string,
  { now, shown }: { now: Date; shown: boolean },
): Promise<Reply | undefined> {
  const last = await finalReply(deps, desk, subject, now);
  return last && !shown ? over : last;
}

const over = privately({ blocks: [notice('info', 'It waits no more.')] });

/**
 * The last word on something that waits no more: what became of it, and who did it; of a draft that was shown, also
 * which it was.
 * Undefined while it waits: a long list of what does is cut off at its end.
 */
async function finalReply(
  deps: OutcomeDeps,
  desk: Desk,
  subject: string,
  now: Date,
): Promise<Reply | undefined> {
  const { definition } = desk;
  const [kind, ...ids] = subject.split(':');
  const [id = ''] = ids;
  const last = (word: string, says: Words) => privately({ blocks: [heading(word, 2), notice('info', says)] });
  /** The newest of any of them. */
  const lastChange = async (): Promise<Revision | undefined> =>
    (await Promise.all(ids.map(async (entry) => (await deps.revisions.of(definition.id, entry)).at(-1))))
      .filter((revision) => revision !== undefined)
      .toSorted((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime())
      .at(-1);
  switch (kind) {
    case 'returned':
    case 'draft': {
      const draft = await deps.drafts.get(id);
      if (!draft) return last(`Draft ${id}`, 'It is gone.');
      if (draft.state === (kind === 'draft' ? 'in review' : 'returned')) return undefined;
      // It may have been marked so since it was shown.
      if (kind === 'draft' && draft.body?.handling === 'restricted') return over;
      const { body, entry } = draft;
      const title = body?.title ?? draft.values.title ?? draft.values.name ?? entry ?? id;
      const people = (body?.people ?? []).map((one) => nameOf(desk, 'people', one));
      const about = [`“${title}”`, ...(people.length > 0 ? [inWords(people)] : [])].join(' · ');
      const blocks = [
        heading(draftTitle(draft), 2),
        text(about),
        notice('info', naming(decided(draft), draft.reviewer ?? draft.editor)),
      ];
      return privately({ blocks });
    }
    case 'report': {
      const by = await deps.reports.closedBy(definition.id, Number(id));
      return by === undefined ? undefined : last(`Report ${id}`, naming(`Done: ${by} has seen to it.`, by));
    }
    case 'more':
      return over;
    case 'contradiction':
      return last(ids.join(' and '), seenTo('They no longer contradict each other', await lastChange()));
    case 'passed': {
      const change = await lastChange();
      const body = change?.after;
      const isOpen = body?.type === 'fact' && body.kind === 'plan' && !body.outcome;
      const isAnswered =
        !isOpen || (body.reviewed ?? '') >= dayIn(definition.zone, change?.recordedAt ?? now);
      return isAnswered
        ? last(id, seenTo('It has been seen to', change))
        : last(id, 'Nobody has said. It stands in upcoming, among the promises that passed.');
    }
    case 'stale': {
      const change = await lastChange();
      const body = change?.after;
      const isOld = body?.type === 'fact' && staleSince(body, desk, dayIn(definition.zone, now));
      const isOut = body?.state === 'published' || body?.state === 'corrected';
      return isOld && isOut ? undefined : last(id, seenTo('It has been seen to', change));
    }
    default: {
      const change = await lastChange();
      return change?.own?.state === 'in review' ? undefined : last(id, seenTo('It no longer waits', change));
    }
  }
}

const seenTo = (says: string, revision: Revision | undefined): Words =>
  revision
    ? naming(
        `${says}: ${revision.after?.id ?? 'it'} was ${revision.action} by ${revision.actor}.`,
        revision.actor,
      )
    : `${says}.`;

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

/** One thing that waits, with what can be done about it by whoever looks; nothing where it waits no more. */
export async function reviewCard(
  { editing }: Pick<WritingDeps, 'editing'>,
  waiting: Waiting,
  at: Showing,
  citations: CitationList,
): Promise<Block[]> {
  const { line, desk } = at;
  const read = (id: string): Choice => ({
    label: `Read ${id}`,
    command: `/${desk.definition.id} brief ${id}`,
  });
  const edit = (id: string) => ({ label: `Edit ${id}`, command: line(`edit ${id}`) });
  const correct = (id: string) => ({ label: `Correct ${id}`, command: line(`correct ${id}`) });
  switch (waiting.kind) {
    case 'draft': {
      const view = await editing.view(waiting.draft.id, at.by);
      if (!view) return [];
      const steps = choices('Decide', nextSteps(view, at));
      return [heading(draftTitle(view.draft), 2), ...cardBlocks(view, at, citations), ...steps];
    }
    case 'filed': {
      const { body, revision } = waiting.entry;
      const { id, title } = body;
      const says = `“${title}” is in review in its file. Whoever approves it is its second pair of eyes.`;
      const approve = { label: 'Approve', command: line(`draft approve ${id} seen:${revision}`) };
      const steps = [read(id), ...(at.by.reviews ? [approve] : []), edit(id)];
      return [heading(id, 2), notice('info', says), ...choices('Next', steps)];
    }
    case 'report': {
      const { number, entry, words, reporter, at: when } = waiting.report;
      const says = [
        { text: `${formatDay(when.toISOString().slice(0, 10))}, ` },
        person(reporter),
        { text: `: ${words}` },
      ];
      const done = { label: 'Done', command: line(`reports done:${number}`) };
      return [
        heading(`Report ${number} on ${entry}`, 2),
        notice('warning', says),
        ...choices('Next', [read(entry), correct(entry), done]),
      ];
    }
    case 'contradiction': {
      const { one, other, says } = waiting.contradiction;
      return [
        heading(`${one} and ${other}`, 2),
        notice(
          'warning',
          `They contradict each other: ${says}. Correct one, or give one the standing “disputed”.`,
        ),
        ...choices('Next', [read(one), read(other), correct(one), correct(other)]),
      ];
    }
    case 'conflict': {
      const { id, path } = waiting;
      const says = `Changed in chat and in ${path}. What chat says serves; write the same into the file, or edit it here.`;
      const changed = { label: 'What changed', command: line(`history ${id}`) };
      return [heading(id, 2), notice('warning', says), ...choices('Next', [read(id), changed, edit(id)])];
    }
    case 'passed': {
      const { id, title } = waiting.body;
      const say = (word: string) => line(`edit ${id} outcome:${word}`);
      const says = `The day of “${title}” has passed: ${formatDay(waiting.since)}. What became of it?`;
      return [
        heading(id, 2),
        notice('info', says),
        ...choices('Say what you know', [
          { label: 'Happened', command: say('happened') },
          { label: 'Did not', command: say('did-not') },
          { label: 'No word', command: say('no-word') },
          read(id),
        ]),
      ];
    }
    case 'stale': {
      const { id, title } = waiting.body;
      const steps = [
        { label: 'Still true', command: line(`edit ${id} still`) },
        { label: 'Update', command: line(`edit ${id}`) },
        { label: 'Retire', command: line(`retract ${id}`) },
      ];
      const owner = waiting.body.owner ?? desk.definition.owner;
      const says = `“${title}” may be out of date since ${formatDay(waiting.since)}. Its owner is ${owner}.`;
      return [heading(id, 2), notice('info', says), ...choices('Next', [read(id), ...steps])];
    }
    default:
      return assertNever(waiting);
  }
}

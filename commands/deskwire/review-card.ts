import { choices, heading, notice } from '../../src/command/answer/blocks.ts';
import type { CitationList } from '../../src/domain/answer/citations.ts';
import { assertNever } from '../../src/domain/assert-never.ts';
import { formatDay } from '../../src/domain/day.ts';
import type { Block, Choice } from '../../src/domain/reply.ts';
import { cardBlocks, draftTitle, nextSteps } from './draft-card.ts';
import type { Waiting } from './review-queue.ts';
import type { Showing, WritingNeeds } from './writing-needs.ts';

/** One thing that waits, with what can be done about it by whoever looks; nothing where it waits no more. */
export async function reviewCard(
  { editing }: Pick<WritingNeeds, 'editing'>,
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
      const says = `${formatDay(when.toISOString().slice(0, 10))}, ${reporter}: ${words}`;
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

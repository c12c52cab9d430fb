import { choices, heading, notice, privately } from '../../src/command/answer/blocks.ts';
import { page } from '../../src/command/answer/options.ts';
import { pageOf, readPage } from '../../src/command/answer/paging.ts';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { CitationList } from '../../src/domain/answer/citations.ts';
import { assertNever } from '../../src/domain/assert-never.ts';
import { count, formatDay } from '../../src/domain/day.ts';
import { inWords } from '../../src/domain/desk-names.ts';
import type { Block, Choice } from '../../src/domain/reply.ts';
import { cardBlocks, draftTitle, nextSteps } from './draft-card.ts';
import { type Waiting, waitingOn } from './review-queue.ts';
import { type DeskContext, editBy, type Showing, showing, type WritingNeeds } from './writing-needs.ts';

/** Each has its own buttons, and a platform takes few of them in one message. */
const cardsAPage = 3;

export const review = (needs: WritingNeeds) =>
  defineHouseCommand({
    name: 'review',
    description: 'What waits for a reviewer',
    about: 'desk',
    role: 'editor',
    options: { page },
    bare: [],
    examples: [{ line: 'review', about: 'what waits for a second pair of eyes' }],
    async run({ page: asked }, context) {
      const waiting = await waitingOn(needs, context);
      if (waiting.length === 0) return refusal('ok', 'Nothing waits for review.');
      const at = showing(context);
      const few = { ...context, pageSize: Math.min(cardsAPage, context.pageSize) };
      const citations = new CitationList(at.desk);
      const { items, paging, notices } = await readPage(few, asked, 'cards', pageOf(waiting));
      const cards = await Promise.all(items.map((one) => card(needs, one, { context, at, citations })));
      const title = heading(`Review: ${at.desk.definition.name}`);
      const sum = { type: 'text' as const, spans: [{ text: `${summary(waiting)}.` }] };
      return privately({ blocks: [title, sum, ...notices, ...cards.flat()], citations, paging });
    },
  });

const nouns: Record<Waiting['kind'], [string, string?]> = {
  draft: ['draft'],
  filed: ['entry in review in its file', 'entries in review in their files'],
  report: ['report of a mistake', 'reports of mistakes'],
  contradiction: ['contradiction'],
  conflict: ['entry changed both in chat and in its file', 'entries changed both in chat and in their files'],
  stale: ['fact that may be out of date', 'facts that may be out of date'],
};

function summary(waiting: readonly Waiting[]): string {
  const kinds = Map.groupBy(waiting, ({ kind }) => kind);
  return inWords([...kinds].map(([kind, all]) => count(all.length, ...nouns[kind])));
}

interface At {
  context: DeskContext;
  at: Showing;
  citations: CitationList;
}

async function card(needs: WritingNeeds, waiting: Waiting, { context, at, citations }: At): Promise<Block[]> {
  const { line, desk } = at;
  const read = (id: string): Choice => ({
    label: `Read ${id}`,
    command: `/${desk.definition.id} brief ${id}`,
  });
  const edit = (id: string) => ({ label: `Edit ${id}`, command: line(`edit ${id}`) });
  const correct = (id: string) => ({ label: `Correct ${id}`, command: line(`correct ${id}`) });
  switch (waiting.kind) {
    case 'draft': {
      const view = await needs.editing.view(waiting.draft.id, editBy(context));
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

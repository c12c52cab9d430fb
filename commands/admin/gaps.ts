import { z } from 'zod';
import { ask } from '../../src/ask/ask.ts';
import { choices, heading, notice, privately } from '../../src/command/answer/blocks.ts';
import { readPage } from '../../src/command/answer/paging.ts';
import { defineCommand, scopeOf } from '../../src/command/define.ts';
import { page } from '../../src/command/options.ts';
import { tooLate } from '../../src/command/refusals.ts';
import { shortDay } from '../../src/domain/answer/entry-row.ts';
import { count } from '../../src/domain/dates/day.ts';
import type { Gap, Gaps } from '../../src/domain/ports/chat.ts';
import type { Editing } from '../../src/domain/ports/drafts.ts';
import type { Reply, Span } from '../../src/domain/reply.ts';
import { askContext } from '../ask.ts';
import { blankReply } from './drafts/blank-forms.ts';
import { type DeskContext, editBy, showing } from './drafts/options.ts';

interface GapsDeps {
  gaps: Gaps;
  editing: Pick<Editing, 'blank'>;
}

const number = (description: string) =>
  ({
    description,
    kind: { type: 'number', min: 1, max: 1_000_000_000 },
    schema: z.coerce.number().int(),
  }) as const;

/** What readers asked and the desk could not answer, until an editor writes it or lets it go. */
export const gaps = (deps: GapsDeps) =>
  defineCommand({
    scope: 'app',
    name: 'gaps',
    description: 'List questions that had no answer, most asked first',
    about: 'desk',
    role: 'editor',
    options: {
      write: number('Write a fact for this question'),
      dismiss: number('Take this question off the list'),
      page,
    },
    bare: [],
    examples: [{ line: 'gaps', about: 'questions without an answer (editors)' }],
    async run({ write, dismiss, page }, context) {
      const desk = context.service.desk.definition.id;
      if (write !== undefined) return writeIt(deps, write, context);
      if (dismiss !== undefined) {
        const closed = await deps.gaps.close(desk, dismiss, 'dismissed', context.person, context.now);
        if (!closed) return gone(dismiss);
      }
      const open = () => readPage(context, page, 'questions', (window) => deps.gaps.open(desk, window));
      let found = await open();
      // Those that have an answer by now go, and others come up in their place.
      while (await closedAnswered(deps.gaps, found.items, context)) found = await open();
      const done = dismiss === undefined ? [] : [notice('info', `Question ${dismiss} is dismissed.`)];
      if (found.total === 0)
        return privately({
          blocks: [
            ...done,
            notice('info', 'No question without an answer waits here. Who asks is not kept.'),
          ],
        });
      return privately({
        blocks: [
          heading(`Questions without an answer (${found.total})`),
          ...done,
          ...found.notices,
          { type: 'list', items: found.items.map(gapItem) },
          ...choices(
            'Write it',
            found.items.map((gap) => ({
              label: `Write ${gap.number}`,
              command: lineFor(context, 'write', gap),
            })),
          ),
          ...choices(
            'Dismiss',
            found.items.map((gap) => ({
              label: `Dismiss ${gap.number}`,
              command: lineFor(context, 'dismiss', gap),
            })),
          ),
        ],
        paging: found.paging,
      });
    },
  });

const lineFor = ({ line }: DeskContext, act: 'write' | 'dismiss', { number }: Gap): string =>
  line({ write: undefined, dismiss: undefined, page: undefined, [act]: String(number) });

async function writeIt(
  { gaps: stored, editing }: GapsDeps,
  number: number,
  context: DeskContext,
): Promise<Reply> {
  const by = editBy(context);
  const { desk } = by;
  const gap = await stored.get(desk, number);
  if (!gap) return gone(number);
  const blank = { desk, act: 'add', type: 'fact', gap: String(number) } as const;
  const begun = await editing.blank({ ...blank, values: gap.about, person: by.person });
  if (begun.outcome !== 'done') throw new Error('an addition is about no entry');
  return blankReply(begun.view, blank, showing(context));
}

/** Closes the questions that a reader would have an answer to by now. False if none has. */
async function closedAnswered(stored: Gaps, shown: readonly Gap[], { service, now }: DeskContext) {
  const { desk, ...rest } = service;
  const asked = askContext({ desk, ...rest, scope: scopeOf(service, 'reader', now) });
  let any = false;
  for (const { number, question } of shown) {
    const { answer } = await ask(question, asked);
    if (answer.outcome !== 'ok') continue;
    any = (await stored.close(desk.definition.id, number, 'written', 'desk', now)) || any;
  }
  return any;
}

const gone = (number: number): Reply =>
  tooLate(`Question ${number} is not on the list any more: somebody has seen to it.`);

const gapItem = ({ number, question, times, last }: Gap): Span[] => [
  { text: `${number}: ` },
  { text: question, style: 'strong' },
  { text: ` · ${count(times, 'time')}, last ${shortDay(last.toISOString().slice(0, 10))}` },
];

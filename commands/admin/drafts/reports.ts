import { z } from 'zod';
import { choices, heading, privately } from '../../../src/command/answer/blocks.ts';
import { readPage } from '../../../src/command/answer/paging.ts';
import { defineCommand } from '../../../src/command/define.ts';
import { page } from '../../../src/command/options.ts';
import { refusal, tooLate } from '../../../src/command/refusals.ts';
import { person } from '../../../src/domain/answer/named.ts';
import { formatDay } from '../../../src/domain/dates/day.ts';
import type { OpenReport, OpenReports } from '../../../src/domain/ports/chat.ts';
import type { Span } from '../../../src/domain/reply.ts';

/** What readers say is wrong, until an editor has seen to it. */
export const reports = (store: OpenReports) =>
  defineCommand({
    scope: 'app',
    name: 'reports',
    description: 'List mistakes reported by readers, newest first',
    about: 'desk',
    role: 'editor',
    options: {
      done: {
        description: 'Close this report, by number',
        kind: { type: 'number', min: 1, max: 1_000_000_000 },
        schema: z.coerce.number().int(),
      },
      page,
    },
    bare: [],
    examples: [{ line: 'reports', about: 'mistakes reported by readers (editors)' }],
    async run({ done, page }, { service, person, now, ...context }) {
      const desk = service.desk.definition.id;
      if (done !== undefined) {
        const closed = await store.done(desk, done, person, now);
        if (closed) return refusal('ok', `Report ${done} is done.`);
        return tooLate(`No report ${done} is open here: somebody else has seen to it, or it never was.`);
      }
      const found = await readPage(context, page, 'reports', (window) => store.open(desk, window));
      if (found.total === 0) return refusal('ok', 'No reader has reported a mistake that is still open.');
      const entries = [...new Set(found.items.map(({ entry }) => entry))].slice(0, 5);
      return privately({
        blocks: [
          heading(`Reported mistakes: ${desk}`),
          ...found.notices,
          { type: 'list', items: found.items.map(item) },
          ...choices(
            'Done',
            found.items.map(({ number }) => ({
              label: `${number} is done`,
              command: context.line({ done: String(number), page: undefined }),
            })),
          ),
          ...choices(
            'Look at',
            entries.map((entry) => ({ label: entry, command: `/${desk} brief ${entry}` })),
          ),
        ],
        paging: found.paging,
      });
    },
  });

const item = ({ number, entry, reporter, words, at }: OpenReport): Span[] => [
  { text: `${number}: ` },
  { text: entry, style: 'code' },
  { text: ` ${formatDay(at.toISOString().slice(0, 10))}: ${words} (` },
  person(reporter),
  { text: ')' },
];

import { choices, heading, privately } from '../../src/command/answer/blocks.ts';
import { readPage } from '../../src/command/answer/paging.ts';
import { pageOption } from '../../src/command/define.ts';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { formatDay } from '../../src/domain/day.ts';
import type { MistakeReport, MistakeReports } from '../../src/domain/ports/chat.ts';
import type { Span } from '../../src/domain/reply.ts';

/** What readers say is wrong, for the desk's editors. */
export const reports = (list: MistakeReports['list']) =>
  defineHouseCommand({
    name: 'reports',
    description: 'Mistakes that readers have reported, newest first',
    about: 'desk',
    role: 'editor',
    options: { page: pageOption },
    bare: [],
    examples: [{ line: 'reports', about: 'what readers say is wrong, for editors' }],
    async run({ page }, { service, ...context }) {
      const desk = service.desk.definition.id;
      const found = await readPage(context, page, 'reports', (window) => list(desk, window));
      if (found.total === 0) return refusal('ok', 'No reader has reported a mistake.');
      const entries = [...new Set(found.items.map(({ entry }) => entry))].slice(0, 5);
      return privately({
        blocks: [
          heading(`Reported mistakes: ${desk}`),
          ...found.notices,
          { type: 'list', items: found.items.map(item) },
          ...choices(
            'Look at',
            entries.map((entry) => ({ label: entry, command: `/${desk} brief ${entry}` })),
          ),
        ],
        paging: found.paging,
      });
    },
  });

const item = ({ entry, reporter, words, at }: MistakeReport): Span[] => [
  { text: entry, style: 'code' },
  { text: ` ${formatDay(at.toISOString().slice(0, 10))}: ${words} (` },
  { text: reporter, style: 'code' },
  { text: ')' },
];

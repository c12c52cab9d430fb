import { choices, heading, privately, text } from '../../src/command/answer/blocks.ts';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { refusal } from '../../src/command/fault-reply.ts';
import { formatDay } from '../../src/domain/day.ts';
import type { MistakeReport, MistakeReports } from '../../src/domain/ports/chat.ts';
import type { Block, Span } from '../../src/domain/reply.ts';

/** As many as an editor looks through at once. */
const most = 10;

/** What readers say is wrong, for the desk's editors. */
export const reports = (list: MistakeReports['list']) =>
  defineHouseCommand({
    name: 'reports',
    description: 'Mistakes that readers have reported, newest first',
    about: 'desk',
    role: 'editor',
    options: {},
    bare: [],
    examples: [{ line: 'reports', about: 'what readers say is wrong, for editors' }],
    async run(_, { service }) {
      const desk = service.desk.definition.id;
      const found = await list(desk, most + 1);
      if (found.length === 0) return refusal('ok', 'No reader has reported a mistake.');
      const shown = found.slice(0, most);
      const entries = [...new Set(shown.map(({ entry }) => entry))].slice(0, 5);
      const older: Block[] =
        found.length > most ? [text(`There are older ones; the newest ${most} are shown.`)] : [];
      return privately({
        blocks: [
          heading(`Reported mistakes: ${desk}`),
          { type: 'list', items: shown.map(item) },
          ...older,
          ...choices(
            'Look at',
            entries.map((entry) => ({ label: entry, command: `/${desk} brief ${entry}` })),
          ),
        ],
      });
    },
  });

const item = ({ entry, reporter, words, at }: MistakeReport): Span[] => [
  { text: entry, style: 'code' },
  { text: ` ${formatDay(at.toISOString().slice(0, 10))}: ${words} (` },
  { text: reporter, style: 'code' },
  { text: ')' },
];

import { refusal } from '../../src/command/fault-reply.ts';
import type { HouseCommand } from '../../src/command/house.ts';
import { refuse } from '../../src/command/permissions.ts';
import { formatDay } from '../../src/domain/day.ts';
import type { MistakeReport, MistakeReports } from '../../src/domain/ports/chat.ts';
import type { Block, Span } from '../../src/domain/reply.ts';
import type { Role } from '../../src/domain/roles.ts';

interface Needs {
  desks(): string[];
  roleOf(person: string, desk: string): Promise<Role>;
  list: MistakeReports['list'];
}

/** As many as an editor looks through at once. */
const most = 10;

/** What readers say is wrong, for the desk's editors. */
export const reports = ({ desks, roleOf, list }: Needs): HouseCommand => ({
  name: 'reports',
  description: 'Mistakes that readers have reported, newest first',
  takes: { name: 'desk', description: 'The desk; needed where there are several', required: false },
  example: { line: 'reports', about: 'what readers say is wrong, for editors' },
  async run(word, { person }) {
    const known = desks();
    const desk = word === '' && known.length === 1 ? known[0] : word.replace(/^\/+/, '').toLowerCase();
    if (!desk || !known.includes(desk)) {
      const options = known.map((id) => ({ label: id, command: `/deskwire reports ${id}` }));
      if (word === '') return refusal('question', 'Which desk is meant?', 'Ask', options);
      return refusal('invalid', `There is no desk “${[...word].slice(0, 40).join('')}”.`, 'Ask', options);
    }
    const refused = refuse(await roleOf(person, desk), { name: 'reports', role: 'editor' });
    if (refused) return { ...refused, desk };
    const found = await list(desk, most + 1);
    if (found.length === 0) return { ...refusal('ok', 'No reader has reported a mistake.'), desk };
    const shown = found.slice(0, most);
    const blocks: Block[] = [
      { type: 'heading', level: 1, text: `Reported mistakes: ${desk}` },
      { type: 'list', items: shown.map(item) },
    ];
    if (found.length > most) {
      blocks.push({ type: 'text', spans: [{ text: `There are older ones; the newest ${most} are shown.` }] });
    }
    const entries = [...new Set(shown.map(({ entry }) => entry))].slice(0, 5);
    const options = entries.map((entry) => ({ label: entry, command: `/${desk} brief ${entry}` }));
    blocks.push({ type: 'choices', prompt: 'Look at', options });
    return { version: 1, outcome: 'ok', visibility: 'private', desk, blocks, citations: [] };
  },
});

const item = ({ entry, reporter, words, at }: MistakeReport): Span[] => [
  { text: entry, style: 'code' },
  { text: ` ${formatDay(at.toISOString().slice(0, 10))}: ${words} (` },
  { text: reporter, style: 'code' },
  { text: ')' },
];

import { choices, heading, list, notice, privately } from '../../src/command/answer/blocks.ts';
import { defineHouseCommand } from '../../src/command/define-house.ts';
import { formatDay } from '../../src/domain/day.ts';
import { house } from '../../src/domain/house.ts';
import type { Trace } from '../../src/domain/ports/people.ts';
import { kindWords, type MeNeeds, namedByHost, person, whomOf, whomWords } from './me-options.ts';

/** Of each kind. */
const newest = 3;
const longest = 160;

export const meShow = ({ people, admins }: MeNeeds) =>
  defineHouseCommand({
    name: 'me show',
    description: 'Everything that is kept of you',
    about: 'house',
    options: { person },
    bare: ['person'],
    examples: [{ line: 'me show', about: 'what is kept of you, by kind, with the newest of each' }],
    async run({ person: written }, context) {
      const meant = await whomOf(written, context);
      if (typeof meant !== 'string') return meant;
      const whom = whomWords(meant, context.person);
      const traces = await people.traces(meant, newest);
      const forget = { label: 'Remove it', command: `/${house} me forget${written ? ` ${written}` : ''}` };
      return privately({
        blocks: [
          heading(`What is kept of ${whom}`),
          ...(namedByHost(meant, admins)
            ? [notice('info', 'DESKWIRE_ADMINS on the host makes an admin of every desk.')]
            : []),
          ...traces.flatMap(told),
          notice(
            'info',
            `${traces.length === 0 ? `Nothing here names ${whom}. ` : ''}What is asked of a desk is not kept.`,
          ),
          ...(traces.length > 0 ? choices('If it should go', [forget]) : []),
        ],
      });
    },
  });

function told({ kind, count, newest: shown }: Trace) {
  const lines = shown.map(
    ({ what, at }) => `${formatDay(at.toISOString().slice(0, 10))}: ${shortened(what)}`,
  );
  const more = count > shown.length ? [`and ${count - shown.length} earlier`] : [];
  return [heading(`${kindWords[kind]}: ${count}`, 2), ...list([...lines, ...more])];
}

const shortened = (text: string) =>
  [...text].length > longest ? `${[...text].slice(0, longest).join('')}…` : text;

import { entryItem } from '../../domain/answer/entry-item.ts';
import type { Reach } from '../../domain/reach.ts';
import type { Block } from '../../domain/reply.ts';
import type { CommandContext } from '../define.ts';
import { entries, heading } from './blocks.ts';
import { given } from './given.ts';
import type { Asked } from './setting.ts';

const shown = 3;
const lookedThrough = 200;

/**
 * What the desk has stated about a register as a whole, such as that it holds no president: facts on how things
 * stand that rest on it. Shown where the register has no row, because they may answer what its rows cannot.
 */
export async function registerFacts(
  { stretches }: Reach,
  country: string | undefined,
  setting: Asked,
  context: CommandContext,
): Promise<Block[]> {
  const registers = new Set(stretches.map(({ source }) => source));
  if (registers.size === 0) return [];
  const { items } = await context.entries.list(
    setting.scope,
    { type: 'fact', kinds: ['status'], order: 'weight', ...given({ country }) },
    { limit: lookedThrough, offset: 0 },
  );
  const about = items.filter(({ body }) => body.sources.some(({ id }) => registers.has(id))).slice(0, shown);
  if (about.length === 0) return [];
  return [
    heading('What the desk has stated on it', 2),
    ...entries(about.map((entry) => entryItem(entry, setting))),
  ];
}

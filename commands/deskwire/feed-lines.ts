import { commandLine } from '../../src/command/line.ts';
import type { NamedFeed } from '../../src/domain/feed.ts';
import { house } from '../../src/domain/house.ts';
import type { Choice } from '../../src/domain/reply.ts';

/** A line of a desk's feeds: for a button, or to be typed. */
export const feedLine = (desk: string, command: string, values: Readonly<Record<string, string>> = {}) =>
  commandLine(house, `feeds ${command}`, { ...values, desk });

const longestLabel = 75;

/** A button that follows a feed. */
export function followChoice(desk: string, { title, url }: NamedFeed): Choice {
  const letters = [...`Follow ${title}`];
  const label =
    letters.length <= longestLabel ? letters.join('') : `${letters.slice(0, longestLabel - 1).join('')}…`;
  return { label, command: feedLine(desk, 'add', { url }) };
}

import wrapAnsi from 'wrap-ansi';
import { unsigned } from '../src/domain/button-actions.ts';
import type { Reply } from '../src/domain/reply.ts';
import { renderMessages as onDiscord } from '../src/platforms/discord/render/render.ts';
import { renderMessages as onSlack } from '../src/platforms/slack/render/render.ts';
import { objects } from './fakes/discord/json.ts';
import { readMarkdown } from './fakes/discord/reading.ts';

/** Lines at 42 columns and visible characters, before buttons. */
export const budgets = {
  short: { lines: 22, characters: 1100 },
  pages: { lines: 45, characters: 2000 },
  article: { lines: 45, characters: 2200 },
  fact: { lines: 16, characters: 800 },
  question: { lines: 12, characters: 600 },
};

export const columns = 42;
const binding = { person: 'slack:T1:U1', channel: 'C1' };

/** What each platform shows in its messages: no addresses behind links, no buttons, on Discord no small print. */
export function shownOn(given: Reply, line: string): Record<'slack' | 'discord', string[]> {
  const reply = { ...given, blocks: given.blocks.filter(({ type }) => type !== 'choices') };
  const slack = onSlack(reply, { visibility: 'private', line, buttons: { actions: unsigned, binding } });
  const discord = onDiscord(reply, { line, binding, actions: unsigned, visibility: 'private' });
  return { slack: slack.map(spokenText), discord: discord.map(visibleText) };
}

export const spokenText = ({ text }: { text: string }) =>
  text
    .replace(/ ?<https?:[^>]*>/g, '')
    .split('\n')
    .filter((one) => !/^Buttons?: /.test(one))
    .join('\n');

export const visibleText = ({ components }: { components: unknown }) =>
  contents(components)
    .flatMap((content) => content.split('\n').filter((one) => !one.startsWith('-# ')))
    .map((one) => readMarkdown(one).text)
    .join('\n');

const contents = (components: unknown): string[] =>
  objects(components).flatMap((one) => [
    ...(one.type === 10 ? [String(one.content)] : []),
    ...contents(one.components),
  ]);

export const linesOf = (text: string): number =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .reduce((sum, line) => sum + wrapAnsi(line, columns, { hard: true }).split('\n').length, 0);

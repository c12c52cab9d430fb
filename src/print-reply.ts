import type { Reply } from './domain/reply.ts';
import { renderJson } from './platforms/terminal/json.ts';
import { type Environment, terminalSettings } from './platforms/terminal/limits.ts';
import { renderText } from './platforms/terminal/render.ts';
import { print, writeAsIs } from './runtime/standard-streams.ts';

export const replyFormats = ['text', 'json'] as const;
export type ReplyFormat = (typeof replyFormats)[number];

/** Prints a reply on standard output: as the terminal shows it, or as data. */
export async function printReply(reply: Reply, format: ReplyFormat, env: Environment): Promise<void> {
  if (format === 'json') return print(renderJson(reply));
  // The renderer has made every text clean, and adds the colours that must reach the terminal.
  await writeAsIs(renderText(reply, terminalSettings(env, process.stdout)));
}

import type { Reply } from './domain/reply.ts';
import { renderJson } from './platforms/terminal/json.ts';
import { type Environment, terminalSettings } from './platforms/terminal/limits.ts';
import { renderText } from './platforms/terminal/render.ts';

export const replyFormats = ['text', 'json'] as const;
export type ReplyFormat = (typeof replyFormats)[number];

/** Prints a reply on standard output: as the terminal shows it, or as data. */
export async function printReply(reply: Reply, format: ReplyFormat, env: Environment): Promise<void> {
  const text =
    format === 'json' ? renderJson(reply) : renderText(reply, terminalSettings(env, process.stdout));
  await print(text);
}

/** Resolves once all of it is out, also through a slow pipe. */
export const print = (text: string) => new Promise<void>((done) => process.stdout.write(text, () => done()));

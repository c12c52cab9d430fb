import type { Log } from '../domain/ports/runtime.ts';
import type { Reply } from '../domain/reply.ts';
import { type Environment, terminalSettings } from '../platforms/terminal/capabilities.ts';
import { renderJson, renderText } from '../platforms/terminal/render.ts';
import { print, toStderr, writeAsIs } from '../runtime/standard-streams.ts';

/** Prints a reply on standard output: as data for `json`, otherwise as the terminal shows it. */
export async function printReply(reply: Reply, format: string, env: Environment): Promise<void> {
  if (format === 'json') return print(renderJson(reply));
  // Already cleaned by the renderer; its colour codes must reach the terminal.
  await writeAsIs(renderText(reply, terminalSettings(env, process.stdout)));
}

/** For one-shot commands: warnings and errors as lines on standard error, nothing else. */
export const quietLog: Log = {
  info() {},
  warn: (fields, message) => toStderr(`${message}${detail(fields)}\n`),
  error: (fields, message) => toStderr(`${message}${detail(fields)}\n`),
};

function detail(fields: object): string {
  const cause = 'err' in fields && fields.err instanceof Error ? `: ${fields.err.message}` : '';
  return 'errorId' in fields ? `${cause} (${String(fields.errorId)})` : cause;
}

/** Exit codes of every subcommand: 0 done, 1 the work failed, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2;

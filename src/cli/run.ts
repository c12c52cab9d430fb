import { openReader } from '../app/reader.ts';
import type { Config } from '../config.ts';
import type { Role } from '../domain/identity.ts';
import { terminalPageSize } from '../domain/ports/answerer.ts';
import type { Outcome } from '../domain/reply.ts';
import type { Environment } from '../platforms/terminal/capabilities.ts';
import { print } from '../runtime/standard-streams.ts';
import type { ExitCode } from './output.ts';
import { printReply, quietLog } from './output.ts';
import { previewOf, sentRequests } from './sent-requests.ts';

export interface RunOptions {
  /** text, json or a platform. */
  format: string;
  /** Missing: the role that the terminal has. */
  as?: Role | undefined;
  now?: Date;
}

/** "Not covered" and a question back count as answers; a line that cannot be read is wrong usage. */
const exitCodes: Record<Outcome, ExitCode> = {
  ok: 0,
  question: 0,
  not_covered: 0,
  not_found: 1,
  forbidden: 1,
  failed: 1,
  invalid: 2,
};

/** Whoever reviews is somebody else than whoever writes, so that one person can rehearse both. */
export const personAs = (role: Role | undefined) => (role === 'reviewer' ? 'terminal:reviewer' : 'terminal');

/** Answers one command line on standard output. Exit code by outcome, see `exitCodes`. */
export async function run(
  config: Config,
  env: Environment,
  line: string,
  { format, as, now }: RunOptions,
): Promise<ExitCode> {
  const options = { log: quietLog, ...(as && { as }), ...(now && { clock: () => now }) };
  const reader = await openReader(config, options);
  try {
    await reader.desks.sync();
    const ofDesks = reader.answering([]);
    // Everything else, half of the code, is loaded only for a line that may need it.
    const { answer } = ofDesks.isOfDesk(line)
      ? ofDesks
      : (await (await import('../app/app.ts')).connectApp(reader, config)).answerer;
    const preview = await previewOf(format, reader.pictures);
    if (preview) {
      const { reply, requests } = await sentRequests(preview, line, answer);
      await print(`${JSON.stringify(requests, null, 2)}\n`);
      return exitCodes[reply.outcome];
    }
    const reply = await answer({
      text: line,
      person: personAs(as),
      audience: 'person',
      pageSize: terminalPageSize,
    });
    await printReply(reply, format, env);
    return exitCodes[reply.outcome];
  } finally {
    await reader.close();
  }
}

import type { ExitCode } from '../cli.ts';
import type { Config } from '../config.ts';
import { accountOf, personForms, subjectPattern } from '../domain/subject.ts';
import { quietLog } from '../quiet-log.ts';
import { toStderr, toStdout } from '../runtime/standard-streams.ts';
import { wire } from '../wire.ts';

/** What the audit names when a person is removed on the host itself. */
const host = 'host';

/** For whoever asks the operator rather than the bot. */
export async function forget(config: Config, person: string): Promise<ExitCode> {
  if (!subjectPattern.test(person) || !accountOf(person)) {
    toStderr(`deskwire: "${person}" is not the id of a person\nWrite ${personForms}.\n`);
    return 2;
  }
  const { store, close } = await wire(config, { log: quietLog });
  try {
    const done = await store.people.remove(person, host, new Date(), config.admins);
    if (done.outcome === 'last admin') {
      const desks = done.desks.map((desk) => (desk === '*' ? 'every desk' : desk)).join(', ');
      toStderr(
        `deskwire: ${person} is the last admin of ${desks}\nGive the role to somebody else first: deskwire roles grant.\n`,
      );
      return 1;
    }
    toStdout(`Nothing in the database names ${person} any more. Logs and backups may.\n`);
    return 0;
  } finally {
    await close();
  }
}

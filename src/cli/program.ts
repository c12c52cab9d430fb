import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import meta from '../../package.json' with { type: 'json' };
import { type Config, readConfig } from '../config.ts';
import { personForms, roles } from '../domain/identity.ts';
import { toStderr, toStdout } from '../runtime/standard-streams.ts';
import type { ExitCode } from './output.ts';
import { chatFormats } from './sent-requests.ts';

const instant = (text: string) => {
  const date = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}(T|$)/.test(text) || Number.isNaN(date.getTime())) {
    throw new InvalidArgumentError('write an instant such as 2026-11-23T08:00:00Z');
  }
  return date;
};

const days = (text: string) => {
  const match = /^([1-9]\d{0,3})d?$/.exec(text);
  if (!match) throw new InvalidArgumentError('write a number of days such as 7d');
  return Number(match[1]);
};

const nowOption = () => new Option('--now <instant>', 'answer as at this instant').argParser(instant);
const formatOption = () =>
  new Option('--format <format>', 'how to print').choices(['text', 'json', ...chatFormats]).default('text');

/** Runs one `deskwire` command line and resolves to its exit code. Each subcommand is loaded only when called. */
export async function cli(argv: string[]): Promise<ExitCode> {
  let code: ExitCode = 0;
  // A reader that has seen enough, such as `| head`, ends the work without a word.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  // What cannot be told there can be told nowhere.
  process.stderr.on('error', () => {});
  const program = new Command('deskwire')
    .description(
      'A briefing desk: curated briefs and sourced facts, answered as commands and posted as digests.',
    )
    .version(meta.version, '--version', 'print the version')
    .exitOverride()
    .configureOutput({ writeOut: toStdout, writeErr: toStderr })
    .showHelpAfterError('See `npm run -s deskwire -- --help`.');

  const withConfig = async (work: (config: Config) => Promise<ExitCode>) => {
    loadEnvFile();
    const result = readConfig(process.env);
    if (result.ok) {
      code = await work(result.config);
      return;
    }
    for (const fault of result.faults) toStderr(`deskwire: ${fault}\n`);
    toStderr('Set it right in the environment or in .env; .env.example shows every variable.\n');
    code = 2;
  };

  program
    .command('start')
    .description('run the service; in a terminal it gives a prompt')
    .option(
      '--briefs-moved',
      'serve this content folder, though the content came from another one before',
      false,
    )
    .action(({ briefsMoved }) =>
      withConfig(async (config) => (await import('./start.ts')).main(config, process.env, { briefsMoved })),
    );

  program
    .command('run')
    .description('answer one command line and exit')
    .argument('<line>', 'such as "/centralasia visits kazakhstan"')
    .addOption(formatOption())
    .addOption(new Option('--as <role>', 'ask in this role').choices([...roles]).default('reader'))
    .addOption(nowOption())
    .action((line, options) =>
      withConfig(async (config) => (await import('./run.ts')).run(config, process.env, line, options)),
    );

  const digest = program.command('digest').description('digests');
  digest
    .command('preview')
    .description('compose the digest of a desk by published date; sends nothing')
    .argument('<desk>', 'such as centralasia')
    .addOption(new Option('--window <days>', 'how far back').argParser(days).default(7, '7d'))
    .option('--topic <topic...>', 'only these topics, by id or name', [])
    .option('--country <country...>', 'only these countries, by code or name', [])
    .addOption(formatOption())
    .addOption(nowOption())
    .action((desk, options) =>
      withConfig(async (config) => (await import('./digest.ts')).preview(config, process.env, desk, options)),
    );

  program
    .command('validate')
    .description('check the content; every fault with file, line and what to write instead')
    .action(() =>
      withConfig(async (config) => {
        const err = (line: string) => toStderr(`${line}\n`);
        const chat = await (await import('./validate.ts')).writtenInChat(config, err);
        return (await import('./validate.ts')).validate({
          folder: config.briefs,
          inChat: (desk) => chat.get(desk),
          out: (line) => toStdout(`${line}\n`),
          err,
        });
      }),
    );

  program
    .command('export')
    .description('write what a desk holds: as its folder of files, a table, data or a calendar')
    .argument('[desk]', 'such as centralasia; needed where there are several')
    .addOption(
      new Option('--format <format>', 'yaml wants --out; comments of files are not kept')
        .choices(['yaml', 'csv', 'json', 'ics'])
        .default('yaml'),
    )
    .option('--out <path>', 'a new folder for yaml, a new file for the rest; none: print it')
    .addOption(
      new Option(
        '--as <role>',
        'what this role sees; yaml always holds all, also drafts and restricted entries',
      )
        .choices([...roles])
        .default('reader'),
    )
    .action((desk, options) =>
      withConfig(async (config) => (await import('./export.ts')).exportDesk(config, desk, options)),
    );

  program
    .command('import')
    .description('take in entries and sources from files: YAML, Markdown, CSV or JSON, as drafts in review')
    .argument('<file...>', 'files that `export` wrote, or that are written like them; folders of them')
    .option('--desk <desk>', 'needed where there are several')
    .option('--dry-run', 'only say what is new or changed', false)
    .option('--publish', 'straight to readers, where desk.yaml says "review: one"', false)
    .action((files, options) =>
      withConfig(async (config) => (await import('./import.ts')).importFiles(config, files, options)),
    );

  program
    .command('schema')
    .description('print the JSON Schema of what `export --format json` or `run --format json` writes')
    .addArgument(new Argument('<of>').choices(['entries', 'reply']))
    .action(async (of) => {
      code = await (await import('./schema.ts')).schema(of);
    });

  program
    .command('backup')
    .description('write a consistent copy of the database while the service runs')
    .argument('<file>', 'file to write; must not exist')
    .action((file) => withConfig(async (config) => (await import('./backup.ts')).backup(config, file)));

  program
    .command('restore')
    .description('put a backup in the place of the database; stop the service first')
    .argument('<file>', 'what `deskwire backup` wrote, or for PostgreSQL `pg_dump --format=custom`')
    .option('--yes', 'do not ask before replacing the database that is there', false)
    .action((file, { yes }) =>
      withConfig(async (config) =>
        (await import('./backup.ts')).restore(config, file, {
          ...{ confirmed: yes, now: new Date(), env: process.env },
        }),
      ),
    );

  program
    .command('doctor')
    .description('check everything that Deskwire needs, and say what to do; changes nothing')
    .option('--json', 'print the findings as data: {check, state: ok, warn or fault, says, do}', false)
    .action(async (options) => {
      loadEnvFile();
      code = await (await import('./doctor.ts')).doctor(process.env, options);
    });

  program
    .command('manifest')
    .description('what an app needs to be made')
    .command('slack')
    .description('print the manifest of the Slack app, from the desks and commands')
    .option('--url <url>', 'public address of this service; none: Socket Mode')
    .action((options) => withConfig(async (config) => (await import('./setup.ts')).slack(config, options)));

  program
    .command('register')
    .description('make our commands known')
    .command('discord')
    .description('put the commands on Discord; changes nothing when nothing changed')
    .option('--guild <id>', 'in one server only, where they show at once')
    .action((options) => withConfig(async (config) => (await import('./setup.ts')).discord(config, options)));

  const roleCommand = program.command('roles').description('who may do what');
  roleCommand
    .command('list')
    .description('every role granted')
    .action(() => withConfig(async (config) => (await import('./people.ts')).list(config)));
  roleCommand
    .command('grant')
    .description('give a person a role')
    .argument('<person>', 'slack:TEAM:USER, discord:GUILD:USER or terminal')
    .argument('<role>', roles.join(', '))
    .option('--desk <desk>', 'on one desk only', '*')
    .action((person, role, { desk }) =>
      withConfig(async (config) => (await import('./people.ts')).grant(config, person, role, desk)),
    );
  roleCommand
    .command('revoke')
    .description('take a role back')
    .argument('<person>')
    .option('--desk <desk>', 'on one desk only', '*')
    .action((person, { desk }) =>
      withConfig(async (config) => (await import('./people.ts')).revoke(config, person, desk)),
    );
  roleCommand
    .command('code')
    .description('print a one-time code that makes whoever enters it an admin')
    .action(() => withConfig(async (config) => (await import('./people.ts')).code(config)));

  program
    .command('forget')
    .description('remove a person from everything that is kept; what they wrote stays, without a name')
    .argument('<person>', personForms)
    .action((person) => withConfig(async (config) => (await import('./people.ts')).forget(config, person)));

  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    // Commander has spoken already; anything else is the work itself that failed.
    toStderr(`deskwire: ${failureText(error)}\n`);
    return 1;
  }
  return code;
}

/** Takes settings from `.env` in the current folder, where there is one; what the environment says already stands. */
function loadEnvFile(): void {
  try {
    process.loadEnvFile('.env');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw new Error('.env stands here but cannot be read\nMake it a file that this user may read.', {
      cause: error,
    });
  }
}

/** What failed in one line, and what to do about it in another where the message does not say it itself. */
function failureText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message } = error;
  if ('remedy' in error) return `${message}\n${error.remedy}`;
  if ('code' in error && ['ENOENT', 'EEXIST', 'ENOTDIR', 'EACCES', 'EROFS'].includes(String(error.code))) {
    return `${message}\nLook at that path; DESKWIRE_DATA names the folder of the database.`;
  }
  return message;
}

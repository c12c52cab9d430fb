import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import meta from '../../package.json' with { type: 'json' };
import { type Config, readConfig } from '../config.ts';
import { groupForms, personForms, roles, subjectForms } from '../domain/identity.ts';
import { toStderr, toStdout } from '../runtime/standard-streams.ts';
import type { ExitCode } from './output.ts';
import { chatFormats } from './sent-requests.ts';

const instant = (text: string) => {
  const date = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}(T|$)/.test(text) || Number.isNaN(date.getTime())) {
    throw new InvalidArgumentError('write a time such as 2026-11-23T08:00:00Z');
  }
  return date;
};

const days = (text: string) => {
  const match = /^([1-9]\d{0,3})d?$/.exec(text);
  if (!match) throw new InvalidArgumentError('write a number of days such as 7d');
  return Number(match[1]);
};

const nowOption = () =>
  new Option('--now <instant>', 'current time to use, such as 2026-11-23T08:00:00Z').argParser(instant);
const formatOption = () =>
  new Option('--format <format>', 'output format').choices(['text', 'json', ...chatFormats]).default('text');

/** Runs one `deskwire` command line and resolves to its exit code. Each subcommand is loaded only when called. */
export async function cli(argv: string[]): Promise<ExitCode> {
  let code: ExitCode = 0;
  // A closed pipe, such as `| head`, ends the process silently.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  // There is nowhere else to report this.
  process.stderr.on('error', () => {});
  const program = new Command('deskwire')
    .description(
      'A self-hosted briefing bot for Slack and Discord: curated briefs and sourced facts, answered as slash commands and posted as digests.\n\nSet up Slack: docs/slack.md. Set up Discord: docs/discord.md.',
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
    toStderr('Correct it in the environment or in .env; .env.example lists every variable.\n');
    code = 2;
  };

  program
    .command('start')
    .description('run the service, with a prompt if there is a terminal')
    .option(
      '--briefs-moved',
      'accept this content folder although the database was filled from another one',
      false,
    )
    .action(({ briefsMoved }) =>
      withConfig(async (config) => (await import('./start.ts')).main(config, process.env, { briefsMoved })),
    );

  program
    .command('run')
    .description('answer one command line and exit')
    .argument('<line>', 'as it is typed in chat, such as "/DESK visits"')
    .addOption(formatOption())
    .addOption(
      new Option('--as <role>', 'role of the person who asks (default: that of the terminal)').choices([
        ...roles,
      ]),
    )
    .addOption(nowOption())
    .action((line, options) =>
      withConfig(async (config) => (await import('./run.ts')).run(config, process.env, line, options)),
    );

  const digest = program.command('digest').description('work with digests');
  digest
    .command('preview')
    .description('compose a digest of a desk by publication date; sends nothing')
    .argument('<desk>', 'its slash command, without the slash')
    .addOption(new Option('--window <days>', 'number of days back').argParser(days).default(7, '7d'))
    .option('--topic <topic...>', 'only these topics, by id or name', [])
    .option('--country <country...>', 'only these countries, by code or name', [])
    .addOption(formatOption())
    .addOption(nowOption())
    .action((desk, options) =>
      withConfig(async (config) => (await import('./digest.ts')).preview(config, process.env, desk, options)),
    );

  program
    .command('validate')
    .description('check the content files; prints each fault with its file, line and fix')
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
    .command('init')
    .description('write the files of a desk for your own region; asks in a terminal for what is left out')
    .option('--name <name>', 'name of the region, such as "Horn of Africa"')
    .option('--countries <countries>', 'its countries: names or codes, with commas')
    .option('--counterparts <countries>', 'other countries whose dealings with it matter')
    .option('--topics <topics>', 'topics besides the usual ones, with commas: "Tourism, Fisheries"')
    .option('--zone <zone>', 'time zone (default: that of the first country)')
    .option('--languages <languages>', 'languages in which names are typed (default: those of the countries)')
    .option('--words <words>', 'what they call topics and cities: "Energy: energía; La Paz: Ла-Пас"')
    .option('--out <folder>', 'folder for the files of your desks (default: ../deskwire-briefs)')
    .option('--feeds <addresses>', 'feeds, sites or an OPML file, whose last 30 days wait to be drafted')
    .option('--people <names>', 'people to add, with commas, such as those that the feeds name')
    .option('--places <names>', 'places to add, each with its country: "Berbera (SO), Lamu (KE)"')
    .action(async (options) => {
      loadEnvFile();
      const input = process.stdin.isTTY ? process.stdin : undefined;
      code = await (await import('./init.ts')).init(options, { env: process.env, input });
    });

  program
    .command('export')
    .description('export a desk as content files, CSV, JSON or a calendar')
    .argument('[desk]', 'its slash command, without the slash; required if there are several')
    .addOption(
      new Option('--format <format>', 'yaml needs --out and drops comments')
        .choices(['yaml', 'csv', 'json', 'ics'])
        .default('yaml'),
    )
    .option('--out <path>', 'new folder for yaml, new file for other formats (default: standard output)')
    .addOption(
      new Option(
        '--as <role>',
        'export what this role may see; yaml always includes everything, also drafts and restricted entries',
      )
        .choices([...roles])
        .default('reader'),
    )
    .action((desk, options) =>
      withConfig(async (config) => (await import('./export.ts')).exportDesk(config, desk, options)),
    );

  program
    .command('import')
    .description('import entries and sources from YAML, Markdown, CSV or JSON files as drafts in review')
    .argument('<file...>', 'files or folders in a format that `export` writes')
    .option('--desk <desk>', 'required if there are several')
    .option('--dry-run', 'only print what is new or changed', false)
    .option('--publish', 'publish at once; needs "review: one" in desk.yaml', false)
    .action((files, options) =>
      withConfig(async (config) => (await import('./import.ts')).importFiles(config, files, options)),
    );

  program
    .command('inspect')
    .description('print what would be read of a feed, an article or a date, and why not; works offline')
    .addArgument(new Argument('<what>').choices(['feed', 'article', 'dates']))
    .argument('<file>', 'file to read, or - for standard input')
    .option('--type <content-type>', 'Content-Type that a server would send')
    .option('--url <url>', 'address it would come from')
    .option('--desk <desk>', 'desk whose names are looked for; required if there are several')
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json']).default('text'))
    .addOption(nowOption())
    .action((what, file, options) =>
      withConfig(async (config) => (await import('./inspect.ts')).inspect(config, what, file, options)),
    );

  program
    .command('schema')
    .description('print the JSON Schema of `export` (entries), `run` (reply) or `inspect` with --format json')
    .addArgument(new Argument('<of>').choices(['entries', 'reply', 'inspect']))
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
    .description('replace the database with a backup; stop the service first')
    .argument('<file>', 'backup made by `deskwire backup`, or for PostgreSQL by `pg_dump --format=custom`')
    .option('--yes', 'replace an existing database without asking', false)
    .action((file, { yes }) =>
      withConfig(async (config) =>
        (await import('./backup.ts')).restore(config, file, {
          confirmed: yes,
          now: new Date(),
          env: process.env,
        }),
      ),
    );

  program
    .command('doctor')
    .description('check everything that Deskwire needs and print remedies; changes nothing')
    .option('--json', 'print the findings as JSON: {check, state: ok, warn or fault, says, do}', false)
    .action(async (options) => {
      loadEnvFile();
      code = await (await import('./doctor.ts')).doctor(process.env, options);
    });

  program
    .command('manifest')
    .description('print what a platform needs to create the app')
    .command('slack')
    .description('print the Slack app manifest, made from the desks and commands')
    .option('--url <url>', 'public URL of this service (default: none, use Socket Mode)')
    .action((options) => withConfig(async (config) => (await import('./setup.ts')).slack(config, options)));

  program
    .command('register')
    .description('register the slash commands with a platform')
    .command('discord')
    .description('register the slash commands on Discord if they changed')
    .option('--guild <id>', 'register in one server only, where they appear at once')
    .action((options) => withConfig(async (config) => (await import('./setup.ts')).discord(config, options)));

  const roleCommand = program.command('roles').description('manage roles');
  roleCommand
    .command('list')
    .description('list all granted roles')
    .action(() => withConfig(async (config) => (await import('./people.ts')).list(config)));
  roleCommand
    .command('grant')
    .description('grant a role to a person or a group')
    .argument('<subject>', `${subjectForms}; for a group ${groupForms}`)
    .argument('<role>', roles.join(', '))
    .option('--desk <desk>', 'on one desk only', '*')
    .action((person, role, { desk }) =>
      withConfig(async (config) => (await import('./people.ts')).grant(config, person, role, desk)),
    );
  roleCommand
    .command('revoke')
    .description('revoke a role')
    .argument('<subject>', `${subjectForms}; for a group ${groupForms}`)
    .option('--desk <desk>', 'on one desk only', '*')
    .action((person, { desk }) =>
      withConfig(async (config) => (await import('./people.ts')).revoke(config, person, desk)),
    );
  roleCommand
    .command('code')
    .description('print a one-time code; whoever enters it in chat becomes an admin')
    .action(() => withConfig(async (config) => (await import('./people.ts')).code(config)));

  program
    .command('forget')
    .description('remove a person from the database; what they wrote stays, without their name')
    .argument('<person>', personForms)
    .action((person) => withConfig(async (config) => (await import('./people.ts')).forget(config, person)));

  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    // Commander has printed its own errors; any other error is failed work.
    toStderr(`deskwire: ${failureText(error)}\n`);
    return 1;
  }
  return code;
}

/** Loads `.env` from the current folder, if there is one; the environment takes precedence. */
function loadEnvFile(): void {
  try {
    process.loadEnvFile('.env');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw new Error('.env cannot be read\nMake it a file that this user may read.', { cause: error });
  }
}

/** One line that says what failed and, unless the message already says it, one that says what to do. */
function failureText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message } = error;
  if ('remedy' in error) return `${message}\n${error.remedy}`;
  if ('code' in error && ['ENOENT', 'EEXIST', 'ENOTDIR', 'EACCES', 'EROFS'].includes(String(error.code))) {
    return `${message}\nCheck that path; DESKWIRE_DATA sets the folder of the database.`;
  }
  return message;
}

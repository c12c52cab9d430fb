import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { commands } from '../commands/index.ts';
import { type App, createApp } from '../src/app/app.ts';
import { quietLog } from '../src/cli/output.ts';
import { type CommandShape, offeredIn } from '../src/command/define.ts';
import { readConfig } from '../src/config.ts';
import { fieldTable } from '../src/content/docs/field-table.ts';
import { isAppLine } from '../src/domain/ports/answerer.ts';
import { scopes } from '../src/platforms/slack/registration/manifest.ts';
import { renderText } from '../src/platforms/terminal/render.ts';
import { digestWeek } from './digest-week.ts';
import { editingSession } from './editing-session.ts';

/** Current time in every transcript of the documentation. */
const documentationNow = new Date('2026-11-28T12:00:00Z');

const root = join(import.meta.dirname, '..');

/** Pages with generated parts. */
const pages = [
  'README.md',
  'docs/asking.md',
  'docs/commands.md',
  'docs/digests.md',
  'docs/editors.md',
  'docs/slack.md',
];

/** The current text of all generated pages, by path from the root. */
export async function generatedPages(): Promise<Map<string, string>> {
  const session = new Map([...(await editingSession(root, documentationNow)), ...(await digestWeek(root))]);
  const data = mkdtempSync(join(tmpdir(), 'deskwire-docs-'));
  const result = readConfig({
    DESKWIRE_DATA: data,
    DESKWIRE_BRIEFS: join(root, 'briefs'),
    DESKWIRE_ADMINS: 'terminal',
  });
  if (!result.ok) throw new Error(result.faults.join());
  const app = await createApp(result.config, { log: quietLog, clock: () => documentationNow });
  const made = new Map([['briefs/README.md', fieldTable()]]);
  try {
    await app.desks.sync();
    for (const path of pages) {
      const page = readFileSync(join(root, path), 'utf8');
      made.set(path, await fillIn(fillSession(page, session), app));
    }
  } finally {
    await app.close();
    rmSync(data, { recursive: true });
  }
  return made;
}

/** Fills the text between `<!-- session STEP -->` and `<!-- end -->`. */
function fillSession(page: string, steps: ReadonlyMap<string, string>): string {
  return page.replace(/(<!-- session ([\w-]+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, begin, step, end) => {
    const text = steps.get(step);
    if (!text) throw new Error(`the session has no step ${step}`);
    return `${begin}\`\`\`text\n${text}\n\`\`\`\n${end}`;
  });
}

/**
 * Fills the text between `<!-- transcript LINE -->`, `<!-- commands -->`, `<!-- app-commands COMMAND -->` or `<!--
 * slack-scopes -->` and `<!-- end -->`.
 */
async function fillIn(page: string, app: App): Promise<string> {
  const parts = page.split(
    /(<!-- (?:transcript [^>]+|commands|app-commands [^>]+|slack-scopes) -->\n)[\s\S]*?(<!-- end -->)/,
  );
  const filled = parts.map(async (part) => {
    const line = /^<!-- transcript (.+) -->\n$/.exec(part)?.[1];
    if (line) return `${part}${await transcript(app, line)}`;
    if (part === '<!-- slack-scopes -->\n') return `${part}${scopeTable()}`;
    const ofApp = /^<!-- app-commands (.+) -->\n$/.exec(part)?.[1];
    const own = app.slashes.find(({ id }) => id === ofApp);
    if (own) return `${part}${commandTable(`/${own.id}`, own.commands)}`;
    return part === '<!-- commands -->\n' ? `${part}${commandTable('/centralasia', commands)}` : part;
  });
  return (await Promise.all(filled)).join('');
}

async function transcript(app: App, line: string): Promise<string> {
  const text = line.startsWith('/') ? line : `/centralasia ${line}`;
  const reply = await app.answerer.answer({
    text,
    // App commands are answered for an admin, all others for a reader.
    person: isAppLine(text) ? 'terminal' : 'slack:T0:U0',
    audience: 'person',
    pageSize: 4,
  });
  const drawn = stripVTControlCharacters(renderText(reply, { width: 92, colour: false, links: true }));
  // Draft ids are random; the pages always show the same one.
  const id = /Draft (\w{5}):/.exec(drawn)?.[1];
  const shown = id ? drawn.replaceAll(id, 'k3f9a') : drawn;
  return `\`\`\`text\ndeskwire> ${text}\n\n${shown.trimEnd()}\n\`\`\`\n`;
}

function scopeTable(): string {
  const rows = Object.entries(scopes).map(([scope, why]) => `| \`${scope}\` | ${why} |\n`);
  return `| scope | why |\n|---|---|\n${rows.join('')}`;
}

function commandTable(slash: string, all: readonly CommandShape[]): string {
  const rows = all.map(({ name, options, bare, description }) => {
    const typed = offeredIn(options)
      .filter(([option]) => option !== 'page')
      .map(([option, { required, kind }]) => {
        if (required) return `<${option}>`;
        return bare.includes(option) || kind.type === 'flag' ? `[${option}]` : `[${option}:…]`;
      });
    return `| \`${[name, ...typed].join(' ')}\` | ${description} |`;
  });
  return `| type after \`${slash}\` | to get |\n|---|---|\n${rows.join('\n')}\n`;
}

if (import.meta.main) {
  for (const [path, text] of await generatedPages()) writeFileSync(join(root, path), text);
}

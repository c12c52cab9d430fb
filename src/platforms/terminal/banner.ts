import { count } from '../../domain/dates/day.ts';
import { makeInk, readableWidth, type TerminalSettings } from './capabilities.ts';
import { cleanAll, hang, indented, margin } from './text.ts';

/** What the banner shows about a started service. */
export interface BannerFacts {
  version: string;
  desks: { id: string; name: string; briefs: number; facts: number; visits: number }[];
  /** Desks of the folder whose files have faults so that nothing of them is served, and the first fault. */
  broken: { desk: string; says: string }[];
  /** Location of the database, such as `data/deskwire.db` or `PostgreSQL at db.example.org`; no secrets. */
  data: string;
  /** Folder of the content files. */
  briefs: string;
  /** Platforms that are connected, such as `Slack (Socket Mode)`, `Discord`. */
  platforms: string[];
  /** URL of the health check; missing: not served. */
  health?: string;
  /** URL that opens the local page once; missing: not served. */
  page?: string;
  /** Whether only the example desk is served, so that the way to a desk of one's own is shown. */
  example: boolean;
  /** Lines to try, at most three are shown. */
  examples: string[];
  /** Whether a prompt follows; examples and keys are shown only then. */
  prompt: boolean;
}

const makeYourOwn = 'npm run -s deskwire -- init makes one for your own region';

/** The banner of `start`: version, desks, database, connections and examples, within the terminal's width. */
export function bannerText(given: BannerFacts, settings: TerminalSettings): string {
  const facts = cleanAll(given);
  const width = readableWidth(settings.width);
  const ink = makeInk(settings.colour);
  const rows: [label: string, text: string][] = [
    ...facts.desks.map((desk): [string, string] => [`/${desk.id}`, deskLine(desk)]),
    ...facts.broken.map(({ desk, says }): [string, string] => [`/${desk}`, `not served: ${says}`]),
    ['/deskwire', 'digests, settings and roles; see /deskwire help'],
    ['/deskwire-edit', 'writing, review and sources; see /deskwire-edit help'],
    ['data', `${facts.data}, content from ${facts.briefs}`],
    ['connected', connected(facts.platforms)],
  ];
  if (facts.desks.length + facts.broken.length === 0)
    rows.unshift(['desks', `none in ${facts.briefs} yet; ${makeYourOwn}`]);
  else if (facts.desks.length > 0 && facts.example)
    rows.push(['yours', `this is the example desk; ${makeYourOwn}`]);
  if (facts.health !== undefined) rows.push(['health', facts.health]);
  if (facts.page !== undefined) rows.push(['page', facts.page]);
  const tries = facts.prompt ? facts.examples.slice(0, 3) : [];
  const column = margin + Math.max(...rows.map(([label]) => label.length)) + 2;
  const row = (label: string, text: string) =>
    hang(`${' '.repeat(margin)}${ink(label, 'label')}`, column, text, width);
  const keys = 'Tab completes, a number picks an option, n and p turn pages, exit leaves.';
  const lines = [
    `${ink('Deskwire', 'heading')} ${ink(facts.version, 'faint')}`,
    ...rows.flatMap(([label, text]) => row(label, text)),
    ...(tries.length > 0 ? [''] : []),
    ...tries.flatMap((line, index) => row(index === 0 ? 'try' : '', ink(line, 'code'))),
    ...(facts.prompt ? ['', ...indented(margin, ink(keys, 'faint'), width)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function deskLine({ name, briefs, facts, visits }: BannerFacts['desks'][number]): string {
  return `${name}: ${count(briefs, 'brief')}, ${count(facts, 'fact')}, ${count(visits, 'visit')}`;
}

function connected(platforms: string[]): string {
  return platforms.length > 0
    ? platforms.join(', ')
    : 'this prompt only; to add Slack or Discord, see docs/slack.md or docs/discord.md';
}

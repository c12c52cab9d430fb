import { count } from '../../domain/dates/day.ts';
import { makeInk, readableWidth, type TerminalSettings } from './capabilities.ts';
import { cleanAll, hang, indented, margin } from './text.ts';

/** What start knows about itself once everything is wired. */
export interface BannerFacts {
  version: string;
  desks: { id: string; name: string; briefs: number; facts: number; visits: number }[];
  /** Where entries and settings lie, such as `data/deskwire.db` or `PostgreSQL at db.example.org`; no secrets. */
  data: string;
  /** Where content files lie. */
  briefs: string;
  /** Platforms that are connected, such as `Slack (Socket Mode)`, `Discord`. */
  platforms: string[];
  /** Address of the health check, when it is served. */
  health?: string;
  /** Lines to try, at most three are shown. */
  examples: string[];
  /** Whether a prompt follows. Without one there is nothing to type into. */
  prompt: boolean;
}

/** What start prints: a few lines that say what runs, on what, for whom, and what to try. */
export function bannerText(given: BannerFacts, settings: TerminalSettings): string {
  const facts = cleanAll(given);
  const width = readableWidth(settings.width);
  const ink = makeInk(settings.colour);
  const rows: [label: string, text: string][] = [
    ...facts.desks.map((desk): [string, string] => [`/${desk.id}`, deskLine(desk)]),
    ['/deskwire', 'digests, writing and review, roles; /deskwire help tells'],
    ['data', `${facts.data}, content from ${facts.briefs}`],
    ['connected', connected(facts.platforms)],
  ];
  if (facts.desks.length === 0) rows.unshift(['desks', `none yet: add a folder under ${facts.briefs}`]);
  if (facts.health !== undefined) rows.push(['health', facts.health]);
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
  return platforms.length > 0 ? platforms.join(', ') : 'no tokens set: answering here only';
}

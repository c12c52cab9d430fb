import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import type { Day } from '../src/domain/dates/day.ts';

export interface Row {
  what: string;
  measured: string;
  /** The least that anything could take, where there is such a thing. */
  floor: string;
  /** Measured over floor, or what is measured itself. */
  ratio: string;
  target: string;
  /** Undefined: it has no target, it is shown to compare with. */
  reached: boolean | undefined;
  /** What took most of the time, where it was missed and a profile was made. */
  where?: string;
}

export type Unit = 'ms' | 's' | 'MB' | 'x' | '';

const digits = (value: number) => (value >= 100 ? 0 : value >= 10 ? 1 : 2);
export const shown = (value: number, unit: Unit): string =>
  Number.isNaN(value)
    ? '-'
    : `${value.toFixed(unit === '' ? (Number.isInteger(value) ? 0 : 2) : digits(value))}${unit && ` ${unit}`}`;

/** Collects what was measured, prints it as it comes, and keeps the figures for those that compare two sizes. */
export class Table {
  readonly rows: Row[] = [];
  readonly #figures = new Map<string, number>();
  readonly #print: (line: string) => void;
  #told = 0;

  constructor(print: (line: string) => void) {
    this.#print = print;
    print(line(headings));
    print(line(widths.map((width) => '-'.repeat(width))));
  }

  /** At most so many times the floor. */
  timesFloor(what: string, measured: number, floor: number, most: number, unit: Unit = 'ms'): void {
    const ratio = measured / floor;
    this.#add(
      {
        ...{ what, measured: shown(measured, unit), floor: shown(floor, unit), ratio: shown(ratio, 'x') },
        target: `${most} x`,
        reached: ratio <= most,
      },
      measured,
    );
  }

  /** At most so much, whatever the machine. `least`: what it is compared with to show how far it is from that. */
  atMost(what: string, measured: number, most: number, unit: Unit, least?: number): void {
    const row = {
      what,
      measured: shown(measured, unit),
      target: `${shown(most, unit)}`,
      reached: measured <= most,
    };
    const floor = least === undefined ? '' : shown(least, unit);
    const ratio = least ? shown(measured / least, 'x') : 'absolute';
    this.#add({ ...row, floor, ratio }, measured);
  }

  /** It did not come to its end, or not right. */
  failed(what: string, why: string, target: string): void {
    this.#add({ what, measured: why, floor: '', ratio: '', target, reached: false }, Number.NaN);
  }

  /** Without a target. */
  note(what: string, measured: number, unit: Unit): void {
    this.#add(
      { what, measured: shown(measured, unit), floor: '', ratio: '', target: '', reached: undefined },
      measured,
    );
  }

  /** Says where the time went of the rows before that missed their target, as far as nothing is said yet. */
  because(where: string): void {
    const unsaid = this.rows.slice(this.#told).filter(({ reached }) => reached === false);
    this.#told = this.rows.length;
    if (where === '' || unsaid.length === 0) return;
    for (const row of unsaid) row.where = where;
    this.#print(`    ${where}`);
  }

  figure(what: string): number | undefined {
    return this.#figures.get(what);
  }

  missed(): string[] {
    return this.rows.filter(({ reached }) => reached === false).map(missedWords);
  }

  #add(row: Row, figure: number): void {
    this.rows.push(row);
    this.#figures.set(row.what, figure);
    this.#print(line(cells(row)));
  }
}

const headings = ['what', 'measured', 'floor', 'ratio', 'target', 'reached'];
const widths = [70, 12, 10, 9, 10, 7];

const cells = ({ what, measured, floor, ratio, target, reached }: Row) => [
  ...[what, measured, floor, ratio, target],
  reached === undefined ? '' : reached ? 'yes' : 'NO',
];

const line = (texts: readonly string[]) =>
  texts
    .map((text, at) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0)))
    .join('  ')
    .trimEnd();

const missedWords = ({ what, measured, ratio, target, where }: Row) =>
  `${what}: ${ratio.endsWith('x') && target.endsWith('x') ? ratio : measured}, target ${target}${where ? `. ${where}` : ''}`;

const [begin, end] = ['<!-- bench -->', '<!-- end -->'];

/** Puts the last run between the marks of `page`, beside what is written by hand. */
export function writePage(
  page: string,
  table: Table,
  run: { day: Day; minutes: number; load: number[] },
): void {
  const text = readFileSync(page, 'utf8');
  const [before, after] = [text.indexOf(begin), text.indexOf(end)];
  if (before < 0 || after < before) throw new Error(`${page} has no ${begin} … ${end}`);
  const markdown = (texts: readonly string[]) =>
    `| ${texts.map((each) => each.replaceAll('|', '\\|')).join(' | ')} |`;
  const missed = table.missed();
  const made = [
    `Run of ${run.day} on ${machine()}; ${run.minutes.toFixed(1)} minutes; load average ${run.load.map((each) => each.toFixed(1)).join(' before, ')} after.`,
    '',
    markdown(headings),
    '|---|---|---|---|---|---|',
    ...table.rows.map((row) => markdown(cells(row))),
    '',
    missed.length === 0
      ? 'Every target was reached.'
      : ['Missed:', '', ...missed.map((each) => `- ${each}`)].join('\n'),
  ];
  writeFileSync(page, `${text.slice(0, before)}${begin}\n${made.join('\n')}\n${text.slice(after)}`);
}

export const loadNow = (): number => loadavg()[0] ?? 0;

function machine(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores (${first?.model.trim() || process.arch}), ${memory} GB, Linux ${release().split('-')[0]}, Node ${process.versions.node}`.replace(
    'Linux',
    process.platform === 'linux' ? 'Linux' : process.platform,
  );
}

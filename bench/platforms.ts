import { startBareDiscord } from './bare-discord.ts';
import { startBareSlack } from './bare-slack.ts';
import type { BenchDesk } from './desk-of.ts';
import { judge } from './judge.ts';
import { type Figures, figuresOf, type Sample } from './latency.ts';
import { type Load, type Order, startLoad } from './load-process.ts';
import { startOurs } from './our-platforms.ts';

/** The sizes of a desk that the aims are set for. */
const measured: readonly number[] = [1_000, 100_000];
const aims = { ratio: 1.5, p99: 100, completing: 50 } as const;
/** Ours and the bare one take turns, so that a noisy moment of the machine falls on both. */
const paces = [
  { atOnce: 1, count: 30, turns: 10 },
  { atOnce: 50, count: 150, turns: 4 },
] as const;
const warmUp = { atOnce: 10, count: 200 };

const desk = 'centralasia';
const visits = { command: 'visits', options: { country: 'kazakhstan' }, typed: `/${desk} visits kazakhstan` };
/** Both remembered after the first time; and with a look at the entries each time. */
const questions = [
  { name: 'help', command: 'help', options: {}, typed: `/${desk} help`, anew: false },
  { name: 'visits', ...visits, anew: false },
  { name: 'anew', ...visits, anew: true },
] as const;

/** What people type on the way to a name or an id, also when they spell it wrong. */
const completions = [
  { command: 'visits', option: 'country', typed: 'kaz' },
  { command: 'visits', option: 'country', typed: 'kyrgistan' },
  { command: 'facts', option: 'person', typed: 'tok' },
  { command: 'facts', option: 'person', typed: 'mirziyoev' },
  { command: 'facts', option: 'topic', typed: 'min' },
  { command: 'brief', option: 'id', typed: 'synthetic-99' },
  { command: 'brief', option: 'id', typed: 'lithium' },
] as const;

const cell = (value: number) => value.toFixed(2).padStart(9);
const verdict = (aim: string, reached: boolean) => judge(aim, reached).padEnd(9);

/** Slash commands and interactions over real clients, ours against an app that only echoes, in one process. */
export async function benchPlatforms(desks: readonly BenchDesk[]): Promise<void> {
  const sized = desks.filter(({ entries }) => measured.includes(entries));
  if (sized.length === 0) return;
  console.log(
    `\nPlatforms: ours against a bare echo, in turn, milliseconds; aim: p50 within ${aims.ratio} times, p99 under ${aims.p99} with 50 at once\nhelp and visits are the same question each time, and remembered; anew: visits since another day each time\n`,
  );
  console.log(
    ' entries  platform question  at once     ours: p50      p99      /s     bare: p50      p99      /s    ratio   p50 aim  p99 aim',
  );
  for (const each of sized) await withLoad(each, compareAll);
  const largest = sized.reduce((one, other) => (other.entries > one.entries ? other : one));
  console.log(`\nAutocomplete on Discord, one at a time, milliseconds; aim: p99 under ${aims.completing}\n`);
  console.log(' entries  option    typed               p50      p99   offered   aim');
  await withLoad(largest, completeAll);
}

interface Measuring {
  entries: number;
  load: Load;
  slack: { ours: string; bare: string };
}

async function withLoad(desk: BenchDesk, measure: (measuring: Measuring) => Promise<void>): Promise<void> {
  const opened = new AsyncDisposableStack();
  try {
    const load = await startLoad();
    opened.defer(() => load.stop());
    const ours = await startOurs(desk, load.fakes);
    opened.defer(() => ours.stop());
    const bareSlack = await startBareSlack(load.fakes.slack);
    opened.defer(() => bareSlack.stop());
    const bareDiscord = await startBareDiscord(load.fakes.discord.bare);
    opened.defer(() => bareDiscord.stop());
    await measure({ entries: desk.entries, load, slack: { ours: ours.url, bare: bareSlack.url } });
  } finally {
    await opened.disposeAsync();
  }
}

async function compareAll({ entries, load, slack }: Measuring): Promise<void> {
  for (const { name, command, options, typed, anew } of questions) {
    const onSlack = (bot: 'ours' | 'bare') => ({ kind: 'slack', url: slack[bot], typed, anew }) as const;
    const onDiscord = (bot: 'ours' | 'bare') =>
      ({ kind: 'discord', bot, desk, command, options, anew }) as const;
    for (const order of [onSlack, onDiscord]) {
      for (const bot of ['ours', 'bare'] as const) await load.send({ ...order(bot), ...warmUp });
      for (const pace of paces) {
        const { ours, bare } = await inTurn(load, order, pace);
        const [size, platform] = [String(entries).padStart(8), order('ours').kind.padEnd(8)];
        const of = `${platform.trim()} ${name} over ${entries} entries, ${pace.atOnce} at once`;
        console.log(
          `${size}  ${platform} ${name.padEnd(8)} ${String(pace.atOnce).padStart(8)}  ${compared(of, ours, bare, pace.atOnce)}`,
        );
      }
    }
  }
}

async function inTurn(
  load: Load,
  order: (bot: 'ours' | 'bare') => Omit<Extract<Order, { kind: 'slack' | 'discord' }>, 'count' | 'atOnce'>,
  { turns, count, atOnce }: (typeof paces)[number],
) {
  const samples: Record<'ours' | 'bare', Sample[]> = { ours: [], bare: [] };
  for (let turn = 0; turn < turns; turn++)
    for (const bot of ['ours', 'bare'] as const)
      samples[bot].push(await load.send({ ...order(bot), count, atOnce } as Order));
  return { ours: figuresOf(samples.ours), bare: figuresOf(samples.bare) };
}

function compared(of: string, ours: Figures, bare: Figures, atOnce: number): string {
  const figures = ({ p50, p99, perSecond }: Figures) =>
    `${cell(p50).padStart(14)}${cell(p99)}${perSecond.toFixed(0).padStart(8)}`;
  const ratio = ours.p50 / bare.p50;
  const remarks = [
    ...(ours.lacking > 0 ? [`${ours.lacking} of ours were only announced at first`] : []),
    ...(ours.overdue > 0 ? [`${ours.overdue} of ours came after 3 s`] : []),
  ].join(', ');
  const p99 = atOnce === 1 ? ' '.repeat(9) : verdict(`${of}: p99`, ours.p99 < aims.p99);
  return `${figures(ours)}${figures(bare)}${cell(ratio)}   ${verdict(`${of}: p50`, ratio <= aims.ratio)}${p99}${remarks}`.trimEnd();
}

async function completeAll({ entries, load }: Measuring): Promise<void> {
  for (const completion of completions) {
    const order = { kind: 'complete', desk, ...completion } as const;
    await load.send({ ...order, count: 50, atOnce: 1 });
    const { p50, p99, lacking } = figuresOf([await load.send({ ...order, count: 200, atOnce: 1 })]);
    const offered = lacking === 0 ? 'yes' : 'no';
    console.log(
      `${String(entries).padStart(8)}  ${completion.option.padEnd(9)} ${completion.typed.padEnd(14)}${cell(p50)}${cell(p99)}   ${offered.padEnd(7)}   ${verdict(`completing ${completion.option} ${completion.typed}`, p99 < aims.completing)}`.trimEnd(),
    );
  }
}

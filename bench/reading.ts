import { type Floors, startFloors } from './floors.ts';
import { type Completion, figuresOf, inTurn, type Load, startLoad } from './load.ts';
import { deskId, type MadeDesk } from './made-desk.ts';
import { type Service, type Site, startService } from './processes.ts';
import {
  completions,
  differentQuestions,
  matchingNothing,
  type Question,
  question,
  remembered,
} from './questions.ts';
import type { Table } from './table.ts';

/** A service on the fakes beside the bare apps, and what it serves. */
export interface Serving {
  made: MadeDesk;
  load: Load;
  floors: Floors;
  service: Service;
  table: Table;
  /** Before each name in the table: the size and, if it is not the embedded one, the database. */
  of: string;
  /** How many times the target of the embedded store may be taken. */
  slack: number;
}

const typed = (questions: readonly Question[]) => questions.map((each) => each.typed);

export async function serving<T>(
  site: Site,
  { heartbeatMs, ...given }: Omit<Serving, 'load' | 'floors' | 'service'> & { heartbeatMs?: number },
  measure: (serving: Serving) => Promise<T>,
): Promise<T> {
  const opened = new AsyncDisposableStack();
  try {
    const load = await startLoad(heartbeatMs);
    opened.defer(load.stop);
    const service = await startService(site, load.fakes);
    opened.defer(service.stop);
    const floors = await startFloors(load.fakes);
    opened.defer(floors.stop);
    return await measure({ ...given, load, service, floors });
  } finally {
    await opened.disposeAsync();
  }
}

/** To one app over signed HTTP, as Slack does it. */
const asker =
  ({ load }: Pick<Serving, 'load'>, url: string, atOnce: number) =>
  (lines: readonly string[]) =>
    load.send({ kind: 'slack', url, lines, atOnce });

/** Everything that readers do, `count` different questions of it. */
export async function benchReading(
  serving: Serving,
  { count, all }: { count: number; all: boolean },
): Promise<string> {
  const { made, floors } = serving;
  await warmUp(serving);
  const slowest = await mixOneAtATime(serving, count);
  await mixAtOnce(serving, differentQuestions(count, made, 2));
  await completing(serving, all ? 200 : 60);
  if (!all) return slowest;

  for (const [name, one] of Object.entries(remembered)) await again(serving, name, one);
  await onDiscord(serving, differentQuestions(count, made, 3));
  await thousand(serving);
  serving.table.note(`${serving.of}a bare process with Bolt and discord.js: resident`, floors.resident, 'MB');
  return slowest;
}

async function warmUp({ load, service, floors, made }: Serving): Promise<void> {
  const lines = typed(differentQuestions(40, made, 99));
  for (const url of [service.url, floors.bolt, floors.http])
    await load.send({ kind: 'slack', url, lines: [...lines, ...lines], atOnce: 4 });
}

/** The command that took longest, as its slowest question was typed. */
async function mixOneAtATime(serving: Serving, count: number): Promise<string> {
  const { made, service, floors, table, of, slack } = serving;
  const lines = typed(differentQuestions(count, made, 1));
  await service.probed();
  const { ours, bare, answers } = await inTurn(lines, {
    ours: asker(serving, service.url, 1),
    bare: asker(serving, floors.bolt, 1),
  });
  const http = figuresOf(await asker(serving, floors.http, 1)(lines));
  table.note(`${of}bare node:http with the signature check, p50`, http.p50, 'ms');
  const name = `${of}different questions, one at a time, p50`;
  // The stretch of half as much is for the page to show, not to fail by.
  table.timesFloor(name, ours.p50, bare.p50, 8 * slack);
  table.note(`${of}different questions, one at a time, p99`, ours.p99, 'ms');
  table.because((await service.probed()).where);
  if (ours.lost > 0)
    table.failed(`${of}questions without an answer`, `${ours.lost} of ${answers.length}`, '0');
  const byCommand = new Map<string, number[]>();
  let slowest = { line: lines[0] ?? '', whole: 0 };
  for (const [at, line] of lines.slice(0, answers.length).entries()) {
    const whole = answers[at]?.whole ?? 30_000;
    const command = line.split(' ')[1] ?? '';
    byCommand.set(command, [...(byCommand.get(command) ?? []), whole]);
    if (whole > slowest.whole) slowest = { line, whole };
  }
  for (const [command, times] of byCommand)
    table.note(
      `${of}  ${command}, p50`,
      figuresOf(times.map((whole) => ({ ack: 0, whole, text: '' }))).p50,
      'ms',
    );
  return slowest.line;
}

async function mixAtOnce(serving: Serving, questions: readonly Question[]): Promise<void> {
  const { service, floors, table, of, slack } = serving;
  const lines = typed(questions);
  const { ours, bare } = await inTurn(
    lines,
    { ours: asker(serving, service.url, 50), bare: asker(serving, floors.bolt, 50) },
    { turns: 1 },
  );
  table.atMost(`${of}different questions, 50 at once, p99`, ours.p99, 500 * slack, 'ms', bare.p99);
  table.atMost(`${of}different questions, 50 at once, last ack`, ours.ack, 1000, 'ms', bare.ack);
  if (ours.lost > 0) table.failed(`${of}questions at once without an answer`, String(ours.lost), '0');
  table.because((await service.probed()).where);
}

/** The same question again and again. */
async function again(serving: Serving, name: string, { typed: line }: Question): Promise<void> {
  const { service, floors, table, of, slack } = serving;
  const lines = Array<string>(200).fill(line);
  const { ours, bare } = await inTurn(lines, {
    ours: asker(serving, service.url, 1),
    bare: asker(serving, floors.bolt, 1),
  });
  table.timesFloor(`${of}remembered answer (${name}), p50`, ours.p50, bare.p50, 1.8 * slack);
  table.because((await service.probed()).where);
}

async function onDiscord(serving: Serving, questions: readonly Question[]): Promise<void> {
  const { load, table, of, slack, service } = serving;
  const send = (bot: 'ours' | 'bare') => (asks: readonly Question[]) =>
    load.send({ kind: 'discord', bot, desk: deskId, asks, atOnce: 1 });
  const { ours, bare } = await inTurn(questions, { ours: send('ours'), bare: send('bare') });
  table.timesFloor(`${of}different questions on Discord, p50`, ours.p50, bare.p50, 8 * slack);
  const same = Array.from({ length: 100 }, () => question('help'));
  const help = await inTurn(same, { ours: send('ours'), bare: send('bare') });
  table.timesFloor(
    `${of}remembered answer on Discord (help), p50`,
    help.ours.p50,
    help.bare.p50,
    1.8 * slack,
  );
  table.because((await service.probed()).where);
}

async function completing(serving: Serving, count: number): Promise<void> {
  const { load, table, of, slack, service } = serving;
  const send = (bot: 'ours' | 'bare') => (asks: readonly Completion[]) =>
    load.send({ kind: 'complete', bot, desk: deskId, asks, atOnce: 1 });
  const nothing = await inTurn(matchingNothing(count), { ours: send('ours'), bare: send('bare') });
  const name = `${of}completion of an id that matches nothing, p50`;
  table.atMost(name, nothing.ours.p50, 10 * slack, 'ms', nothing.bare.p50);
  const asks = Array.from({ length: Math.ceil(count / 4) }, () => completions).flat();
  const found = figuresOf(await send('ours')(asks));
  table.atMost(`${of}completion of names and ids, p99`, found.p99, 50 * slack, 'ms');
  table.because((await service.probed()).where);
}

/** What stays in memory once as many were asked as a day of a busy desk has. */
async function thousand(serving: Serving): Promise<void> {
  const { made, service, table, of } = serving;
  const lines = typed(differentQuestions(1000, made, 4));
  await asker(serving, service.url, 4)(lines);
  const { resident, block } = await service.probed();
  table.atMost(`${of}resident after 1,000 questions`, resident, 300, 'MB', serving.floors.resident);
  table.note(`${of}longest block of the loop while they were asked`, block, 'ms');
}

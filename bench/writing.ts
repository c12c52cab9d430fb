import { chanceOf } from '../tests/crash/chance.ts';
import { median } from './load.ts';
import { type Probed, type Site, work } from './processes.ts';
import { factLine } from './questions.ts';
import type { Serving } from './reading.ts';

/** Milliseconds. */
const aims = { act: 100, block: 50 } as const;

/** In the order in which somebody does them. */
const acts = ['add fact', 'submit', 'review', 'approve', 'correct', 'approve a correction'] as const;
type Act = (typeof acts)[number];

/**
 * Facts written, reviewed, approved and corrected over signed HTTP, `times` times or until `limitMs` have passed. A
 * block of the loop is taken as the median of an act's: what the act does each time, not what the machine did once.
 */
export async function benchWriting(
  serving: Serving,
  { times, limitMs }: { times: number; limitMs: number },
): Promise<void> {
  const { table, of, slack, made } = serving;
  const measured = new Map<Act, { whole: number[]; block: number[]; where: string }>();
  const chance = chanceOf(7);
  const act = actor(serving, (name, whole, { block, where }) => {
    const all = measured.get(name) ?? { whole: [], block: [] };
    measured.set(name, { whole: [...all.whole, whole], block: [...all.block, block], where });
  });
  await act(undefined, '/deskwire-edit review post:here');
  const end = performance.now() + limitMs;
  for (let at = 0; at < times && (at === 0 || performance.now() < end); at++) {
    const draft = draftIn(await act('add fact', factLine(made, chance)));
    await act('submit', `/deskwire-edit draft submit ${draft}`);
    await act('review', '/deskwire-edit review');
    const entry = entryIn(await act('approve', `/deskwire-edit draft approve ${draft}`));
    const corrected = draftIn(
      await act('correct', `/deskwire-edit correct ${entry} note:"It was read again."`),
    );
    await act(undefined, `/deskwire-edit draft submit ${corrected}`);
    await act('approve a correction', `/deskwire-edit draft approve ${corrected}`);
  }
  for (const name of acts) {
    table.atMost(`${of}${name}, p50`, median(measured.get(name)?.whole ?? []), aims.act * slack, 'ms');
    table.because(measured.get(name)?.where ?? '');
  }
  const [worst, block] = [...measured]
    .map(([name, all]) => [name, median(all.block)] as const)
    .reduce((one, other) => (other[1] > one[1] ? other : one));
  table.atMost(`${of}longest block of the loop while writing (${worst})`, block, aims.block, 'ms');
}

function actor(
  { load, service }: Serving,
  note: (name: Act, whole: number, probed: Probed) => void,
): (name: Act | undefined, line: string) => Promise<string> {
  return async (name, line) => {
    await service.probed();
    const [answer] = await load.send({ kind: 'slack', url: service.url, lines: [line], atOnce: 1 });
    if (!answer) throw new Error(`nobody answered ${line}`);
    const probed = await service.probed();
    if (name) note(name, answer.whole, probed);
    return answer.text;
  };
}

const draftIn = (text: string) => found(/[Dd]raft ([0-9a-z]{5})\b/, text);
const entryIn = (text: string) => found(/Approved: ([a-z0-9-]+)/, text);

function found(pattern: RegExp, text: string): string {
  const [, id] = pattern.exec(text) ?? [];
  if (id === undefined) throw new Error(`no ${pattern} in: ${text}`);
  return id;
}

/** What each minute does for reviewers when nothing changed since. */
export async function benchCards(
  site: Site,
  { table, of, slack }: Pick<Serving, 'table' | 'of' | 'slack'>,
): Promise<void> {
  const { took, block, code, said, where } = await work(site, 'cards');
  if (code === null) return table.failed(`${of}minute tick of cards`, said, '100 ms');
  table.atMost(`${of}minute tick of cards`, took, aims.act * slack, 'ms');
  table.atMost(`${of}longest block of the loop in it`, block, aims.block, 'ms');
  table.because(where);
}

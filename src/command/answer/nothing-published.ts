import { formatDay } from '../../domain/day.ts';
import type { Scope } from '../../domain/ports/entries.ts';
import type { Reply } from '../../domain/reply.ts';
import type { CommandContext } from '../define.ts';
import { answer, heading, notice } from './blocks.ts';
import { present } from './setting.ts';

/** The answer as of a day before the desk published anything: then no register reached anywhere yet. */
export async function nothingPublished(
  title: string,
  scope: Scope,
  context: CommandContext,
): Promise<Reply | undefined> {
  const by = scope.asOf ?? scope.today;
  // Nearly always there is something: that costs no look into the store.
  if (context.desk.sources.some(({ added }) => added <= by)) return undefined;
  const first = { limit: 1, offset: 0 };
  const order = 'published-newest';
  if ((await context.entries.list(scope, { order }, first)).total > 0) return undefined;
  const now = present(scope);
  const { total } = await context.entries.list(now, { order }, first);
  const last = { limit: 1, offset: Math.max(0, total - 1) };
  const [oldest] = (await context.entries.list(now, { order }, last)).items;
  const since = oldest ? `; its first entry is of ${formatDay(oldest.body.published)}` : '';
  const words = `The desk had published nothing by ${formatDay(by)}${since}.`;
  return answer(context, { outcome: 'not_covered', blocks: [heading(title), notice('gap', words)] });
}

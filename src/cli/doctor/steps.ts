import { type Config, exampleBriefs } from '../../config.ts';
import { type Found, ok } from '../../domain/checkup.ts';
import { type CatalogueDesk, editLine } from '../../domain/ports/answerer.ts';
import type { Store } from '../../store/store.ts';

/** On the way from the program to a first digest. */
interface Step {
  done: boolean;
  /** What is done, or would be. */
  says: string;
  next: string;
}

/** Each step from an own desk to a first digest, ticked where it is done, and what to do next. */
export async function stepsFound(
  { briefs, slack, discord }: Config,
  catalogue: readonly Pick<CatalogueDesk, 'id' | 'app'>[],
  /** Desks that cannot be served, with why. */
  broken: readonly { says: string }[],
  store: Pick<Store, 'subscriptions' | 'publications'> | undefined,
): Promise<Found[]> {
  const desks = catalogue.filter(({ app }) => !app).map(({ id }) => id);
  const [desk = 'DESK'] = desks;
  const ended = await store?.subscriptions.list({});
  const subscribed = (ended ?? []).some(({ state }) => state !== 'ended');
  const platforms = [slack && 'Slack', discord && 'Discord'].filter(Boolean).join(' and ');
  const steps: Step[] = [
    {
      done: briefs !== exampleBriefs && desks.length > 0,
      says: `a desk of your own${briefs === exampleBriefs || desks.length === 0 ? '' : ` (/${desks.join(', /')})`}`,
      next: broken[0]
        ? `correct ${broken[0].says}`
        : 'npm run -s deskwire -- init, or go on with the example desk',
    },
    {
      done: ((await store?.publications.head()) ?? 0) > 0,
      says: 'a published entry',
      next: `npm start, then ${editLine('feeds items')} or ${editLine('add fact')}`,
    },
    {
      done: platforms !== '',
      says: `connected to ${platforms || 'Slack or Discord'}`,
      next: 'npm run -s deskwire -- manifest slack and docs/slack.md; or docs/discord.md',
    },
    {
      done: subscribed,
      says: 'a channel that gets digests',
      next: `invite the bot to a channel and press Subscribe at 08:00, or type /deskwire digest subscribe desk:${desk} there`,
    },
  ];
  const next = steps.find(({ done }) => !done);
  return [
    ...steps.map(({ done, says }) => ok(`${done ? '✓' : '·'} ${says}`)),
    ok(next ? `next: ${next.next}` : 'every step to a first digest is done'),
  ];
}

import { type Day, formatDay } from '../domain/day.ts';
import type { StoredEntry } from '../domain/ports/entries.ts';
import type { Block, Reply } from '../domain/reply.ts';
import type { SubscriptionSettings } from '../domain/subscription.ts';
import type { Edition } from './compose.ts';
import { digestItem, headlineItem } from './digest-item.ts';
import {
  digestReply,
  digestTitle,
  type EditionReplyOptions,
  lateWords,
  lostLine,
  settingOf,
  text,
} from './edition-reply.ts';

export interface EmptyReplyOptions extends EditionReplyOptions {
  onEmpty: Exclude<SubscriptionSettings['onEmpty'], 'skip'>;
  /** For `last`: the newest of the filter, from `gatherNewest`. */
  last: readonly StoredEntry[];
  /** When the digest before was for, or the subscription began; said where there is no digest before that arrived. */
  since?: Day | undefined;
}

/** What is posted when nothing new was published: a line, or the newest entries once more. */
export function emptyReply(edition: Edition, options: EmptyReplyOptions): Reply {
  const { onEmpty, last, format } = options;
  const setting = settingOf(edition);
  const shown = onEmpty === 'last' ? last.filter(({ body }) => body.published <= edition.today) : [];
  const told = new Set(shown.map(({ body }) => body.id));
  const [next, ...later] = edition.ahead.filter(({ body }) => !told.has(body.id));
  const since = `${digestTitle(edition, options)}: nothing new since ${before(options)}.`;
  const line = [since, lateWords(options)].filter(Boolean).join(' ');
  const blocks: Block[] = [
    text(shown.length > 0 ? `${line} Once more the newest:` : line),
    ...(shown.length > 0
      ? [
          {
            type: 'entries' as const,
            items: shown.map((entry) => digestItem({ entry, folded: [] }, setting, format)),
          },
        ]
      : []),
    ...lostLine(options),
    ...(next
      ? [
          text(
            later.length > 0
              ? `Ahead, and ${later.length} more in /${edition.desk.definition.id} upcoming:`
              : 'Ahead:',
          ),
          { type: 'entries' as const, items: [headlineItem(next, setting)] },
        ]
      : []),
  ];
  return digestReply(edition, setting, blocks);
}

/** A digest that has not arrived, or not yet, is none that its readers know of. */
function before({ number = 1, since, lost }: EmptyReplyOptions): string {
  if (number > 1 && lost?.newest !== number - 1) return `digest ${number - 1}`;
  return since ? formatDay(since) : 'the subscription began';
}

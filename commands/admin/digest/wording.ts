import { choices } from '../../../src/command/answer/blocks.ts';
import type { Desk } from '../../../src/domain/desk.ts';
import type { Subscription, SubscriptionSettings } from '../../../src/domain/digests/subscription.ts';
import { appCommands } from '../../../src/domain/ports/answerer.ts';
import type { Timetable } from '../../../src/domain/ports/digests.ts';
import type { Block, Span } from '../../../src/domain/reply.ts';

export const digestLine = (rest: string) => `/${appCommands.manage} digest ${rest}`;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** `Tue 24 Nov 2026, 08:00 GMT+5`, as the clocks of the zone read. */
export function instantIn(zone: string, at: Date): string {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'short',
    });
    formatters.set(zone, formatter);
  }
  const part = Object.fromEntries(formatter.formatToParts(at).map(({ type, value }) => [type, value]));
  const { weekday, day, month, year, hour, minute, timeZoneName } = part;
  return `${weekday} ${day} ${month} ${year}, ${hour}:${minute} ${timeZoneName}`;
}

const upcoming = 5;

/** The next instants of one that runs, those that clocks or holidays have moved marked. */
export function nextDigests(
  subscription: Subscription,
  desk: Desk,
  { now, timetable }: { now: Date; timetable: Timetable },
): Block[] {
  if (subscription.state !== 'active') return [];
  const { schedule } = subscription;
  const items = timetable
    .next(subscription, desk, now, upcoming)
    .map(({ at, moved, holiday }): Span[] => [
      { text: instantIn(schedule.zone, at) },
      ...(moved ? [{ text: ' (moved: the clocks change, and that day has no such time)' }] : []),
      ...(holiday === 'shifted' ? [{ text: ' (moved from a holiday)' }] : []),
    ]);
  if (items.length === 0)
    return [{ type: 'text', spans: [{ text: 'No digest is due in the years ahead.' }] }];
  return [
    { type: 'text', spans: [{ text: `The next are due, in the time of ${schedule.zone}:` }] },
    { type: 'list', items },
  ];
}

export function emptyWords({
  onEmpty,
  lastCount,
}: Pick<SubscriptionSettings, 'onEmpty' | 'lastCount'>): string {
  const words = {
    skip: 'nothing is posted',
    'one-line': 'one line says so',
    last: `the last ${lastCount} ${lastCount === 1 ? 'entry is' : 'entries are'} shown once more`,
  };
  return words[onEmpty];
}

export const headlinesWords = (on: boolean | undefined) => (on ? 'up to five at its end' : 'none');

/** How one is changed: lines to type, which no button runs by itself. */
export function howToChange(id: number): Block[] {
  const lines = [
    ['edit', 'at 09:30', ', or other days, another zone, filter or format'],
    ['pause', '', ''],
    ['unsubscribe', '', ''],
  ] as const;
  return [
    { type: 'text', spans: [{ text: 'To change it, type:' }] },
    {
      type: 'list',
      items: lines.map(([verb, value, about]) => [
        { text: digestLine([verb, `number:${id}`, value].filter(Boolean).join(' ')), style: 'code' },
        ...(about ? [{ text: about }] : []),
      ]),
    },
  ];
}

export function lookInto(id: number): Block[] {
  return choices('Look at', [
    { label: 'Its settings, to change', command: digestLine(`show number:${id}`) },
    { label: 'Its history', command: digestLine(`history number:${id}`) },
    { label: 'What would come now', command: digestLine(`preview number:${id}`) },
  ]);
}

/**
 * A clock that was once far ahead, and was set back, leaves what fell due until then dealt with. A clock that is set
 * right by seconds is no such thing.
 */
export function isAhead({ state, slot }: Pick<Subscription, 'state' | 'slot'>, now: Date): boolean {
  return state === 'active' && slot.getTime() - now.getTime() > 60_000;
}

/** `active`, `paused until …`, `broken: …`, or several; and what keeps its digest from being composed. */
export function stateWords(subscription: Subscription, now: Date): string {
  const { state, failing, schedule } = subscription;
  const words = reachWords(subscription, now);
  if (!failing || state === 'ended') return words;
  const since = instantIn(schedule.zone, failing.since);
  return `${words}, but its digest could not be composed since ${since}: ${failing.reason}; it is tried again`;
}

function reachWords(subscription: Subscription, now: Date): string {
  const { id, state, pausedUntil, broken, schedule, slot } = subscription;
  if (isAhead(subscription, now)) {
    const until = `silent until ${instantIn(schedule.zone, slot)}, as the clock once stood there`;
    return `${until}; to have digests again from now: ${digestLine(`resume number:${id}`)}`;
  }
  const why = `broken: ${broken?.reason ?? 'its channel cannot be reached'}`;
  switch (state) {
    case 'paused': {
      const until = pausedUntil ? instantIn(schedule.zone, pausedUntil) : 'resumed';
      return `paused until ${until}${broken ? `, and ${why}` : ''}`;
    }
    case 'broken':
      return why;
    case 'ended':
      return 'unsubscribed';
    default:
      return state;
  }
}

/** The next digest of one that runs; undefined where none is planned. */
export function nextInstant(
  subscription: Subscription,
  desk: Desk | undefined,
  { now, timetable }: { now: Date; timetable: Timetable },
): string | undefined {
  if (!desk || subscription.state !== 'active') return undefined;
  const [next] = timetable.next(subscription, desk, now, 1);
  return next && instantIn(subscription.schedule.zone, next.at);
}

import { heading, privately } from '../../src/command/answer/blocks.ts';
import { readPage } from '../../src/command/answer/paging.ts';
import { defineCommand } from '../../src/command/define.ts';
import { dayOption, page, textOption } from '../../src/command/options.ts';
import { refusal } from '../../src/command/refusals.ts';
import { channel as channelSpan, person as personSpan } from '../../src/domain/answer/named.ts';
import { startOfDay } from '../../src/domain/dates/day.ts';
import { type Desk, inWords } from '../../src/domain/desk.ts';
import { type Filter, filterWords } from '../../src/domain/digests/filter.ts';
import { scheduleSchema } from '../../src/domain/digests/subscription.ts';
import { subjectLike, subjectOf } from '../../src/domain/identity.ts';
import type { Timetable } from '../../src/domain/ports/digests.ts';
import type { AuditEntry } from '../../src/domain/ports/publishing.ts';
import type { Span } from '../../src/domain/reply.ts';
import { truncate } from '../../src/domain/text.ts';
import { instantIn } from './digest/wording.ts';
import type { WritingDeps } from './drafts/options.ts';

/** What concerns every desk is for admins of every desk. */
export const audit = (
  { audit: log, deskNow }: Pick<WritingDeps, 'audit' | 'deskNow'>,
  { describe }: Pick<Timetable, 'describe'>,
) =>
  defineCommand({
    scope: 'app',
    name: 'audit',
    description: 'Show who changed what, newest first',
    about: 'desks',
    role: 'admin',
    options: {
      who: textOption('By one person', 80, ['by'], subjectLike),
      since: dayOption('From this day on', 'start', ['from']),
      page,
    },
    bare: ['who', 'since'],
    examples: [
      { line: 'audit', about: 'all changes on the desk (admins)' },
      { line: 'audit slack:T012:U345 since yesterday', about: 'one person’s changes' },
    ],
    async run({ who, since, page: asked }, context) {
      const { desk, person } = context;
      const zone = deskNow(desk)?.definition.zone ?? 'UTC';
      const actor = who === undefined ? undefined : (subjectOf(who, person) ?? who);
      const query = {
        ...(desk !== '*' && { desk }),
        ...(actor !== undefined && { actor }),
        ...(since !== undefined && { since: startOfDay(zone, since) }),
      };
      const found = await readPage(context, asked, 'changes', (window) => log.list(query, window));
      if (found.total === 0) return refusal('ok', 'No change was kept that fits this.');
      const items = found.items.map((entry): Span[] => {
        const of = entry.desk === undefined ? undefined : deskNow(entry.desk);
        const on = desk === '*' && entry.desk ? ` on ${entry.desk === '*' ? 'every desk' : entry.desk}` : '';
        return [
          { text: `${instantIn(of?.definition.zone ?? zone, entry.at)}: ` },
          personSpan(entry.actor),
          { text: ' ' },
          ...actInWords(entry, { desk: of, describe }),
          ...(on ? [{ text: on }] : []),
        ];
      });
      const blocks = [
        heading(`Changes on ${desk === '*' ? 'every desk' : (deskNow(desk)?.definition.name ?? desk)}`),
        ...found.notices,
        { type: 'list' as const, items },
      ];
      return privately({ blocks, paging: found.paging });
    },
  });

/** What its words are made of: the desk that is meant, and a schedule said as people do. */
interface Known extends Pick<Timetable, 'describe'> {
  desk: Desk | undefined;
}

const code = (text: string): Span => ({ text, style: 'code' });

/** What somebody did, in words that follow their name. */
function actInWords({ action, subject, before, after }: AuditEntry, known: Known): Span[] {
  const [, id = subject] = /^[\w-]+:(.+)$/s.exec(subject) ?? [];
  const say = (...parts: (string | Span)[]) =>
    parts.map((part): Span => (typeof part === 'string' ? { text: part } : part));
  const draft = code(id);
  switch (action) {
    case 'role granted':
      return say('made ', personSpan(subject), ` ${after}${before ? ` instead of ${before}` : ''}`);
    case 'role revoked':
      return say(`took the role ${before} from `, personSpan(subject));
    case 'admin code opened':
      return say('made a code for a first admin');
    case 'person removed':
      return say('removed a person’s id everywhere');
    case 'channel visibility set':
      return say(`made answers ${after} in `, channelSpan(subject));
    case 'review cards begun':
      return say('had review cards sent to ', channelSpan(subject));
    case 'review cards ended':
      return say('ended review cards in ', channelSpan(subject));
    case 'report done':
      return say(`closed report ${id} on `, code(after ?? ''));
    case 'feed added':
      return say(`began to follow the feed ${after}`);
    case 'feed removed':
      return say(`no longer follows the feed ${before}`);
    case 'feed item taken':
      return say(`took up the article ${after}`);
    case 'feed item dismissed':
      return say(`dismissed the article ${after}`);
    case 'source added':
      return say('added the source ', draft);
    case 'draft begun':
      return say('began draft ', draft, after ? `: ${draftAct(after)}` : '');
    case 'draft edited':
      return say('edited draft ', draft, after ? `: ${after}` : '');
    case 'draft submitted':
      return say('sent draft ', draft, ' to review');
    case 'draft returned':
      return say('returned draft ', draft, after && after !== 'returned' ? `: ${shortened(after)}` : '');
    case 'draft taken up again':
      return say('took up draft ', draft, ' again');
    case 'draft discarded':
      return say('discarded draft ', draft);
    case 'draft approved': {
      const [, entry, revision] = /^(\S+) revision (\d+)$/.exec(after ?? '') ?? [];
      return entry
        ? say('approved draft ', draft, ': ', code(entry), `, revision ${revision}`)
        : say('approved draft ', draft);
    }
    case 'subscription added': {
      const { channel, name } = parsed(after);
      return say(
        `subscribed to digest ${id}${typeof name === 'string' ? ` ${name}` : ''}`,
        ...(typeof channel === 'string' ? [' in ', channelSpan(channel)] : []),
      );
    }
    case 'subscription changed':
      return say(digestChange(`digest ${id}`, parsed(before), parsed(after), known));
    default: {
      const change = [before, after].flatMap((text) => (text ? [shortened(text)] : [])).join(' → ');
      return say(`${action}, `, code(subject), change ? `: ${change}` : '');
    }
  }
}

/** `add fact` and `correct rice-2005`, as the log has them. */
const draftAct = (act: string) =>
  act.replace(/^(add|source) (?=fact$|brief$)/, '$1 a ').replace(/^source a fact$/, 'add a source');

type Settings = Readonly<Record<string, unknown>>;

function parsed(json: string | undefined): Settings {
  try {
    const value = JSON.parse(json ?? '{}') as unknown;
    return typeof value === 'object' && value !== null ? (value as Settings) : {};
  } catch {
    return {};
  }
}

const settingWords: Readonly<Record<string, string>> = {
  name: 'name',
  filter: 'filter',
  schedule: 'schedule',
  onEmpty: 'what comes when nothing is new',
  format: 'format',
  ping: 'ping',
};

/** What a change of a digest means; where it only moved on, how far it moved is nothing to read. */
function digestChange(digest: string, before: Settings, after: Settings, known: Known): string {
  const zone = zoneOf(after) ?? zoneOf(before) ?? known.desk?.definition.zone ?? 'UTC';
  const { state, pausedUntil, leftOut } = after;
  const until = typeof pausedUntil === 'string' ? ` until ${instantIn(zone, new Date(pausedUntil))}` : '';
  if (state === 'ended') return `unsubscribed from ${digest}`;
  if (state === 'paused' || until) return `paused ${digest}${until}`;
  if (state === 'active')
    return before.state === 'broken' ? `reached the channel of ${digest} again` : `resumed ${digest}`;
  if (state === 'broken') return `could not reach the channel of ${digest}`;
  if (Array.isArray(leftOut)) {
    const had = new Set(Array.isArray(before.leftOut) ? before.leftOut : []);
    const slots = leftOut
      .filter((slot) => !had.has(slot))
      .map((slot) => instantIn(zone, new Date(String(slot))));
    if (slots.length > 0) return `left out ${digest} of ${inWords(slots)}`;
  }
  const changed = Object.keys(settingWords).filter((name) => name in after);
  if (changed.length === 0) return `moved ${digest} on`;
  return `changed ${digest}: ${changed.map((name) => settingChange(name, before[name], after[name], known)).join('; ')}`;
}

function settingChange(name: string, before: unknown, after: unknown, known: Known): string {
  const [from, to] = [before, after].map((value) => settingValue(name, value, known));
  return from && to ? `${settingWords[name]} from ${from} to ${to}` : `${settingWords[name]}`;
}

function settingValue(name: string, value: unknown, { desk, describe }: Known): string | undefined {
  if (typeof value === 'string') return `“${shortened(value)}”`;
  if (typeof value !== 'object' || value === null) return undefined;
  if (name === 'schedule') {
    const schedule = scheduleSchema.safeParse(value);
    return schedule.success ? describe(schedule.data) : undefined;
  }
  return name === 'filter' && desk ? shortened(filterWords(value as Filter, desk)) : undefined;
}

const zoneOf = ({ schedule }: Settings): string | undefined => {
  const zone = typeof schedule === 'object' && schedule !== null ? (schedule as Settings).zone : undefined;
  return typeof zone === 'string' ? zone : undefined;
};

/** Longer texts, such as an address, are only begun. */
const longest = 120;

const shortened = (text: string) => truncate(text, longest);

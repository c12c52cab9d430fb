import { refusal, refusalSuggesting } from '../../../src/command/refusals.ts';
import { weekdayNames } from '../../../src/domain/dates/day.ts';
import { everything, type Filter } from '../../../src/domain/digests/filter.ts';
import {
  longestName,
  type Schedule,
  type SubscriptionSettings,
  toName,
} from '../../../src/domain/digests/subscription.ts';
import { platformOf } from '../../../src/domain/identity.ts';
import type { ScheduleFault, Timetable } from '../../../src/domain/ports/digests.ts';
import type { NameIndex } from '../../../src/domain/ports/names.ts';
import type { Reply } from '../../../src/domain/reply.ts';
import { readFilter } from './filter.ts';
import type { DigestInput } from './options.ts';

export type SettingsResult<T> = { ok: true; value: T } | { ok: false; reply: Reply };

/** How names are read, and the line again with other values. */
interface ReadingAt {
  channel: string;
  line: Line;
  names: NameIndex;
  now: Date;
}

type Line = (changes: Record<string, string | undefined>) => string;

/** A new subscription's settings: what was given, and the usual for the rest. */
export function newSettings(
  input: DigestInput,
  at: { timetable: Timetable; zone: { name: string; from: 'desk' | 'profile' } } & ReadingAt,
): SettingsResult<SubscriptionSettings> {
  const { timetable, zone } = at;
  const schedule = timetable.read(givenIn(input), zone.name, at.now);
  if (!schedule.ok) return { ok: false, reply: faultReply(schedule.fault, at.line) };
  const told = toldSettings(input, at.channel);
  if (!told.ok) return told;
  // A time may name the zone: `9 Nairobi`.
  const from = schedule.value.zone === zone.name ? zone.from : ('given' as const);
  const origins = { ...(input.timezone === undefined && { zone: from }), ...originsOf(input) };
  const filter = filterIn(input, everything, at);
  if (!filter.ok) return filter;
  const usual = {
    onEmpty: 'one-line',
    lastCount: 3,
    format: 'full',
  } as const;
  return {
    ok: true,
    value: { ...usual, ...told.value, filter: filter.value, schedule: schedule.value, origins },
  };
}

/** What an edit changes; everything else stays. `all`: every topic and country again. */
export function editedSettings(
  input: DigestInput & { all?: boolean | undefined },
  before: SubscriptionSettings,
  at: { timetable: Timetable } & ReadingAt,
): SettingsResult<Partial<SubscriptionSettings>> {
  const schedule = editedSchedule(input, before.schedule, at);
  if (!schedule.ok) return schedule;
  const told = toldSettings(input, at.channel);
  if (!told.ok) return told;
  const filter = filterIn(input, input.all ? everything : before.filter, at);
  if (!filter.ok) return filter;
  const narrowed = input.all || (input.filter ?? input.topics ?? input.countries) !== undefined;
  const changed = {
    ...told.value,
    ...(schedule.value && { schedule: schedule.value }),
    ...(narrowed && { filter: filter.value }),
  };
  if (Object.keys(changed).length === 0) return { ok: true, value: {} };
  const zoned = schedule.value && schedule.value.zone !== before.schedule.zone && { zone: 'given' as const };
  return { ok: true, value: { ...changed, origins: { ...before.origins, ...zoned, ...originsOf(input) } } };
}

/** A whole filter takes the place of the one before; topics or countries alone only of those. */
function filterIn(
  { filter, topics, countries }: DigestInput,
  before: Filter,
  { names, line }: ReadingAt,
): SettingsResult<Filter> {
  const read = filter === undefined ? undefined : readFilter(filter, names, (as) => line({ filter: as }));
  if (read && !read.ok) return read;
  const kept = read?.value ?? before;
  const both = (own: string[], more: string[] = []) => [...new Set([...(read ? own : []), ...more])];
  return {
    ok: true,
    value: {
      ...kept,
      topics: topics ? both(kept.topics, topics) : kept.topics,
      countries: countries ? both(kept.countries, countries) : kept.countries,
    },
  };
}

const givenIn = ({ rhythm, weekday, at, cron, timezone, holidays }: DigestInput) => ({
  ...(rhythm && { rhythm }),
  ...(weekday && { weekday }),
  ...(at !== undefined && { time: at }),
  ...(cron !== undefined && { cron }),
  ...(timezone !== undefined && { zone: timezone }),
  ...(holidays && { holidays }),
});

/** Undefined: nothing of it is changed. */
function editedSchedule(
  input: DigestInput,
  before: Schedule,
  { timetable, line, now }: { timetable: Timetable } & ReadingAt,
): SettingsResult<Schedule | undefined> {
  const given = givenIn(input);
  if (Object.keys(given).length === 0) return { ok: true, value: undefined };
  const { rhythm, weekday, time, cron } = given;
  const { everyOther } = before;
  const sameDays = given.rhythm === undefined && given.weekday === undefined && given.cron === undefined;
  const kept = { holidays: before.holidays, ...(everyOther && sameDays && { everyOther }) };
  const days = rhythm ?? weekday ?? time ?? cron;
  if (days === undefined) return read({ ...kept, cron: before.cron, ...given });
  if (cron !== undefined) return read({ ...kept, ...given });
  if (before.rhythm === 'cron') {
    if (rhythm ?? weekday) return read({ ...kept, ...given });
    const says = `It runs by the pattern “${before.cron}”. Say how often too, such as weekdays at 09:30.`;
    const options = (['daily', 'weekdays', 'weekly'] as const).map((value) => ({
      label: value,
      command: line({ rhythm: value }),
    }));
    return { ok: false, reply: refusal('question', says, 'How often?', options) };
  }
  const [minute = '', hour = '', , , day = ''] = before.cron.split(' ');
  const wanted = rhythm ?? (weekday ? 'weekly' : before.rhythm);
  const weekly = wanted === 'weekly' && before.rhythm === 'weekly';
  return read({
    ...kept,
    time: `${hour}:${minute.padStart(2, '0')}`,
    ...(weekly && { weekday: weekdayNames[Number(day)] ?? 'Monday' }),
    ...given,
    rhythm: wanted,
  });

  function read(whole: Parameters<Timetable['read']>[0]): SettingsResult<Schedule> {
    const found = timetable.read(whole, before.zone, now);
    return found.ok ? found : { ok: false, reply: faultReply(found.fault, line) };
  }
}

function toldSettings(input: DigestInput, channel: string): SettingsResult<Partial<SubscriptionSettings>> {
  const { format, headlines, ping, 'on-empty': empty } = input;
  const called = ping === undefined ? undefined : readPing(ping, channel);
  if (called && 'reply' in called) return { ok: false, reply: called.reply };
  const name = input.name === undefined ? undefined : toName(input.name);
  if (input.name !== undefined && name === undefined) {
    const says = `“${input.name}” is no name of a digest: one has a letter, only letters, digits and hyphens, and at most ${longestName} characters, such as “morning-news”.`;
    return { ok: false, reply: refusal('invalid', says) };
  }
  const last = /^last-(\d+)$/.exec(empty ?? '')?.[1];
  return {
    ok: true,
    value: {
      ...(name !== undefined && { name }),
      ...(format && { format }),
      ...(headlines && { headlines: headlines === 'on' }),
      ...(last && { onEmpty: 'last', lastCount: Number(last) }),
      ...((empty === 'skip' || empty === 'one-line') && { onEmpty: empty }),
      ...(called && { ping: called.ping }),
    },
  };
}

/** A user group of Slack or a role of Discord, by mention or id; `none` ends it. */
function readPing(written: string, channel: string): { ping: string | undefined } | { reply: Reply } {
  if (/^(none|nobody|no one|off|no)$/i.test(written)) return { ping: undefined };
  const [platform, place] = channel.split(':');
  const group = platform === 'slack' && /^(?:<!subteam\^)?(S[A-Z0-9]{2,})(?:\|[^>]*)?>?$/.exec(written)?.[1];
  const role = platform === 'discord' && /^(?:<@&)?(\d{5,20})>?$/.exec(written)?.[1];
  const found = group || (role && role !== place && role);
  if (found) return { ping: found };
  const write: Record<string, string> = {
    slack: 'Name a user group: @ and its handle, or its id, which begins with S.',
    discord: 'Name a role of this server: @ and its name, or its id. @everyone is none.',
  };
  const says = write[platformOf(channel)] ?? 'Nobody can be pinged here.';
  return { reply: refusal('invalid', `“${written}” cannot be pinged. ${says}`) };
}

function originsOf(input: DigestInput): SubscriptionSettings['origins'] {
  const { rhythm, weekday, at, cron, timezone, format, headlines, holidays, ping, name } = input;
  const said = {
    schedule: rhythm ?? weekday ?? at ?? cron,
    zone: timezone,
    format,
    onEmpty: input['on-empty'],
    headlines,
    holidays,
    ping,
    name,
  };
  const given = Object.entries(said).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name]) => [name, 'given' as const]));
}

function optionOf(code: ScheduleFault['code']): 'timezone' | 'weekday' | 'rhythm' | 'cron' {
  if (code.endsWith('zone')) return 'timezone';
  if (code === 'bad_weekday') return 'weekday';
  return code === 'conflict' ? 'rhythm' : 'cron';
}

/** What was wrong with a schedule, and the line again with each value that would do. */
function faultReply({ code, says, write, choices }: ScheduleFault, line: Line): Reply {
  const option = optionOf(code);
  const options = choices.map((value) => ({
    label: value,
    command: line({ [option]: option === 'weekday' ? value.toLowerCase() : value }),
  }));
  const outcome = code === 'ambiguous_zone' ? 'question' : 'invalid';
  return refusalSuggesting(outcome, `${says} ${write}`, options);
}

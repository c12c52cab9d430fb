import type { DeskDefinition } from './desk.ts';
import type { Draft } from './draft.ts';

/**
 * Subject of a grant. A person: `terminal`, `slack:TEAM:USER`, `discord:SERVER:USER`. Or all members of a Slack user
 * group or Discord role: `slack:TEAM:S…`, `discord:SERVER:R…` with the role's id after the R.
 */
export const subjectPattern = /^(terminal|slack:T[A-Z0-9]+:[UWS][A-Z0-9]+|discord:\d{5,25}:R?\d{5,25})$/;

/** A channel, or a direct message with a person. */
export const channelPattern =
  /^(?:slack:T[A-Z0-9]+:(?:[CGD][A-Z0-9]+|@[UW][A-Z0-9]+)|discord:\d{5,25}:@?\d{5,25})$/;

/** Where ids of people, groups and channels stand in words, to split at. */
export const idWithin = /((?:slack|discord):[A-Z0-9]+:@?[A-Z0-9]+)/;

/** Accepted forms, for error messages. */
export const personForms = 'slack:TEAM:USER or discord:SERVER:USER';
export const subjectForms = 'slack:TEAM:USER, discord:SERVER:USER or terminal';
export const groupForms = 'slack:TEAM:GROUP or discord:SERVER:R and the number of the role';

export const isGroup = (subject: string) => /^(slack:T[A-Z0-9]+:S|discord:\d+:R)/.test(subject);

/** Subject of a Discord role. */
export const discordGroup = (guild: string, role: string) => `discord:${guild}:R${role}`;

/** Whether two ids belong to one workspace or server. */
export function sameHome(one: string, other: string): boolean {
  const home = (id: string) => id.split(':').slice(0, 2).join(':');
  return home(one) === home(other);
}

/** Text that looks like a person: an id, a mention, or a name the platform did not resolve. */
export const subjectLike = /^(?:<?@|<!subteam\^|(?:slack|discord):|terminal$)/i;

/**
 * Resolves `written` to a subject: an id as it is, or a mention in the asker's own workspace or server as Slack or
 * Discord write it: `<@U123|name>` and `<@123>` for a person, `<!subteam^S123|@name>` and `<@&123>` for a group.
 * Undefined for anything else.
 */
export function subjectOf(written: string, asker: string): string | undefined {
  if (subjectPattern.test(written)) return written;
  const [platform, place = ''] = asker.split(':');
  if (platform === 'slack') {
    const id = /^<(?:@([UW][A-Z0-9]+)|!subteam\^(S[A-Z0-9]+))(?:\|[^>]*)?>$/.exec(written);
    return id ? `slack:${place}:${id[1] ?? id[2]}` : undefined;
  }
  if (platform !== 'discord') return undefined;
  const [, mark, id] = /^<@([!&]?)(\d{5,25})>$/.exec(written) ?? [];
  if (id === undefined) return undefined;
  return mark === '&' ? discordGroup(place, id) : `discord:${place}:${id}`;
}

/** Replaces the id of a removed person; the id of nobody. */
export const removed = 'removed';

/** Account of a person, the same in every workspace or server; undefined for groups and for `terminal`. */
export function accountOf(subject: string): { platform: string; user: string } | undefined {
  const [platform, , user] = isGroup(subject) ? [] : subject.split(':');
  return platform && user ? { platform, user } : undefined;
}

/** Whether two ids are the same account. People have one account across all workspaces or servers of a platform. */
export function sameAccount(one: string, other: string): boolean {
  const [a, b] = [accountOf(one), accountOf(other)];
  return one === other || (a !== undefined && a.platform === b?.platform && a.user === b.user);
}

/** Weakest first; each includes those before it. */
export const roles = ['reader', 'editor', 'reviewer', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Whether `held` includes `needed`. */
export function allows(held: Role, needed: Role): boolean {
  return roles.indexOf(held) >= roles.indexOf(needed);
}

/** The strongest role; reader if empty. */
export function strongest(held: readonly Role[]): Role {
  return roles.findLast((role) => held.includes(role)) ?? 'reader';
}

/** Platform of a channel's or person's full id: `slack`, `discord` or `terminal`. */
export function platformOf(channel: string): string {
  return channel.split(':')[0] ?? channel;
}

/** The direct message with a person as a channel id: `slack:T…:@U…`, `discord:G…:@U…`. */
export const directTo = (person: string): string => person.replace(/:([^:]+)$/, ':@$1');

/** The other person of a direct message; undefined for any other channel. */
export const directPerson = (channel: string): string | undefined =>
  channel.includes(':@') ? channel.replace(':@', ':') : undefined;

/** Whether it is the id of one person on a chat platform. */
export const isPerson = (id: string): boolean => id.includes(':') && subjectPattern.test(id) && !isGroup(id);

/**
 * Whether the person may approve a draft. With `review: one` any reviewer may; otherwise neither its author nor its
 * last editor, under any of their ids. `alone`: nobody else has a role on the desk, which `one-until-second` asks.
 */
export function mayApprove(
  { review = 'four-eyes' }: Pick<DeskDefinition, 'review'>,
  { author, editor }: Pick<Draft, 'author' | 'editor'>,
  person: string,
  alone = false,
): boolean {
  const one = review === 'one' || (review === 'one-until-second' && alone);
  return one || (!sameAccount(person, author) && !sameAccount(person, editor));
}

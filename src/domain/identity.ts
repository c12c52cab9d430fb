import type { DeskDefinition } from './desk.ts';
import type { Draft } from './draft.ts';

/**
 * Whom a role is granted to. A person: `terminal`, `slack:TEAM:USER`, `discord:SERVER:USER`. Or all in a group, a user
 * group of Slack or a role of Discord: `slack:TEAM:S…`, `discord:SERVER:R…` with the role's id after the R.
 */
export const subjectPattern = /^(terminal|slack:T[A-Z0-9]+:[UWS][A-Z0-9]+|discord:\d{5,25}:R?\d{5,25})$/;

/** The ways to write one, for those who wrote something else. */
export const personForms = 'slack:TEAM:USER or discord:SERVER:USER';
export const subjectForms = 'slack:TEAM:USER, discord:SERVER:USER or terminal';
export const groupForms = 'slack:TEAM:GROUP or discord:SERVER:R and the number of the role';

export const isGroup = (subject: string) => /^(slack:T[A-Z0-9]+:S|discord:\d+:R)/.test(subject);

/** The id of a role of a Discord server, as roles are granted to it. */
export const discordGroup = (guild: string, role: string) => `discord:${guild}:R${role}`;

/** Whether two ids are of one workspace or server. */
export function sameHome(one: string, other: string): boolean {
  const home = (id: string) => id.split(':').slice(0, 2).join(':');
  return home(one) === home(other);
}

/** What somebody is written like: an id, a mention, or a name that no platform made into one. */
export const subjectLike = /^(?:<?@|<!subteam\^|(?:slack|discord):|terminal$)/i;

/**
 * The id that `written` means to the one who asks: an id as it is, or a mention as Slack or Discord write it, of the
 * asker's own workspace or server: `<@U123|name>` and `<@123>` of a person, `<!subteam^S123|@name>` and `<@&123>` of a
 * group. Undefined: it is none of these.
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

/** What stands in place of somebody who was removed: the id of nobody. */
export const removed = 'removed';

/** Whose id it is, in whatever workspace or server; undefined for groups, and where ids name nobody, as in the terminal. */
export function accountOf(subject: string): { platform: string; user: string } | undefined {
  const [platform, , user] = isGroup(subject) ? [] : subject.split(':');
  return platform && user ? { platform, user } : undefined;
}

/** Whether two ids are of one account: people keep theirs in every workspace and server of a platform. */
export function sameAccount(one: string, other: string): boolean {
  const [a, b] = [accountOf(one), accountOf(other)];
  return one === other || (a !== undefined && a.platform === b?.platform && a.user === b.user);
}

/** From least to most; each includes those before it. */
export const roles = ['reader', 'editor', 'reviewer', 'admin'] as const;
export type Role = (typeof roles)[number];

/** True when `held` allows what needs `needed`. */
export function allows(held: Role, needed: Role): boolean {
  return roles.indexOf(held) >= roles.indexOf(needed);
}

/** The most of these; reader when there are none. */
export function strongest(held: readonly Role[]): Role {
  return roles.findLast((role) => held.includes(role)) ?? 'reader';
}

/** `slack`, `discord` or `terminal`, of a channel's full id. */
export function platformOf(channel: string): string {
  return channel.split(':')[0] ?? channel;
}

/** The private conversation with a person, as a channel that can be written to: `slack:T…:@U…`, `discord:G…:@U…`. */
export const directTo = (person: string): string => person.replace(/:([^:]+)$/, ':@$1');

/** With whom a channel is the private conversation; undefined for every other channel. */
export const directPerson = (channel: string): string | undefined =>
  channel.includes(':@') ? channel.replace(':@', ':') : undefined;

/** Whether it is the id of one person of a chat platform. */
export const isPerson = (id: string): boolean => id.includes(':') && subjectPattern.test(id) && !isGroup(id);

/** Whether this person's eyes are the second pair: neither its author's nor those of who edited it last, from whatever server. */
export function mayApprove(
  { review = 'four-eyes' }: Pick<DeskDefinition, 'review'>,
  { author, editor }: Pick<Draft, 'author' | 'editor'>,
  person: string,
): boolean {
  return review === 'one' || (!sameAccount(person, author) && !sameAccount(person, editor));
}

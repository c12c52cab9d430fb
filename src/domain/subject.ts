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

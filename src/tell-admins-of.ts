import { createAdminsOf } from './admins-of.ts';
import type { Config } from './config.ts';
import { createTellAdmins, type TellAdmins, type TellAdminsOptions } from './digest/tell-admins.ts';
import { type DigestSides, groupsOf } from './digest-sides.ts';
import { platformOf } from './domain/platform-of.ts';
import type { Store } from './store/store.ts';

/** What tells the admins, in the words of the platforms that this process has. */
export function tellAdminsOf({
  sides,
  store,
  config,
  ...rest
}: Pick<TellAdminsOptions, 'clock' | 'timers' | 'log' | 'holder'> & {
  sides: DigestSides;
  store: Store;
  config: Pick<Config, 'admins'>;
}): TellAdmins {
  return createTellAdmins({
    ...rest,
    platforms: [...sides.keys()],
    lines: store.adminLines,
    leases: store.leases,
    adminsOf: createAdminsOf({ admins: config.admins, store: store.roles, groups: groupsOf(sides) }),
    say: async (person, text) => (await sides.get(platformOf(person))?.sender.tell(person, text)) ?? false,
  });
}

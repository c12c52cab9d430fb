import type { HouseCommand } from '../../src/command/define-house.ts';
import type { ChannelSettings } from '../../src/domain/ports/chat.ts';
import type { DataExport } from '../../src/domain/ports/data-export.ts';
import { claim, type Redeem } from './claim.ts';
import { digestCommands } from './digest-commands.ts';
import type { DigestNeeds } from './digest-needs.ts';
import { exportEntries } from './export.ts';
import { feedCommands } from './feed-commands.ts';
import type { FeedNeeds } from './feed-needs.ts';
import { help } from './help.ts';
import { importArticle } from './import.ts';
import type { ImportNeeds } from './import-needs.ts';
import { meForget } from './me-forget.ts';
import type { MeNeeds } from './me-options.ts';
import { meShow } from './me-show.ts';
import { rolesGrant } from './roles-grant.ts';
import { rolesList } from './roles-list.ts';
import type { RolesNeeds } from './roles-options.ts';
import { rolesRevoke } from './roles-revoke.ts';
import { visibility } from './visibility.ts';
import { writingCommands } from './writing-commands.ts';
import type { WritingNeeds } from './writing-needs.ts';

/** What the commands of `/deskwire` work with; each is handed its own part. */
export interface HouseNeeds {
  redeem: Redeem;
  channels: ChannelSettings;
  roles: RolesNeeds;
  me: MeNeeds;
  digests: DigestNeeds;
  writing: WritingNeeds;
  imports: ImportNeeds;
  feeds: FeedNeeds;
  data: DataExport;
}

/** Every group of commands, by the first word of their names. */
export const houseGroups = {
  add: 'Write a fact, the summary of an article, or a source',
  draft: 'What you write, until it is published',
  feeds: 'Feeds of the desk, and what they brought',
  digest: 'Digests of this channel: subscribe, change, look into',
  roles: 'Who may do what: give a role, take it back, see who has one',
  me: 'What is kept of you: see it, remove it',
} as const satisfies Record<string, string>;

/** What can be typed after `/deskwire`, in the order that help lists it. */
export const houseCommands = (needs: HouseNeeds): readonly HouseCommand[] => [
  ...digestCommands(needs.digests),
  importArticle(needs.imports),
  ...feedCommands(needs.feeds),
  ...writingCommands(needs.writing),
  exportEntries(needs.data),
  visibility(needs.channels),
  rolesGrant(needs.roles),
  rolesRevoke(needs.roles),
  rolesList(needs.roles),
  meShow(needs.me),
  meForget(needs.me),
  claim(needs.redeem),
  help,
];

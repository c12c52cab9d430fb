import type { HouseCommand } from '../../src/command/admin/define.ts';
import type { ChannelSettings } from '../../src/domain/ports/chat.ts';
import type { DataExport } from '../../src/domain/ports/imports.ts';
import { digestHistory, digestMore, digestWhy } from './digest/history.ts';
import { digestNow, digestPause, digestResume, digestSkip, digestUnsubscribe } from './digest/lifecycle.ts';
import type { DigestNeeds } from './digest/options.ts';
import { digestList, digestPreview, digestShow } from './digest/show.ts';
import { digestEdit, digestSubscribe } from './digest/subscribe.ts';
import { addBrief, addFact, addSource } from './drafts/add.ts';
import { correct, edit, retract, supersede, undo } from './drafts/change.ts';
import { audit, history } from './drafts/history.ts';
import { draftApprove, draftDiscard, draftList, draftReturn, draftSubmit } from './drafts/lifecycle.ts';
import type { WritingNeeds } from './drafts/options.ts';
import { reports } from './drafts/reports.ts';
import { review } from './drafts/review.ts';
import { exportEntries } from './export.ts';
import { type FeedNeeds, feedsAdd, feedsRemove } from './feeds/follow.ts';
import { feedsItems, feedsList } from './feeds/list.ts';
import { help } from './help.ts';
import { importArticle } from './import/import.ts';
import type { ImportNeeds } from './import/steps.ts';
import { type MeNeeds, meForget, meShow } from './me.ts';
import { claim, type Redeem, type RolesNeeds, rolesGrant, rolesList, rolesRevoke } from './roles.ts';
import { visibility } from './visibility.ts';

/** What the commands of `/deskwire` work with; each is handed its own part. */
interface HouseNeeds {
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

/** What can be typed after `/deskwire digest`, in the order that help lists it. */
const digestCommands = (needs: DigestNeeds): readonly HouseCommand[] => [
  digestSubscribe(needs),
  digestList(needs),
  digestShow(needs),
  digestPreview(needs),
  digestEdit(needs),
  digestPause(needs),
  digestResume(needs),
  digestSkip(needs),
  digestNow(needs),
  digestUnsubscribe(needs),
  digestHistory(needs),
  digestWhy(needs),
  digestMore(needs),
];

const feedCommands = (needs: FeedNeeds): readonly HouseCommand[] => [
  feedsAdd(needs),
  feedsItems(needs),
  feedsList(needs),
  feedsRemove(needs),
];

/** Writing, review and what became of it, in the order in which an entry goes through them. */
const writingCommands = (needs: WritingNeeds): readonly HouseCommand[] => [
  addFact(needs),
  addBrief(needs),
  addSource(needs),
  draftList(needs),
  draftSubmit(needs),
  draftApprove(needs),
  draftReturn(needs),
  draftDiscard(needs),
  review(needs),
  edit(needs),
  correct(needs),
  supersede(needs),
  retract(needs),
  undo(needs),
  history(needs),
  audit(needs),
  reports(needs.reports),
];

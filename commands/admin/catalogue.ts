import type { AppSlash } from '../../src/command/define.ts';
import { appCommands } from '../../src/domain/ports/answerer.ts';
import type { ChannelSettings } from '../../src/domain/ports/chat.ts';
import type { DataExport } from '../../src/domain/ports/imports.ts';
import { appHelp } from '../help.ts';
import { audit } from './audit.ts';
import { digestHistory, digestWhy } from './digest/history.ts';
import { digestNow, digestPause, digestResume, digestSkip, digestUnsubscribe } from './digest/lifecycle.ts';
import { digestMore } from './digest/more.ts';
import type { DigestDeps } from './digest/options.ts';
import { digestList, digestPreview, digestShow } from './digest/show.ts';
import { digestEdit, digestSubscribe } from './digest/subscribe.ts';
import { addBrief, addFact, addNames, addSource } from './drafts/add.ts';
import { draftApprove } from './drafts/approve.ts';
import { correct, edit, retract, supersede, undo } from './drafts/change.ts';
import { history } from './drafts/history.ts';
import { draftDiscard, draftList, draftReturn, draftSubmit } from './drafts/lifecycle.ts';
import type { WritingDeps } from './drafts/options.ts';
import { reports } from './drafts/reports.ts';
import { review } from './drafts/review.ts';
import { exportEntries } from './export.ts';
import { type FeedDeps, feedsAdd, feedsEdit, feedsRemove } from './feeds/follow.ts';
import { feedsItems } from './feeds/items.ts';
import { feedsList } from './feeds/list.ts';
import { gaps } from './gaps.ts';
import { addLink, importArticle } from './import/import.ts';
import type { ImportDeps } from './import/steps.ts';
import { type MeDeps, meDesk, meForget, meShow } from './me.ts';
import { claim, type Redeem, type RolesDeps, rolesGrant, rolesList, rolesRevoke } from './roles.ts';
import { visibility } from './visibility.ts';

/** What the commands of the app are made with; each takes its own part. */
interface AppDeps {
  redeem: Redeem;
  channels: ChannelSettings;
  roles: RolesDeps;
  me: MeDeps;
  digests: DigestDeps;
  writing: WritingDeps;
  imports: ImportDeps;
  feeds: FeedDeps;
  data: DataExport;
}

/** The slash commands of the app. What can be typed after one stands in the order that help lists it. */
export const appSlashes = (deps: AppDeps): readonly AppSlash[] => [
  {
    scope: 'app',
    id: appCommands.manage,
    about: 'Digests, settings, roles, and what is stored about you',
    groups: {
      digest: 'Subscribe this channel; change and inspect its digests',
      roles: 'Grant, revoke and list roles',
      me: 'Show or delete what is stored about you; choose your desk',
    },
    commands: [
      digestSubscribe(deps.digests),
      digestList(deps.digests),
      digestShow(deps.digests),
      digestPreview(deps.digests),
      digestEdit(deps.digests),
      digestPause(deps.digests),
      digestResume(deps.digests),
      digestSkip(deps.digests),
      digestNow(deps.digests),
      digestUnsubscribe(deps.digests),
      digestHistory(deps.digests),
      digestWhy(deps.digests),
      digestMore(deps.digests),
      visibility(deps.channels),
      rolesGrant(deps.roles),
      rolesRevoke(deps.roles),
      rolesList(deps.roles),
      meShow(deps.me),
      meDesk(deps.me),
      meForget(deps.me),
      claim(deps.redeem),
      appHelp('roles'),
    ],
  },
  {
    scope: 'app',
    id: appCommands.edit,
    about: 'Add, import, review and correct entries; feeds, audit, export',
    groups: {
      add: 'Write a fact, the summary of an article, a source, or a name',
      draft: 'Drafts, until they are published',
      feeds: 'Feeds of the desk and their new articles',
    },
    commands: [
      addLink(deps.imports),
      importArticle(deps.imports),
      feedsAdd(deps.feeds),
      feedsEdit(deps.feeds),
      feedsItems(deps.feeds),
      feedsList(deps.feeds),
      feedsRemove(deps.feeds),
      addFact(deps.writing),
      addBrief(deps.writing),
      addSource(deps.writing),
      ...addNames(deps.writing),
      draftList(deps.writing),
      draftSubmit(deps.writing),
      draftApprove(deps.writing),
      draftReturn(deps.writing),
      draftDiscard(deps.writing),
      review(deps.writing),
      edit(deps.writing),
      correct(deps.writing),
      supersede(deps.writing),
      retract(deps.writing),
      undo(deps.writing),
      history(deps.writing),
      audit(deps.writing, deps.digests.timetable),
      reports(deps.writing.reports),
      gaps(deps.writing),
      exportEntries(deps.data),
      appHelp('add'),
    ],
  },
];

import type { HouseCommand } from '../../src/command/define-house.ts';
import { addBrief } from './add-brief.ts';
import { addFact } from './add-fact.ts';
import { addSource } from './add-source.ts';
import { audit } from './audit.ts';
import { correct } from './correct.ts';
import { draftApprove } from './draft-approve.ts';
import { draftDiscard } from './draft-discard.ts';
import { draftList } from './draft-list.ts';
import { draftReturn } from './draft-return.ts';
import { draftSubmit } from './draft-submit.ts';
import { edit } from './edit.ts';
import { history } from './history.ts';
import { reports } from './reports.ts';
import { retract } from './retract.ts';
import { review } from './review.ts';
import { supersede } from './supersede.ts';
import { undo } from './undo.ts';
import type { WritingNeeds } from './writing-needs.ts';

/** Writing, review and what became of it, in the order in which an entry goes through them. */
export const writingCommands = (needs: WritingNeeds): readonly HouseCommand[] => [
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

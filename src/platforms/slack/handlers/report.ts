import type { types } from '@slack/bolt';
import { limits } from '../limits.ts';
import { plainText, richPieces, textRun } from '../render/lines.ts';
import type { Press } from './ask.ts';
import { type HandlerContext, personId } from './context.ts';
import { metadataFor, readMetadata, readSubmission } from './incoming.ts';
import { failureText, respondText } from './respond.ts';
import { words } from './wording.ts';

/** Opens the form at once: a trigger lives for three seconds. `target` is `desk/entry-id`. */
export async function openReport(context: HandlerContext, press: Press, target: string): Promise<void> {
  const { asker } = press;
  const metadata = metadataFor(context, asker, { kind: 'report', text: target });
  if (metadata === undefined) return respondText(context, press, words.unreadable);
  const result = await context.sender.openView(asker.trigger, reportPage(target, metadata));
  if (result.ok) return;
  const late = result.failure.code === 'expired';
  await respondText(
    context,
    press,
    late ? words.expiredTrigger : failureText(context, result.failure, 'opening a report', 'answer'),
  );
}

export type ViewAck = (
  reply:
    | { response_action: 'errors'; errors: Record<string, string> }
    | { response_action: 'update'; view: ReturnType<typeof donePage> },
) => Promise<void>;

/** Keeps a report. The id of the view is the id of the submission: sent twice, it is kept once. */
export async function handleReport(context: HandlerContext, body: unknown, ack: ViewAck): Promise<void> {
  const show = (text: string) => ack({ response_action: 'update', view: donePage(text) });
  const submission = readSubmission(body);
  if (!submission) return show(words.unreadable);
  const { team, user, userTeam, view } = submission;
  const refused = (why: 'foreignTeam' | 'foreignButton') =>
    show(context.refused(personId(userTeam, user), 'a form', why));
  if (!context.allows(team, userTeam)) return refused('foreignTeam');
  const target = targetOf(readMetadata(context, submission, 'report')?.text);
  if (!target) return refused('foreignButton');

  const said = (view.state.values[reportBlock]?.[reportBlock]?.value ?? '').trim();
  const wrong = reportFault(said);
  if (wrong) return ack({ response_action: 'errors', errors: { [reportBlock]: wrong } });

  const kept = context.reports
    .add({ ...target, reporter: personId(userTeam, user), words: said, at: context.clock() }, view.id)
    .then((kept) => reportWords[kept])
    .catch((cause) => context.failed(cause, 'keeping a report'));
  const early = await Promise.race([kept, context.timing.ackDue()]);
  await show(early ?? words.reportSaving);
  if (early !== undefined) return;
  const result = await context.sender.updateView(view.id, donePage(await kept));
  if (!result.ok) context.unsent(result.failure);
}

const reportWords = { kept: words.reportKept, known: words.reportKnown, enough: words.reportEnough };

function reportFault(said: string): string | undefined {
  if (said === '') return words.reportEmpty;
  return said.length > limits.reportWords ? words.reportTooLong(limits.reportWords) : undefined;
}

/** `desk/entry-id` */
function targetOf(text = '') {
  const slash = text.indexOf('/');
  return slash < 1 ? undefined : { desk: text.slice(0, slash), entry: text.slice(slash + 1) };
}

export const reportCallback = 'report';
/** Id of the block and of the field in it. */
const reportBlock = 'words';

const title = 'Report a mistake';

/** The form: which entry, and what is wrong with it. */
function reportPage(target: string, metadata: string): types.ModalView {
  return {
    type: 'modal',
    callback_id: reportCallback,
    private_metadata: metadata,
    title: plainText(title),
    submit: plainText('Send'),
    close: plainText('Cancel'),
    blocks: [
      ...lineBlocks([textRun('The editors will look at '), textRun(target, 'code')]),
      {
        type: 'input',
        block_id: reportBlock,
        label: plainText('What is wrong, and how do you know?'),
        element: {
          type: 'plain_text_input',
          action_id: reportBlock,
          multiline: true,
          max_length: limits.reportWords,
        },
      },
    ],
  };
}

/** What takes the form's place. */
export const donePage = (text: string, heading = title): types.ModalView => ({
  type: 'modal',
  callback_id: 'done',
  title: plainText(heading),
  close: plainText('Close'),
  blocks: lineBlocks([textRun(text)]),
});

const lineBlocks = (line: Parameters<typeof richPieces>[0][number]) =>
  richPieces([line]).flatMap(({ blocks }) => blocks);

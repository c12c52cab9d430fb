import type { types } from '@slack/bolt';
import { limits } from './limits.ts';
import { run } from './line.ts';
import { plainText, richPieces } from './piece.ts';

export const reportCallback = 'report';
/** Id of the block and of the field in it. */
export const reportBlock = 'words';

const title = 'Report a mistake';

/** The form: which entry, and what is wrong with it. */
export function reportPage(target: string, metadata: string): types.ModalView {
  return {
    type: 'modal',
    callback_id: reportCallback,
    private_metadata: metadata,
    title: plainText(title),
    submit: plainText('Send'),
    close: plainText('Cancel'),
    blocks: [
      ...said([run('The editors will look at '), run(target, 'code')]),
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
  blocks: said([run(text)]),
});

const said = (line: Parameters<typeof richPieces>[0][number]) =>
  richPieces([line]).flatMap(({ blocks }) => blocks);
